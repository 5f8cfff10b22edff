"""Finding and reading drills by name or path (D2)."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from scenarios.drill.drill import Drill
from sops.document import Document
from sops.library_folder import find, names, user_folder
from sops.problem import Problems
from sops.sop.load import load_sop
from sops.sop.sop import Sop


def drill_folders() -> tuple[Path, ...]:
    """Folders of drills, the user's own first; they need not exist."""
    return user_folder() / "drills", Path(str(files("scenarios"))) / "library" / "drills"


def drill_names() -> tuple[str, ...]:
    """Names of all drills that can be loaded by name, in alphabetical order."""
    return names(drill_folders())


def load_drill(source: str | Path) -> tuple[Drill, Sop]:
    """A drill and its SOP; `Problems` with every mistake of the drill's file, each located."""
    from scenarios.drill.check import check

    path = find(source, drill_folders())
    document = Document.read(path)
    drill = document.validate(Drill)
    sop = load_sop(drill.sop)
    wrong = [document.problem(place, message) for place, message in check(drill, sop)]
    if drill.id != path.stem:
        from sops.language import _

        message = _("id 应与文件名相同：{name}").format(name=os.fspath(path.stem))
        wrong.append(document.problem(("id",), message))
    if wrong:
        raise Problems(wrong)
    return drill, sop
