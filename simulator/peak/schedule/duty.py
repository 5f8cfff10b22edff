"""Shifts with numbers of people: what covering gives and the floor is staffed with (F12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from scenarios.labour.labour import Labour
from scenarios.peak.group import Break, Shift
from scenarios.peak.scenario import PeakScenario
from simulator.peak.schedule.grid import Floats, covered
from simulator.peak.schedule.pattern import Pattern, Rest, day_of, yuan_of


@dataclass(frozen=True)
class Duty:
    """``people`` of a group on the same shift of a day, with the same breaks."""

    group: int
    day: int
    pattern: Pattern
    rests: tuple[Rest, ...]
    """Breaks in order; the gap of a split shift is not among them."""
    people: int

    @property
    def all_rests(self) -> tuple[Rest, ...]:
        """Breaks and gap in order."""
        gap = () if self.pattern.gap is None else (self.pattern.gap,)
        return tuple(sorted((*self.rests, *gap), key=lambda r: r.after))


Duties = tuple[Duty, ...]


def merged(duties: Iterable[Duty]) -> Duties:
    """The same people with equal shifts put together, in a fixed order; empty ones left out."""
    counts: Counter[Duty] = Counter()
    for duty in duties:
        counts[replace(duty, people=0)] += duty.people
    found = [replace(duty, people=n) for duty, n in counts.items() if n > 0]
    return tuple(sorted(found, key=order))


def order(duty: Duty) -> tuple[object, ...]:
    """By day, group, start, kind, length, breaks."""
    pattern = duty.pattern
    places = tuple((r.after, r.minutes) for r in duty.all_rests)
    return duty.day, duty.group, pattern.start, pattern.kind.name, pattern.minutes, places


def cover_of(scenario: PeakScenario, duties: Iterable[Duty]) -> Floats:
    """[group, interval]: people there, parts of intervals as parts of people."""
    total = np.zeros((len(scenario.groups), scenario.clock.intervals))
    for duty in duties:
        row = covered(scenario.clock, duty.day, duty.pattern, duty.rests)
        total[duty.group] += duty.people * row
    return total


def yuan(scenario: PeakScenario, labour: Labour, duties: Iterable[Duty]) -> Floats:
    """[group]: what the shifts are paid."""
    total = np.zeros(len(scenario.groups))
    for d in duties:
        group, day = scenario.groups[d.group], day_of(scenario, d.day)
        total[d.group] += d.people * yuan_of(d.pattern, group, labour, day)
    return total


def work_hours(scenario: PeakScenario, duties: Iterable[Duty]) -> Floats:
    """[group]: working hours (without unpaid breaks)."""
    total = np.zeros(len(scenario.groups))
    for d in duties:
        total[d.group] += d.people * d.pattern.work_minutes / 60.0
    return total


def named(scenario: PeakScenario, duties: Iterable[Duty]) -> PeakScenario:
    """The scenario with these shifts as named agents (F12) instead of its own staffing.

    Fixed shrinkage is taken out of the shifts here, spread evenly over the starts of a day: taken
    shift by shift it would be rounded away where shifts are small. Drawn absence stays with the
    floor."""
    shifts = shifts_of(scenario, duties)
    groups = tuple(
        group.model_copy(
            update={
                "people": None, "staff": None, "people_per_interval": None, "shrinkage": 0.0,
                "shifts": shifts[g],
            }
        )
        for g, group in enumerate(scenario.groups)
    )  # fmt: skip
    floor = scenario.floor.model_copy(
        update={"shift_end": "named", "staff_scale": 1.0, "seats": ()}
    )
    return scenario.model_copy(update={"groups": groups, "floor": floor})


def shifts_of(scenario: PeakScenario, duties: Iterable[Duty]) -> tuple[tuple[Shift, ...], ...]:
    """Per group the named shifts of F12, without those whom fixed shrinkage takes."""
    here: list[dict[tuple[Pattern, tuple[Rest, ...]], dict[int, int]]]
    here = [{} for _ in scenario.groups]
    owed: dict[tuple[int, int], float] = {}
    for duty in sorted(duties, key=order):
        key = duty.group, duty.day
        exact = duty.people * (1.0 - scenario.groups[duty.group].shrinkage) + owed.get(key, 0.0)
        there = min(duty.people, int(np.floor(exact + 0.5)))
        owed[key] = exact - there
        days = here[duty.group].setdefault((duty.pattern, duty.all_rests), {})
        days[duty.day] = days.get(duty.day, 0) + there
    return tuple(
        tuple(shift for (pattern, rests), days in rows.items()
              for shift in _layers(scenario, pattern, rests, days))
        for rows in here
    )  # fmt: skip


def _layers(
    scenario: PeakScenario, pattern: Pattern, rests: tuple[Rest, ...], days: dict[int, int]
) -> list[Shift]:
    """One row of agents serves on all days that need at least so many, so that a campaign has as
    many agents as its busiest day and not as all its days together."""
    found, before = [], 0
    for level in sorted({n for n in days.values() if n}):
        dates = tuple(day_of(scenario, d) for d in sorted(days) if days[d] >= level)
        found.append(
            Shift(
                start=pattern.start,
                length_minutes=pattern.minutes,
                people=level - before,
                dates=dates,
                breaks=tuple(Break(after_minutes=r.after, minutes=r.minutes) for r in rests),
            )
        )
        before = level
    return found
