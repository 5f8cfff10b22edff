"""F8 to F11 and F14 worked out on paper."""

from __future__ import annotations

from typing import Any

from small_day import NEVER, Day, Engine, calls, chats, group, intent, law, queue, tickets

from simulator.peak.record import Records


def chat(rounds: int, **more: Any) -> dict[str, Any]:
    """A chat of so many rounds of 60 s."""
    return {"rounds": {"law": "constant", "rounds": rounds}, "reply": law(60)} | more


def test_rounds_of_one_chat(engine: Engine) -> None:
    """Reply, think, reply; then the slot is held for idle close and wrap-up."""
    work = intent(chat=chat(2, first_reply=law(30), think=law(20), wrap_up=law(10)))
    channels = {"chat": {"idle_close": law(40)}}
    day = Day(
        engine, chats(0), [queue("q", "chat", "g")], [group("g", 1)], [work], channels=channels
    )
    assert day.seconds("answered") == [30]
    assert day.seconds("ended") == [110]
    assert day.seconds("released") == [160]
    assert day.values("reply_wait_sum") == [90_000_000]
    assert day.values("work") == [100_000_000]
    assert day.records.within[0, 0] == 2


def test_first_replies_go_before_later_ones(engine: Engine) -> None:
    """Free hands reply to whoever has not heard anything yet, though the later message is older."""
    work = intent(chat=chat(2))
    groups = [group("g", 1, concurrency=3)]
    day = Day(engine, chats(0, 0, 70), [queue("q", "chat", "g")], groups, [work])
    # 0–60 first of A; A writes at 60; 60–120 first of B; B writes at 120; 120–180 first of C.
    assert day.seconds("answered") == [60, 120, 180]
    assert day.seconds("ended") == [240, 300, 360]


def test_wrap_up_waits_behind_replies(engine: Engine) -> None:
    """A wrap-up that is due waits for the reply to the other chat."""
    work = intent(chat=chat(1, wrap_up=law(50)))
    groups = [group("g", 1, concurrency=2)]
    day = Day(engine, chats(0, 10), [queue("q", "chat", "g")], groups, [work])
    assert day.seconds("ended") == [60, 120]
    assert day.seconds("released") == [170, 220]


def test_reply_patience(engine: Engine) -> None:
    """Whoever waits too long for a later reply leaves; the agent wraps up without idle close."""
    work = intent(chat=chat(2, think=law(10), wrap_up=law(5)))
    channels = {"chat": {"reply_patience": law(30), "idle_close": law(100)}}
    day = Day(
        engine, chats(0), [queue("q", "chat", "g")], [group("g", 1)], [work], channels=channels
    )
    assert day.outcomes() == ["left_in_service"]
    assert day.seconds("ended") == [100]
    assert day.seconds("released") == [105]
    assert day.values("work") == [95_000_000]
    assert day.values("replies") == [1]


def test_call_with_hold_and_wrap_up_by_speed(engine: Engine) -> None:
    """Speed shortens talk and wrap-up, not hold."""
    work = intent(phone={"talk": law(100), "hold": law(30), "wrap_up": law(40)})
    day = Day(engine, calls(0, 0), [queue("q", "phone", "g")], [group("g", 1, speed=2.0)], [work])
    assert day.seconds("ended") == [80, 180]
    assert day.seconds("released") == [100, 200]
    assert day.records.group_time["busy"].sum() == 200_000_000


def test_ticket_is_interrupted_by_a_call(engine: Engine) -> None:
    """A call interrupts the ticket, whose progress is kept; the same agent resumes it."""
    queues = [queue("p", "phone", "g"), queue("t", "ticket", "g")]
    day = Day(engine, [*tickets(0), *calls(200)], queues, [group("g", 1)])
    assert day.seconds("answered") == [0, 200]
    assert day.seconds("ended") == [700, 300]
    assert day.values("work")[0] == 600_000_000


