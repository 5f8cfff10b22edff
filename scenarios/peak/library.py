"""Finding scenario files by name: the user's own folder lies over the built-in library."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from sops.language import _
from sops.library_folder import SUFFIX, is_path, names, nearest, user_folder
from sops.problem import Problem, Problems, printable


def peak_folders() -> tuple[Path, ...]:
    """Folders of peak scenarios, the user's own first; they need not exist."""
    return user_folder() / "peaks", Path(str(files("scenarios"))) / "library" / "peaks"


def peak_names() -> tuple[str, ...]:
    """Names of all peak scenarios that can be loaded by name, in alphabetical order."""
    return names(peak_folders())


def find_peak(source: str | Path, base: Path | None = None, skip: Path | None = None) -> Path:
    """The file of a library name or of a path; `Problems` with near names where there is none.

    A relative path starts at `base` (default: the working directory). A name never means the
    file `skip`, so that a user's scenario may extend the built-in one of the same name.
    """
    text = os.fspath(source)
    if isinstance(source, Path) or is_path(text):
        return (base or Path()) / Path(text).expanduser()
    for folder in peak_folders():
        path = folder / f"{text}{SUFFIX}"
        if os.path.isfile(path) and not (skip and skip.exists() and path.samefile(skip)):
            return path
    if os.path.exists(text):
        return Path(text)
    raise Problems([Problem(text, 0, 0, "", _unknown(text))])


def _unknown(name: str) -> str:
    near = nearest(name, peak_names()) or peak_names()
    if not near:
        return _("没有叫 {name} 的场景，也没有这个文件").format(name=printable(name))
    message = _("没有叫 {name} 的场景，也没有这个文件；是不是 {near}？")
    return message.format(name=printable(name), near=_("、").join(near))
