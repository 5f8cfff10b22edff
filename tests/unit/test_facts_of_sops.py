"""What replies tell of the library's facts, heard with the library's own cues (D4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.drill.ear import cues_of
from simulator.drill.understanding.duration import DAY_SECONDS, Duration
from simulator.drill.understanding.fact import FactHeard
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.understand import understand
from sops.sop.load import load_sop, sop_names

FOLDER = Path(__file__).parent.parent / "facts"


def cases(lang: str, lot: str = "sops") -> Iterator[tuple[str, str, str, str, frozenset[str]]]:
    """Language, SOP, question, reply and what it tells."""
    for line in (FOLDER / f"{lang}.{lot}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sop, question, reply, wanted = (part.strip() for part in line.split("|"))
            yield lang, sop, question, reply, frozenset(_split(wanted))


def _split(wanted: str) -> Iterator[str]:
    """Values may have blanks: a new fact begins at the next =."""
    found: list[str] = []
    for word in wanted.split():
        if "=" in word:
            found.append(word)
        else:
            found[-1] += f" {word}"
    yield from found


def short(heard: FactHeard, text: str, type: str = "") -> str:
    """A fact as the cases write it."""
    value = heard.value
    if isinstance(value, bool):
        said = "yes" if value else "no"
    elif isinstance(value, Duration):
        said = _length(value)
    elif isinstance(value, Moment):
        said = text[heard.start : heard.end]
    elif type == "text":
        said = "*"
    else:
        money = "amount" in heard.fact or heard.fact == "difference" or type == "amount"
        said = f"{value / 100:g}" if money else value
    denied = "!" if heard.negated and not isinstance(value, bool) and said != "*" else ""
    return f"{denied}{heard.fact}={said}"


def _length(value: Duration) -> str:
    unit, size = ("h", 3600) if value.unit == "hours" else ("d", DAY_SECONDS)
    low, high = value.low_seconds / size, value.high_seconds / size
    return f"{low:g}-{high:g}{unit}" if low != high else f"{high:g}{unit}"


def matches(wanted: str, heard: set[str]) -> bool:
    """Dates are compared by their words, which may stand in a longer span."""
    fact, _sign, value = wanted.partition("=")
    return any(h.partition("=")[0] == fact and (h == wanted or value in h) for h in heard)


@pytest.mark.parametrize(
    ("lang", "sop", "question", "reply", "wanted"), [*cases("zh"), *cases("en")]
)
def test_a_reply_tells_the_facts_of_the_sop(
    lang: str, sop: str, question: str, reply: str, wanted: frozenset[str]
) -> None:
    """Each fact is heard with its value, and of those named in the case nothing else."""
    facts = understand(reply, question, lang, cues_of(load_sop(sop))).facts
    heard = {short(each, reply.casefold()) for each in facts if each.asserted}
    missing = {each for each in wanted if not matches(each, heard)}
    named = {each.lstrip("!").partition("=")[0] for each in wanted} or FACTS[sop]
    more = {
        h for h in heard
        if h.lstrip("!").partition("=")[0] in named
        and not any(matches(w, {h}) for w in wanted)
    }  # fmt: skip
    assert (missing, more) == (set(), set())


FACTS = {
    "refund-progress": {"refund_amount", "arrives", "original_only"},
    "return-refund": {"window_days", "freight_by"},
    "urge-dispatch": {"sent", "dispatch_by"},
    "logistics-status": {"expected"},
}
"""What a reply that tells nothing must not be heard to tell."""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_facts_of_every_sop_are_heard(lang: str) -> None:
    """Of the facts that a few lines for each fact of each SOP tell, nearly all are heard."""
    told = missed = 0
    for _lang, name, question, reply, wanted in cases(lang, "told"):
        sop = load_sop(name)
        types = {fact.id: fact.type for fact in sop.facts}
        facts = understand(reply, question, lang, cues_of(sop)).facts
        heard = {short(e, reply.casefold(), types.get(e.fact, "")) for e in facts if e.asserted}
        told += len(wanted)
        missed += sum(not matches(each, heard) for each in wanted)
    assert missed / told <= 0.04


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_that_tell_nothing_are_heard_so(lang: str) -> None:
    """Of lines that only ask, suppose or speak of something else, few are taken for a fact."""
    path = FOLDER / f"{lang}.silent.txt"
    rows = [
        [part.strip() for part in line.split("|")]
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    taken = 0
    for name, question, reply in rows:
        sop = load_sop(name)
        texts = {fact.id for fact in sop.facts if fact.type == "text"}
        facts = understand(reply, question, lang, cues_of(sop)).facts
        taken += any(each.asserted and each.fact not in texts for each in facts)
    assert taken / len(rows) <= 0.10


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fact_that_is_told_has_lines(lang: str) -> None:
    """The lines leave out none of the facts that a step of an SOP tells."""
    said = {
        (name, each.lstrip("!").partition("=")[0])
        for _lang, name, _question, _reply, wanted in cases(lang, "told")
        for each in wanted
    }
    told = {
        (name, fact) for name in sop_names() for step in load_sop(name).steps for fact in step.tells
    }
    assert told <= said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_strangers_are_heard_to_tell_what_they_tell(lang: str) -> None:
    """Of unforeseen words and near misses just the facts that are said are heard, texts apart."""
    wrong = []
    for _lang, name, question, reply, wanted in cases(lang, "strangers"):
        sop = load_sop(name)
        types = {fact.id: fact.type for fact in sop.facts if fact.type != "text"}
        facts = understand(reply, question, lang, cues_of(sop)).facts
        heard = {
            short(e, reply.casefold(), types[e.fact])
            for e in facts
            if e.asserted and e.fact in types
        }
        more = {h for h in heard if not any(matches(w, {h}) for w in wanted)}
        if more or not all(matches(each, heard) for each in wanted):
            wrong.append((name, reply, heard))
    assert wrong == []
