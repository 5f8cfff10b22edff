"""What a report is about: a scenario, the people it needs, who is there, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.labour.labour import Labour
from scenarios.peak.scenario import PeakScenario
from simulator.peak.bots.study import Study
from simulator.peak.hiring.hired import HiringPlan
from simulator.peak.result import Result
from simulator.peak.roster.rostered import Roster
from simulator.peak.schedule.pay import PaidHours, total_hours
from simulator.peak.schedule.slot import Slot, paid_of_slot, with_rates, yuan_per_shift
from simulator.peak.sizing.sized import SizedPlan
from simulator.peak.staffing import Plan

Floats = NDArray[np.float64]
Source = Literal["sized", "file", "scenario"]


class GroupPay(NamedTuple):
    """What the people on a group's shifts are paid."""

    hours: PaidHours
    extra_yuan: float | None
    """Of it on top of the plain rate: overtime, rest days, holidays, nights, once a shift."""
    yuan: float | None
    """None where a rate is not known."""


@dataclass(frozen=True)
class Facts:
    """Data in, report out; nothing else is asked for later."""

    scenario: PeakScenario
    required: Plan
    """[group, interval]: the people asked for."""
    source: Source
    """Where they come from: sized here, a file of people, or the scenario's own staffing."""
    result: Result
    """Simulated with the shifts if there are any, else with the people asked for."""
    cover: Floats | None = None
    """[group, interval]: people on shifts, breaks taken out; None: no shifts. With a roster: those
    who are on it."""
    places: Floats | None = None
    """[group, interval]: with a roster, the people its shifts ask for."""
    labour: Labour | None = None
    pay: tuple[GroupPay, ...] = ()
    """[group]: of the shifts; empty without shifts."""
    roster: Roster | None = None
    hiring: HiringPlan | None = None
    bots: Study | None = None
    sized: SizedPlan | None = None
    version: str = ""
    command: str = ""
    files: tuple[tuple[str, str], ...] = field(default=())
    """(name, SHA-256) of each file that went in beside the scenario."""

    @property
    def there(self) -> Floats:
        """[group, interval]: who is planned to be there."""
        return self.required.astype(float) if self.cover is None else self.cover

    @property
    def hours(self) -> Floats:
        """[group]: agent-hours of ``there``."""
        return np.asarray(self.there.sum(axis=1) * self.scenario.clock.interval_minutes / 60.0)


def cover_of_slots(scenario: PeakScenario, slots: tuple[Slot, ...], paid: bool = False) -> Floats:
    """[group, interval]: people there (``paid``: people paid, so without unpaid breaks only), parts
    of intervals as parts of people; every group of the slots must be one of the scenario's."""
    clock = scenario.clock
    names = [g.name for g in scenario.groups]
    edges: Floats = np.arange(clock.intervals + 1, dtype=np.float64) * clock.interval_minutes
    total = np.zeros((len(names), clock.intervals))
    for slot in slots:
        begin = (slot.start - clock.start) / timedelta(minutes=1)
        row = _share(edges, begin, begin + (slot.end - slot.start) / timedelta(minutes=1))
        for rest in (r for r in slot.rests if not (paid and r.paid)):
            row -= _share(edges, begin + rest.after, begin + rest.after + rest.minutes)
        total[names.index(slot.group)] += slot.people * row
    return total


def paid_by_slots(result: Result, scenario: PeakScenario, slots: tuple[Slot, ...]) -> Result:
    """The same result with the paid time of these shifts, shrinkage and absence included: on the
    floor only those are planned who come."""
    paid = cover_of_slots(scenario, slots, paid=True) * scenario.clock.interval_us
    time = result.group_time.copy()
    time["paid"] = np.rint(paid.T).astype(np.int64)
    return replace(result, group_time=time)


def pay_of_slots(
    scenario: PeakScenario, slots: tuple[Slot, ...], labour: Labour
) -> tuple[GroupPay, ...]:
    """[group]: all places filled; nobody's own rest days and weeks are known."""
    found = []
    for group in scenario.groups:
        mine = with_rates((s for s in slots if s.group == group.name), labour, scenario.groups)
        hours, extra, yuan = [], 0.0, 0.0
        for slot in mine:
            paid = paid_of_slot(slot, labour).times(slot.people)
            once = slot.people * yuan_per_shift(slot, labour)
            rate = slot.yuan_per_h or 0.0
            hours.append(paid)
            extra += paid.extra_yuan(rate, labour) + once
            yuan += paid.yuan(rate, labour) + once
        found.append(GroupPay(total_hours(hours), extra, yuan))
    return tuple(found)


def pay_of_roster(scenario: PeakScenario, roster: Roster) -> tuple[GroupPay, ...]:
    """[group]: of those who are on it."""
    pay = roster.pay
    return tuple(
        GroupPay(pay.hours(group=g.name), pay.extra_yuan(group=g.name), pay.yuan(group=g.name))
        for g in scenario.groups
    )


def slots_of_roster(roster: Roster) -> tuple[Slot, ...]:
    """The shifts with as many people as there are names on them."""
    taken = np.bincount(roster.given[roster.given >= 0], minlength=len(roster.slots))
    filled = zip(roster.slots, taken.tolist(), strict=True)
    return tuple(replace(slot, people=n) for slot, n in filled if n)


def _share(edges: Floats, start: float, end: float) -> Floats:
    """[interval]: the share of each interval between two minutes."""
    inside = np.diff(np.clip(edges, start, end))
    return np.asarray(inside / (edges[1] - edges[0]))
