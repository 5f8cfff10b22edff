"""What a shift covers: the share of each interval that a person on it is there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import MINUTE_US, Clock
from simulator.peak.schedule.pattern import DAY_MINUTES, Pattern, Rest

Floats = NDArray[np.float64]


def span(clock: Clock, start: int, end: int) -> tuple[int, Floats]:
    """(first interval, shares from it on) of minutes ``start`` to ``end`` after 00:00 of day one;
    what lies outside the horizon is cut off."""
    step = clock.interval_minutes
    opening = clock.start_us // MINUTE_US
    first = max(0, start - opening)
    last = min(clock.intervals * step, end - opening)
    if last <= first:
        return 0, np.zeros(0)
    low, high = first // step, -(-last // step)
    edges = np.arange(low, high + 1) * step
    inside = np.clip(edges, first, last)
    return low, np.asarray(np.diff(inside) / step)


def presence(clock: Clock, day: int, pattern: Pattern) -> Floats:
    """[interval]: a person's share of presence on a shift that begins on ``day``, with its gap but
    without its breaks."""
    row = np.zeros(clock.intervals)
    begin = day * DAY_MINUTES + pattern.start
    low, shares = span(clock, begin, begin + pattern.minutes)
    row[low : low + len(shares)] = shares
    if pattern.gap is not None:
        row -= absence(clock, day, pattern, pattern.gap.after, pattern.gap.minutes)
    return row


def absence(clock: Clock, day: int, pattern: Pattern, after: int, minutes: int) -> Floats:
    """[interval]: a person's share of absence in a break of that shift."""
    row = np.zeros(clock.intervals)
    begin = day * DAY_MINUTES + pattern.start + after
    low, shares = span(clock, begin, begin + minutes)
    row[low : low + len(shares)] = shares
    return row


def covered(clock: Clock, day: int, pattern: Pattern, rests: tuple[Rest, ...]) -> Floats:
    """[interval]: a person's share of presence with these breaks."""
    row = presence(clock, day, pattern)
    for rest in rests:
        row -= absence(clock, day, pattern, rest.after, rest.minutes)
    return row
