"""What labour rules and a person's own conditions allow on a day, given the other days (2.6).

Overtime is work beyond the day's hours, and of a calendar week's remaining work what goes beyond
the week's hours (of the law, or of the contract where that is less); a week counts for the month of
its first day in the roster. A night shift has at least three hours in the night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scenarios.labour.labour import Labour
from simulator.peak.roster.person import Person, Window
from simulator.peak.schedule.pattern import DAY_MINUTES, night_overlap
from simulator.peak.schedule.slot import Slot

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NIGHT_HOURS = 3.0
NOBODY_SAYS = -(10**9)

REASONS = (
    "group", "leave", "available", "night", "overtime", "busy", "rest", "row", "hours",
)  # fmt: skip
"""Why somebody cannot take a shift, in the order in which it is looked at."""


@dataclass(frozen=True)
class World:
    """Slots and people as arrays. Times in minutes from 00:00 of the first day."""

    labour: Labour
    slots: tuple[Slot, ...]
    people: tuple[Person, ...]
    first: date
    days: int
    day: Ints
    """[slot]: the day on which it begins."""
    start: Ints
    end: Ints
    work: Floats
    """[slot]: hours."""
    night: Bools
    """[slot]: a night shift."""
    weekend: Bools
    """[slot]: begins on a Saturday or Sunday."""
    week: Ints
    """[day] → number of its calendar week in the roster."""
    month: Ints
    """[week] → number of the month of its first day in the roster; 0 is the first."""
    static: NDArray[np.int8]
    """[person, slot]: position in REASONS of what forbids it whatever else they work; −1: no."""
    last_end: Ints
    """[person]: end of the shift before the roster."""

    @classmethod
    def of(cls, labour: Labour, slots: tuple[Slot, ...], people: tuple[Person, ...]) -> World:
        """Lay out; ``slots`` must not be empty."""
        first = min(s.start.date() for s in slots)
        days = (max(s.start.date() for s in slots) - first).days + 1
        dates = [first + timedelta(days=d) for d in range(days)]
        weeks = [d.isocalendar()[:2] for d in dates]
        known = {w: n for n, w in enumerate(dict.fromkeys(weeks))}
        opening = {known[w]: d for w, d in reversed(list(zip(weeks, dates, strict=True)))}
        month = [
            (opening[n].year - first.year) * 12 + opening[n].month - first.month
            for n in range(len(known))
        ]
        begin = [_minutes(first, s.start) for s in slots]
        static = np.array([[_static(p, s, labour) for s in slots] for p in people], np.int8)
        return cls(
            labour=labour, slots=slots, people=people, first=first, days=days,
            day=np.array(begin) // DAY_MINUTES, start=np.array(begin),
            end=np.array([_minutes(first, s.end) for s in slots]),
            work=np.array([s.work_hours for s in slots]),
            night=np.array([is_night(s, labour) for s in slots]),
            weekend=np.array([s.start.isoweekday() >= 6 for s in slots]),
            week=np.array([known[w] for w in weeks]), month=np.array(month),
            static=static.reshape(len(people), len(slots)),
            last_end=np.array([
                NOBODY_SAYS if p.last_end is None else _minutes(first, p.last_end) for p in people
            ]),
        )  # fmt: skip

    def contract(self, person: int) -> float:
        """Weekly hours beyond which a person works overtime."""
        law = self.labour.limits.hours_per_week
        own = self.people[person].weekly_hours
        return law if own is None else min(own, law)

    def worked_before(self, person: int) -> Ints:
        """[week]: days of it that a person worked before the roster begins."""
        days = np.zeros(len(self.month), np.int64)
        days[0] = min(self.people[person].days_worked, self.first.isoweekday() - 1)
        return days

    def overtime_room(self, person: int, month: int) -> float:
        """Hours of overtime a person may still do in a month of the roster."""
        if not self.people[person].overtime:
            return 0.0
        used = self.people[person].overtime_used_h if month == 0 else 0.0
        return max(0.0, self.labour.limits.overtime_hours_per_month - used)


def is_night(slot: Slot, labour: Labour) -> bool:
    """Whether a shift counts as a night shift."""
    begin = slot.start.hour * 60 + slot.start.minute
    length = int((slot.end - slot.start) / timedelta(minutes=1))
    away = sum(
        night_overlap(begin + r.after, begin + r.after + r.minutes, labour)
        for r in slot.rests
        if not r.paid
    )
    return night_overlap(begin, begin + length, labour) - away >= NIGHT_HOURS * 60


def _minutes(first: date, moment: object) -> int:
    from datetime import datetime

    assert isinstance(moment, datetime)
    midnight = datetime.combine(first, datetime.min.time())
    return int((moment - midnight) / timedelta(minutes=1))


def _static(person: Person, slot: Slot, labour: Labour) -> int:
    if slot.group not in person.groups:
        return REASONS.index("group")
    day = slot.start.date()
    touched = {day, (slot.end - timedelta(minutes=1)).date()}
    if touched & person.leave:
        return REASONS.index("leave")
    if person.windows and not any(_inside(slot, w) for w in person.windows):
        return REASONS.index("available")
    if not person.nights and is_night(slot, labour):
        return REASONS.index("night")
    over = slot.work_hours - labour.limits.hours_per_day
    room = labour.limits.overtime_hours_per_day if person.overtime else 0.0
    return REASONS.index("overtime") if over > room + 1e-9 else -1


def _inside(slot: Slot, window: Window) -> bool:
    begin = slot.start.hour * 60 + slot.start.minute
    end = begin + int((slot.end - slot.start) / timedelta(minutes=1))
    today = slot.start.isoweekday()
    if today in window.weekdays and window.start <= begin and end <= window.end:
        return True
    # The window of the evening before reaches into this morning.
    yesterday = (today - 2) % 7 + 1
    shifted = window.start - DAY_MINUTES <= begin and end <= window.end - DAY_MINUTES
    return yesterday in window.weekdays and shifted


def forbidden(world: World, given: Ints, person: int, slots: Ints) -> NDArray[np.int8]:
    """[of ``slots``, all of one day]: position in REASONS of what forbids it, −1 nothing, when
    ``given`` [person, day] holds the slots of all other days (−1 none); what it holds on that day
    does not count."""
    reasons = world.static[person, slots].copy()
    if not (reasons < 0).any():
        return reasons
    day = int(world.day[slots[0]])
    mine = given[person]
    before = mine[:day][mine[:day] >= 0]
    after = mine[day + 1 :][mine[day + 1 :] >= 0]
    rest = world.labour.limits.rest_hours_between_shifts * 60
    earliest = (world.end[before[-1]] if before.size else world.last_end[person]) + rest
    latest = world.start[after[0]] - rest if after.size else np.inf
    tight = (world.start[slots] < earliest) | (world.end[slots] > latest)
    reasons[(reasons < 0) & tight] = REASONS.index("rest")
    if _run(world, mine, person, day) > world.labour.limits.days_in_a_row:
        reasons[reasons < 0] = REASONS.index("row")
    reasons[(reasons < 0) & ~_hours_allow(world, mine, person, day, slots)] = REASONS.index("hours")
    return reasons


def _run(world: World, mine: Ints, person: int, day: int) -> int:
    """Days in a row with ``day`` worked."""
    length, at = 1, day - 1
    while at >= 0 and mine[at] >= 0:
        length, at = length + 1, at - 1
    if at < 0:
        length += world.people[person].days_worked
    at = day + 1
    while at < world.days and mine[at] >= 0:
        length, at = length + 1, at + 1
    return length


def _hours_allow(world: World, mine: Ints, person: int, day: int, slots: Ints) -> Bools:
    """[slot]: whether weekly hours and the month's overtime have room."""
    month = int(world.month[world.week[day]])
    others = mine.copy()
    others[day] = -1
    elsewhere, normal = _overtime(world, others, person, month, int(world.week[day]))
    limit = world.labour.limits.hours_per_day
    work = world.work[slots]
    cap = world.contract(person)
    own = np.maximum(0.0, work - limit)
    week = np.maximum(0.0, normal + np.minimum(work, limit) - cap)
    total = elsewhere + own + week
    return np.asarray((own + week <= 1e-9) | (total <= world.overtime_room(person, month) + 1e-9))


def _overtime(world: World, mine: Ints, person: int, month: int, week: int) -> tuple[float, float]:
    """(overtime of the month without the weekly overtime of ``week``, normal hours of ``week``)."""
    limit = world.labour.limits.hours_per_day
    over, normal = 0.0, np.zeros(len(world.month))
    for day in np.flatnonzero(mine >= 0):
        at = world.week[day]
        hours = float(world.work[mine[day]])
        normal[at] += min(hours, limit)
        if world.month[at] == month:
            over += max(0.0, hours - limit)
    cap = world.contract(person)
    for at in range(len(normal)):
        if at != week and world.month[at] == month:
            over += max(0.0, float(normal[at]) - cap)
    return over, float(normal[week])


def overtime_hours(world: World, mine: Ints, person: int) -> float:
    """All overtime of a person's shifts [day]."""
    total = 0.0
    for month in range(int(world.month.max()) + 1):
        total += _overtime(world, mine, person, month, -1)[0]
    return total
