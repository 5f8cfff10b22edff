"""The B1 day as plain data: one pool of agents, 24 hours, peaks at 0:00 and 20:00.

Every implementation in this benchmark receives a `Day` and a seed and returns an `Outcome`.
The curve is synthetic: a flat base, an opening burst at 0:00 that decays within about an hour,
and an evening hump around 20:00. No real log stands behind it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MINUTES = 24 * 60
INTERVAL_MINUTES = 30
HORIZON_S = MINUTES * 60.0
INTERVAL_S = INTERVAL_MINUTES * 60.0

BASE_SHARE = 0.38
"""Share of the day's contacts that arrive at a constant rate."""
BURST_SHARE = 0.12
"""Share that belongs to the opening burst at 0:00."""
BURST_DECAY_MINUTES = 40.0
HUMP_SHARE = 1.0 - BASE_SHARE - BURST_SHARE
"""Share that belongs to the evening hump."""
HUMP_PEAK_MINUTE = 20 * 60
HUMP_SPREAD_MINUTES = 150.0


@dataclass(frozen=True)
class Day:
    """One day of one pool.

    `per_minute`: expected arrivals in each of the 1,440 minutes (Poisson, uniform in the minute).
    `staff`: agents on duty in each of the 48 half hours. When the number falls, idle agents leave
    at the border and then whoever finishes first (`first_free`). After 24:00 the last half hour's
    staff stays until the floor is empty. Waiting is first come, first served.
    """

    per_minute: tuple[float, ...]
    staff: tuple[int, ...]
    handle_mean_s: float = 300.0
    patience_mean_s: float = 120.0
    answer_target_s: float = 20.0

    @property
    def expected_contacts(self) -> float:
        """Expected number of arrivals in the 24 hours."""
        return math.fsum(self.per_minute)


@dataclass(frozen=True)
class Outcome:
    """What one simulated day gave.

    `mean_wait_s` is over all contacts, from arrival to answer or hang-up.
    `cpu_s` is CPU time of the run, from the loaded day to these figures, drawing included.
    """

    contacts: int
    abandoned: int
    answered_within_20s: int
    mean_wait_s: float
    cpu_s: float

    @property
    def abandonment(self) -> float:
        """Abandoned / all contacts."""
        return self.abandoned / self.contacts

    @property
    def service_level(self) -> float:
        """Answered within 20 s / all contacts, abandoned ones included."""
        return self.answered_within_20s / self.contacts


def shape() -> NDArray[np.float64]:
    """Share of the day's contacts expected in each minute; sums to 1."""
    middle = np.arange(MINUTES) + 0.5
    burst = np.exp(-middle / BURST_DECAY_MINUTES)
    hump = np.exp(-0.5 * ((middle - HUMP_PEAK_MINUTE) / HUMP_SPREAD_MINUTES) ** 2)
    curve: NDArray[np.float64] = (
        BASE_SHARE / MINUTES + BURST_SHARE / burst.sum() * burst + HUMP_SHARE / hump.sum() * hump
    )
    return curve


def staff_for(expected_in_interval: float, handle_mean_s: float) -> int:
    """Agents for one half hour by the square-root rule: ceil(load + 0.5·√load), load in erlang."""
    load = expected_in_interval * handle_mean_s / INTERVAL_S
    return math.ceil(load + 0.5 * math.sqrt(load))


def b1_day(contacts: float, handle_mean_s: float = 300.0) -> Day:
    """The B1 day scaled to `contacts` expected arrivals."""
    per_minute = shape() * contacts
    per_interval = per_minute.reshape(-1, INTERVAL_MINUTES).sum(axis=1)
    return Day(
        per_minute=tuple(per_minute.tolist()),
        staff=tuple(staff_for(expected, handle_mean_s) for expected in per_interval.tolist()),
        handle_mean_s=handle_mean_s,
    )


def draw_arrivals(day: Day, rng: np.random.Generator) -> NDArray[np.float64]:
    """Arrival times in seconds, ascending: a Poisson count per minute, uniform inside it."""
    counts = rng.poisson(day.per_minute)
    minute = np.repeat(np.arange(len(day.per_minute)), counts)
    times = (minute + rng.random(minute.size)) * 60.0
    times.sort()
    return times
