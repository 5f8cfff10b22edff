"""Floor-wide rules: what happens at a shift's end, and seats (F12, F14)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.peak.strict import Count, Minutes, Name, NonNegative, Strict

ShiftEnd = Literal["first_free", "handover", "named"]


class Seats(Strict):
    """The listed groups share ``seats``; when short, later groups are cut first."""

    groups: Annotated[tuple[Name, ...], Field(min_length=1)]
    seats: Count


class FloorRules(Strict):
    """Rules of the whole floor."""

    shift_end: ShiftEnd = "first_free"
    last_call_minutes: Minutes = 0.0
    """``named``: this long before its end an agent takes no new chat."""
    staff_scale: NonNegative = 1.0
    """Multiplies every headcount (rounded half up); for scaled copies of a scenario."""
    seats: tuple[Seats, ...] = ()
