"""The pattern language that authors write, read into a tree (D1, D4).

可以[给您|帮您]~退(款|货)      literal text, [optional], (either|or), ~ a gap inside the clause
退款{duration}[内]到账         {slot}: whatever names an amount, a duration, a date …
a\\(b\\)                       \\ takes the special meaning away
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sops.folding import fold
from sops.language import _
from sops.problem import printable

SLOTS = ("amount", "duration", "date", "number", "order", "percent", "item")
MAX_CHARACTERS = 300
MAX_DEPTH = 8
SPECIAL = "()[]|~{}\\"


class PatternError(ValueError):
    """A mistake in a pattern; `position` counts its characters from 1."""

    def __init__(self, position: int, message: str) -> None:
        self.position = position
        text = _("第 {position} 个字符：{message}")
        super().__init__(text.format(position=position, message=message))


@dataclass(frozen=True, slots=True)
class Literal:
    """Text to be found as it stands, folded, without blanks."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """A blank: between English words, and nothing much in Chinese."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A few characters or words, inside the clause."""


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """Where a slot of a kind stands."""

    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; or none of them where `optional`."""

    options: tuple[Sequence, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple[Node, ...]


Node = Literal | Space | Gap | SlotPlace | Choice | Sequence


@lru_cache(maxsize=16_384)
def parse(source: str) -> Sequence:
    """The tree of a pattern; `PatternError` for the first mistake in it."""
    if len(source) > MAX_CHARACTERS:
        message = _("模式太长，最多 {limit} 个字符").format(limit=MAX_CHARACTERS)
        raise PatternError(MAX_CHARACTERS + 1, message)
    reader = _Reader(fold(source))
    options = reader.options("", 0)
    tree = options[0] if len(options) == 1 else Sequence((Choice(options, False),))
    _check_ends(tree)
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def options(self, closing: str, depth: int) -> tuple[Sequence, ...]:
        """Alternatives up to the closing bracket, or to the end of the pattern."""
        opened = self.at
        found: list[Sequence] = []
        while True:
            start = self.at
            found.append(Sequence(tuple(_joined(self._items(depth)))))
            if not any(not isinstance(item, Space) for item in found[-1].items):
                raise PatternError(start + 1, _("这里是空的，应有文字"))
            if self.at == len(self.text):
                if closing:
                    message = _("括号 {bracket} 没有配对").format(bracket=self.text[opened - 1])
                    raise PatternError(opened, message)
                return tuple(found)
            mark = self.text[self.at]
            self.at += 1
            if mark == closing:
                return tuple(found)
            if mark != "|":
                message = _("括号 {bracket} 没有配对").format(bracket=mark)
                raise PatternError(self.at, message)

    def _items(self, depth: int) -> Iterator[Node]:
        while self.at < len(self.text) and self.text[self.at] not in ")]|":
            yield self._item(depth)

    def _item(self, depth: int) -> Node:
        mark = self.text[self.at]
        self.at += 1
        if mark in "([":
            if depth == MAX_DEPTH:
                message = _("括号套得太深，最多 {limit} 层").format(limit=MAX_DEPTH)
                raise PatternError(self.at, message)
            return Choice(self.options(")" if mark == "(" else "]", depth + 1), mark == "[")
        if mark == "{":
            return self._slot()
        if mark == "}":
            message = _("括号 {bracket} 没有配对").format(bracket=mark)
            raise PatternError(self.at, message)
        if mark == "~":
            return Gap()
        if mark == "\\":
            if self.at == len(self.text):
                raise PatternError(self.at, _("\\ 后面应有一个字符"))
            self.at += 1
            return Literal(self.text[self.at - 1])
        return Space() if mark.isspace() else Literal(mark)

    def _slot(self) -> SlotPlace:
        opened = self.at
        closed = self.text.find("}", opened)
        if closed < 0:
            message = _("括号 {bracket} 没有配对").format(bracket="{")
            raise PatternError(opened, message)
        kind = self.text[opened:closed].strip()
        if kind not in SLOTS:
            message = _("没有叫 {name} 的槽位；有的是：{known}")
            text = message.format(name=printable(kind), known=", ".join(SLOTS))
            raise PatternError(opened + 1, text)
        self.at = closed + 1
        return SlotPlace(kind)


def _joined(items: Iterator[Node]) -> Iterator[Node]:
    """Neighbouring characters as one literal, runs of blanks as one."""
    letters: list[str] = []
    last: Node | None = None
    for item in items:
        if isinstance(item, Literal):
            letters.append(item.text)
            last = item
            continue
        if letters:
            yield Literal("".join(letters))
            letters = []
        if not (isinstance(item, Space) and isinstance(last, Space)):
            yield item
        last = item
    if letters:
        yield Literal("".join(letters))


def _check_ends(tree: Sequence) -> None:
    """A gap means something only between two things; a pattern has to need some text."""
    if not _needs_text(tree):
        raise PatternError(1, _("模式不能只由可省略的部分和间隔组成"))
    for sequence in sequences(tree):
        solid = [item for item in sequence.items if not isinstance(item, Space)]
        if any(isinstance(a, Gap) and isinstance(b, Gap) for a, b in itertools.pairwise(solid)):
            raise PatternError(1, _("两个间隔 ~ 不能相连"))
    solid = [item for item in tree.items if not isinstance(item, Space)]
    if isinstance(solid[0], Gap) or isinstance(solid[-1], Gap):
        raise PatternError(1, _("间隔 ~ 不能放在模式的开头或结尾"))


def _needs_text(node: Node) -> bool:
    if isinstance(node, Sequence):
        return any(map(_needs_text, node.items))
    if isinstance(node, Choice):
        return not node.optional and all(map(_needs_text, node.options))
    return isinstance(node, Literal | SlotPlace)


def sequences(node: Node) -> Iterator[Sequence]:
    """Every sequence of the tree, from the top."""
    if isinstance(node, Sequence):
        yield node
        for item in node.items:
            yield from sequences(item)
    elif isinstance(node, Choice):
        for option in node.options:
            yield from sequences(option)
