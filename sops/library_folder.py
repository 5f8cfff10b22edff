"""Where library files lie: the user's own folder over the built-in one."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from sops.language import _
from sops.problem import Problem, Problems, printable

SUFFIX = ".yaml"
ENVIRONMENT_VARIABLE = "SHAPAN_LIBRARY"
_MOST_NAMES = 12
_NAME = re.compile("[a-z0-9][a-z0-9-]{0,59}")


def user_folder() -> Path:
    """The user's library: `SHAPAN_LIBRARY`, else the platform's place for user data."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen:
        return Path(chosen)
    # Imported here: only those who look names up need it.
    from platformdirs import user_data_path

    return Path(user_data_path("shapan")) / "library"


def is_path(text: str) -> bool:
    """Whether `text` is written as a path and not as a library name."""
    return "/" in text or os.sep in text or text.endswith((SUFFIX, ".yml")) or not text


def nearest(word: str, known: Sequence[str]) -> tuple[str, ...]:
    """At most three of the `known` words that look like `word`, best first."""
    return tuple(difflib.get_close_matches(word, known, n=3, cutoff=0.6))


def checked_name(name: str) -> str:
    """`name`, if it can be that of a library file; `Problems` for one that would leave the folder
    or that nobody could call."""
    if not _NAME.fullmatch(name):
        message = _("名字应为小写字母、数字和连字符，现在是 {name}").format(name=printable(name))
        raise Problems([Problem(printable(name), 0, 0, "", message)])
    return name


def names(folders: Sequence[Path]) -> tuple[str, ...]:
    """Names of the files in these folders, in alphabetical order, each once."""
    return tuple(sorted({path.stem for folder in folders for path in folder.glob(f"*{SUFFIX}")}))


Stamp = tuple[str, int, int]
"""A file as it was: where, when it was changed, how long."""


def stamp(name: str, folders: Sequence[Path]) -> Stamp | None:
    """The file that has this name now, None where none has: what was read from a file is what it
    says as long as this stays the same."""
    for folder in folders:
        path = f"{folder}{os.sep}{name}{SUFFIX}"
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            continue
        return path, found.st_mtime_ns, found.st_size
    return None


def stamps(folders: Sequence[Path]) -> frozenset[Stamp]:
    """All files of these folders as they are now."""
    found = (stamp(path.stem, [folder]) for folder in folders for path in folder.glob(f"*{SUFFIX}"))
    return frozenset(each for each in found if each)


def find(source: str | Path, folders: Sequence[Path], unknown: str | None = None) -> Path:
    """The file of a library name or of a path; the first folder that has the name wins.

    Raises `Problems` with near names where there is none, in the words of `unknown`, which has
    places for {name} and {near}.
    """
    text = os.fspath(source)
    if isinstance(source, Path) or is_path(text):
        return Path(text).expanduser()
    for folder in folders:
        path = folder / f"{text}{SUFFIX}"
        if os.path.isfile(path):
            return path
    known = names(folders)
    alike = nearest(text, known)
    near = _("、").join(alike or known[:_MOST_NAMES]) or "—"
    if len(known) > _MOST_NAMES and not alike:
        near += "…"
    message = unknown or (
        _("没有叫 {name} 的文件；是不是 {near}？")
        if alike
        else _("没有叫 {name} 的文件；有的是：{near}")
    )
    found = message.format(name=printable(text), near=printable(near, 400))
    raise Problems([Problem(text, 0, 0, "", found)])


def find_file(source: str | Path, folders: Sequence[Path], unknown: str) -> Path:
    """As `find`; what no folder has may also be a file of exactly that name."""
    try:
        return find(source, folders, unknown)
    except Problems:
        if os.path.exists(source):
            return Path(source)
        raise
