"""What is kept of a library file belongs to the content that it was read from."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from sops.compiled import compiled


class Said(BaseModel):
    """Stands for a library file: one text."""

    text: str


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file, with a cache of its own."""
    monkeypatch.setenv("SHAPAN_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "said.yaml"
    path.write_text("before", encoding="utf-8")
    return path


def read(path: Path) -> Said:
    """The file as it stands."""
    return Said(text=path.read_text(encoding="utf-8"))


def test_a_known_content_is_not_read_again(file: Path) -> None:
    """The second time nothing is built; after a change it is."""
    built: list[Said] = []

    def build() -> Said:
        built.append(read(file))
        return built[-1]

    assert [compiled([file], Said, build).text for _ in range(3)] == ["before"] * 3
    assert len(built) == 1
    file.write_text("after", encoding="utf-8")
    assert compiled([file], Said, build).text == "after"


def test_a_file_edited_while_it_is_read_is_not_kept(file: Path) -> None:
    """What was read of the old content must not pass for the new one ever after."""

    def edited() -> Said:
        old = read(file)
        file.write_text("after", encoding="utf-8")
        return old

    assert compiled([file], Said, edited).text == "before"
    assert compiled([file], Said, lambda: read(file)).text == "after"


def test_a_spoilt_cache_means_reading_again(file: Path, tmp_path: Path) -> None:
    """Whatever stands in the cache, the file is what counts."""
    compiled([file], Said, lambda: read(file))
    (kept,) = (tmp_path / "cache").glob("*.json")
    kept.write_text("{", encoding="utf-8")
    assert compiled([file], Said, lambda: read(file)).text == "before"
