"""F12 worked out on paper; borders every 30 minutes."""

from __future__ import annotations

from typing import Any

from small_day import NEVER, Day, Engine, calls, chats, group, intent, law, queue, tickets

BORDER = 1800


def long_call(seconds: float) -> dict[str, Any]:
    """Calls this long."""
    return intent(phone={"talk": law(seconds)})


def test_idle_agents_leave_at_the_border(engine: Engine) -> None:
    """One of two idle agents leaves: afterwards only one call at a time."""
    groups = [group("g", [2, 1])]
    day = Day(engine, calls(1000, 1000, 2000, 2000), [queue("q", "phone", "g")], groups)
    assert day.seconds("assigned") == [1000, 1000, 2000, 2100]
    assert day.records.group_time["on_duty"][:, 0].tolist() == [3600_000_000, 1800_000_000]


def test_first_free_owes_whoever_ends_first(engine: Engine) -> None:
    """Both are busy at the border: whoever ends first leaves, the other goes on."""
    groups = [group("g", [2, 1])]
    day = Day(
        engine, calls(1700, 1750, 1760, 1770), [queue("q", "phone", "g")], groups, [long_call(200)]
    )
    # The first agent leaves at 1900, so the third call waits for the second agent, free at 1950.
    assert day.seconds("assigned") == [1700, 1750, 1950, 2150]


def test_marked_agent_finishes_its_chats(engine: Engine) -> None:
    """With several slots an agent is marked: it takes nothing new, but ends what it has."""
    work = intent(chat={"rounds": {"law": "constant", "rounds": 2}, "think": law(100)})
    groups = [group("g", [1, 0], concurrency=2)]
    day = Day(engine, chats(1790, 1850), [queue("q", "chat", "g")], groups, [work])
    assert day.outcomes() == ["served", "waiting"]
    assert day.seconds("ended") == [2010, NEVER]
    on_duty = day.records.group_time["on_duty"][:, 0].tolist()
    assert on_duty == [1800_000_000, 210_000_000]


def test_rise_takes_marks_back(engine: Engine) -> None:
    """A marked agent stays when the next border needs it."""
    work = intent(chat={"reply": law(2000)})
    groups = [group("g", [1, 0, 1, 1], concurrency=2)]
    day = Day(engine, chats(1790, 1850), [queue("q", "chat", "g")], groups, [work], hours=2)
    assert day.seconds("assigned") == [1790, 3600]
    assert day.values("agent") == [0, 0]


def test_handover_restarts_the_reply(engine: Engine) -> None:
    """At the border the chat goes back to its queue; the next agent starts the reply afresh."""
    work = intent(chat={"reply": law(60)})
    queues = [queue("q", "chat", "a", "b")]
    groups = [group("a", [1, 0]), group("b", [0, 1])]
    day = Day(engine, chats(1770), queues, groups, [work], floor={"shift_end": "handover"})
    assert day.seconds("assigned") == [1770]
    assert day.values("group") == [1]
    assert day.values("handovers") == [1]
    assert day.seconds("ended") == [1860]
    assert day.values("work") == [90_000_000]


def test_ticket_goes_back_when_its_agent_leaves(engine: Engine) -> None:
    """Nothing done is lost: the next agent needs only the rest."""
    queues = [queue("t", "ticket", "a", "b")]
    groups = [group("a", [1, 0]), group("b", [0, 1])]
    day = Day(engine, tickets(1500), queues, groups)
    assert day.seconds("assigned") == [1500]
    assert day.values("group") == [1]
    assert day.seconds("ended") == [2100]
    assert day.values("work") == [600_000_000]


def test_handed_over_chat_gives_its_slot_free(engine: Engine) -> None:
    """Without a successor the chat waits; the slot it held was free at the border."""
    groups = [group("g", [1, 0])]
    floor = {"shift_end": "handover"}
    day = Day(engine, chats(1770), [queue("q", "chat", "g")], groups, floor=floor)
    assert day.outcomes() == ["waiting"]
    assert day.seconds("released") == [BORDER]


def test_marked_agent_hands_its_ticket_over(engine: Engine) -> None:
    """At a handover the ticket goes back at the border, though an idle close keeps its agent."""
    queues = [queue("c", "chat", "a"), queue("t", "ticket", "a", "b")]
    groups = [group("a", [1, 0], concurrency=2, tickets="hands_free"), group("b", [0, 1])]
    channels = {"chat": {"idle_close": law(500)}}
    day = Day(
        engine, [*chats(1700), *tickets(1705)], queues, groups,
        channels=channels, floor={"shift_end": "handover"},
    )  # fmt: skip
    # The chat ends at 1760, its slot at 2260; the ticket is 40 s done at the border, 560 s are
    # left.
    assert day.seconds("ended") == [1760, BORDER + 560]
    busy = day.records.group_time["busy"] // 1_000_000
    assert busy.tolist() == [[100, 0], [0, 560]]


def test_ticket_put_back_still_overflows(engine: Engine) -> None:
    """A ticket put back waits for the second group's time like any other."""
    queues = [queue("t", "ticket", "a", ("b", 60))]
    day = Day(engine, tickets(1790), queues, [group("a", [1, 0]), group("b", 1)])
    assert day.seconds("ended") == [2440]
    assert day.values("group") == [1]


def named(start: str, minutes: int, *breaks: tuple[int, int]) -> dict[str, Any]:
    """One person's shift with breaks (after, length) in minutes."""
    rests = [{"after_minutes": after, "minutes": length} for after, length in breaks]
    return {"start": start, "length_minutes": minutes, "people": 1, "breaks": rests}


def test_break_waits_for_the_call_and_keeps_its_length(engine: Engine) -> None:
    """A break due during a call begins when the call ends."""
    shift = named("09:00", 60, (10, 5))
    day = Day(
        engine, calls(550, 560), [queue("q", "phone", "g")], [group("g", None, shifts=[shift])],
        floor={"shift_end": "named"},
    )  # fmt: skip
    assert day.seconds("ended") == [650, 1050]
    assert day.seconds("assigned") == [550, 950]


def test_last_call_and_end_of_shift(engine: Engine) -> None:
    """After the last call no new chat is taken, calls are; from the end on nothing is."""
    queues = [queue("c", "chat", "g"), queue("p", "phone", "g")]
    groups = [group("g", None, shifts=[named("09:00", 30)])]
    floor = {"shift_end": "named", "last_call_minutes": 10}
    day = Day(engine, [*chats(1190, 1200), *calls(1750, 1760)], queues, groups, floor=floor)
    assert day.seconds("assigned") == [1190, NEVER, 1750, NEVER]
    assert day.seconds("ended")[2] == 1850
    assert day.outcomes() == ["served", "waiting", "served", "waiting"]
