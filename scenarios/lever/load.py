"""Finding levers, reading them, and loading a scenario with one of them pulled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from scenarios.lever.lever import Lever
from scenarios.peak.draft import Change, Draft
from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.selector import PathError, select
from scenarios.peak.shape import scenario_shape
from sops.document import Document, marks_under, path_text
from sops.language import _
from sops.library_folder import find, names, user_folder


@dataclass(frozen=True)
class LeverFile:
    """A lever and the document it was read from, which knows where everything stands."""

    lever: Lever
    document: Document

    def pull(self, draft: Draft) -> None:
        """Change a scenario's draft; mistakes are collected in it, located in the lever's file."""
        for key in ("set", "scale", "add"):
            for selector, value in self.document.data.get(key, {}).items():
                place = (key, selector)
                mark = self.document.mark(place)
                inner = marks_under(self.document.marks, place)
                change = Change(selector, value, key == "scale", mark, path_text(place), inner)
                if key == "add":
                    _append(draft, change)
                else:
                    draft.apply(change)


def lever_folders() -> tuple[Path, ...]:
    """Folders of levers, the user's own first; they need not exist."""
    return user_folder() / "levers", Path(str(files("scenarios"))) / "library" / "levers"


def lever_names() -> tuple[str, ...]:
    """Names of all levers that can be loaded by name, in alphabetical order."""
    return names(lever_folders())


def load_lever(source: str | Path) -> LeverFile:
    """The lever of a library name or path. Raises `Problems` with every mistake at once."""
    document = Document.read(find_lever(source))
    return LeverFile(document.validate(Lever), document)


def find_lever(source: str | Path) -> Path:
    """The file of a library name or of a path; `Problems` with near names where there is none."""
    unknown = _("没有叫 {name} 的杠杆；有的是：{near}")
    return find(source, lever_folders(), unknown)


def load_with(source: str | Path, sets: Sequence[str], levers: Sequence[LeverFile]) -> PeakScenario:
    """The scenario with overrides, then with these levers pulled in order; raises `Problems`."""
    return load(source, sets, tuple(each.pull for each in levers))


def _append(draft: Draft, change: Change) -> None:
    """Put items at the end of the lists that the selector names."""
    try:
        selected = select(change.selector, draft.data, scenario_shape())
    except PathError as error:
        draft.problems.append(change.problem(str(error)))
        return
    for target in selected:
        old = [] if target.value is None else target.value
        if not isinstance(old, list):
            message = _("{path} 不是列表，不能用 add").format(path=target.text)
            draft.problems.append(change.problem(message))
            continue
        marks = marks_under(draft.marks, target.path)
        for index in range(len(change.value)):
            marks |= marks_under(change.marks, (index,), (len(old) + index,))
        whole = Change(
            path_text(target.path), [*old, *change.value], False, change.place, change.path, marks
        )
        draft.apply(whole)
