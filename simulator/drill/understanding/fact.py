"""What a message says of an SOP's facts: value, negation and stance (rule D4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from simulator.drill.understanding.clause import Clause, split_clauses
from simulator.drill.understanding.fact_cue import ASK, CHOICE, NO, SAY, YES, FactCue
from simulator.drill.understanding.fact_heard import (
    ASKED,
    ASSERTED,
    HYPOTHETICAL,
    QUOTED,
    TOLD,
    FactHeard,
)
from simulator.drill.understanding.fact_set import Hit, find_hits, ready
from simulator.drill.understanding.fact_value import agrees, same_value
from simulator.drill.understanding.negation import (
    denied_after,
    negators_before,
    negators_inside,
)
from simulator.drill.understanding.question import asks_which, looks_up
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot, find_slots, inner_numbers
from simulator.drill.understanding.value_binding import KINDS, Bound, bind_values
from sops.folding import fold

__all__ = ["FactCue", "FactHeard", "agrees", "bind_facts", "same_value"]

CERTAIN = 0.95
SETTLED_TYPES = frozenset({"duration", "date"})


def bind_facts(
    text: str,
    clauses: Sequence[Clause] | None,
    facts: tuple[FactCue, ...],
    lang: str,
    slots: Sequence[Slot] | None = None,
) -> tuple[FactHeard, ...]:
    """Everything that a normalised `text` says of `facts`, from left to right.

    `clauses` and `slots` are those of the text; without them they are worked out. What is said
    twice alike comes once; what contradicts itself comes both ways. Never fails on any text.
    """
    folded = fold(text)
    cues = ready(facts, lang)
    slots = find_slots(folded, lang) if slots is None else slots
    slots = [*slots, *inner_numbers(slots, lang)]
    hits = _longest(find_hits(folded, lang, cues, slots))
    if not hits:
        return ()
    clauses = split_clauses(folded, lang) if clauses is None else clauses
    reading = Reading.of(folded, clauses, lang)
    if not reading.pieces:
        return ()
    heard = [*_truths(hits, reading), *_values(hits, slots, reading), *_questions(hits, reading)]
    return _once(heard)


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits of one fact that overlap, the longest; a question about it beside a statement."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.cue.pattern)):
        asks = hit.cue.role == ASK
        if not any(
            other.fact.id == hit.fact.id
            and (other.cue.role == ASK) == asks
            and other.start < hit.end
            and hit.start < other.end
            for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.fact.id))


def _negators(hit: Hit, reading: Reading, start: int | None = None) -> int:
    """How many words of negation bear on a cue: before it, in its gaps, after it."""
    piece = reading.pieces[reading.at(hit.start)]
    text, lang = reading.text, reading.lang
    count = negators_before(text[piece.start : hit.start if start is None else start], lang)
    if start is None:
        count += sum(negators_inside(text[low:high], lang) for low, high in hit.gaps)
        count += denied_after(text[hit.end : piece.end], lang)
    return count


def _heard(
    hit: Hit, reading: Reading, stance: str, value: object, negated: bool, confidence: float,
    span: tuple[int, int] | None = None,
) -> FactHeard:  # fmt: skip
    number = reading.at(hit.start)
    start, end = span or (hit.start, hit.end)
    if stance == TOLD:
        stance = reading.asserted(number, value)
    sure = round(confidence * reading.certainty(number), 3)
    clause = reading.pieces[number].clause
    return FactHeard(hit.fact.id, stance, value, negated, start, end, clause, hit.cue.pattern, sure)


def _truths(hits: Sequence[Hit], reading: Reading) -> Iterator[FactHeard]:
    """Facts that are so or not, one of several, or a text."""
    for hit in hits:
        role = hit.cue.role
        if role == ASK or (role == SAY and hit.fact.type != "text"):
            continue
        stance = reading.stance(hit.start, hit.end, settled=False)
        negated = stance != ASKED and _negators(hit, reading) % 2 == 1
        if role == CHOICE:
            value: object = hit.cue.choice
        elif role == SAY:
            value = reading.text[hit.start : hit.end]
        else:
            value = (role == YES) != negated
        # A "no" cue that a question holds is still the same question.
        if stance == ASKED and role in (YES, NO):
            value = role == YES
        yield _heard(hit, reading, stance, value, negated, CERTAIN)


def _values(hits: Sequence[Hit], slots: Sequence[Slot], reading: Reading) -> Iterator[FactHeard]:
    """Facts whose value stands in a slot."""
    for kind in KINDS:
        mine = [hit for hit in hits if hit.fact.type == kind and hit.cue.role == SAY]
        others = [hit for hit in hits if hit.cue.role == SAY and hit.fact.type in KINDS]
        for bound in bind_values(mine, slots, reading) if mine else ():
            heard = _value(bound, reading, others)
            if heard is not None:
                yield heard


def _value(bound: Bound, reading: Reading, _others: Sequence[Hit]) -> FactHeard | None:
    hit, slot = bound.hit, bound.slot
    number = reading.at(hit.start)
    if slot is None:
        if not reading.is_asked(number, hit.end) or not asks_which(
            reading.pieces[number], reading.lang
        ):
            return None
        stance = QUOTED if reading.stance(hit.start, hit.end, True) == QUOTED else ASKED
        return _heard(hit, reading, stance, None, False, bound.confidence)
    start, end = min(hit.start, slot.start), max(hit.end, slot.end)
    settled = hit.fact.type in SETTLED_TYPES
    stances = [reading.stance(at.start, at.end, settled) for at in (hit, slot)]
    stance = next((s for s in (QUOTED, ASKED, HYPOTHETICAL) if s in stances), TOLD)
    if stance == ASKED and reading.at(slot.start) != number:
        stance = stances[1]
    negated = _denied(hit, slot, reading)
    return _heard(hit, reading, stance, slot.value, negated, bound.confidence, (start, end))


def _denied(hit: Hit, slot: Slot, reading: Reading) -> bool:
    """Whether the value, or what the cue says of it, is denied (不是3天; 48小时发不了货)."""
    if slot.start >= hit.start and slot.end <= hit.end:
        return _negators(hit, reading) % 2 == 1
    count = _negators(hit, reading)
    count += (
        _negators(hit, reading, slot.start)
        if reading.at(slot.start) == reading.at(hit.start) and (slot.start > hit.end or not count)
        else 0
    )
    return count % 2 == 1


def _questions(hits: Sequence[Hit], reading: Reading) -> Iterator[FactHeard]:
    """What a cue for asking finds, unless the agent only says that they look it up."""
    for hit in hits:
        if hit.cue.role != ASK:
            continue
        piece = reading.pieces[reading.at(hit.start)]
        stance = reading.stance(hit.start, hit.end, settled=True)
        if stance == QUOTED:
            yield _heard(hit, reading, QUOTED, None, False, CERTAIN)
        elif not looks_up(piece, reading.lang):
            yield _heard(hit, reading, ASKED, None, False, CERTAIN)


def _once(heard: Iterable[FactHeard]) -> tuple[FactHeard, ...]:
    """What is said alike only once, at its surest; a statement of a fact under a question about
    it at the same place is part of the question."""
    best: dict[tuple[object, ...], FactHeard] = {}
    for each in heard:
        key = (each.fact, each.stance, repr(each.value), each.negated)
        if key not in best or each.confidence > best[key].confidence:
            best[key] = each
    found = list(best.values())
    asked = [each for each in found if each.stance == ASKED and each.value is None]
    kept = [
        each for each in found
        if each in asked
        or not any(
            question.fact == each.fact and question.start < each.end and each.start < question.end
            and each.stance not in ASSERTED
            for question in asked
        )
    ]  # fmt: skip
    return tuple(sorted(kept, key=lambda each: (each.start, each.end, each.fact, each.stance)))
