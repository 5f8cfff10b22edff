"""Patterns: every shift that the labour file allows a group, with its pay and its breaks (2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scenarios.labour.labour import Labour
from scenarios.labour.shift_kind import BreakRule, ShiftKind
from scenarios.peak.clock import DAY_US
from scenarios.peak.group import Group
from scenarios.peak.scenario import PeakScenario
from simulator.peak.schedule.pay import PaidHours, paid_hours

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Rest:
    """A break: minutes after the beginning of the shift, length, whether it is paid."""

    after: int
    minutes: int
    paid: bool


@dataclass(frozen=True)
class Pattern:
    """A shift of one kind with its start and its length; times in minutes of the starting day.

    Where the breaks stand is chosen per person and makes no other pattern. The gap of a split
    shift is part of the pattern."""

    kind: ShiftKind
    start: int
    minutes: int
    """From coming to leaving, gap included."""
    gap: Rest | None
    rules: tuple[BreakRule, ...]

    @property
    def name(self) -> str:
        """``full 09:00–18:00``; tells patterns of a labour file apart."""
        end = self.start + self.minutes
        text = f"{self.kind.name} {_clock(self.start)}-{_clock(end)}"
        return text if self.gap is None else f"{text} +{self.gap.after}/{self.gap.minutes}"

    @property
    def work_minutes(self) -> int:
        """Working time: without unpaid breaks and gap."""
        unpaid = sum(rule.minutes for rule in self.rules if not rule.paid)
        return self.minutes - unpaid - (self.gap.minutes if self.gap else 0)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def patterns_of(labour: Labour, group: Group) -> tuple[Pattern, ...]:
    """All patterns of a group, in the order of the labour file, then by start and length."""
    found = []
    for kind in labour.shifts:
        if kind.groups is not None and group.name not in kind.groups:
            continue
        for start in kind.start_minutes:
            for hours in kind.hours:
                rules = tuple(rule for _i, rule in kind.breaks_of(hours))
                minutes = round(hours * 60)
                if kind.split is None:
                    found.append(Pattern(kind, start, minutes, None, rules))
                    continue
                found += [
                    Pattern(kind, start, minutes + gap.minutes, gap, rules)
                    for gap in _gaps(kind, hours)
                ]
    return tuple(p for p in found if p.minutes <= DAY_MINUTES)


def _gaps(kind: ShiftKind, hours: float) -> list[Rest]:
    assert kind.split is not None
    return [
        Rest(round(first * 60), round(gap * 60), False)
        for first in kind.split.first_hours
        for gap in kind.split.gap_hours
        if first < hours
    ]


def allowed_on(pattern: Pattern, day: date) -> bool:
    """Whether such shifts may begin on a date."""
    days = pattern.kind.weekdays
    return days is None or day.isoweekday() in days


def day_of(scenario: PeakScenario, day: int) -> date:
    """The date of a day of the horizon."""
    return scenario.clock.moment(day * DAY_US).date()


def campaign_days(scenario: PeakScenario) -> range:
    """Days of the horizon on which shifts may begin."""
    return range(scenario.clock.days)


def end_of(scenario: PeakScenario, day: int, pattern: Pattern) -> date:
    """The date on which a shift that begins on ``day`` ends."""
    return day_of(scenario, day) + timedelta(minutes=pattern.start + pattern.minutes)


def paid_of(pattern: Pattern, labour: Labour, day: date) -> PaidHours:
    """The hours of one person on such a shift that begins on ``day``, by what they are paid as."""
    night = night_minutes(pattern, labour) / 60.0
    return paid_hours(pattern.work_minutes / 60.0, night, day, labour)


def rate_of(kind: ShiftKind, group: Group) -> float:
    """Yuan per hour of a group's people on shifts of a kind."""
    return group.yuan_per_hour if kind.yuan_per_hour is None else kind.yuan_per_hour


def yuan_of(pattern: Pattern, group: Group, labour: Labour, day: date) -> float:
    """What one person on such a shift is paid: hours, what is paid on top, travel."""
    rate = rate_of(pattern.kind, group)
    return paid_of(pattern, labour, day).yuan(rate, labour) + pattern.kind.yuan_per_shift


def night_minutes(pattern: Pattern, labour: Labour) -> int:
    """Minutes of presence in the night; breaks in it are not taken out, a gap is."""
    spans = [(pattern.start, pattern.start + pattern.minutes)]
    if pattern.gap is not None:
        first = pattern.start + pattern.gap.after
        spans = [
            (pattern.start, first),
            (first + pattern.gap.minutes, pattern.start + pattern.minutes),
        ]
    return sum(night_overlap(a, b, labour) for a, b in spans)


def night_overlap(start: int, end: int, labour: Labour) -> int:
    """Minutes of a span (minutes of a day, may pass midnight) that lie in the night."""
    night = labour.pay.night
    length = (night.end - night.start) % DAY_MINUTES
    total = 0
    for day in range(-1, end // DAY_MINUTES + 1):
        begin = day * DAY_MINUTES + night.start
        total += max(0, min(end, begin + length) - max(start, begin))
    return total
