"""Shifts as a list that people can read, edit and fill: dates, times, breaks, how many (2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.peak.schedule.duty import Duty
from simulator.peak.schedule.pattern import DAY_MINUTES, Rest, night_minutes
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
    name = scenario.groups[duty.group].name
    return Slot(name, duty.pattern.kind.name, start, end, duty.all_rests, duty.people)


def breaks_text(slot: Slot) -> str:
    """``12:00-13:00; 15:30-15:45 paid``."""
    return "; ".join(
        f"{_clock(slot.start, r.after)}-{_clock(slot.start, r.after + r.minutes)}"
        + (" paid" if r.paid else "")
        for r in slot.rests
    )


def _clock(start: datetime, after: int) -> str:
    return f"{start + timedelta(minutes=after):%H:%M}"


def night_hours_of(schedule: Schedule, duty: Duty) -> float:
    """Hours of one person's shift in the night."""
    return night_minutes(duty.pattern, schedule.labour) / 60.0
