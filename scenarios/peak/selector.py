"""Paths that name places in a scenario: `groups.juniors.concurrency`, `intents.*.escalated`.

Steps are separated by dots. A list item is named by its `name` (in a queue's groups by
`group`, in a list of days by `date`) or by its position (`queues[0]` or `queues.0`); `*` means
every item of a list and every key of a mapping.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scenarios.peak.shape import Shape
from sops.document import Path, path_text
from sops.language import _
from sops.problem import printable

STAR = "*"
IDENTITIES = ("name", "group", "date")
_STEP = re.compile(r"(?:^|\.)(?P<word>[^.\[\]\s]+)|\[(?P<index>\d{1,6}|\*)\]")


class PathError(ValueError):
    """A path that is malformed or names nothing; the message says what is there instead."""


@dataclass(frozen=True)
class Selected:
    """A place that a path names, with its present value (None where nothing is written)."""

    path: Path
    value: Any
    shape: Shape | None
    by_star: bool

    @property
    def text(self) -> str:
        """The place as people write it."""
        return path_text(self.path)


def steps(text: str) -> tuple[str, ...]:
    """The steps of a path; raises `PathError` where it is malformed."""
    found: list[str] = []
    end = 0
    for match in _STEP.finditer(text):
        if match.start() != end:
            break
        found.append(match["word"] or match["index"])
        end = match.end()
    if not found or end != len(text):
        message = _("路径 {path} 写法不对；应如 groups.juniors.concurrency 或 queues[0].priority")
        raise PathError(message.format(path=printable(text)))
    return tuple(found)


def select(text: str, data: Any, shape: Shape) -> list[Selected]:
    """Every place of `data` that the path names, at least one, else `PathError`.

    A field that the scenario's schema knows need not be written yet. Under a `*`, items that
    lack what the rest of the path names are left out.
    """
    found = list(_walk(Selected((), data, shape, False), steps(text)))
    if not found:
        raise PathError(_("路径 {path} 没有对上任何内容").format(path=printable(text)))
    return found


def _walk(here: Selected, rest: tuple[str, ...]) -> Iterator[Selected]:
    if not rest:
        yield here
        return
    step, rest = rest[0], rest[1:]
    for inner in _children(here, step, bool(rest)):
        yield from _walk(inner, rest)


def _children(here: Selected, step: str, more: bool) -> Iterator[Selected]:
    if isinstance(here.value, list):
        yield from _items(here, step)
    elif isinstance(here.value, dict) or _may_hold_keys(here):
        yield from _entries(here, step, more)
    elif not here.by_star:
        message = _("{path} 下面没有 {step}")
        raise PathError(message.format(path=here.text, step=printable(step)))


def _may_hold_keys(here: Selected) -> bool:
    shape = here.shape
    return here.value is None and not here.by_star and bool(shape and (shape.models or shape.keyed))


def _items(here: Selected, step: str) -> Iterator[Selected]:
    items = here.value
    shape = here.shape.item() if here.shape else None
    if step == STAR:
        for index, value in enumerate(items):
            yield Selected((*here.path, index), value, shape, True)
        return
    identities = [_identity(item) for item in items]
    if step in identities:
        index = identities.index(step)
    elif step.isdecimal() and int(step) < len(items):
        index = int(step)
    elif here.by_star:
        return
    else:
        known = [name for name in identities if name]
        raise PathError(_unknown(here, step, known or [f"0…{len(items) - 1}"]))
    yield Selected((*here.path, index), items[index], shape, here.by_star)


def _entries(here: Selected, step: str, more: bool) -> Iterator[Selected]:
    entries = here.value or {}
    shape = here.shape
    if step == STAR:
        for key, value in entries.items():
            yield Selected((*here.path, key), value, shape.below(key) if shape else None, True)
        return
    below = shape.below(step) if shape else None
    if step in entries:
        yield Selected((*here.path, step), entries[step], below, here.by_star)
        return
    keyed = shape is not None and bool(shape.keyed)
    if below is None or (keyed and more and not here.by_star):
        known = dict.fromkeys([*entries, *(shape.keys if shape else ())])
        raise PathError(_unknown(here, step, list(known)))
    if not (more and here.by_star):
        yield Selected((*here.path, step), None, below, here.by_star)


def _identity(item: Any) -> str | None:
    if not isinstance(item, dict):
        return None
    return next((str(item[key]) for key in IDENTITIES if key in item), None)


def _unknown(here: Selected, step: str, known: list[str]) -> str:
    near = difflib.get_close_matches(step, known, n=1)
    where = here.text
    shown = printable(step)
    if near and not where:
        return _("没有 {step}；是不是 {guess}？").format(step=shown, guess=printable(near[0]))
    if not where:
        names = printable(", ".join(known), 200)
        return _("没有 {step}；有的是：{names}").format(step=shown, names=names)
    if near:
        message = _("{where} 下没有 {step}；是不是 {guess}？")
        return message.format(where=where, step=shown, guess=printable(near[0]))
    message = _("{where} 下没有 {step}；有的是：{names}")
    return message.format(where=where, step=shown, names=printable(", ".join(known), 200))
