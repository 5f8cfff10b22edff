"""Words put into a run to please or to fool the scorer gain next to nothing (D7, D8)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.ear import Ear
from simulator.drill.players.player import RUDE, cold, leaking, rude, warm_but_idle
from simulator.drill.players.run import Move, play
from simulator.drill.scoring.fact_text import shown_fact
from simulator.drill.scoring.scorecard import Scorecard, score
from simulator.drill.scoring.telling import required_facts
from simulator.drill.scoring.transcript import Transcript
from sops.language import set_language
from sops.sop.handbook import markdown

MOST_GAINED = 5.0
SEEDS = range(1, 1 + int(os.environ.get("SHAPAN_GAMING_SEEDS", "1")))
"""One in every run, in one language by turns; several in `make soak`, in every language."""
LONG = 4_000
INVISIBLE = "\u200b"
POLITE = {
    "zh": "您好亲，非常抱歉给您带来不便，非常理解您的心情，请您放心别着急，感谢您的耐心等待，"
          "祝您生活愉快，请给个五星好评哦",
    "en": "Hello, so sorry for the inconvenience, I completely understand how you feel, please "
          "rest assured, thanks for your patience, have a lovely day, please rate us five stars",
}  # fmt: skip
GENERIC = {
    "zh": "等这么久确实难受，换我也急。这件事确实让您操心了，真不好意思。换谁遇到都会生气的。"
          "真是太不容易了，我特别心疼您。让您失望了，真的非常抱歉。谁碰上这种事心里都不舒服。"
          "一次次地来问，您肯定烦透了。盼了这么多天，结果这样，太扫兴了。您花了钱还受气，委屈您了。"
          "您这么信任我们，我们却没做好，真对不住您。家里人知道了也会跟着着急的，我特别理解。"
          "钱挣得都不容易，您心疼我理解。这么要紧的时候出这种事，谁都会慌。听您这么说我心里也难受。",
    "en": "Waiting this long is awful, I would be upset too. Anyone would be angry, I understand. "
          "I am so sorry to let you down, how disappointing. I can hear how worried you are. "
          "You spent good money and got this, no wonder you are upset. Having to ask again and "
          "again must be exhausting, I am sorry. You looked forward to it, what a disappointment. "
          "Your family must be worried too, I feel for you. Money is hard earned, of course it "
          "hurts. At such an important time anyone would panic. I am heartbroken to hear this.",
}  # fmt: skip
SORRY = {"zh": "非常抱歉，", "en": "I am so sorry, "}
BOTH = {
    "zh": "可以退，不可以退。可以办，不能办。",
    "en": "You can return it, you cannot return it.",
}
MINUTE = {"zh": "一分钟内一定给您处理好。", "en": "I will have it done within one minute."}
STARS = {
    "zh": "麻烦您给个五星好评，返您五块钱红包",
    "en": "Give us five stars and I will send you five dollars",
}
FEELING = {"zh": "我特别理解您的心情，", "en": "I really understand how you feel: "}
SAID = {
    "zh": "您说的是“{}”，换我也着急，真的很抱歉",
    "en": 'You said "{}", I would be upset too, so sorry',
}
NOISE = {"zh": "啊嗯哦呃", "en": "well um er "}


def every_phrase(case: Case) -> str:
    """All that the SOP's better phrases say, one after another, with their slots open."""
    return " ".join(getattr(phrase.better, case.language) for phrase in case.sop.phrases)


def every_fact(case: Case) -> str:
    """Every fact of the case with its title and its true value."""
    set_language(case.language)
    stop = {"zh": "，", "en": ", "}[case.language]
    told = stop.join(
        f"{getattr(fact.title, case.language)} {shown_fact(case, fact.id, case.facts[fact.id])}"
        for fact in case.sop.facts
        if fact.id in case.facts
    )
    set_language(None)
    return told


def backwards(text: str) -> str:
    """The clauses of a text in the other order."""
    return ", ".join(reversed(re.split(r"[，。！？,.!?]+\s*", text)))


INSERTIONS: dict[str, Callable[[Case, str], str]] = {
    "an apology ten times": lambda case, _last: SORRY[case.language] * 10,
    "the customer's words back": lambda _case, last: last,
    "the customer's words backwards": lambda _case, last: backwards(last),
    "the customer's words, invisibly apart": lambda _case, last: INVISIBLE.join(last),
    "a feeling before the customer's words": lambda case, last: FEELING[case.language] + last,
    "the customer's words quoted": lambda case, last: SAID[case.language].format(last),
    "every polite phrase at once": lambda case, _last: POLITE[case.language],
    "sympathy that fits any case": lambda case, _last: GENERIC[case.language],
    "politeness in both languages": lambda _case, _last: f"{POLITE['zh']} {POLITE['en']}",
    "politeness for 5,000 characters": lambda case, _last: (POLITE[case.language] * 99)[:5_000],
    "the SOP pasted": lambda case, _last: markdown(case.sop)[:3_000],
    "every phrase of the SOP at once": lambda case, _last: every_phrase(case),
    "every fact told at once": lambda case, _last: every_fact(case),
    "yes and no together": lambda case, _last: BOTH[case.language],
    "promises of one minute": lambda case, _last: MINUTE[case.language],
    "money for five stars": lambda case, _last: STARS[case.language],
    "the answer in 5,000 characters": lambda case, _last: (NOISE[case.language] * 999)[:4_900],
}


