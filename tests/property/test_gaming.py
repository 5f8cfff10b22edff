"""Words put into a correct run to please the scorer gain next to nothing (D7, D8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.ear import Ear
from simulator.drill.players.player import cold
from simulator.drill.players.run import Move, play
from simulator.drill.scoring.scorecard import Scorecard, score
from sops.sop.handbook import markdown

MOST_GAINED = 5.0
SEEDS = (1, 2)
POLITE = {
    "zh": "您好亲，非常抱歉给您带来不便，非常理解您的心情，请您放心别着急，感谢您的耐心等待，"
          "祝您生活愉快，请给个五星好评哦",
    "en": "Hello, so sorry for the inconvenience, I completely understand how you feel, please "
          "rest assured, thanks for your patience, have a lovely day, please rate us five stars",
}  # fmt: skip
SORRY = {"zh": "非常抱歉，", "en": "I am so sorry, "}
BOTH = {
    "zh": "可以退，不可以退。可以办，不能办。",
    "en": "You can return it, you cannot return it.",
}
MINUTE = {"zh": "一分钟内一定给您处理好。", "en": "I will have it done within one minute."}


def every_fact(case: Case) -> str:
    """All that the SOP's better phrases say, one after another."""
    texts = [
        phrase.better.en if case.language == "en" else phrase.better.zh
        for phrase in case.sop.phrases
    ]
    return " ".join(texts)


INSERTIONS: dict[str, Callable[[Case, str], str]] = {
    "an apology ten times": lambda case, _last: SORRY[case.language] * 10,
    "the customer's words back": lambda _case, last: last,
    "every polite phrase at once": lambda case, _last: POLITE[case.language],
    "the SOP pasted": lambda case, _last: markdown(case.sop)[:3_000],
    "every phrase of the SOP at once": lambda case, _last: every_fact(case),
    "yes and no together": lambda case, _last: BOTH[case.language],
    "promises of one minute": lambda case, _last: MINUTE[case.language],
}


def with_text(case: Case, insert: Callable[[Case, str], str], ear: Ear) -> Scorecard:
    """The cold run with a text put before everything that is said."""
    opening = case.say(case.drill.customer.opening.say)
    moves = [
        move if move.say is None else Move(say=insert(case, opening) + "。" + move.say)
        for move in cold(case)
    ]
    return score(case, play(case, moves, ear=ear).log)


def numbers(card: Scorecard) -> tuple[float, float, float]:
    """The three numbers."""
    return card.resolution, card.empathy or 0.0, card.felt.score


@pytest.mark.parametrize("kind", INSERTIONS)
@pytest.mark.parametrize("name", drill_names())
def test_inserted_text_gains_next_to_nothing(name: str, kind: str) -> None:
    """None of the three numbers of a cold but correct run rises by more than five points."""
    drill, sop = load_drill(name)
    for language in drill.languages:
        ear = Ear(sop, language)
        for seed in SEEDS:
            case = case_of(drill, sop, seed, language)
            before = numbers(score(case, play(case, cold(case), ear=ear).log))
            after = numbers(with_text(case, INSERTIONS[kind], ear))
            gains = [b - a for a, b in zip(before, after, strict=True)]
            assert max(gains) <= MOST_GAINED, (language, seed, before, after)
