"""How a cue found in a message becomes a fact heard (D4)."""

from __future__ import annotations

from simulator.drill.understanding.fact_heard import TOLD, FactHeard
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.negation import (
    denied_after,
    negators_before,
    negators_inside,
)
from simulator.drill.understanding.reading import Reading

CERTAIN = 0.95


def negators(hit: Hit, reading: Reading) -> int:
    """How many words of negation bear on a cue: before it, in its gaps, after it."""
    piece = reading.pieces[reading.at(hit.start)]
    text, lang = reading.text, reading.lang
    count = negators_before(text[piece.start : hit.start], lang)
    count += sum(negators_inside(text[low:high], lang) for low, high in hit.gaps)
    return count + denied_after(text[hit.end : piece.end], lang)


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
