"""How functions of the floor are compiled, and where the machine code is kept between runs.

numba decides by a single source file whether its cached code is fresh; our compiled functions call
one another across files. So the cache folder carries a digest of all of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from platformdirs import user_cache_path

F = TypeVar("F", bound=Callable[..., Any])

_HERE = Path(__file__).parent


def _digest() -> str:
    seen = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for path in sorted(_HERE.rglob("*.py")):
        text = path.read_bytes()
        if b"simulator.peak.compiled" in text:
            seen.update(text)
    return seen.hexdigest()


def cache_folder() -> Path:
    """Where compiled code is kept; a new folder whenever the code changes."""
    base = os.environ.get("SHAPAN_CACHE")
    root = Path(base) if base else user_cache_path("shapan")
    return root / "compiled" / _digest()


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(cache_folder())


def compiled(function: F) -> F:
    """Compile to machine code at first call, keep it on disk; arithmetic as in plain Python."""
    return numba.njit(cache=True, error_model="numpy", boundscheck=False)(function)  # type: ignore[no-any-return]


def inlined(function: F) -> F:
    """As :func:`compiled`, but merged into every caller: for small steps with many array
    arguments."""
    return numba.njit(cache=True, error_model="numpy", boundscheck=False, forceinline=True)(
        function
    )  # type: ignore[no-any-return]
