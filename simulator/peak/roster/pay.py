"""What people on a roster are paid: here it is known whose rest day a shift takes (2.6).

Of a person's calendar week, counted from Monday, days beyond those that are not rest days are work
on a rest day, the last ones first. Normal hours of the other workdays beyond the week's hours are
overtime, from the shift on in which they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.peak.roster.rules import Ints, World
from simulator.peak.schedule.pay import PaidHours, total_hours
from simulator.peak.schedule.slot import Slot, paid_of_slot, yuan_per_shift


@dataclass(frozen=True)
class PaidShift:
    """A shift of a person. ``yuan``: None where no rate is known."""

    person: int
    slot: Slot
    hours: PaidHours
    yuan: float | None
    extra_yuan: float | None
    """Of it what is paid on top of the plain rate, and once for the shift."""


@dataclass(frozen=True)
class Pay:
    """All shifts, by person and day."""

    shifts: tuple[PaidShift, ...]

    def hours(self, person: int | None = None, group: str | None = None) -> PaidHours:
        """Added up, of a person or of a group's shifts."""
        return total_hours(shift.hours for shift in self._some(person, group))

    def yuan(self, person: int | None = None, group: str | None = None) -> float | None:
        """Added up; None where a rate is missing."""
        return _sum(shift.yuan for shift in self._some(person, group))

    def extra_yuan(self, person: int | None = None, group: str | None = None) -> float | None:
        """What is paid on top, added up; None where a rate is missing."""
        return _sum(shift.extra_yuan for shift in self._some(person, group))

    def _some(self, person: int | None, group: str | None) -> list[PaidShift]:
        return [
            shift
            for shift in self.shifts
            if person in (None, shift.person) and group in (None, shift.slot.group)
        ]


def _sum(values: Iterator[float | None]) -> float | None:
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def pay_of(world: World, given: Ints) -> Pay:
    """Of a roster [person, day]."""
    return Pay(tuple(
        shift for person in range(len(world.people)) for shift in _of_person(world, given, person)
    ))  # fmt: skip


def _of_person(world: World, given: Ints, person: int) -> Iterator[PaidShift]:
    labour = world.labour
    days = world.worked_before(person)
    normal = np.zeros(len(world.month))
    for day in np.flatnonzero(given[person] >= 0):
        slot, week = world.slots[given[person, day]], int(world.week[day])
        days[week] += 1
        resting = bool(days[week] > 7 - labour.limits.rest_days_per_week)
        hours = paid_of_slot(slot, labour, resting)
        over = max(0.0, normal[week] + hours.normal - world.contract(person))
        over = min(hours.normal, over)
        normal[week] += hours.normal
        hours = hours._replace(normal=hours.normal - over, overtime=hours.overtime + over)
        own = world.people[person].yuan_per_h
        rate = slot.yuan_per_h if own is None else own
        if rate is None:
            yield PaidShift(person, slot, hours, None, None)
            continue
        once = yuan_per_shift(slot, labour)
        yield PaidShift(person, slot, hours, hours.yuan(rate, labour) + once,
                        hours.extra_yuan(rate, labour) + once)  # fmt: skip
