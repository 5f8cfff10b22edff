"""From YAML text to plain data with the place of every node.

YAML 1.2 without surprises: `12:30`, dates, `no` and `off` are texts, keys are always texts,
and a key may stand only once. The tree is built from the parser's events with a bounded
depth and a bounded number of nodes, so neither deep nesting nor alias bombs cost more than
a located mistake.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sops.language import _
from sops.problem import Problem, Problems, hidden, printable
from sops.source_file import refusal

MAX_DEPTH = 40
MAX_NODES = 200_000
TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?\d+(_\d+)*|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(_\d+)*(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII)
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Mark(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    col: int


class Anchored(NamedTuple):
    """A value an alias may stand for, and how many nodes it is made of."""

    value: Any
    nodes: int


class Tree:
    """Builds one document; `data` and `marks` are complete after `build`.

    A mapping entry is marked where its key stands, a list item where it starts.
    Mistakes that leave the rest readable are collected in `problems`.
    """

    def __init__(self, events: Iterator[Any], file: str) -> None:
        self.file = file
        self.data: Any = None
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self._events = events
        self._anchors: dict[str, Anchored] = {}
        self._nodes = 0

    def build(self) -> None:
        """Read the only document of the stream; `Problems` where it cannot be read further."""
        event = self._next_document()
        if event is None:
            raise refusal(self.file, _("文件是空的"))
        self.marks[()] = Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)
        self.data = self._node(event, ())
        following = self._next_document()
        if following is not None:
            mark = self._mark(following)
            raise refusal(
                self.file, _("一个文件只能有一份 YAML 文档，这里开始了第二份"), mark.line, mark.col
            )

    def _next_document(self) -> Any:
        """The first event of the next document's content, or None at the end of the stream."""
        for event in self._events:
            kind = type(event).__name__
            if kind == "StreamEndEvent":
                return None
            if kind not in ("StreamStartEvent", "DocumentStartEvent", "DocumentEndEvent"):
                return event
        return None

    def _node(self, event: Any, path: Path) -> Any:
        self._count(event, path, 1)
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event, path)
        before = self._nodes
        self._refuse_tag(event, path)
        if kind == "ScalarEvent":
            value = self._scalar(event, path)
        elif len(path) >= MAX_DEPTH:
            raise self._stop(event, path, _("嵌套太深：最多 {limit} 层").format(limit=MAX_DEPTH))
        elif kind == "SequenceStartEvent":
            value = self._sequence(path)
        else:
            value = self._mapping(path)
        if event.anchor:
            self._anchors[event.anchor] = Anchored(value, self._nodes - before + 1)
        return value

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            place = (*path, len(items))
            self.marks[place] = self._mark(event)
            items.append(self._node(event, place))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            key = self._key(event, path)
            place = (*path, key)
            if key in entries:
                line = self.marks[place].line
                message = _("重复的键 {key}，第 {line} 行已经写过")
                self._tell(event, place, message.format(key=printable(key), line=line))
                self._node(next(self._events), place)
            else:
                self.marks[place] = self._mark(event)
                entries[key] = self._node(next(self._events), place)
        return entries

    def _key(self, event: Any, path: Path) -> str:
        if type(event).__name__ != "ScalarEvent":
            raise self._stop(event, path, _("键必须是一段文字"))
        self._count(event, path, 1)
        key = str(event.value)
        self._refuse_hidden(event, path, key)
        if not key:
            self._tell(event, path, _("键是空的"))
        elif key == "<<" and event.style is None:
            self._tell(event, (*path, key), _("不支持用 << 合并；请用 extends 或把内容写全"))
        return key

    def _alias(self, event: Any, path: Path) -> Any:
        anchored = self._anchors.get(event.anchor)
        name = printable(event.anchor)
        if anchored is None:
            self._tell(event, path, _("别名 *{name} 没有对应的 &{name}").format(name=name))
            return None
        self._count(event, path, anchored.nodes)
        return copy.deepcopy(anchored.value)

    def _scalar(self, event: Any, path: Path) -> Any:
        text = str(event.value)
        self._refuse_hidden(event, path, text)
        if event.style is not None or (event.tag and str(event.tag) in TEXT_TAGS):
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.fullmatch(text):
            return self._integer(event, path, text)
        if _NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text):
            value = float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
            return self._finite(event, path, value)
        return text

    def _refuse_hidden(self, event: Any, path: Path, text: str) -> None:
        """Terminal and bidi controls would otherwise have to be caught wherever a text is shown."""
        if found := hidden(text):
            shown = printable(found)
            self._tell(event, path, _("有看不见的字符 {shown}，请删掉").format(shown=shown))

    def _integer(self, event: Any, path: Path, text: str) -> int:
        prefix = text[:2]
        if prefix in ("0o", "0x"):
            return int(text, 0)
        digits = text.replace("_", "")
        if len(digits) > 20:
            self._tell(event, path, _("数字太长：{value}").format(value=printable(text, 40)))
            return 0
        return int(digits)

    def _finite(self, event: Any, path: Path, value: float) -> float:
        if math.isfinite(value):
            return value
        shown = printable(event.value, 40)
        self._tell(event, path, _("{value} 不是有限的数").format(value=shown))
        return 0.0

    def _refuse_tag(self, event: Any, path: Path) -> None:
        tag = "" if event.tag is None else str(event.tag)
        if tag and tag not in TEXT_TAGS:
            self._tell(event, path, _("不支持 YAML 标签 {tag}").format(tag=printable(tag)))

    def _count(self, event: Any, path: Path, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            message = _("内容太多（别名展开后超过 {limit} 项）")
            raise self._stop(event, path, message.format(limit=MAX_NODES))

    def _mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _problem(self, event: Any, path: Path, message: str) -> Problem:
        return Problem(*self._mark(event), path_text(path), message)

    def _tell(self, event: Any, path: Path, message: str) -> None:
        self.problems.append(self._problem(event, path, message))

    def _stop(self, event: Any, path: Path, message: str) -> Problems:
        return Problems([*self.problems, self._problem(event, path, message)])


_PLAIN_KEY = re.compile(r"[^\s.\[\]\"']+")


def path_text(path: Path) -> str:
    """The path as people write it: `queues[2].groups[0].after_seconds`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            text += f".{printable(step)}" if text else printable(step)
        else:
            text += f'["{printable(step)}"]'
    return text
