"""Finding and reading drills by name or path (D2)."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.drill.drill import Drill
from sops.compiled import compiled
from sops.library_folder import find, names, user_folder
from sops.problem import Problems
from sops.sop.load import load_sop, sop_folders
from sops.sop.sop import Sop

if TYPE_CHECKING:
    from sops.document import Document

_SOP = re.compile(rb"^sop:\s*([a-z0-9-]+)\s*$", re.MULTILINE)


def drill_folders() -> tuple[Path, ...]:
    """Folders of drills, the user's own first; they need not exist."""
    return user_folder() / "drills", _built_in()


@cache
def _built_in() -> Path:
    return Path(str(files("scenarios"))) / "library" / "drills"


def drill_names() -> tuple[str, ...]:
    """Names of all drills that can be loaded by name, in alphabetical order."""
    return names(drill_folders())


def load_drill(source: str | Path) -> tuple[Drill, Sop]:
    """A drill and its SOP; `Problems` with every mistake of the drill's file, each located."""
    path = find(source, drill_folders())
    drill = compiled([path, *_sop_file(path)], Drill, lambda: _read(path))
    return drill, load_sop(drill.sop)


def _sop_file(path: Path) -> list[Path]:
    """The file of the SOP that a drill names, if it can be told at a glance: whether a drill is
    right depends on it too."""
    try:
        named = _SOP.search(path.read_bytes())
        return [find(named[1].decode(), sop_folders())] if named else []
    except (OSError, Problems):
        return []


def _read(path: Path) -> Drill:
    from sops.document import Document

    return _checked(Document.read(path), path)


def _checked(document: Document, path: Path) -> Drill:
    from scenarios.drill.check import check

    drill = document.validate(Drill)
    sop = load_sop(drill.sop)
    wrong = [document.problem(place, message) for place, message in check(drill, sop)]
    if drill.id != path.stem:
        from sops.language import _

        message = _("id 应与文件名相同：{name}").format(name=os.fspath(path.stem))
        wrong.append(document.problem(("id",), message))
    if wrong:
        raise Problems(wrong)
    return drill
