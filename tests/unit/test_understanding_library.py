"""What the drill library calls good is heard as good: no offence, no refusal out of place (D4)."""

from __future__ import annotations

import re
from functools import cache

import pytest

from scenarios.drill.case import case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.understanding.understand import understand

OFFENCES = ("forbidden", "blame", "brush_off")
CANNOT = re.compile(
    r"不|没|无|未|别|只能|停|拒|过了|超|难|满|"
    r"\b(?:not?|never|cannot|can't|won't|unable|\w+n't|only|too late|past|outside|expired"
    r"|nothing)\b"
)


def cases() -> list[tuple[str, str]]:
    """Every drill in each of its languages."""
    return [
        (name, language) for name in drill_names() for language in load_drill(name)[0].languages
    ]


@cache
def spoken(name: str, language: str) -> tuple[str, ...]:
    """Every sentence that the written runs of a drill let the agent say."""
    drill, sop = load_drill(name)
    case = case_of(drill, sop, 1, language)
    runs = (drill.solution.reference, *drill.solution.paraphrases)
    turns = [turn for run in runs for turn in run.turns]
    texts = [text for turn in turns for text in (turn.warm, turn.say, turn.after)]
    return tuple(case.say(text) for text in texts if text is not None)


@pytest.mark.parametrize(("name", "language"), cases())
def test_no_written_run_is_heard_as_an_offence(name: str, language: str) -> None:
    """Nothing that a reference run or a paraphrase says counts as forbidden, blame or brush-off."""
    found = [
        (act.id, act.because, text)
        for text in spoken(name, language)
        for act in understand(text, lang=language).acts
        if act.id in OFFENCES
    ]
    assert found == []


@pytest.mark.parametrize(("name", "language"), cases())
def test_a_refusal_is_heard_only_where_something_is_declined(name: str, language: str) -> None:
    """A refusal is heard in drills about one, or where the text says that something cannot be."""
    drill, _sop = load_drill(name)
    found = [
        (act.because, text)
        for text in spoken(name, language)
        for act in understand(text, lang=language).acts
        if act.id == "refuse" and not drill.refusal and not CANNOT.search(text.lower())
    ]
    assert found == []
