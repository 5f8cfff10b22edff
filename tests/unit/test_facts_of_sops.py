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
from sops.sop.load import load_sop

FOLDER = Path(__file__).parent.parent / "facts"


def cases(lang: str) -> Iterator[tuple[str, str, str, str, frozenset[str]]]:
    """Language, SOP, question, reply and what it tells."""
    for line in (FOLDER / f"{lang}.sops.txt").read_text(encoding="utf-8").splitlines():
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


def short(heard: FactHeard, text: str) -> str:
    """A fact as the cases write it."""
    value = heard.value
    if isinstance(value, bool):
        said = "yes" if value else "no"
    elif isinstance(value, Duration):
        said = _length(value)
    elif isinstance(value, Moment):
        said = text[heard.start : heard.end]
    else:
        said = f"{value / 100:g}" if "amount" in heard.fact or heard.fact == "difference" else value
    denied = "!" if heard.negated and not isinstance(value, bool) else ""
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
