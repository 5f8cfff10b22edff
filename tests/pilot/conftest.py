"""An app with records, preferences and caches of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sops.language import set_language

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


@pytest.fixture
def house(tmp_path: Path) -> Any:
    """A house in which nobody has played."""
    from house import House

    return House(tmp_path)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the person who runs the tests is read or written."""
    for name in ("DATA", "CONFIG", "LIBRARY"):
        monkeypatch.setenv(f"SHAPAN_{name}", str(tmp_path / name.lower()))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    set_language("zh")
    yield
    set_language(None)
