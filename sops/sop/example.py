"""The example phrases of acts: where they lie, and how many there are."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def example_folder(language: str) -> Path:
    """The folder of one language's example phrases, a file for each act."""
    return Path(str(files("sops"))) / "library" / "acts" / language


def example_counts(language: str) -> dict[str, int]:
    """Act → number of example phrases in its file; comments and blank lines do not count."""
    return {
        path.stem: sum(
            bool(line.strip()) and not line.startswith("#")
            for line in path.read_text(encoding="utf-8").splitlines()
        )
        for path in sorted(example_folder(language).glob("*.txt"))
    }
