"""What a message says of an SOP's facts: value, negation and stance (rule D4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from simulator.drill.understanding.answer import PAYERS, answers
from simulator.drill.understanding.bare_question import DOUBTS, SHORT, bare_questions
from simulator.drill.understanding.clause import Clause, split_clauses
from simulator.drill.understanding.cue_rank import says_only_when
from simulator.drill.understanding.fact_cue import ASK, CHOICE, NO, SAY, YES, FactCue
from simulator.drill.understanding.fact_heard import (
    ASKED,
    ASSERTED,
    HYPOTHETICAL,
    QUOTED,
    TOLD,
    FactHeard,
)
from simulator.drill.understanding.fact_said import (
    CERTAIN,
    heard_as,
    negators,
    speaks_of_others,
)
from simulator.drill.understanding.fact_set import Hit, find_hits, ready
from simulator.drill.understanding.fact_value import agrees, same_value
from simulator.drill.understanding.misspelling import mended
from simulator.drill.understanding.not_told import aimed_at, of_a_kind, set_aside
from simulator.drill.understanding.question import looks_up, sees
from simulator.drill.understanding.reading import Reading, turned
from simulator.drill.understanding.slot import (
    Slot,
    bare_amounts,
    find_slots,
    inner_numbers,
    numerals,
)
from simulator.drill.understanding.taken_up import taken_up
from simulator.drill.understanding.value_binding import KINDS
from simulator.drill.understanding.value_fact import value_facts
from sops.folding import fold

__all__ = ["FactCue", "FactHeard", "agrees", "bind_facts", "same_value"]


SPARE = 14
"""A cue that covers a shorter one has no more than this in its gaps."""


def bind_facts(
    text: str,
    clauses: Sequence[Clause] | None,
    facts: tuple[FactCue, ...],
    lang: str,
    slots: Sequence[Slot] | None = None,
    context: str = "",
) -> tuple[FactHeard, ...]:
    """Everything that a normalised `text` says of `facts`, from left to right.

    `clauses` and `slots` are those of the text; without them they are worked out. `context` is
    what the customer said before, normalised: what it asks, a bare 可以的 or 3天内 answers.
    What is said twice alike comes once; what contradicts itself comes both ways. Never fails
    on any text.
    """
    folded = mended(fold(text), lang)
    cues = ready(facts, lang)
    slots = find_slots(folded, lang) if slots is None else slots
    slots = sorted([*slots, *numerals(folded, slots, lang)], key=lambda slot: slot.start)
    numbers = inner_numbers(slots, lang)
    found = find_hits(folded, lang, cues, [*slots, *numbers, *bare_amounts(folded, slots, lang)])
    hits = _longest(found)
    asked = _asked_in(turned(fold(context), lang), facts, lang) if context else ()
    if not hits and not asked and not (context and any(fact.echo for fact in facts)):
        return ()
    hits = _left_to_the_question(hits, asked)
    clauses = split_clauses(folded, lang) if clauses is None else clauses
    reading = Reading.of(folded, clauses, lang)
    if not reading.pieces:
        return ()
    heard = [
        *_truths(hits, reading),
        *value_facts(hits, slots, numbers, reading, _topics(found, reading)),
        *_questions(hits, reading),
    ]
    asked = (*asked, *_taken_up(heard))
    heard += answers(asked, heard, facts, [*slots, *numbers], reading, fold(context))
    heard += taken_up(facts, heard, reading, fold(context)) if context else ()
    return _once(heard)


def _taken_up(heard: Sequence[FactHeard]) -> list[FactHeard]:
    """The truth that the agent quotes before answering: 您说能改，这个真的不行."""
    said = {each.fact for each in heard if each.asserted}
    quoted = [e for e in heard if e.stance == QUOTED and isinstance(e.value, bool)]
    return [replace(e, stance=ASKED) for e in quoted if e.fact not in said][:1]


def _topics(hits: Iterable[Hit], reading: Reading) -> frozenset[tuple[str, int]]:
    """Facts that cues without a value name, each with the sentence."""
    return frozenset(
        (hit.fact.id, reading.sentence(hit.start)) for hit in hits if "{" not in hit.cue.pattern
    )


def _left_to_the_question(hits: list[Hit], asked: Sequence[FactHeard]) -> list[Hit]:
    """Without cues that say only when ("within 24 hours"), where the customer asked after
    something else that the words may answer."""
    wanted = {each.fact for each in asked}
    if not wanted:
        return hits
    return [
        hit for hit in hits
        if hit.fact.id in wanted or hit.cue.role != SAY or not says_only_when(hit.cue.pattern)
    ]  # fmt: skip


@lru_cache(maxsize=256)
def _asked_in(context: str, facts: tuple[FactCue, ...], lang: str) -> tuple[FactHeard, ...]:
    """What the customer asks, in so many words or naming nothing."""
    heard = bind_facts(context, None, facts, lang)
    found = [each for each in heard if each.stance == ASKED]
    types = {fact.id: fact.type for fact in facts}
    doubted = len(context) <= SHORT[lang] and DOUBTS.search(context) is not None
    # What is asked for (定金退我) or doubted (发货了？ 停了三天了吧) is answered like a question.
    found += [
        replace(each, stance=ASKED)
        for each in heard
        if each.stance != ASKED
        and (
            types.get(each.fact) in ("bool", "choice")
            or (doubted and types.get(each.fact) in KINDS)
        )
        and not each.negated
        and each.fact not in {other.fact for other in found}
    ]
    slots = find_slots(context, lang)
    reading = Reading.of(context, split_clauses(context, lang), lang)
    return (*found, *bare_questions(facts, found, slots, reading))


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits of one fact that overlap, the longest, and of those the one with least in its
    gaps; a question about it beside a statement. A truth whose cue only begins a longer one of
    another truth gives way to it: 可以退 in 可以退差价."""
    kept: list[Hit] = []
    places: dict[tuple[str, bool], set[int]] = {}
    starts: dict[int, list[Hit]] = {}
    order = sorted(
        hits, key=lambda hit: (hit.start - hit.end, _loose(hit), hit.start, hit.cue.pattern)
    )
    for hit in order:
        mine = places.setdefault((hit.fact.id, hit.cue.role == ASK), set())
        span = range(hit.start, hit.end)
        if mine.isdisjoint(span) and not any(_begins(o, hit) for o in starts.get(hit.start, ())):
            kept.append(hit)
            mine.update(span)
            starts.setdefault(hit.start, []).append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.fact.id))


