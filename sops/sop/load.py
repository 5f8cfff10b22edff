"""Finding and reading SOPs by name or path (D1)."""

from __future__ import annotations

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sops.compiled import compiled
from sops.library_folder import find, names, user_folder
from sops.problem import Problems
from sops.sop.sop import Sop

if TYPE_CHECKING:
    from sops.document import Document


def sop_folders() -> tuple[Path, ...]:
    """Folders of SOPs, the user's own first; they need not exist."""
    return user_folder() / "sops", _built_in()


@cache
def _built_in() -> Path:
    return Path(str(files("sops"))) / "library" / "sops"


def sop_names() -> tuple[str, ...]:
    """Names of all SOPs that can be loaded by name, in alphabetical order."""
    return names(sop_folders())


def load_sop(source: str | Path) -> Sop:
    """The SOP of a library name or file; `Problems` with every mistake, each located."""
    path = find(source, sop_folders())
    return compiled([path], Sop, lambda: _read(path))


def _read(path: Path) -> Sop:

    from sops.document import Document

    return sop_of(Document.read(path), path)


def sop_of(document: Document, path: Path) -> Sop:
    """The SOP in a document; its id has to be the name of its file."""
    from sops.sop.check import check

    sop = document.validate(Sop)
    wrong = [document.problem(place, message) for place, message in check(sop)]
    if sop.id != path.stem:
        from sops.language import _

        message = _("id 应与文件名相同：{name}").format(name=os.fspath(path.stem))
        wrong.append(document.problem(("id",), message))
    if wrong:
        raise Problems(wrong)
    return sop
