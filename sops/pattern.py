"""Patterns by which authors say how something sounds; compiled to bounded expressions (D4).

The language is told in `sops.pattern_syntax`. A pattern is matched against *folded* text
(`sops.folding.fold`). English literals match whole words, blanks match any run of up to three,
apostrophes may be missing. Matching a text takes time linear in its length, with a factor
that `MAX_WAYS` bounds: a pattern that could match one place in too many ways is refused.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from sops.language import _
from sops.pattern_regex import (
    AUXILIARY,
    COMPLEMENT,
    GAP_CHARACTERS,
    SLOT_AFFIXES,
    STANDS_FOR,
    regex_of,
)
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

MAX_WAYS = 3_000


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
        return regex_of(self.source, self.lang, True)


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
    return regex_of(source, lang, False)


def grams_of(text: str, lang: str) -> set[str]:
    """What `Pattern.needs` looks for in a folded text."""
    if lang == "en":
        return {word[:3] for word in re.split(r"[^a-z0-9_]+", text.replace("'", ""))}
    return {*text, *map("".join, itertools.pairwise(text))}


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
        width = 1 if COMPLEMENT.search(text) else 2
        return [frozenset({text[:width]}), frozenset({text[-width:]})]
    match = re.match(r"[a-z0-9_']*", text)
    if match and AUXILIARY.fullmatch(match[0]):
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
    "MAX_WAYS",
    "SLOT_AFFIXES",
    "STANDS_FOR",
    "Pattern",
    "PatternError",
    "compiled",
    "grams_of",
    "problem_of",
    "read_pattern",
]
