"""One entry of a session's log (D3, D11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MICROSECONDS = 1_000_000
INPUTS = frozenset({"message", "action", "hold", "hint", "close", "tick"})
"""Kinds that come from outside: a replay repeats these and must give all the others again."""


@dataclass(frozen=True)
class Event:
    """What happened at `at_us` on the session clock; `seq` counts from 1 without gaps.

    kinds: `started`; inputs `message` (text, understood), `action` (name, with, answer),
    `hold` (seconds), `hint`, `close`, `tick`; the customer's `customer` (text, emotion, nag,
    beat, …), `left` (why) and `ended` (how).
    """

    seq: int
    at_us: int
    kind: str
    body: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as it is exported."""
        return {"seq": self.seq, "at_us": self.at_us, "kind": self.kind, "body": self.body}
