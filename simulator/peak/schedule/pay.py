"""What working hours are paid as: normal, overtime, rest day, holiday, and the night on top.

Labour Law of the People's Republic of China, article 44: overtime 150 %, a rest day without another
day off instead 200 %, a statutory holiday 300 %. The factors and dates are those of the labour
file; a shift belongs to the day on which it begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from scenarios.labour.labour import Labour


class PaidHours(NamedTuple):
    """Working hours by what they are paid as; ``night`` lies within the others."""

    normal: float = 0.0
    overtime: float = 0.0
    rest_day: float = 0.0
    holiday: float = 0.0
    night: float = 0.0

    @property
    def work(self) -> float:
        """All working hours."""
        return self.normal + self.overtime + self.rest_day + self.holiday

    def times(self, people: float) -> PaidHours:
        """Of so many people."""
        return PaidHours(*(people * hours for hours in self))

    def yuan(self, rate: float, labour: Labour) -> float:
        """Pay at a rate per hour, without what a shift earns once."""
        return rate * self.work + self.extra_yuan(rate, labour)

    def extra_yuan(self, rate: float, labour: Labour) -> float:
        """What overtime, rest days, holidays and nights add to the hours at their plain rate."""
        pay = labour.pay
        more = self.overtime * (pay.overtime_factor - 1.0)
        more += self.rest_day * (pay.rest_day_factor - 1.0)
        more += self.holiday * (pay.holiday_factor - 1.0)
        return rate * more + self.night * pay.night.yuan_per_hour


def paid_hours(
    work: float, night: float, day: date, labour: Labour, resting: bool = False
) -> PaidHours:
    """The hours of a shift that begins on ``day``; ``resting``: it is a rest day of whoever works.
    Overtime of the week is not known here."""
    if day in labour.pay.holidays:
        return PaidHours(holiday=work, night=night)
    if resting or day in labour.pay.days_off:
        return PaidHours(rest_day=work, night=night)
    over = max(0.0, work - labour.limits.hours_per_day)
    return PaidHours(normal=work - over, overtime=over, night=night)


def total_hours(parts: Iterable[PaidHours]) -> PaidHours:
    """Hours added up, each of its kind."""
    sums = [0.0] * len(PaidHours._fields)
    for part in parts:
        for k, hours in enumerate(part):
            sums[k] += hours
    return PaidHours(*sums)
