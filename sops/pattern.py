"""Patterns by which authors say how something sounds; compiled to bounded expressions (D4).

The language is told in `sops.pattern_syntax`. A pattern is matched against *folded* text
(`sops.folding.fold`). English literals match whole words, blanks match any run of up to three,
apostrophes may be missing. Matching a text takes time linear in its length, with a factor
that `MAX_WAYS` bounds: a pattern that could match one place in too many ways is refused.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sops.folding import fold
from sops.language import _
from sops.pattern_syntax import (
    Choice,
    Gap,
    Literal,
    Node,
    PatternError,
    Sequence,
    SlotPlace,
    Space,
    parse,
    sequences,
)

GAP_CHARACTERS, GAP_WORDS = 10, 5
MAX_WAYS = 3_000
STANDS_FOR = {
    "amount": "\ue000", "duration": "\ue001", "date": "\ue002", "number": "\ue003",
    "order": "\ue004", "percent": "\ue005", "item": "\ue006",
}  # fmt: skip
"""Slot kind → the character that stands for each character of such a slot in a masked text."""
SLOT_AFFIXES = {
    ("amount", "zh"): (r"[¥$]\s?", r"\s?(?:元整?|块钱?|圆|人民币)"),
    ("amount", "en"): (r"[¥$]\s?|(?:rmb|cny)\s?", r"\s?(?:yuan|rmb|cny|kuai)"),
    ("duration", "zh"): (
        r"(?:最多|最晚|最迟|最长|不超过|不超|不会超过|至多|顶多|最快|最少|最早|至少|起码|超过|大概|大约|差不多|预计|约|近)(?:是|需要?|要|在)?",
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
_ZH_STOP, _EN_STOP = r"，。！？；,.!?;\n…", r"\s,;!?。，！？；"
_ZH_GAP = rf"[^{_ZH_STOP}]{{0,{GAP_CHARACTERS}}}?"
_EN_WORD = rf"[^{_EN_STOP}.]{{1,40}}(?:\.[0-9]{{1,6}})?"
_EN_GAP = rf"(?:\s{{1,3}}{_EN_WORD}){{0,{GAP_WORDS}}}?\s{{1,3}}"
# How a slot looks to somebody who only looks: for texts in which slots are not marked.
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would)(?![a-z0-9_']|\\? not\b)"
)
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


@dataclass(frozen=True, slots=True)
class Pattern:
    """A checked pattern. `needs`: sets of grams (`grams_of`) of which a text must have one each
    to be worth a try; `slots`: the kinds that must be masked (`STANDS_FOR`) in the text."""

    source: str
    lang: str
    needs: tuple[frozenset[str], ...]
    slots: frozenset[str]

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression for folded text whose slots are masked; a group for every gap."""
        return _regex(self.source, self.lang, True)


@lru_cache(maxsize=16_384)
def read_pattern(source: str, lang: str) -> Pattern:
    """The pattern that `source` is in `lang` (`zh` or `en`); `PatternError` (a ValueError, in
    the reader's language, with the position) where it is wrong."""
    tree = parse(source)
    ways = _ways(tree)
    if ways > MAX_WAYS:
        message = _("模式太含糊：同一处有 {ways} 种对法，最多 {limit} 种；请减少 ~ 或可选部分")
        raise PatternError(1, message.format(ways=ways, limit=MAX_WAYS))
    slots = {i.kind for s in sequences(tree) for i in s.items if isinstance(i, SlotPlace)}
    needs = _needs(tree, lang)
    return Pattern(source, lang, tuple(dict.fromkeys(needs))[:4], frozenset(slots))


def problem_of(source: str, lang: str) -> str | None:
    """What is wrong with a pattern, in the reader's language; None when it is right."""
    try:
        read_pattern(source, lang)
    except PatternError as error:
        return str(error)
    return None


def compiled(source: str, lang: str) -> re.Pattern[str]:
    """The expression of a pattern for plain folded text; slots are recognised by their looks."""
    read_pattern(source, lang)
    return _regex(source, lang, False)


def grams_of(text: str, lang: str) -> set[str]:
    """What `Pattern.needs` looks for in a folded text."""
    if lang == "en":
        return {word[:3] for word in re.split(r"[^a-z0-9_]+", text.replace("'", ""))}
    return {*text, *map("".join, itertools.pairwise(text))}


