"""The log is the whole truth: played again it gives the same, from any point of it (D11)."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from functools import cache

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.coach import hint
from simulator.drill.conversation.event import MICROSECONDS, Event
from simulator.drill.conversation.session import Session
from simulator.drill.ear import Ear
from simulator.drill.players.player import reference
from simulator.drill.replay import repeat, replay, same_log
from simulator.drill.scoring.scorecard import score

DRILL = "price-drop-gift"
LINES = (
    "您好，请问有什么可以帮您？", "请稍等，我查一下", "差价30元已经帮您申请好了",
    "不好意思，这个退不了", "换谁都会不舒服，刚给女儿买的礼物就降价", "1-3个工作日到账",
    "请问您什么时候签收的？", "祝您生活愉快，再见", "asdf", "你自己不会看吗", "🎂🎂", "",
    "1分钟内给您处理好", "請您放心，差價會退給您", "x" * 10_000, "\x1b[31m\u202e红色",
    "OK thanks 亲", "I am so sorry, let me check that for you", "You should have read the page",
    "The refund arrives within 3 days, I will call you by 4 pm tomorrow", "Which one is it?",
    "Is there anything else?", "I'm afraid that is not possible",
)  # fmt: skip
CALLS = (
    ("look_orders", {}), ("look_price", {"sku": "G-100"}), ("open_ticket", {"topic": "callback",
     "due_hours": 24}), ("cancel_order", {"order": "nobody"}), ("nonsense", {"a": "b"}),
    ("grant_protection", {"order": "?", "amount_fen": "30"}),
)  # fmt: skip


def case(seed: int, name: str = DRILL, language: str = "zh") -> Case:
    """A case of a drill for a seed."""
    drill, sop = load_drill(name)
    return case_of(drill, sop, seed, language)


@cache
def ear(name: str, language: str) -> Ear:
    """One ear for all sessions of a drill."""
    return Ear(load_drill(name)[1], language)


def stored(log: Sequence[Event]) -> list[Event]:
    """A log as it comes back out of the records: plain JSON in between."""
    return [Event(**each) for each in json.loads(json.dumps([e.as_dict() for e in log]))]


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


def check(number: int) -> None:
    """Random sessions of every drill by turns, played again from the stored log and scored."""
    names = drill_names()
    for seed in range(number):
        name = names[seed % len(names)]
        languages = load_drill(name)[0].languages
        language = languages[seed // len(names) % len(languages)]
        here = case(seed, name, language)
        session = Session(here, ear=ear(name, language))
        wander(session, random.Random(seed), 8)
        log = stored(session.log)
        again = replay(case(seed, name, language), log)
        assert same_log(again.log, session.log), (seed, name)
        one, other = score(here, session.log), score(here, log)
        assert json.dumps(one.as_dict()) == json.dumps(other.as_dict()), (seed, name)
        assert json.dumps(score(here, again.log).as_dict()) == json.dumps(one.as_dict())


def test_a_random_session_played_again_is_the_same_with_the_same_score() -> None:
    """Whatever was typed: same log, same score, to the last digit (200 sessions)."""
    check(200)


@pytest.mark.soak
def test_a_thousand_random_sessions_played_again() -> None:
    """The same for a thousand."""
    check(1_000)


def done_in_full(here: Case, heard: Ear) -> Session:
    """A session with everything in it: the reference run, a hint, a hold, silence, a nag."""
    session = Session(here, "coach", heard)
    session.hint(hint(session).as_dict(), session.at_us + MICROSECONDS)
    session.hold(20, session.at_us + MICROSECONDS)
    session.advance(session.at_us + int(0.6 * here.drill.customer.patience_seconds) * MICROSECONDS)
    for move in reference(here):
        at = session.at_us + 4 * MICROSECONDS
        if move.say is not None:
            session.message(move.say, at)
            session.advance(session.at_us + 9 * MICROSECONDS)
        elif move.do is not None:
            session.act(move.do, move.with_, at)
    session.close(session.at_us + MICROSECONDS)
    return session


@pytest.mark.parametrize(
    ("name", "language"),
    [(DRILL, "zh"), ("fourth-call-stroller", "en"), ("locked-out-grandpa", "zh"),
     ("aircon-heatwave", "en"), ("quilt-to-the-old-campus", "zh")],
)  # fmt: skip
def test_a_session_killed_at_any_event_goes_on_from_there(name: str, language: str) -> None:
    """A log cut after any event is a session that can be gone on with, to the same end."""
    here = case(3, name, language)
    whole = done_in_full(here, ear(name, language))
    kinds = {event.kind for event in whole.log}
    assert {"message", "action", "hold", "hint", "customer", "ended"} <= kinds
    assert any(event.body.get("nag") for event in whole.log)
    for cut in range(1, len(whole.log) + 1):
        session = replay(here, stored(whole.log[:cut]), "coach")
        assert same_log(session.log[:cut], whole.log[:cut]), cut
        session.ear = ear(name, language)
        for event in whole.log[len(session.log) :]:
            if event.seq > len(session.log):
                repeat(session, event)
        assert same_log(session.log, whole.log), cut


def test_no_input_breaks_a_session() -> None:
    """Emoji, controls, ten thousand characters, mixed scripts: every line is answered or waits."""
    session = Session(case(1))
    for number, line in enumerate(LINES, 1):
        session.message(line, number * 5 * MICROSECONDS)
    session.advance(3_600 * MICROSECONDS)
    assert session.ended
    score(case(1), session.log)
