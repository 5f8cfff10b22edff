"""Shifts as a list that people can read, edit and fill: dates, times, breaks, how many (2.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scenarios.labour.labour import Labour
from scenarios.labour.shift_kind import ShiftKind
from scenarios.peak.group import Group
from simulator.peak.schedule.duty import Duty
from simulator.peak.schedule.pattern import DAY_MINUTES, Rest, night_overlap, rate_of
from simulator.peak.schedule.pay import PaidHours, paid_hours
from simulator.peak.schedule.scheduled import Schedule


@dataclass(frozen=True)
class Slot:
    """``people`` places on a shift: moments are local, breaks count from the start. The gap of a
    split shift is an unpaid break among the others."""

    group: str
    shift: str
    start: datetime
    end: datetime
    rests: tuple[Rest, ...]
    people: int
    yuan_per_h: float | None = None
    """What an hour is paid before anything on top; None: nobody said."""

    @property
    def work_hours(self) -> float:
        """Working time: without unpaid breaks."""
        minutes = (self.end - self.start) / timedelta(minutes=1)
        return (minutes - sum(r.minutes for r in self.rests if not r.paid)) / 60.0


def slots_of(schedule: Schedule) -> tuple[Slot, ...]:
    """The shifts of a schedule."""
    return tuple(slot_of(schedule, duty) for duty in schedule.duties)


def slot_of(schedule: Schedule, duty: Duty) -> Slot:
    """A duty as moments."""
    scenario = schedule.plan.scenario
    origin = scenario.clock.origin
    start = origin + timedelta(minutes=duty.day * DAY_MINUTES + duty.pattern.start)
    end = start + timedelta(minutes=duty.pattern.minutes)
    group = scenario.groups[duty.group]
    kind = duty.pattern.kind
    rate = rate_of(kind, group)
    return Slot(group.name, kind.name, start, end, duty.all_rests, duty.people, rate)


def breaks_text(slot: Slot) -> str:
    """``12:00-13:00; 15:30-15:45 paid``."""
    return "; ".join(
        f"{_clock(slot.start, r.after)}-{_clock(slot.start, r.after + r.minutes)}"
        + (" paid" if r.paid else "")
        for r in slot.rests
    )


def _clock(start: datetime, after: int) -> str:
    return f"{start + timedelta(minutes=after):%H:%M}"


def kind_of(slot: Slot, labour: Labour) -> ShiftKind | None:
    """The kind of shift by its name; None: the labour file has none of that name."""
    return next((kind for kind in labour.shifts if kind.name == slot.shift), None)


def with_rates(
    slots: Iterable[Slot], labour: Labour, groups: Iterable[Group] = ()
) -> tuple[Slot, ...]:
    """The slots with a rate where one can be known: their own, else that of their kind, else that
    of their group."""
    by_group = {group.name: group.yuan_per_hour for group in groups}
    found = []
    for slot in slots:
        kind = kind_of(slot, labour)
        rate = slot.yuan_per_h
        if rate is None and kind is not None:
            rate = kind.yuan_per_hour
        if rate is None:
            rate = by_group.get(slot.group)
        found.append(replace(slot, yuan_per_h=rate))
    return tuple(found)


def night_hours(slot: Slot, labour: Labour) -> float:
    """Hours of one person in the night; breaks in it are not taken out, the gap of a split shift
    is (as for patterns)."""
    begin = slot.start.hour * 60 + slot.start.minute
    length = int((slot.end - slot.start) / timedelta(minutes=1))
    kind = kind_of(slot, labour)
    gaps = slot.rests if kind is not None and kind.split is not None else ()
    away = sum(
        night_overlap(begin + r.after, begin + r.after + r.minutes, labour)
        for r in gaps
        if not r.paid
    )
    return (night_overlap(begin, begin + length, labour) - away) / 60.0


def paid_of_slot(slot: Slot, labour: Labour, resting: bool = False) -> PaidHours:
    """The hours of one person on it by what they are paid as; ``resting``: on their rest day."""
    return paid_hours(
        slot.work_hours, night_hours(slot, labour), slot.start.date(), labour, resting
    )


def yuan_per_shift(slot: Slot, labour: Labour) -> float:
    """What one person is paid once for it: travel, meals."""
    kind = kind_of(slot, labour)
    return 0.0 if kind is None else kind.yuan_per_shift