def _loose(hit: Hit) -> int:
    """How many characters the gaps of a hit took."""
    return sum(end - start for start, end in hit.gaps)


def _begins(longer: Hit, hit: Hit) -> bool:
    """Whether a cue of a truth is only the beginning of a longer one of another truth."""
    truths = longer.cue.role in (YES, NO) and hit.cue.role in (YES, NO)
    other = longer.fact.id != hit.fact.id
    return other and truths and longer.end > hit.end and _loose(longer) <= SPARE


def _either(hit: Hit, text: str) -> bool:
    """Whether the 不 of a "no" cue belongs to 可不可以 or 有没有."""
    at = hit.start
    return 0 < at < len(text) - 1 and text[at] in "不没" and text[at - 1] == text[at + 1]


def _truths(hits: Sequence[Hit], reading: Reading) -> Iterator[FactHeard]:
    """Facts that are so or not, one of several, or a text."""
    for hit in hits:
        role = hit.cue.role
        if role == ASK or (role == SAY and hit.fact.type != "text"):
            continue
        stance = _stance(hit, reading)
        if stance == ASKED and role == SAY:
            # A question for words has cues of its own.
            continue
        if stance == ASKED and sees(reading.pieces[reading.at(hit.start)], reading.lang):
            continue
        if stance == TOLD and (of_a_kind(hit, reading) or aimed_at(hit, reading)):
            stance = HYPOTHETICAL
        negated = stance != ASKED and negators(hit, reading) % 2 == 1
        if stance == TOLD and set_aside(hit, reading):
            continue
        if stance == TOLD and role in (YES, NO, CHOICE) and reading.as_a_rule(hit.start, hit.end):
            stance = HYPOTHETICAL
        if role == CHOICE:
            value: object = hit.cue.choice
            if negated and hit.cue.choice in PAYERS:
                # Of two who may pay, it is the other one: 运费不用您出.
                yield heard_as(hit, reading, stance, value, True, CERTAIN)
                value, negated = PAYERS[hit.cue.choice], False
        elif role == SAY:
            value = reading.text[hit.start : hit.end]
        else:
            value = (role == YES) != negated
        if stance == ASKED and role in (YES, NO):
            value = role == YES or _either(hit, reading.text)
        yield heard_as(hit, reading, stance, value, negated, CERTAIN)


_STATES = re.compile(r"只有|除非|才|\b(?:unless|only if)\b")
"""A cue that itself states a condition: 只有本人才能查."""


def _stance(hit: Hit, reading: Reading) -> str:
    """How a truth, a choice or a text is meant. A text is a rule: 三倍只有欺诈才适用, "the deposit
    is kept if …" hold whatever the case is, and a condition inside the cue is part of it."""
    text = hit.fact.type == "text"
    number = reading.at(hit.start)
    stance = reading.stance(hit.start, hit.end, settled=text)
    if (
        stance == TOLD
        and reading.elsewhere[number]
        and not speaks_of_others(hit.fact, reading.lang)
    ):
        return HYPOTHETICAL
    condition = reading.conditions[number]
    own = condition is not None and (text or _STATES.search(hit.cue.pattern))
    if own and stance == HYPOTHETICAL and condition is not None and condition.start < hit.end:
        return reading.stance(condition.end, max(hit.end, condition.end), settled=True)
    return stance


def _questions(hits: Sequence[Hit], reading: Reading) -> Iterator[FactHeard]:
    """What a cue for asking finds, unless the agent only says that they look it up."""
    for hit in hits:
        if hit.cue.role != ASK:
            continue
        piece = reading.pieces[reading.at(hit.start)]
        stance = reading.stance(hit.start, hit.end, settled=True)
        if stance == QUOTED:
            yield heard_as(hit, reading, QUOTED, None, False, CERTAIN)
        elif not looks_up(piece, reading.lang):
            yield heard_as(hit, reading, ASKED, None, False, CERTAIN)


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
