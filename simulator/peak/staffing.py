"""From a plan of people to who is on duty in a replication (F12, F14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import DAY_US, MINUTE_US
from scenarios.peak.group import Group
from scenarios.peak.scenario import PeakScenario
from simulator.peak.draw import ABSENCE, child, named_key, unit
from simulator.peak.floor import BREAK, LAST_CALL, SHIFT_DTYPE, SHIFT_OFF, SHIFT_ON, Duty

Plan = NDArray[np.int64]
"""[group, interval]: planned people."""


def planned_people(scenario: PeakScenario) -> Plan:
    """The people that the scenario itself plans; for shifts, who is scheduled at the start of the
    interval."""
    plan = np.zeros((len(scenario.groups), scenario.clock.intervals), np.int64)
    for g, group in enumerate(scenario.groups):
        plan[g] = _planned(scenario, group)
    scale = scenario.floor.staff_scale
    if scale != 1.0:
        plan = np.floor(plan * scale + 0.5).astype(np.int64)
    return plan


def _planned(scenario: PeakScenario, group: Group) -> NDArray[np.int64]:
    clock = scenario.clock
    if group.people is not None:
        return np.full(clock.intervals, group.people, np.int64)
    if group.people_per_interval is not None:
        return np.array(group.people_per_interval, np.int64)
    plan = np.zeros(clock.intervals, np.int64)
    starts = clock.start_us + np.arange(clock.intervals) * clock.interval_us
    if group.staff is not None:
        for day in range(clock.days):
            date = clock.moment(day * DAY_US).date()
            steps = [s for s in group.staff if s.date == date]
            steps = steps or [s for s in group.staff if s.date is None]
            for step in sorted(steps, key=lambda s: s.at):
                at = day * DAY_US + step.at * MINUTE_US
                plan[(starts >= at) & (starts < (day + 1) * DAY_US)] = step.people
    for first, last, people, *_ in _shift_spans(scenario, group):
        plan[(starts >= first) & (starts < last)] += people
    return plan


def _shift_spans(
    scenario: PeakScenario, group: Group
) -> list[tuple[int, int, int, int, tuple[tuple[int, int], ...]]]:
    """(start, end, people, row, breaks as (due, length)) in µs of every shift that meets the
    horizon."""
    clock = scenario.clock
    spans = []
    for row, shift in enumerate(group.shifts or ()):
        for day in range(-1, clock.days):
            date = clock.moment(day * DAY_US).date()
            if shift.dates is not None and date not in shift.dates:
                continue
            first = day * DAY_US + shift.start * MINUTE_US
            last = first + round(shift.length_minutes * MINUTE_US)
            if first < clock.end_us and last > clock.start_us:
                breaks = tuple(
                    (first + round(b.after_minutes * MINUTE_US), round(b.minutes * MINUTE_US))
                    for b in shift.breaks
                )
                spans.append((first, last, shift.people, row, breaks))
    return spans


def duty_of(scenario: PeakScenario, plan: Plan, run: np.uint64) -> Duty:
    """Who of ``plan`` is on duty in one replication: shrinkage, drawn absence, shared seats; for
    named agents their own borders."""
    if scenario.floor.shift_end == "named":
        return _named_duty(scenario, run)
    on_duty = np.empty_like(plan)
    for g, group in enumerate(scenario.groups):
        on_duty[g] = _present(scenario, group, plan[g], run)
    for shared in scenario.floor.seats:
        left = np.full(plan.shape[1], shared.seats, np.int64)
        for g, group in enumerate(scenario.groups):
            if group.name in shared.groups:
                on_duty[g] = np.minimum(on_duty[g], left)
                left -= on_duty[g]
    agents = on_duty.max(axis=1, initial=0)
    return Duty(on_duty, agents, np.empty(0, SHIFT_DTYPE))


def _present(
    scenario: PeakScenario, group: Group, plan: NDArray[np.int64], run: np.uint64
) -> NDArray[np.int64]:
    there = np.floor(plan * (1.0 - group.shrinkage) + 0.5).astype(np.int64)
    if group.absence == 0.0 or not there.size:
        return there
    clock = scenario.clock
    days = (clock.start_us + np.arange(clock.intervals) * clock.interval_us) // DAY_US
    result = np.empty_like(there)
    for day in np.unique(days):
        today = days == day
        absent = np.concatenate([[0], np.cumsum(_absent(group, int(day), there[today].max(), run))])
        result[today] = there[today] - absent[there[today]]
    return result


def _absent(group: Group, day: int, people: int, run: np.uint64) -> NDArray[np.bool_]:
    """Whether each of the first ``people`` persons is absent that day."""
    key = np.uint64(child(named_key(run, "absence", group.name), day * 64 + ABSENCE))
    return np.array([unit(np.uint64(child(key, k))) < group.absence for k in range(people)], bool)


def _named_duty(scenario: PeakScenario, run: np.uint64) -> Duty:
    clock = scenario.clock
    rows: list[tuple[int, int, int, int]] = []
    agents = np.zeros(len(scenario.groups), np.int64)
    first_agent = 0
    lead = round(scenario.floor.last_call_minutes * MINUTE_US)
    for g, group in enumerate(scenario.groups):
        of_row = np.cumsum([0] + [s.people for s in group.shifts or ()])
        agents[g] = of_row[-1]
        for start, end, people, row, breaks in _shift_spans(scenario, group):
            day = max(start, clock.start_us) // DAY_US
            absent = _absent(group, day, int(agents[g]), run)
            shrunk = _shrunk(people, group.shrinkage)
            for k in range(people):
                person = int(of_row[row]) + k
                if absent[person] or k in shrunk:
                    continue
                rows += _borders(clock.start_us, start, end, first_agent + person, breaks, lead)
        first_agent += int(agents[g])
    rows.sort()
    table = np.array([r for r in rows if r[0] < clock.end_us], SHIFT_DTYPE)
    nobody = np.zeros((len(scenario.groups), clock.intervals), np.int64)
    return Duty(nobody, agents, table)


def _shrunk(people: int, share: float) -> frozenset[int]:
    """The last persons of a shift row whom the fixed shrinkage takes off duty."""
    there = int(np.floor(people * (1.0 - share) + 0.5))
    return frozenset(range(there, people))


def _borders(
    opening: int, start: int, end: int, agent: int, breaks: tuple[tuple[int, int], ...], lead: int
) -> list[tuple[int, int, int, int]]:
    begin = max(start, opening)
    rows = [(begin, agent, SHIFT_ON, 0), (end, agent, SHIFT_OFF, 0)]
    if lead > 0:
        rows.append((max(end - lead, begin), agent, LAST_CALL, 0))
    rows += [(due, agent, BREAK, length) for due, length in breaks if due >= begin]
    return rows
