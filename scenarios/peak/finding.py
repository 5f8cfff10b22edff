"""What a check finds: a place in a scenario and what is wrong there."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sops.document import Path, path_text
from sops.language import _
from sops.problem import printable


class Finding(NamedTuple):
    """A mistake at a path of the scenario (keys and list positions)."""

    path: Path
    message: str


def unknown(path: Path, what: str, name: str, known: Collection[str]) -> Finding:
    """A reference to something that is not there; `what` says what sort of thing."""
    near = difflib.get_close_matches(name, list(known), n=1)
    words = {"what": what, "name": printable(name)}
    if near:
        message = _("没有叫 {name} 的{what}；是不是 {guess}？")
        return Finding(path, message.format(guess=near[0], **words))
    if not known:
        return Finding(path, _("没有叫 {name} 的{what}：一个也没有定义").format(**words))
    message = _("没有叫 {name} 的{what}；有的是：{known}")
    listed = printable(", ".join(dict.fromkeys(known)), 200)
    return Finding(path, message.format(known=listed, **words))


def references(
    path: Path, names: Iterable[str] | None, what: str, known: Collection[str]
) -> Iterator[Finding]:
    """Check a list of references at `path`: each known, none twice."""
    seen: set[str] = set()
    for index, name in enumerate(names or ()):
        if name not in known:
            yield unknown((*path, index), what, name, known)
        if name in seen:
            yield Finding((*path, index), _("{name} 写了两次").format(name=printable(name)))
        seen.add(name)


def keys(path: Path, names: Iterable[str], what: str, known: Collection[str]) -> Iterator[Finding]:
    """Check the keys of the mapping at `path`: each known."""
    for name in names:
        if name not in known:
            yield unknown((*path, name), what, name, known)


def repeated(path: Path, names: Sequence[Any], field: str = "name") -> Iterator[Finding]:
    """Names (or dates …) of the items of the list at `path` that an earlier item has already."""
    first: dict[Any, int] = {}
    for index, name in enumerate(names):
        if name in first:
            message = _("{name} 重复：{path} 已经用了")
            earlier = path_text((*path, first[name]))
            text = message.format(name=printable(name), path=earlier)
            yield Finding((*path, index, field), text)
        first.setdefault(name, index)


def in_words(names: Iterable[str], limit: int = 3) -> str:
    """A few of the names, and how many more there are."""
    found = list(names)
    text = _("、").join(map(printable, found[:limit]))
    if len(found) <= limit:
        return text
    return _("{names} 等 {n} 项").format(names=text, n=len(found))
