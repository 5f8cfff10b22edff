"""How much of what a customer wrote comes back in a reply (rules D4 and D8)."""

from __future__ import annotations

import re

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z][a-z']{2,}")
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?|[一二两三四五六七八九十]+(?=个|天|小时|次|遍|周|月|年|块|元|件|双|台)"
)
_DIGITS = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
_DIGITS |= {"七": "7", "八": "8", "九": "9", "十": "10"}
PASTED = 0.85
SHORTEST_PASTE = 6


def shared(sentence: str, context: str, common: frozenset[str], lang: str) -> bool:
    """Whether a sentence takes up something of the customer's own message.

    A number, an English word, or two Chinese pairs of characters, none too common to mean
    anything.
    """
    if _numbers(sentence) & _numbers(context):
        return True
    if lang == "en":
        return not _words(sentence, common).isdisjoint(_words(context, common))
    pairs = _pairs(sentence, common) & _pairs(context, common)
    return len(pairs) >= 2


def alike(sentence: str, context: str, common: frozenset[str], lang: str) -> bool:
    """Whether a sentence says what the customer described: two pairs of characters, or two words
    or a long one, none too common to mean anything."""
    if lang != "en":
        return len(_pairs(sentence, common) & _pairs(context, common)) >= 2
    both = _words(sentence, common) & _words(context, common)
    return len(both) >= 2


def is_paste(text: str, context: str) -> bool:
    """Whether a normalised message is the customer's own words and nothing else."""
    mine, theirs = _bare(text), _bare(context)
    if len(mine) < SHORTEST_PASTE or not theirs:
        return False
    if mine in theirs:
        return len(mine) >= PASTED * len(theirs) or len(mine) >= 2 * SHORTEST_PASTE
    both = {mine[i : i + 2] for i in range(len(mine) - 1)}
    other = {theirs[i : i + 2] for i in range(len(theirs) - 1)}
    return len(both & other) >= PASTED * len(both | other)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _numbers(text: str) -> set[str]:
    return {_DIGITS.get(found, found) for found in _NUMBER.findall(text)}


def _pairs(text: str, common: frozenset[str]) -> set[str]:
    runs = _HAN_RUN.findall(text)
    return {run[i : i + 2] for run in runs for i in range(len(run) - 1)} - common


def _words(text: str, common: frozenset[str]) -> set[str]:
    return {word[:5] for word in _WORD.findall(text) if word not in common}