@lru_cache(maxsize=16_384)
def _regex(source: str, lang: str, masked: bool) -> re.Pattern[str]:
    tree = parse(source)
    body = _emit(tree, lang, masked)
    if lang == "en":
        return re.compile(rf"(?:{_NOT_IN_WORD}|(?=n'?t\b)){body}{_NOT_IN_WORD}")
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
        return _emit_words(node.text) if lang == "en" else re.escape(node.text)
    if isinstance(node, Space):
        return rf"\s{{0,3}}{_NOT_IN_WORD}" if lang == "en" else r"\s{0,3}"
    return rf"({_EN_GAP if lang == 'en' else _ZH_GAP})"


def _emit_words(text: str) -> str:
    """English text: apostrophes may be missing, and an auxiliary may be negated, which a group
    of its own shows as a gap does: `is free` is also found in "isn't free"."""
    escaped = re.escape(text).replace("'", "'?")
    return _AUXILIARY.sub(_with_not, escaped)


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


def _firsts(node: Node) -> frozenset[str] | None:
    """The characters with which a node can begin; None: any, or it may be empty."""
    if isinstance(node, Literal):
        return frozenset(node.text[0])
    if isinstance(node, SlotPlace):
        return None if node.kind == "item" else frozenset(STANDS_FOR[node.kind])
    if isinstance(node, Choice):
        found = [_firsts(option) for option in node.options]
        known = [first for first in found if first is not None]
        return None if node.optional or len(known) < len(found) else frozenset().union(*known)
    if isinstance(node, Sequence):
        return _firsts(node.items[0]) if node.items else None
    return None


def _ways(node: Node) -> int:
    """At most how many ways a matcher can try at one place: branches that begin alike add up,
    what follows multiplies."""
    if isinstance(node, Sequence):
        product = 1
        for item in node.items:
            product *= _ways(item)
        return product
    if isinstance(node, Choice):
        alike: dict[str, int] = {}
        always = 0
        for option in node.options:
            first = _firsts(option)
            if first is None:
                always += _ways(option)
            for character in first or ():
                alike[character] = alike.get(character, 0) + _ways(option)
        return always + max(alike.values(), default=0) + node.optional
    if isinstance(node, Gap):
        return GAP_CHARACTERS + 1
    return 12 if isinstance(node, SlotPlace) and node.kind == "item" else 1


def _needs(node: Node, lang: str, fresh: bool = True) -> list[frozenset[str]]:
    """Grams that every match has: from each literal, or one of each alternative's."""
    if isinstance(node, Literal):
        return _literal_needs(node.text, lang, fresh, True)
    if isinstance(node, Choice):
        if node.optional:
            return []
        each = [_needs(option, lang, fresh) for option in node.options]
        return [frozenset().union(*(needs[0] for needs in each))] if all(each) else []
    if not isinstance(node, Sequence):
        return []
    found: list[frozenset[str]] = []
    for position, item in enumerate(node.items):
        following = node.items[position + 1] if position + 1 < len(node.items) else None
        whole = isinstance(following, Space | Gap)
        if isinstance(item, Literal):
            found += _literal_needs(item.text, lang, fresh, whole)
        else:
            found += _needs(item, lang, fresh)
        fresh = isinstance(item, Space | Gap)
    return found


def _literal_needs(text: str, lang: str, fresh: bool, whole: bool) -> list[frozenset[str]]:
    """Chinese: its first and last two characters; English: the start of its word, when all of
    the start is here."""
    if lang != "en":
        return [frozenset({text[:2]}), frozenset({text[-2:]})] if text else []
    match = re.match(r"[a-z0-9_']*", text)
    if match and _AUXILIARY.fullmatch(match[0]):
        return []
    word = match[0].replace("'", "") if match else ""
    if (
        not fresh
        or not word
        or word.startswith("nt")
        or (len(word) < 3 and not (whole and match and match[0] == text))
    ):
        return []
    return [frozenset({word[:3]})]


__all__ = [
    "STANDS_FOR",
    "Pattern",
    "PatternError",
    "compiled",
    "fold",
    "grams_of",
    "problem_of",
    "read_pattern",
]
