"""Asked anything in any order, a customer never contradicts what they said before (D5)."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.customer import Answer
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.conversation.event import MICROSECONDS, Event
from simulator.drill.conversation.heard import Heard
from simulator.drill.conversation.session import Session
from simulator.drill.ear import Ear
from simulator.drill.players.player import PLAYERS, players_for
from sops.pattern_syntax import Choice, Literal, Sequence, Space, parse

QUESTIONS = int(os.environ.get("SHAPAN_QUESTIONS", "40"))
"""How many each customer is asked in every run; 200 in `make soak`."""
STRAY = {
    "zh": ("今天天气怎么样？", "您多大了？", "家里几口人？", "您贵姓？", "为什么要买？", "在吗？",
           "您是做什么工作的？", "订单号是多少？", "您确定吗？", "您刚才不是这么说的吧？"),
    "en": ("How is the weather?", "How old are you?", "What do you do for a living?",
           "Why did you buy it?", "Are you there?", "What is your order number?",
           "Are you sure?", "That is not what you said before, is it?"),
}  # fmt: skip
NUMBER = re.compile(r"\d+")


def cases() -> list[tuple[str, str]]:
    """Every drill in each of its languages."""
    return [
        (name, language) for name in drill_names() for language in load_drill(name)[0].languages
    ]


def shortest(tree: object) -> str:
    """The first way to say a pattern."""
    if isinstance(tree, Literal):
        return tree.text
    if isinstance(tree, Space):
        return " "
    if isinstance(tree, Sequence):
        return "".join(map(shortest, tree.items))
    if isinstance(tree, Choice):
        return "" if tree.optional else shortest(tree.options[0])
    return " "


def questions(case: Case) -> tuple[list[str], list[str]]:
    """What an agent may ask: the facts that the customer knows; and the others, lines of the
    runs, and stray ones."""
    mark = {"zh": "？", "en": "?"}[case.language]
    known = {answer.fact for answer in case.drill.customer.answers}
    asks = {
        fact.id: [shortest(parse(each)) + mark for each in fact.heard.of(case.language).ask]
        for fact in case.sop.facts
    }
    runs = [PLAYERS[name](case) for name in players_for(case) if name.startswith("para")]
    said = [move.say for run in runs for move in run if move.say]
    others = [text for name, texts in asks.items() if name not in known for text in texts]
    return [text for name in known for text in asks[name]], [
        *others, *dict.fromkeys(said), *STRAY[case.language],
    ]  # fmt: skip


def asked(case: Case, ear: Ear, number: int) -> Iterator[tuple[Session, tuple[Event, ...]]]:
    """`number` questions in random order, over as many sessions as the customer's patience needs;
    each session with the customer's turns in it."""
    draw = random.Random(f"{case.drill.id}/{case.language}")
    known, others = (sorted(each) for each in questions(case))
    while number > 0:
        session = Session(case, ear=ear)
        while not session.ended and number > 0:
            pool = known if known and draw.random() < 0.4 else others
            session.message(draw.choice(pool), session.at_us + 5 * MICROSECONDS)
            session.advance(session.at_us + draw.choice((10, 30, 60)) * MICROSECONDS)
            number -= 1
        yield session, tuple(event for event in session.log if event.kind == "customer")


def lines(case: Case, answer: Answer) -> tuple[str, ...]:
    """The authored ways to answer for a fact."""
    return tuple(case.say(each) for each in (answer.say, answer.again) if each is not None)


@pytest.mark.parametrize(("name", "language"), cases())
def test_unplanned_questions_get_no_contradiction(name: str, language: str) -> None:
    """What is known once is known always, and told in the same words; consent given is not taken
    back; what the agent has told is not asked for; each feeling comes once; the end is the end."""
    drill, sop = load_drill(name)
    case, ear = case_of(drill, sop, 3, language), Ear(sop, language)
    known = {answer.fact: lines(case, answer) for answer in drill.customer.answers}
    agreed: dict[str, bool] = {}
    answered = 0
    for session, turns in asked(case, ear, QUESTIONS):
        beats = [turn.body["beat"] for turn in turns if "beat" in turn.body]
        assert len(beats) == len(set(beats))
        for turn in turns:
            body = turn.body
            for fact in body.get("answers", ()):
                answered += 1
                assert any(text in body["text"] for text in known[fact]), (fact, body["text"])
            assert not set(body.get("unknown", ())) & set(known), body
            for key, answer in (("agrees", True), ("declines", False)):
                if key in body:
                    assert agreed.setdefault(body[key], answer) is answer, body
            if "asks" in body:
                assert body["asks"] not in told_before(session, turn), body
        spoken = [event for event in session.log if event.kind == "customer"]
        assert not session.ended or spoken[-1].seq >= len(session.log) - 2
    assert answered or not questions(case)[0], "no question was understood"


def told_before(session: Session, turn: Event) -> set[str]:
    """The facts that the agent has told before a turn of the customer."""
    return {
        fact["fact"]
        for event in session.log
        if event.kind == "message" and event.seq < turn.seq
        for fact in Heard(event.body["understood"]).told()
    }


@pytest.mark.parametrize(("name", "language"), cases())
def test_asked_again_no_other_number_is_given(name: str, language: str) -> None:
    """The numbers of a second answer are those of the first, or were said before it."""
    drill, sop = load_drill(name)
    for seed in range(1, 6):
        case = case_of(drill, sop, seed, language)
        for answer in drill.customer.answers:
            if answer.again is None:
                continue
            first = case.say(drill.customer.opening.say) + case.say(answer.say)
            again = set(NUMBER.findall(case.say(answer.again)))
            assert again <= set(NUMBER.findall(first)), (seed, answer.fact)
