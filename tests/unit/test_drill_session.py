"""A conversation: the customer answers, waits, nags, leaves, and remembers (D5, D14)."""

from __future__ import annotations

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import load_drill
from simulator.drill.conversation.event import MICROSECONDS, Event
from simulator.drill.conversation.session import Session


def case(seed: int = 1) -> Case:
    """The price drop: a Chinese chat."""
    drill, sop = load_drill("price-drop-gift")
    return case_of(drill, sop, seed)


def s(seconds: float) -> int:
    """Seconds as microseconds."""
    return int(seconds * MICROSECONDS)


def customer(events: list[Event]) -> list[Event]:
    """The customer's turns among these events."""
    return [event for event in events if event.kind == "customer"]


def test_a_silent_agent_is_reminded_and_then_left() -> None:
    """Reminders come at shares of the patience, each a little less patient, then a farewell."""
    session = Session(case())
    events = session.advance(s(3_600))
    kinds = [event.body.get("nag") for event in customer(events)]
    assert kinds == [True, True, None]
    assert session.ended == "left"
    assert events[-1].kind == "ended"
    emotions = [event.body["emotion"] for event in customer(session.log)]
    assert emotions == sorted(emotions, reverse=True)


def test_asking_to_wait_buys_time_and_no_answer() -> None:
    """A customer who was asked to wait says nothing and leaves later."""
    patient, hasty = Session(case()), Session(case())
    patient.message("您好，请稍等，我帮您看一下", s(5))
    assert not patient.answering
    patient.advance(s(3_600))
    hasty.advance(s(3_600))
    assert patient.log[-1].at_us > hasty.log[-1].at_us


def test_messages_before_the_answer_are_one_reply() -> None:
    """Two messages in quick succession are answered once."""
    session = Session(case())
    session.message("您好", s(4))
    session.message("差价30元已经给您申请好了", s(5))
    events = session.advance(s(60))
    assert len(customer(events)) == 1


def test_being_asked_twice_is_noticed() -> None:
    """The same question again gets the same fact, and costs patience."""
    session = Session(case())
    session.message("请问您是什么时候签收的呢？", s(5))
    first = customer(session.advance(s(30)))[0]
    session.message("请问您是什么时候签收的？", s(40))
    second = customer(session.advance(s(70)))[0]
    assert first.body["answers"] == ["within_window"]
    assert second.body["asked_twice"] == ["within_window"]
    day = session.case.say(session.case.drill.customer.answers[0].say)
    assert day in first.body["text"]
    assert day in second.body["text"]
    assert second.body["emotion"] < first.body["emotion"]


def test_a_promise_within_the_session_falls_due() -> None:
    """One minute was promised, nothing came: the customer says so."""
    session = Session(case())
    session.message("我马上帮您处理，1分钟内给您答复", s(5))
    events = session.advance(s(120))
    assert any(event.body.get("promise_broken") for event in customer(events))


def test_abuse_hurts() -> None:
    """A rude line is answered as one, or ends it, and emotion falls far."""
    session = Session(case())
    session.message("你自己不会看吗？我就这态度，你去投诉啊", s(5))
    turn = customer(session.advance(s(60)))[0]
    assert turn.body.get("hurt") or session.ended == "left"
    assert turn.body["emotion"] <= -2


def test_what_makes_no_sense_is_said_to_make_none() -> None:
    """Noise is answered in the customer's own way, not by a menu."""
    session = Session(case())
    session.message("asdf qwer 12", s(5))
    turn = customer(session.advance(s(60)))[0]
    assert turn.body.get("not_understood")


def test_closing_too_early_is_held_against_the_agent() -> None:
    """Wanting to end with the matter open gets a protest first, then an unsolved end."""
    session = Session(case())
    at = 5.0
    held = False
    while not session.ended and at < 600:
        session.message("请问还有其他可以帮您的吗？祝您生活愉快，再见", s(at))
        for event in customer(session.advance(s(at + 25))):
            held = held or bool(event.body.get("held_open"))
        at += 30
    assert held
    assert session.ended == "unsolved"


def test_after_the_end_nothing_happens() -> None:
    """Inputs to an ended session leave the log as it is."""
    session = Session(case())
    session.close(s(5))
    length = len(session.log)
    session.message("在吗", s(10))
    session.act("look_orders", {}, s(11))
    session.advance(s(4_000))
    assert len(session.log) == length
    assert [event.seq for event in session.log] == list(range(1, length + 1))


def test_handing_over_ends_it() -> None:
    """An escalation is the end of the conversation for this agent."""
    session = Session(case())
    session.act("escalate", {"to": "second_line"}, s(5))
    assert session.ended == "handed_over"


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_clock_never_goes_back(seed: int) -> None:
    """Whatever times are given, the log's times do not fall."""
    session = Session(case(seed))
    for at in (9, 3, 30, 10, 80, 40):
        session.message("好的，我帮您看一下差价", s(at))
        session.advance(s(at + 5))
    times = [event.at_us for event in session.log]
    assert times == sorted(times)
