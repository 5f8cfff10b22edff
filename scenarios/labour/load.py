"""Finding and reading labour files."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from scenarios.labour.labour import Labour
from scenarios.peak.finding import unknown
from scenarios.peak.scenario import PeakScenario
from sops.document import Document
from sops.language import _
from sops.library_folder import find_file, names, user_folder
from sops.problem import Problems

STANDARD = "standard"
"""The labour file that is used when none is named."""


def labour_folders() -> tuple[Path, ...]:
    """Folders of labour files, the user's own first; they need not exist."""
    return user_folder() / "labour", Path(str(files("scenarios"))) / "library" / "labour"


def labour_names() -> tuple[str, ...]:
    """Names of all labour files that can be loaded by name, in alphabetical order."""
    return names(labour_folders())


def load_labour(source: str | Path, scenario: PeakScenario | None = None) -> Labour:
    """The labour file of a library name or path; with a scenario, its group names are checked.

    Raises `Problems` with every mistake at once."""
    document = Document.read(find_labour(source))
    labour = document.validate(Labour)
    if scenario is not None:
        _check_groups(document, labour, scenario)
    return labour


def find_labour(source: str | Path) -> Path:
    """The file of a library name or of a path; `Problems` with near names where there is none."""
    unknown = _("没有叫 {name} 的用工规则，也没有这个文件；有的是：{near}")
    return find_file(source, labour_folders(), unknown)


def _check_groups(document: Document, labour: Labour, scenario: PeakScenario) -> None:
    known = [group.name for group in scenario.groups]
    found = [
        unknown(("shifts", index, "groups", place), _("班组"), name, known)
        for index, kind in enumerate(labour.shifts)
        for place, name in enumerate(kind.groups or ())
        if name not in known
    ]
    found += [
        unknown(("on_roll", name), _("班组"), name, known)
        for name in labour.on_roll
        if name not in known
    ]
    if found:
        raise Problems(document.problem(each.path, each.message) for each in found)