def test_tickets_between_replies(engine: Engine) -> None:
    """Where hands alone count, a ticket is worked on while the customer thinks; else only after."""
    work = intent(chat=chat(2, think=law(100)))
    queues = [queue("c", "chat", "g"), queue("t", "ticket", "g")]
    ends = []
    for mode in ("hands_free", "no_sessions"):
        groups = [group("g", 1, tickets=mode)]
        day = Day(engine, [*chats(0), *tickets(10)], queues, groups, [work])
        assert day.seconds("ended")[0] == 220
        ends.append((day.seconds("assigned")[1], day.seconds("ended")[1]))
    assert ends == [(60, 720), (220, 820)]


def test_live_work_goes_before_tickets(engine: Engine) -> None:
    """At one instant the call is assigned, the ticket waits although it came first."""
    queues = [queue("t", "ticket", "g"), queue("p", "phone", "g")]
    day = Day(engine, [*tickets(0), *calls(0)], queues, [group("g", 1)])
    assert day.seconds("assigned") == [100, 0]


def test_second_line_gets_new_draws_and_first_wraps_up(engine: Engine) -> None:
    """The first agent wraps up at once while the second line already serves."""
    queues = [
        queue("first", "chat", "a", escalates_to="second"),
        queue("second", "chat", "b", entry="escalation"),
    ]
    work = intent(chat=chat(1, wrap_up=law(50)), escalated=1.0)
    channels = {"chat": {"idle_close": law(30)}}
    groups = [group("a", 1), group("b", 1)]
    day = Day(engine, chats(0, 0), queues, groups, [work], channels=channels)
    assert day.seconds("second_joined") == [60, 170]
    assert day.seconds("second_answered") == [120, 260]
    assert day.seconds("released") == [200, 340]
    assert day.values("rounds") == [2, 2]


def _wrapping_up(engine: Engine, second: str, groups: list[Any]) -> Records:
    """Two chats at 0 and 5 s, replied to in no time and all escalated; of their four wrap-ups only
    the second chat's on the second line takes 20 s, the others 100 s."""
    law_of_wrap_up = {"law": "empirical", "seconds": [20, 100], "weights": [0.1, 0.9]}
    work = intent(chat=chat(1, wrap_up=law_of_wrap_up) | {"reply": law(0)}, escalated=1.0)
    queues = [
        queue("first", "chat", "a", escalates_to="second"),
        queue("second", "chat", second, entry="escalation"),
    ]
    return Day(engine, chats(0, 5), queues, groups, [work]).records


def test_of_one_contact_the_first_line_is_wrapped_up_first(engine: Engine) -> None:
    """Where one agent is both lines of a contact and both wrap-ups fall due at once, the first
    line's goes first, whichever slot it is in."""
    apart = _wrapping_up(engine, "b", [group("a", 1), group("b", 1)])
    assert apart.group_time["busy"].sum(axis=0).tolist() == [200_000_000, 120_000_000]
    # Slot 0: 0–100 wrap-up of A on the first line. Slot 1: from 0 A on the second line. Slot 2:
    # from 5 B, replied to at 100, when slot 0 is free again for it on the second line; both its
    # wrap-ups are due at 100. Hands: 100–200 A's, 200–300 B's of slot 2, 300–320 B's of slot 0.
    together = _wrapping_up(engine, "a", [group("a", 1, concurrency=3)])
    assert (together.contacts["released"] - together.contacts["arrived"][0]).tolist() == [
        200_000_000,
        320_000_000,
    ]
    slots = (100 + 200 + (300 - 5) + (320 - 100)) * 1_000_000
    assert together.group_time["open"].sum() == slots


def test_experience_sets_the_speed(engine: Engine) -> None:
    """Half-way between two points of the ramp the speed is half-way too."""
    ramp = [
        {"week": 0, "speed": 0.5, "resolution": 0.0},
        {"week": 8, "speed": 1.5, "resolution": 0.0},
    ]
    experience = {"tenure_weeks": 2, "ramp": ramp}
    day = Day(engine, calls(0), [queue("q", "phone", "g")], [group("g", 1, experience=experience)])
    assert day.seconds("ended") == [133.333333]
    assert day.values("resolved") == [0]
    assert day.seconds("second_joined") == [NEVER]
