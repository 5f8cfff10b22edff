"""Finding and reading hiring files."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from scenarios.hiring.hiring import Hiring
from scenarios.peak.finding import Finding, unknown
from scenarios.peak.scenario import PeakScenario
from sops.document import Document
from sops.language import _
from sops.library_folder import find_file, names, user_folder
from sops.problem import Problems

STANDARD = "standard"
"""The hiring file that is used when none is named."""


def hiring_folders() -> tuple[Path, ...]:
    """Folders of hiring files, the user's own first; they need not exist."""
    return user_folder() / "hiring", Path(str(files("scenarios"))) / "library" / "hiring"


def hiring_names() -> tuple[str, ...]:
    """Names of all hiring files that can be loaded by name, in alphabetical order."""
    return names(hiring_folders())


def load_hiring(
    source: str | Path, scenario: PeakScenario, have: Mapping[str, int] | None = None
) -> Hiring:
    """The hiring file of a library name or path, its group names checked against the scenario;
    ``have`` replaces how many people some groups have.

    Groups that the built-in files name and the scenario lacks are no mistake: those files are meant
    for any scenario. Raises `Problems` with every mistake at once."""
    path = find_hiring(source)
    document = Document.read(path)
    hiring = document.validate(Hiring)
    if path.parent != hiring_folders()[1]:
        _check_groups(document, hiring, scenario)
    present = hiring.present
    people = {**present.have, **(have or {})}
    return hiring.model_copy(update={"present": present.model_copy(update={"have": people})})


def find_hiring(source: str | Path) -> Path:
    """The file of a library name or of a path; `Problems` with near names where there is none."""
    unknown = _("没有叫 {name} 的招聘规则，也没有这个文件；有的是：{near}")
    return find_file(source, hiring_folders(), unknown)


def _check_groups(document: Document, hiring: Hiring, scenario: PeakScenario) -> None:
    known = [group.name for group in scenario.groups]
    found: list[Finding] = [
        unknown(("ways", index, "groups", place), _("班组"), name, known)
        for index, way in enumerate(hiring.ways)
        for place, name in enumerate(way.groups or ())
        if name not in known
    ]
    found += [
        unknown(("present", "have", name), _("班组"), name, known)
        for name in hiring.present.have
        if name not in known
    ]
    if found:
        raise Problems(document.problem(each.path, each.message) for each in found)
