"""From an agent's words to acts, slots, facts and expressed empathy (rule D4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from simulator.drill.understanding.act import EXAMPLE, Act
from simulator.drill.understanding.classifier import classifier
from simulator.drill.understanding.clause import Clause, split_clauses
from simulator.drill.understanding.cue import cues, find_cues, first_of_each, vetoed, without_yielding
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
    acts += list(_resembled(text + "\n" + context, clauses, lang, acts))
    if any(act.id == "refuse" for act in acts):
        acts += [act for act, kind in found if kind == IF_REFUSED]
    busy = {act.clause for act in acts}
    acts += [act for act, kind in found if kind == IF_ALONE and act.clause not in busy]
    return first_of_each(without_yielding(acts, known))


def _resembled(
    around: str, clauses: tuple[Clause, ...], lang: str, cued: list[Act]
) -> Iterator[Act]:
    """Acts that a clause resembles, where no cue has said so already.

    `around` is the message and the one before it.
    """
    have = {(act.id, act.clause) for act in cued}
    known = cues(lang)
    model = classifier(lang)
    unmet = {a: other for a, (need, other) in known.needs.items() if not need.search(around)}
    for number, clause in enumerate(clauses):
        for act, score in model.scores(clause.text + clause.mark).items():
            if score < model.threshold(act) or vetoed(act, clause, known):
                continue
            name = unmet.get(act, act)
            if not name or (name, number) in have:
                continue
            because = nearest_example(clause.text, act, lang)
            confidence = round(score, 3)
            yield Act(name, clause.start, clause.end, number, EXAMPLE, because, confidence)