@cache
def ear(name: str, language: str) -> Ear:
    """One ear for all runs of a drill."""
    return Ear(load_drill(name)[1], language)


def played(case: Case, moves: Sequence[Move]) -> Scorecard:
    """The card of a run."""
    heard = ear(case.drill.id, case.language)
    return score(case, play(case, moves, ear=heard).log)


def numbers(card: Scorecard) -> tuple[float, float, float]:
    """The three numbers."""
    return card.resolution, card.empathy or 0.0, card.felt.score


@cache
def cases(name: str) -> tuple[tuple[Case, tuple[float, float, float]], ...]:
    """The cases of a drill in its languages, and what the cold but correct player gets."""
    drill, sop = load_drill(name)
    found = [case_of(drill, sop, seed, lang) for lang in drill.languages for seed in SEEDS]
    return tuple((case, numbers(played(case, cold(case)))) for case in found)


def with_text(case: Case, insert: Callable[[Case, str], str]) -> Scorecard:
    """The cold run with a text put before everything that is said; a long one once."""
    text = insert(case, case.say(case.drill.customer.opening.say))
    moves = list(cold(case))
    spoken = [at for at, move in enumerate(moves) if move.say is not None]
    for at in spoken[: 1 if len(text) > LONG else None]:
        moves[at] = Move(say=f"{text}。{moves[at].say}")
    return played(case, moves)


@pytest.mark.parametrize("kind", INSERTIONS)
@pytest.mark.parametrize("name", drill_names())
def test_inserted_text_gains_next_to_nothing(name: str, kind: str) -> None:
    """None of the three numbers of a cold but correct run rises by more than five points."""
    found = cases(name)
    if len(SEEDS) == 1:
        found = found[list(INSERTIONS).index(kind) % len(found) :][:1]
    for case, before in found:
        after = numbers(with_text(case, INSERTIONS[kind]))
        gains = [b - a for a, b in zip(before, after, strict=True)]
        assert max(gains) <= MOST_GAINED, (case.language, case.seed, before, after)


@pytest.mark.parametrize("name", drill_names())
def test_a_value_among_several_is_not_told(name: str) -> None:
    """Who names three amounts or three times, the true one among them, has told none of them."""
    for case, _before in cases(name):
        for fact in required_facts(Transcript(case, ())):
            guesses = _guesses(case, fact)
            if not guesses:
                continue
            card = played(case, [*warm_but_idle(case)[:1], Move(say=guesses)])
            item = next(each for each in card.items if (each.part, each.id) == ("told", fact))
            assert item.points == 0, (case.language, fact, guesses, item.reason)


def _guesses(case: Case, fact: str) -> str:
    """A better phrase that tells a fact, with its value and two others; empty where none is."""
    value: Any = case.facts.get(fact)
    kind = case.sop.fact(fact).type
    if kind not in ("amount", "duration") or isinstance(value, dict) or not value:
        return ""
    set_language(case.language)
    values = [shown_fact(case, fact, each) for each in (value * 2, value, value * 3)]
    set_language(None)
    stop = {"zh": "。", "en": ". "}[case.language]
    for phrase in case.sop.phrases:
        text = getattr(phrase.better, case.language)
        if re.findall(r"{(\w+)}", text) == [fact]:
            return stop.join(text.replace("{" + fact + "}", each) for each in values)
    return ""


@pytest.mark.parametrize("name", drill_names())
def test_the_coach_recited_meets_one_feeling_at_most(name: str) -> None:
    """The SOP's words of sympathy, filled in truthfully, before every line: one moment, no more."""
    for case, before in cases(name):
        set_language(case.language)
        words = "".join(
            getattr(phrase.better, case.language) for phrase in case.sop.phrases if not phrase.step
        )
        for fact, value in case.facts.items():
            words = words.replace("{" + fact + "}", shown_fact(case, fact, value))
        set_language(None)
        card = with_text(case, lambda _case, _last, said=words: said)  # type: ignore[misc]
        moments = [item for item in card.items if item.part == "moments" and item.most]
        full = [item for item in moments if item.points > item.most / 2]
        assert len(full) <= 1, (case.language, [item.id for item in full])
        assert before[1] <= 20
        assert card.passed is not True


@pytest.mark.parametrize("name", ["price-drop-gift", "where-did-she-move", "train-at-three"])
def test_harsh_words_taken_apart_are_heard(name: str) -> None:
    """Rude words and secrets set apart by invisible characters, blanks or spelt digits cost."""
    for case, _before in cases(name):
        plain = played(case, rude(case))
        for apart in (INVISIBLE, " ") if case.language == "zh" else (INVISIBLE,):
            hidden = [
                move if move.say is None else Move(say=_apart(case, move.say, apart))
                for move in rude(case)
            ]
            card = played(case, hidden)
            assert card.empathy == plain.empathy, (case.language, apart)
            assert card.passed is False
        for spelt in ("〇一二三四五六七八九", "０１２３４５６７８９"):
            table = str.maketrans("0123456789", spelt)
            told = [
                move if move.say is None else Move(say=move.say.translate(table))
                for move in leaking(case)
            ]
            assert "leak" in {item.id for item in played(case, told).critical}, spelt


def _apart(case: Case, text: str, between: str) -> str:
    """The rude line at the head of a message with something between its characters."""
    for line in RUDE[case.language]:
        if text.startswith(line):
            return "，".join(between.join(part) for part in line.split("，")) + text[len(line) :]
    return text
