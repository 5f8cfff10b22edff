"""Build hook: compiles every message catalogue (.po) of the house to its .mo.

Runs for wheels and for editable installs. `python hatch_build.py` does the same by hand,
which is what the Makefile calls when a .po has changed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path("sops") / "locale"


def compile_catalogues(root: Path) -> list[Path]:
    """Write the .mo beside each .po below `root`/sops/locale; returns the files written."""
    written = []
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        target = source.with_suffix(".mo")
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with draft.open("wb") as stream:
            write_mo(stream, catalogue)
        draft.replace(target)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface):
    """The hook hatchling looks for; only the wheel (and so the editable install) needs .mo."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel":
            compile_catalogues(Path(self.root))


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).parent):
        print(path.relative_to(Path(__file__).parent))
