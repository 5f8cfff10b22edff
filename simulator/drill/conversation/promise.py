"""Promises that fall due while the conversation is still going on (D5, D7)."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.drill.conversation.event import MICROSECONDS
from simulator.drill.conversation.heard import Heard

LONGEST_S = 1_800.0
GRACE_S = 5.0


@dataclass(frozen=True)
class ShortPromise:
    """Something promised within the session, due at `due_us` on its clock."""

    due_us: int


def short_promise(heard: Heard, at_us: int) -> ShortPromise | None:
    """The shortest time limit within half an hour that a message promises, if it does."""
    if "promise_time" not in heard.acts or not heard.acts & {"commit", "ask_to_wait"}:
        return None
    seconds = [
        float(slot["value"]["high_seconds"])
        for slot in heard.data.get("slots", ())
        if slot["kind"] == "duration" and isinstance(slot["value"], dict)
        and slot["value"].get("high_seconds") is not None
    ]  # fmt: skip
    within = [each for each in seconds if 0 < each <= LONGEST_S]
    if not within:
        return None
    return ShortPromise(at_us + int((min(within) + GRACE_S) * MICROSECONDS))
