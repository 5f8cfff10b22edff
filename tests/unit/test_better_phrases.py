"""The coach's words fit the case they are shown in (D1, D10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.ear import Ear
from simulator.drill.scoring.advice import better_phrase
from simulator.drill.scoring.transcript import Transcript
from simulator.drill.scoring.truth import is_true
from sops.language import set_language
from sops.sop.handbook import markdown

ODD = re.compile(r"\d{4}-\d\d-\d\d|\d\.\d{3,}|[{}]|\d (?:元|天|小时|分钟)")
"""What nobody types to a customer: ISO dates, endless fractions, open slots, units set apart."""


@pytest.fixture(autouse=True)
def language_again() -> Iterator[None]:
    """The language is left as it was."""
    yield
    set_language(None)


def shown(case: Case) -> list[str]:
    """Every better phrase that the coach could show on the way of a case."""
    set_language(case.language)
    steps: list[str | None] = [None, *(step.id for step in case.path)]
    found = (better_phrase(Transcript(case, ()), {step}) for step in steps)
    return [text for text in found if text]


@pytest.mark.parametrize("name", drill_names())
def test_better_phrases_are_true_of_the_case_and_read_like_chat(name: str) -> None:
    """What a shown phrase tells is true of this case, and dates and amounts read as people type."""
    drill, sop = load_drill(name)
    for language in drill.languages:
        case = case_of(drill, sop, 2, language)
        ear = Ear(sop, language)
        texts = shown(case)
        assert texts, "nothing at all is shown"
        for text in texts:
            assert not ODD.search(text), text
            for fact in ear.hear(text, "")["facts"]:
                told = fact["stance"] in ("told", "promised", "refused")
                if told and fact["fact"] in case.facts and fact.get("confidence", 1) > 0.5:
                    assert is_true(case, fact["fact"], fact["value"]), (text, fact)


def test_no_double_deposit_is_offered_to_who_was_late() -> None:
    """A phrase with a condition is shown only where it holds."""
    for name, shows in (("piano-deposit-doubled", True), ("deposit-on-the-road", False),
                        ("grey-balance-button", False)):  # fmt: skip
        drill, sop = load_drill(name)
        assert any("双倍" in text for text in shown(case_of(drill, sop, 1, "zh"))) is shows, name


def test_the_handbook_says_what_not_to_say_in_its_own_language() -> None:
    """Words to avoid stand in the Chinese handbook in Chinese, in the English one in English."""
    sop = load_drill("price-drop-gift")[1]
    set_language("zh")
    assert "规定就是这样" in markdown(sop)
    assert "that is just the policy" not in markdown(sop)
    set_language("en")
    assert "that is just the policy" in markdown(sop)
