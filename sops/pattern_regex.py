"""Patterns as regular expressions: bounded gaps, no repetition without an end (D4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from sops.pattern_syntax import Choice, Gap, Literal, Node, Sequence, SlotPlace, Space, parse

GAP_CHARACTERS, GAP_WORDS = 10, 5
STANDS_FOR = {
    "amount": "\ue000", "duration": "\ue001", "date": "\ue002", "number": "\ue003",
    "order": "\ue004", "percent": "\ue005", "item": "\ue006",
}  # fmt: skip
"""Slot kind → the character that stands for each character of such a slot in a masked text."""
SLOT_AFFIXES = {
    ("amount", "zh"): (r"[¥$]\s?", r"\s?(?:元整?|块钱?|圆|人民币)"),
    ("amount", "en"): (r"[¥$]\s?|(?:rmb|cny)\s?", r"\s?(?:yuan|rmb|cny|kuai)"),
    ("duration", "zh"): (
        r"(?:最多|最晚|最迟|最长|最慢|慢的话|不超过|不超|不会超过|至多|顶多|最快|最少|最早|至少|起码|超过|大概|大约|差不多|预计|约|近)(?:是|需要?|要|在)?",
        r"之内|以内|内|左右|上下|之前|以前|前",
    ),
    ("duration", "en"): (
        r"(?:within|up to|at most|no more than|no longer than|not more than|under|less than"
        r"|in under|at least|over"
        r"|more than|about|around|roughly|approximately)\s(?:the\s(?:next\s)?|another\s)?|next\s",
        r"\s(?:or so|or less|at most|max(?:imum)?|tops|ago|at the latest|at least|or more)",
    ),
    ("date", "zh"): ("", r"\s?(?:之前|以前|前|截止|为止)"),
}  # fmt: skip
"""(Slot kind, language) → expressions of what belongs to such a slot but stays unmasked, before
and after it, so that `{duration}` and `{duration}内` both find 24小时内."""

_NUMERALS = "0-9.零一二两三四五六七八九十百千万"
_NOT_IN_WORD = r"(?!(?<=[a-z0-9_])[a-z0-9_])"
# Where the n't of an auxiliary begins; the -nt of "pendant" and "want" is none.
_AUXILIARIES = ("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "wo",
                "would", "could", "should", "ca", "must", "need")  # fmt: skip
_NEGATED = "(?:" + "|".join(rf"(?<=\b{word})" for word in _AUXILIARIES) + r")(?=n'?t\b)"
_ZH_STOP, _EN_STOP = r"，。！？；,.!?;\n…", r"\s,;!?。，！？；"
_ZH_GAP = rf"[^{_ZH_STOP}]{{0,{GAP_CHARACTERS}}}?"
_EN_WORD = rf"[^{_EN_STOP}.]{{1,40}}(?:\.[0-9]{{1,6}})?"
_EN_GAP = rf"(?:\s{{1,3}}{_EN_WORD}){{0,{GAP_WORDS}}}?\s{{1,3}}"
# How a slot looks to somebody who only looks: for texts in which slots are not marked.
AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would)(?![a-z0-9_']|\\? not\b)"
)
# Between a verb and what comes of it: 送到, 发出, 退回, 完成.
COMPLEMENT = re.compile(r"(?<=[\u4e00-\u9fff])(?<![不没未已刚就也都还才能会可将])(?=[到出回成动])")
_LOOKS = {
    "amount": r"[¥$]?\s?[0-9][0-9,]{0,9}(?:\.[0-9]{1,2})?\s?(?:元|块|yuan|rmb)?",
    "duration": rf"[{_NUMERALS}半a-z-]{{1,9}}\s?个?半?(?:小时|工作日|分钟|天|日|周|月"
    r"|hours?|(?:\w{1,8} )?days?|minutes?|weeks?)",
    "date": r"[0-9]{1,4}[年/-]?[0-9]{0,2}[月/-]?[0-9]{0,2}[日号]?|[今明后]天"
    r"|(?:周|星期)[一二三四五六日天]",
    "number": rf"[{_NUMERALS}]{{1,9}}",
    "order": r"[a-z]{0,4}[0-9]{8,20}",
    "percent": r"[0-9]{1,3}(?:\.[0-9]{1,2})?\s?%",
    "item": rf"[^{_ZH_STOP}]{{1,12}}?",
}


@lru_cache(maxsize=16_384)
def regex_of(source: str, lang: str, masked: bool) -> re.Pattern[str]:
    """The expression of a checked pattern; `masked`: for text whose slots are masked, else slots
    are known by their looks. Every gap, and every negation inside a word, is a group."""
    tree = parse(source)
    body = _emit(tree, lang, masked)
    if lang == "en":
        return re.compile(rf"(?:{_NOT_IN_WORD}|{_NEGATED}){body}{_NOT_IN_WORD}")
    before = rf"(?<![{_NUMERALS}])" if _edge(tree, 0) else ""
    return re.compile(before + body + (r"(?![0-9])" if _edge(tree, -1) else ""))


def _edge(node: Node, end: int) -> bool:
    """Whether a literal at this end begins or ends with a numeral (天 of 3天 must not be 13天)."""
    if isinstance(node, Sequence):
        return _edge(node.items[end], end)
    if isinstance(node, Choice):
        return any(_edge(option, end) for option in node.options)
    numerals = "0123456789一二两三四五六七八九十" if end == 0 else "0123456789"
    return isinstance(node, Literal) and node.text[end] in numerals


def _emit(node: Node, lang: str, masked: bool) -> str:
    if isinstance(node, Sequence):
        return _emit_sequence(node, lang, masked)
    if isinstance(node, Choice):
        inner = "|".join(_emit(option, lang, masked) for option in _longest_first(node.options))
        return f"(?:{inner})?" if node.optional else f"(?:{inner})"
    if isinstance(node, SlotPlace):
        return _emit_slot(node.kind, lang, masked)
    if isinstance(node, Literal):
        return _emit_words(node.text) if lang == "en" else _emit_characters(node.text)
    if isinstance(node, Space):
        return rf"\s{{0,3}}{_NOT_IN_WORD}" if lang == "en" else r"\s{0,3}"
    return rf"({_EN_GAP if lang == 'en' else _ZH_GAP})"


def _emit_words(text: str) -> str:
    """English text: apostrophes may be missing, and an auxiliary may be negated, which a group
    of its own shows as a gap does: `is free` is also found in "isn't free"."""
    escaped = re.escape(text).replace("'", "'?")
    return AUXILIARY.sub(_with_not, escaped)


def _emit_characters(text: str) -> str:
    """Chinese text; 送到 is also found in 送不到, whose 不 a group of its own shows."""
    return COMPLEMENT.sub("(不)?", re.escape(text))


def _with_not(match: re.Match[str]) -> str:
    word = match[0]
    if word == "will":
        return r"(?:will|wo(?=n'?t\b))(n'?t\b)?"
    return rf"{word}(not\b|n?'?t\b)?" if word == "can" else rf"{word}(n'?t\b)?"


def _emit_slot(kind: str, lang: str, masked: bool) -> str:
    """A slot, with the words that may go with it (within, 左右, 元) or be told apart from it."""
    looks = f"|{_LOOKS[kind]}" if not masked or kind == "item" else ""
    before, after = SLOT_AFFIXES.get((kind, lang), ("", ""))
    before = f"(?:{before})?" if before else ""
    after = f"(?:{after})?" if after else ""
    slot = rf"{before}(?:{STANDS_FOR[kind]}{{1,60}}{looks}){after}"
    return slot if lang == "en" else rf"\s?{slot}\s?"


def _emit_sequence(node: Sequence, lang: str, masked: bool) -> str:
    """The items one after the other; in English a gap takes the blanks around it."""
    parts: list[str] = []
    for position, item in enumerate(node.items):
        if isinstance(item, Space) and lang == "en":
            near = node.items[max(0, position - 1) : position + 2]
            if any(isinstance(other, Gap) for other in near):
                continue
        parts.append(_emit(item, lang, masked))
    return "".join(parts)


def _longest_first(options: Iterable[Sequence]) -> list[Sequence]:
    """Plain longer words before shorter ones, so that 可以 is not cut to 可."""
    return sorted(options, key=lambda option: -_size(option))


def _size(node: Node) -> int:
    if isinstance(node, Sequence):
        return sum(map(_size, node.items))
    if isinstance(node, Choice):
        return max(map(_size, node.options))
    return len(node.text) if isinstance(node, Literal) else 1
