"""How many experienced people each group needs in each week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import DAY_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.staffing import Plan

Counts = NDArray[np.int64]

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Need:
    """Weeks count from 1, the first in which somebody can be hired."""

    groups: tuple[str, ...]
    people: Counts
    """[group, week]: experienced people on the roster."""
    first_day: date | None
    """Of week 1; None where weeks have no dates."""
    source: str
    """``file``, ``schedule``, ``size``: what it comes from."""

    @property
    def weeks(self) -> int:
        """How many weeks the plan looks at."""
        return int(self.people.shape[1])


def first_day_of(scenario: PeakScenario, weeks: int) -> date:
    """The day week 1 begins, if the last week ends with the scenario's last day."""
    return _last_day(scenario) - weeks * WEEK + timedelta(days=1)


def need_of_plan(
    scenario: PeakScenario, people: Plan, weeks: int, hours_per_day: float, source: str
) -> Need:
    """Heads for a plan [group, interval]: each week the most of its days.

    A day needs at least as many heads as are planned at a time, and enough that nobody works more
    than ``hours_per_day``; rest days and shift lengths may ask for more, so this is the least."""
    clock = scenario.clock
    first = first_day_of(scenario, weeks)
    heads = np.zeros((len(scenario.groups), weeks), np.int64)
    days = (clock.start_us + np.arange(clock.intervals) * clock.interval_us) // DAY_US
    for day in np.unique(days):
        date_of_day = clock.moment(int(day) * DAY_US).date()
        week = (date_of_day - first).days // 7
        if week < 0:
            continue
        mine = people[:, days == day]
        hours = mine.sum(axis=1) * clock.interval_minutes / 60.0
        least = np.maximum(mine.max(axis=1), np.ceil(hours / hours_per_day - 1e-9))
        heads[:, week] = np.maximum(heads[:, week], least.astype(np.int64))
    return Need(tuple(g.name for g in scenario.groups), heads, first, source)


def need_of_heads(scenario: PeakScenario, heads: list[int], weeks: int, source: str) -> Need:
    """The same heads in each week that the scenario reaches into."""
    first = first_day_of(scenario, weeks)
    from_week = max(0, (scenario.clock.start.date() - first).days // 7)
    people = np.zeros((len(scenario.groups), weeks), np.int64)
    people[:, from_week:] = np.array(heads, np.int64)[:, None]
    return Need(tuple(g.name for g in scenario.groups), people, first, source)


def _last_day(scenario: PeakScenario) -> date:
    return (scenario.clock.end - timedelta(minutes=1)).date()
