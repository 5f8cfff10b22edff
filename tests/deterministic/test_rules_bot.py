"""F4 worked out on paper."""

from __future__ import annotations

from typing import Any

from small_day import NEVER, TITLE, Day, Engine, chats, group, law, queue


def bot(**more: Any) -> dict[str, Any]:
    """A bot whose dialogues last 50 s by any leaf."""
    leaves = ("demands_person", "leaves", "resolved", "transferred", "contained")
    head = {"name": "bot", "title": TITLE, "channels": ["chat"]}
    chances = {"understood": 1.0, "resolved": 0.0, "transferred": 0.0}
    return head | chances | {"times": {leaf: law(50) for leaf in leaves}} | more


def a_day(engine: Engine, *seconds: float, bots: dict[str, Any], **parts: Any) -> Day:
    """Chats before one agent."""
    queues = parts.pop("queues", [queue("q", "chat", "g")])
    return Day(engine, chats(*seconds), queues, [group("g", 1)], bots=[bots], **parts)


def test_transferred_contact_joins_after_the_dialogue(engine: Engine) -> None:
    """A dialogue that neither resolves nor contains leads to the queue when it ends."""
    day = a_day(engine, 0, bots=bot(transferred=1.0))
    assert day.seconds("bot_started") == [0]
    assert day.seconds("joined") == [50]
    assert day.seconds("ended") == [110]
    assert day.outcomes() == ["served"]
    assert day.values("understood") == [1]


def test_leaves_in_the_order_of_the_draws(engine: Engine) -> None:
    """Demanding a person comes before leaving, leaving before understanding, and so on."""
    certain = {"demands_person": 1.0, "leaves": 1.0, "resolved": 1.0, "transferred": 1.0}
    seen = []
    for gone in ({}, {"demands_person"}, {"demands_person", "leaves"}):
        chances = {k: v for k, v in certain.items() if k not in gone}
        day = a_day(engine, 0, bots=bot(**{"resolved": 0.0, **chances}))
        seen.append((day.outcomes()[0], day.values("bot_leaf")[0], day.values("understood")[0]))
    assert seen == [("served", 1, 0), ("bot_left", 2, 0), ("bot_resolved", 3, 1)]


def test_not_understood_is_never_resolved(engine: Engine) -> None:
    """Without understanding, the rest is transferred or contained."""
    day = a_day(engine, 0, bots=bot(understood=0.0, resolved=1.0))
    assert day.outcomes() == ["bot_contained"]
    assert day.seconds("ended") == [50]


def test_line_before_a_full_bot(engine: Engine) -> None:
    """One seat: the next in line sits down when the dialogue ends, the impatient one leaves."""
    day = a_day(engine, 0, 10, 20, bots=bot(resolved=1.0, seats=1, patience=law(45)))
    assert day.seconds("bot_started") == [0, 50, NEVER]
    assert day.seconds("ended") == [50, 100, 65]
    assert day.outcomes() == ["bot_resolved", "bot_resolved", "bot_left"]
    assert day.values("bot") == [0, 0, 0]


def test_full_bot_lets_pass_to_people(engine: Engine) -> None:
    """With ``when_full: people`` a contact goes on as if there were no bot."""
    day = a_day(engine, 0, 10, bots=bot(resolved=1.0, seats=1, when_full="people"))
    assert day.seconds("joined") == [NEVER, 10]
    assert day.values("bot") == [0, -1]


def test_queue_forces_newcomers_to_the_bot(engine: Engine) -> None:
    """Above the trigger a newcomer meets the bot first, once; below it nobody does."""
    day = a_day(
        engine, 0, 5, 10, bots=bot(transferred=1.0, entry="on_trigger"),
        queues=[queue("q", "chat", "g", bot_first_above=0)],
    )  # fmt: skip
    assert day.seconds("bot_started") == [NEVER, NEVER, 10]
    assert day.seconds("joined") == [0, 5, 60]
    assert day.seconds("ended") == [60, 120, 180]
