"""The log is the whole truth: played again it gives the same, from any point of it (D11)."""

from __future__ import annotations

import random

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import load_drill
from simulator.drill.conversation.event import MICROSECONDS
from simulator.drill.conversation.session import Session
from simulator.drill.ear import Ear
from simulator.drill.players.player import reference
from simulator.drill.replay import replay, same_log
from simulator.drill.scoring.scorecard import score

DRILL = "price-drop-gift"
LINES = (
    "您好，请问有什么可以帮您？", "请稍等，我查一下", "差价30元已经帮您申请好了",
    "不好意思，这个退不了", "换谁都会不舒服，刚给女儿买的礼物就降价", "1-3个工作日到账",
    "请问您什么时候签收的？", "祝您生活愉快，再见", "asdf", "你自己不会看吗", "🎂🎂", "",
    "1分钟内给您处理好", "請您放心，差價會退給您", "x" * 10_000, "\x1b[31m\u202e红色",
    "OK thanks 亲",
)  # fmt: skip
CALLS = (
    ("look_orders", {}), ("look_price", {"sku": "G-100"}), ("open_ticket", {"topic": "callback",
     "due_hours": 24}), ("cancel_order", {"order": "nobody"}), ("nonsense", {"a": "b"}),
    ("grant_protection", {"order": "?", "amount_fen": "30"}),
)  # fmt: skip


def case(seed: int) -> Case:
    """A case of the drill for a seed."""
    drill, sop = load_drill(DRILL)
    return case_of(drill, sop, seed)


def wander(session: Session, draw: random.Random, steps: int) -> None:
    """Do random things at random times."""
    for _step in range(steps):
        at = session.at_us + draw.randrange(1, 40 * MICROSECONDS)
        kind = draw.random()
        if kind < 0.6:
            session.message(draw.choice(LINES), at)
        elif kind < 0.8:
            name, words = draw.choice(CALLS)
            session.act(name, words, at)
        elif kind < 0.9:
            session.advance(at + 60 * MICROSECONDS)
        else:
            session.hold(draw.uniform(1, 100), at)
    if draw.random() < 0.5:
        session.close(session.at_us + MICROSECONDS)


def sessions(number: int) -> list[tuple[int, Session]]:
    """Random sessions, with their seeds."""
    _drill, sop = load_drill(DRILL)
    ear = Ear(sop, "zh")
    found = []
    for seed in range(number):
        session = Session(case(seed), ear=ear)
        wander(session, random.Random(seed), 8)
        found.append((seed, session))
    return found


def check(number: int) -> None:
    """Replay each session and score it again."""
    for seed, session in sessions(number):
        again = replay(case(seed), session.log)
        assert same_log(again.log, session.log), seed
        one, other = score(case(seed), session.log), score(case(seed), again.log)
        assert one.as_dict() == other.as_dict(), seed


def test_a_random_session_played_again_is_the_same_with_the_same_score() -> None:
    """Whatever was typed: same log, same score, to the last digit (200 sessions)."""
    check(200)


@pytest.mark.soak
def test_a_thousand_random_sessions_played_again() -> None:
    """The same for a thousand."""
    check(1_000)


def test_a_session_killed_at_any_event_goes_on_from_there() -> None:
    """A log cut after any event is a session that can be gone on with, to the same end."""
    here = case(3)
    from simulator.drill.players.run import play

    whole = play(here, reference(here))
    inputs = [event for event in whole.log if event.kind in ("message", "action", "close")]
    for cut in range(2, len(whole.log)):
        session = replay(here, whole.log[:cut])
        assert same_log(session.log[:cut], whole.log[:cut]), cut
        from simulator.drill.replay import repeat

        for event in inputs:
            if event.seq > len(session.log) or event.seq > cut:
                repeat(session, event)
        session.advance(whole.log[-1].at_us)
        assert same_log(session.log, whole.log), cut


def test_no_input_breaks_a_session() -> None:
    """Emoji, controls, ten thousand characters, mixed scripts: every line is answered or waits."""
    session = Session(case(1))
    for number, line in enumerate(LINES, 1):
        session.message(line, number * 5 * MICROSECONDS)
    session.advance(3_600 * MICROSECONDS)
    assert session.ended
    score(case(1), session.log)


def test_two_hundred_unplanned_questions_get_no_contradiction() -> None:
    """Asked anything in any order, a fact is answered with the same words about it each time."""
    draw = random.Random(5)
    asks = [
        "什么时候签收的？", "什么时候签收的呢？", "您多大了？", "家里几口人？",
        "今天天气怎么样？", "您用券了吗？", "为什么要买？", "您贵姓？",
    ]  # fmt: skip
    here = case(4)
    day = here.say(here.drill.customer.answers[0].say)
    answers: list[str] = []
    asked = 0
    while asked < 200:
        session = Session(here)
        while not session.ended and asked < 200:
            session.message("请问" + draw.choice(asks), session.at_us + 5 * MICROSECONDS)
            asked += 1
            for event in session.advance(session.at_us + 30 * MICROSECONDS):
                if "within_window" in event.body.get("answers", ()):
                    answers.append(event.body["text"])
    assert answers
    assert all(day in text for text in answers)
