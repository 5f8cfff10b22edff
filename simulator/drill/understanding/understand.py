"""From an agent's words to acts, slots, facts and expressed empathy (rule D4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from simulator.drill.understanding.clause import split_clauses
from simulator.drill.understanding.echo import is_paste
from simulator.drill.understanding.empathy import Heard, empathy
from simulator.drill.understanding.fact import bind_facts
from simulator.drill.understanding.normalise import language_of, normalise
from simulator.drill.understanding.recogniser import recogniser
from simulator.drill.understanding.slot import find_slots
from simulator.drill.understanding.understood import Understood

REMEMBERED = 4096


def understand(
    text: str, context: str = "", lang: str | None = None, facts: Sequence[Any] = (),
    declined: bool = False,
) -> Understood:  # fmt: skip
    """What one agent message says, read with the customer's message before it.

    `lang` is `zh` or `en`, or None to tell by the text. `facts` are the SOP's `FactCue`s to be
    bound; `declined` says that an earlier message of the agent has declined something, so that
    another way (建议您…) is an alternative to it. Never fails on any text; reads at most
    `MAX_CHARACTERS` of it. The same arguments give the same answer, which is remembered.
    """
    return _understand(text, context, lang or language_of(text), tuple(facts), declined)


@lru_cache(maxsize=REMEMBERED)
def _understand(
    text: str, context: str, lang: str, facts: tuple[Any, ...], declined: bool
) -> Understood:
    plain, before = normalise(text), normalise(context)
    clauses = split_clauses(plain, lang)
    acts = (
        () if is_paste(plain, before) else recogniser(lang).acts(plain, before, clauses, declined)
    )
    slots = find_slots(plain, lang)
    er, ip, ex, evidence = empathy(Heard(plain, before, clauses, acts, lang))
    return Understood(
        lang=lang,
        clauses=clauses,
        acts=acts,
        slots=slots,
        facts=bind_facts(plain, clauses, facts, lang, slots, before) if facts else (),
        er=er,
        ip=ip,
        ex=ex,
        evidence=evidence,
    )
