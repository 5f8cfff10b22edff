"""F5, F6 and F7 worked out on paper."""

from __future__ import annotations

from small_day import NEVER, Day, Engine, calls, chats, group, intent, law, queue


def test_cap_refuses(engine: Engine) -> None:
    """As many as the cap may wait, the next is refused at once."""
    day = Day(
        engine, calls(0, 10, 20), [queue("q", "phone", "g", cap={"length": 1})], [group("g", 1)]
    )
    assert day.outcomes() == ["served", "served", "refused"]
    assert day.seconds("ended") == [100, 200, 20]


def test_closed_chat_leaves_a_message(engine: Engine) -> None:
    """Outside its hours a chat becomes a 留言 ticket, a call is refused."""
    hours = [{"opens": "09:30", "closes": "10:00"}]
    queues = [
        queue("c", "chat", "g", hours=hours, message_queue="m"),
        queue("p", "phone", "g", hours=hours),
        queue("m", "ticket", "g", entry="message"),
    ]
    day = Day(engine, [*chats(0), *calls(10), *chats(1800)], queues, [group("g", 1)])
    assert day.outcomes() == ["served", "refused", "served"]
    assert day.values("message") == [1, 0, 0]
    assert day.values("queue")[0] == 2
    assert day.seconds("ended") == [600, 10, 1860]


def test_priority_then_joining(engine: Engine) -> None:
    """A VIP who joins last is assigned first."""
    queues = [
        queue("vip", "phone", "g", tiers=["vip"], priority=1),
        queue("all", "phone", "g"),
    ]
    day = Day(engine, calls(0, 10, 20), queues, [group("g", 1)], tiers=(0, 0, 1))
    assert day.seconds("assigned") == [0, 200, 100]


def test_phone_patience_ends_with_assignment(engine: Engine) -> None:
    """A call assigned at the very end of its patience is served; later ones abandon."""
    channels = {"phone": {"patience": law(100)}}
    day = Day(
        engine, calls(0, 0, 50), [queue("q", "phone", "g")], [group("g", 1)], channels=channels
    )
    assert day.outcomes() == ["served", "served", "abandoned"]
    assert day.seconds("assigned") == [0, 100, NEVER]
    assert day.seconds("ended") == [100, 200, 150]


def test_chat_patience_ends_with_the_first_reply(engine: Engine) -> None:
    """A chat is assigned at once, but leaves its slot when the reply is not sent in time."""
    channels = {"chat": {"patience": law(90)}}
    groups = [group("g", 1, concurrency=2)]
    day = Day(engine, chats(0, 0), [queue("q", "chat", "g")], groups, channels=channels)
    assert day.outcomes() == ["served", "abandoned"]
    assert day.seconds("assigned") == [0, 0]
    assert day.seconds("released") == [60, 90]
    assert day.values("work") == [60_000_000, 30_000_000]


def test_silent_leaver_keeps_the_slot(engine: Engine) -> None:
    """The agent works for nobody, then waits in that slot before the next contact gets it."""
    channels = {"chat": {"patience": law(30), "silent_share": 1.0, "ghost_wait": law(100)}}
    day = Day(engine, chats(0, 150), [queue("q", "chat", "g")], [group("g", 1)], channels=channels)
    assert day.outcomes() == ["abandoned_silent", "abandoned_silent"]
    assert day.seconds("ended") == [30, 180]
    assert day.seconds("assigned") == [0, 160]
    assert day.seconds("released") == [160, 320]
    assert day.seconds("answered") == [NEVER, NEVER]
    assert day.values("replies") == [0, 0]
    assert day.records.group_time["busy"].sum() == 120_000_000


def test_overflow_waits_for_its_time(engine: Engine) -> None:
    """The second group helps only those who have waited 40 s."""
    groups = [group("a", 1), group("b", 1)]
    day = Day(engine, calls(0, 10), [queue("q", "phone", "a", ("b", 40))], groups)
    assert day.seconds("assigned") == [0, 50]
    assert day.values("group") == [0, 1]


def test_the_only_group_may_come_late(engine: Engine) -> None:
    """A queue whose only group takes nobody before 40 s."""
    day = Day(engine, calls(0, 10), [queue("q", "phone", ("a", 40))], [group("a", 2)])
    assert day.seconds("assigned") == [40, 50]


def test_fewest_sessions_then_longest_idle(engine: Engine) -> None:
    """Chats go to fewest open sessions; among equals to the longest idle, then the lowest id."""
    groups = [group("g", 2, concurrency=2)]
    chat = {"reply": law(60)}
    day = Day(engine, chats(0, 10, 75, 200), [queue("q", "chat", "g")], groups, [intent(chat=chat)])
    # Ends: agent 0 at 60, agent 1 at 70, agent 0 again at 135.
    assert day.values("agent") == [0, 1, 0, 1]


def test_escalation_joins_unchecked(engine: Engine) -> None:
    """The second line takes an escalation beyond its cap; both lines' times are kept."""
    queues = [
        queue("first", "phone", "a", escalates_to="second"),
        queue("second", "phone", "b", entry="escalation", cap={"length": 0}),
    ]
    groups = [group("a", 2), group("b", 1)]
    day = Day(engine, calls(0, 0), queues, groups, [intent(escalated=1.0)])
    assert day.outcomes() == ["served", "served"]
    assert day.seconds("second_joined") == [100, 100]
    assert day.seconds("second_assigned") == [100, 200]
    assert day.seconds("ended") == [200, 300]
    assert day.values("second_group") == [1, 1]
