"""How a cue found in a message becomes a fact heard (D4)."""

from __future__ import annotations

import re
from functools import cache

from simulator.drill.understanding.fact_cue import NO, FactCue
from simulator.drill.understanding.fact_heard import TOLD, FactHeard
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.negation import (
    denied_after,
    negators_before,
    negators_inside,
)
from simulator.drill.understanding.reading import Reading

CERTAIN = 0.95
_ZH_LACKS = re.compile(r"\(?(?:没|无|缺|不)")
_ZH_UNTRUE = re.compile(r"不可能|不存在|不属实|不对|不是")


def negators(hit: Hit, reading: Reading) -> int:
    """How many words of negation bear on a cue: before it, in its gaps, after it."""
    piece = reading.pieces[reading.at(hit.start)]
    text, lang = reading.text, reading.lang
    count = negators_before(text[piece.start : hit.start], lang)
    # 没剪、没下水: the second "not" stands beside the first.
    gaps = (text[low:high] for low, high in hit.gaps)
    count += sum(negators_inside(words, lang) for words in gaps if "、" not in words)
    rest = text[hit.end : piece.end]
    return count + (denied_after(rest, lang) and not _follows(hit, rest, lang))


def _follows(hit: Hit, rest: str, lang: str) -> bool:
    """Whether what is not possible after a "no" only follows from it: 断货补不了."""
    no = hit.cue.role == NO or _ZH_LACKS.match(hit.cue.pattern) is not None
    return lang == "zh" and no and _ZH_UNTRUE.search(rest) is None


_OTHERS = re.compile(r"上一单|上次|那单|另|原单|other|another|second")


@cache
def speaks_of_others(fact: FactCue, lang: str) -> bool:
    """Whether a fact is itself about another order or parcel (the coupon is held by it)."""
    return any(_OTHERS.search(cue.pattern) for cue in fact.in_language(lang))


def heard_as(
    hit: Hit, reading: Reading, stance: str, value: object, negated: bool, confidence: float,
    span: tuple[int, int] | None = None,
) -> FactHeard:  # fmt: skip
    """The fact of a cue; what is told becomes promised or refused where it is said so."""
    number = reading.at(hit.start)
    start, end = span or (hit.start, hit.end)
    if stance == TOLD:
        stance = reading.asserted(number, value)
    sure = round(confidence * reading.certainty(number), 3)
    clause = reading.pieces[number].clause
    return FactHeard(hit.fact.id, stance, value, negated, start, end, clause, hit.cue.pattern, sure)
