"""A scenario's plain data while it is put together from parents, patches and overrides."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from typing import Any

from scenarios.peak.selector import PathError, Selected, select
from scenarios.peak.shape import scenario_shape
from sops.document import Document, Mark, Marks, Path, marks_under
from sops.language import _
from sops.problem import Problem, printable


@dataclass(frozen=True)
class Change:
    """One `set` or `scale`: where to (`selector`), what, and where it is written.

    `marks` are those inside the value, `place` is where the selector stands, `path` what
    problems call it. `scale` multiplies numbers; otherwise the value replaces what is there.
    """

    selector: str
    value: Any
    scale: bool
    place: Mark
    path: str
    marks: Marks = field(default_factory=dict)

    def problem(self, message: str) -> Problem:
        """A mistake in this change, located."""
        return Problem(*self.place, self.path, message)


class Draft:
    """Data with the mark of every value; changes collect their `problems` and never raise."""

    def __init__(self, document: Document) -> None:
        self.data: dict[str, Any] = copy.deepcopy(document.data)
        self.marks: Marks = dict(document.marks)
        self.problems: list[Problem] = list(document.problems)

    def overlay(self, document: Document) -> None:
        """Merge a child's data over this: mappings deeply, lists and values replaced."""
        self.problems += document.problems
        self._merge(self.data, document, document.data, ())

    def apply(self, change: Change) -> None:
        """Make one change at every place its selector names."""
        try:
            selected = select(change.selector, self.data, scenario_shape())
        except PathError as error:
            self.problems.append(change.problem(str(error)))
            return
        if change.scale:
            self._scale(change, selected)
            return
        for target in selected:
            self._put(target.path, copy.deepcopy(change.value), change.marks, change.place)

    def document(self, file: str) -> Document:
        """The data so far, as a document to validate."""
        return Document(file, self.data, self.marks, tuple(self.problems))

    def _merge(self, here: dict[str, Any], document: Document, over: Any, path: Path) -> None:
        self.marks[path] = document.mark(path)
        for key, value in over.items():
            place = (*path, key)
            old = here.get(key)
            if isinstance(old, dict) and isinstance(value, dict):
                self._merge(old, document, value, place)
                continue
            inner = marks_under(document.marks, place)
            self._put(place, copy.deepcopy(value), inner, document.mark(place))

    def _scale(self, change: Change, selected: list[Selected]) -> None:
        numbers = []
        for target in selected:
            value = _number(target)
            if value is not None:
                numbers.append((target, value))
            elif not (target.by_star and target.value is None):
                message = _("{path} 不是数字，不能按倍数放缩")
                self.problems.append(change.problem(message.format(path=target.text)))
                return
        if not numbers:
            message = _("{path} 没有可以放缩的数字")
            self.problems.append(change.problem(message.format(path=printable(change.selector))))
        for target, value in numbers:
            self._put_product(change, target, value)

    def _put_product(self, change: Change, target: Selected, value: float) -> None:
        try:
            product: float = value * change.value
        except OverflowError:
            product = math.inf
        if not math.isfinite(product):
            self.problems.append(change.problem(_("放缩后的数太大")))
            return
        whole = target.shape is not None and target.shape.whole and isinstance(value, int)
        result = math.floor(product + 0.5) if whole else product
        self._put(target.path, result, change.marks, change.place)

    def _put(self, path: Path, value: Any, inner: Marks, place: Mark) -> None:
        """Put `value` at `path`, creating mappings on the way; `inner` marks count from it."""
        here: Any = self.data
        last: Any = path[-1]
        for depth, step in enumerate(path[:-1], start=1):
            if isinstance(here, dict) and here.get(str(step)) is None:
                here[str(step)] = {}
                self.marks[path[:depth]] = place
            here = here[step]
        replaced = here[last] if isinstance(here, list) else here.get(last)
        here[last] = value
        if isinstance(replaced, dict | list):
            for old in [mark for mark in self.marks if mark[: len(path)] == path]:
                del self.marks[old]
        self.marks[path] = place
        self.marks.update({(*path, *below): mark for below, mark in inner.items()})


def _number(target: Selected) -> float | None:
    """The number at a selected place, or the default of its field when it is not written."""
    value = target.value
    if value is None and target.shape is not None:
        value = target.shape.default
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
