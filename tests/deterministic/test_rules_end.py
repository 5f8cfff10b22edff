"""F13, F15 and F17 worked out on paper."""

from __future__ import annotations

from small_day import NEVER, Day, Engine, calls, chats, group, intent, law, queue


def test_abandoned_caller_comes_back(engine: Engine) -> None:
    """A return is a new contact of the same case, until there were ``max_attempts``."""
    returns = {"max_attempts": 2, "after_abandonment": {"probability": 1.0, "delay": law(30)}}
    channels = {"phone": {"patience": law(20)}}
    work = intent(phone={"talk": law(65)})
    day = Day(
        engine, calls(0, 10, 20), [queue("q", "phone", "g")], [group("g", 1)], [work],
        returns=returns, channels=channels,
    )  # fmt: skip
    assert day.seconds("arrived") == [0, 10, 20, 60, 70]
    assert day.outcomes() == ["served", "abandoned", "abandoned", "served", "abandoned"]
    assert day.values("case") == [0, 1, 2, 1, 2]
    assert day.values("next") == [-1, 3, 4, -1, -1]
    assert day.values("attempt") == [0, 0, 0, 1, 1]
    assert day.values("return_delay") == [-1, 30_000_000, 30_000_000, -1, -1]


def test_return_on_another_channel(engine: Engine) -> None:
    """An unresolved call comes back as a chat."""
    returns = {
        "max_attempts": 2,
        "after_service": {"probability": 1.0, "delay": law(10)},
        "switch": {"phone": {"chat": 1.0}},
    }
    queues = [queue("p", "phone", "g"), queue("c", "chat", "g")]
    work = intent(resolved_by_person=0.0)
    day = Day(engine, calls(0), queues, [group("g", 1)], [work], returns=returns)
    assert day.values("channel") == [0, 1]
    assert day.values("return_channel") == [1, -1]
    assert day.seconds("ended") == [100, 170]


def test_return_after_the_horizon_is_noted_only(engine: Engine) -> None:
    """A return due at the end of the horizon stays a note."""
    returns = {"after_refusal": {"probability": 1.0, "delay": law(100)}}
    queues = [queue("q", "phone", "g", cap={"length": 0})]
    day = Day(engine, calls(3500), queues, [group("g", 1)], returns=returns)
    assert day.values("next") == [-1]
    assert day.values("return_delay") == [100_000_000]


def test_end_of_the_drain(engine: Engine) -> None:
    """At the last instant a call ends and the next is assigned; whoever waits then is waiting."""
    queues = [queue("q", "phone", "g")]
    work = intent(phone={"talk": law(150)})
    groups = [group("g", 1)]
    day = Day(engine, calls(3450, 3500, 3510), queues, groups, [work], drain_minutes=0)
    assert day.outcomes() == ["served", "in_progress", "waiting"]
    assert day.seconds("ended") == [3600, NEVER, NEVER]
    assert day.seconds("assigned") == [3450, 3600, NEVER]
    day = Day(engine, calls(3451), queues, groups, [work], drain_minutes=0)
    assert day.outcomes() == ["in_progress"]


def test_all_assignments_before_any_hands(engine: Engine) -> None:
    """Two chats at one instant are both assigned before hands choose; contact ids break the tie."""
    groups = [group("g", 1, concurrency=2)]
    day = Day(engine, chats(0, 0), [queue("q", "chat", "g")], groups)
    assert day.seconds("assigned") == [0, 0]
    assert day.seconds("ended") == [60, 120]


def test_patience_of_nothing(engine: Engine) -> None:
    """Patience ends last of all at an instant: a free agent still gets the call."""
    channels = {"phone": {"patience": law(0)}}
    queues = [queue("q", "phone", "g")]
    day = Day(engine, calls(0, 0), queues, [group("g", 1)], channels=channels)
    assert day.outcomes() == ["served", "abandoned"]
    assert day.seconds("ended") == [100, 0]


def test_work_of_no_length_ends_before_the_next_assignment(engine: Engine) -> None:
    """Calls of length zero pass one agent one after another within one instant."""
    channels = {"phone": {"patience": law(0)}}
    work = intent(phone={"talk": law(0)})
    queues = [queue("q", "phone", "g")]
    day = Day(engine, calls(0, 0, 0), queues, [group("g", 1)], [work], channels=channels)
    assert day.outcomes() == ["served"] * 3
    assert day.seconds("ended") == [0, 0, 0]
