"""People on duty per weekday and interval, inferred from whom they served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.calibration.demand import DemandFit
from simulator.peak.calibration.span import Span, day_start
from simulator.peak.log.crew import crew, on_duty
from simulator.peak.log.log import Log

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DutyFit:
    """Mean people [weekday, group, interval of the day], and how much weekdays of a kind differ:
    ``spread`` [weekday, interval], the standard deviation over their days of all groups' sum."""

    people: Floats
    spread: Floats
    days: NDArray[np.int64]


def fit_duty(scenario: PeakScenario, log: Log, span: Span, demand: DemandFit) -> DutyFit:
    """Means over the fitted days that were open."""
    every = _over(scenario, span)
    interval = every.clock.interval_us
    slots = 86_400_000_000 // interval
    groups, days = len(scenario.groups), len(span.fitted)
    pieces = crew(every, log)
    there = on_duty(pieces, groups, day_start(span.fitted[0]), interval, days * slots)
    by_day = there.reshape(groups, days, slots).swapaxes(0, 1)
    weekday = demand.counts.weekday
    is_open = by_day.sum(axis=(1, 2)) > 0
    people = np.zeros((7, groups, slots))
    spread = np.zeros((7, slots))
    for kind in range(7):
        mine = by_day[(weekday == kind) & is_open]
        if len(mine):
            people[kind] = mine.mean(axis=0)
            spread[kind] = mine.sum(axis=1).std(axis=0)
    return DutyFit(people, spread, np.bincount(weekday[is_open], minlength=7))


def plan_of(duty: DutyFit, first: date, last: date) -> NDArray[np.int64]:
    """[group, interval]: whole people for the days from ``first`` to ``last``; a weekday never seen
    gets the mean day."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    weights = duty.days[:, None, None]
    mean = (duty.people * weights).sum(axis=0) / max(int(duty.days.sum()), 1)
    parts = [duty.people[d.weekday()] if duty.days[d.weekday()] else mean for d in days]
    return _whole(np.concatenate(parts, axis=1))


def _whole(people: Floats) -> NDArray[np.int64]:
    """Whole people: all groups together rounded half up, each group up or down by its fraction."""
    total = np.floor(people.sum(axis=0) + 0.5).astype(np.int64)
    down = np.floor(people).astype(np.int64)
    place = np.argsort(np.argsort(-(people - down), axis=0, kind="stable"), axis=0, kind="stable")
    return np.asarray(down + (place < total - down.sum(axis=0)))


def _over(scenario: PeakScenario, span: Span) -> PeakScenario:
    """The scenario over the fitted days."""
    start = datetime.combine(span.fitted[0], time())
    end = datetime.combine(span.fitted[-1] + timedelta(days=1), time())
    clock = scenario.clock.model_copy(update={"start": start, "end": end})
    return scenario.model_copy(update={"clock": clock})
