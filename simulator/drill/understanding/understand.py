"""From an agent's words to acts, slots, facts and expressed empathy (rule D4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from simulator.drill.understanding.act import EXAMPLE, Act
from simulator.drill.understanding.classifier import classifier
from simulator.drill.understanding.clause import Clause, split_clauses
from simulator.drill.understanding.cue import (
    cues,
    find_cues,
    first_of_each,
    vetoed,
    without_yielding,
)
from simulator.drill.understanding.echo import is_paste
from simulator.drill.understanding.empathy import Heard, empathy
from simulator.drill.understanding.example import nearest_example
from simulator.drill.understanding.fact import bind_facts
from simulator.drill.understanding.normalise import language_of, normalise
from simulator.drill.understanding.slot import find_slots
from simulator.drill.understanding.understood import Understood

REMEMBERED = 4096
# A cue of this kind counts only where the message also declines something, or where its
# clause performs nothing else.
IF_REFUSED = "refused"
IF_ALONE = "weak"
# Around these a mere statement is their reason, and no act of its own.
EXPLAINED = frozenset({"refuse", "blame", "brush_off"})
LONGEST_SENTENCE = 60


def understand(
    text: str, context: str = "", lang: str | None = None, facts: Sequence[Any] = ()
) -> Understood:
    """What one agent message says, read with the customer's message before it.

    `lang` is `zh` or `en`, or None to tell by the text. `facts` are the SOP's `FactCue`s to be
    bound. Never fails on any text; reads at most `MAX_CHARACTERS` of it. The same arguments
    give the same answer, which is remembered.
    """
    return _understand(text, context, lang or language_of(text), tuple(facts))


@lru_cache(maxsize=REMEMBERED)
def _understand(text: str, context: str, lang: str, facts: tuple[Any, ...]) -> Understood:
    plain, before = normalise(text), normalise(context)
    clauses = split_clauses(plain, lang)
    acts = () if is_paste(plain, before) else _acts(plain, before, clauses, lang)
    slots = find_slots(plain, lang)
    er, ip, ex, evidence = empathy(Heard(plain, before, clauses, acts, lang))
    return Understood(
        lang=lang,
        clauses=clauses,
        acts=acts,
        slots=slots,
        facts=bind_facts(plain, clauses, facts, lang, slots) if facts else (),
        er=er,
        ip=ip,
        ex=ex,
        evidence=evidence,
    )


def _acts(text: str, context: str, clauses: tuple[Clause, ...], lang: str) -> tuple[Act, ...]:
    known = cues(lang)
    found = list(find_cues(text, clauses, known))
    acts = [act for act, kind in found if kind not in (IF_REFUSED, IF_ALONE)]
    acts += list(_resembled(text, context, clauses, lang, acts))
    if any(act.id == "refuse" for act in acts):
        acts += [act for act, kind in found if kind == IF_REFUSED]
    if not any(act.id in EXPLAINED for act in acts):
        busy = {act.clause for act in acts}
        acts += [act for act, kind in found if kind == IF_ALONE and act.clause not in busy]
    return first_of_each(without_yielding(acts, known))


def _resembled(
    text: str, context: str, clauses: tuple[Clause, ...], lang: str, cued: list[Act]
) -> Iterator[Act]:
    """Acts that a clause, or else a whole sentence, resembles, where no cue has said so."""
    known = cues(lang)
    model = classifier(lang)
    around = f"{text}\n{context}"
    unmet = {a: other for a, (need, other) in known.needs.items() if not need.search(around)}
    have = {(act.id, act.clause) for act in cued}
    for numbers, unit in _units(text, clauses):
        for act, score in model.scores(unit.text + unit.mark).items():
            if score < model.threshold(act) or vetoed(act, unit, known):
                continue
            name = unmet.get(act, act)
            if not name or any((name, number) in have for number in numbers):
                continue
            have.add((name, numbers[0]))
            because = nearest_example(unit.text, act, lang)
            yield Act(name, unit.start, unit.end, numbers[0], EXAMPLE, because, round(score, 3))


def _units(text: str, clauses: tuple[Clause, ...]) -> Iterator[tuple[range, Clause]]:
    """What is compared with the examples: clauses, then sentences of several clauses, each
    with the numbers of its clauses."""
    for number, clause in enumerate(clauses):
        yield range(number, number + 1), clause
    for first, last in _sentences(clauses):
        start, end = clauses[first].start, clauses[last].end
        if first < last and end - start <= LONGEST_SENTENCE:
            whole = Clause(text[start:end], start, end, clauses[last].mark, clauses[last].sentence)
            yield range(first, last + 1), whole


def _sentences(clauses: tuple[Clause, ...]) -> Iterator[tuple[int, int]]:
    """First and last clause of each sentence."""
    first = 0
    for number in range(1, len(clauses) + 1):
        if number == len(clauses) or clauses[number].sentence != clauses[first].sentence:
            yield first, number - 1
            first = number
