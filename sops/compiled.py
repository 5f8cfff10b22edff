"""Library files compiled once: a file whose content is known is not parsed again.

What was read and found right is kept as JSON in the user's cache folder, named by the hash of
the files' content and of the schema. Anything wrong with the cache means reading again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

ENVIRONMENT_VARIABLE = "SHAPAN_CACHE"
_SCHEMA = ("sops", "sops/sop", "scenarios/drill")


def compiled(files: Sequence[Path], model: type[Model], build: Callable[[], Model]) -> Model:
    """The model in the first of `files`, whose rightness may depend on the others.

    From the cache where their content is known, else from `build`, which raises `Problems`
    for what is wrong; only what is right is kept.
    """
    name = ""
    with suppress(OSError, ValueError):
        name = _name(files, model)
        return model.model_validate_json((cache_folder() / f"{name}.json").read_bytes())
    built = build()
    # A cache that cannot be written only costs time. A file that changed while it was read is
    # not kept: what was built may be of neither content.
    with suppress(OSError):
        if name and _name(files, model) == name:
            _keep(cache_folder() / f"{name}.json", built)
    return built


def cache_folder() -> Path:
    """Where compiled files are kept: `SHAPAN_CACHE`, else the platform's place for caches."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return Path(user_cache_path("shapan")) / "library"


def _keep(path: Path, built: Model) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(built.model_dump_json(by_alias=True), encoding="utf-8")
    part.replace(path)


def _name(files: Sequence[Path], model: type[BaseModel]) -> str:
    digest = sha256(f"{model.__module__}.{model.__qualname__}\n{_schema()}".encode())
    for path in files:
        digest.update(path.stem.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


@cache
def _schema() -> str:
    """What the schema's own files look like, by size and time: a changed schema reads anew."""
    home = Path(__file__).resolve().parent.parent
    digest = sha256()
    for folder in _SCHEMA:
        for entry in sorted(os.scandir(home / folder), key=lambda each: each.name):
            if entry.name.endswith(".py"):
                stat = entry.stat()
                digest.update(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()
