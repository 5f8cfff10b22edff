"""Which days of a log are fitted to, and which are held back to be tested on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from simulator.peak.log.log import Log
from simulator.peak.log.moment import DAY_US, local_us
from sops.language import _
from sops.problem import Problem, Problems

MOST_DAYS = 92
"""A scenario's horizon is no longer."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Span:
    """Calendar days fitted to, and those after them that are kept from every estimate."""

    fitted: tuple[date, ...]
    held_back: tuple[date, ...]

    @property
    def horizon(self) -> tuple[date, date]:
        """First and last day of the scenario: the days held back, else the week after the log."""
        if self.held_back:
            return self.held_back[0], self.held_back[-1]
        last = self.fitted[-1]
        return last + timedelta(days=1), last + timedelta(days=7)

    @property
    def start_us(self) -> int:
        """00:00 of the first fitted day, µs from 1970-01-01."""
        return day_start(self.fitted[0])

    @property
    def end_us(self) -> int:
        """24:00 of the last fitted day."""
        return day_start(self.fitted[-1]) + DAY_US


def day_start(day: date) -> int:
    """µs from 1970-01-01 to 00:00 of a day."""
    return local_us(datetime(day.year, day.month, day.day))


def day_of(us: int) -> date:
    """The calendar day of a moment."""
    return _EPOCH + timedelta(days=us // DAY_US)


def split(
    log: Log, hold_back: int = 0, first: date | None = None, last: date | None = None
) -> Span:
    """The log's days from ``first`` to ``last`` (default: all), the last ``hold_back`` of them
    held back. Raises `Problems` where nothing is left to fit to."""
    logged = np.unique(log.rows["arrived"] // DAY_US)
    begin = max(first or date.min, day_of(int(logged[0]) * DAY_US))
    end = min(last or date.max, day_of(int(logged[-1]) * DAY_US))
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    fitted, held = days[: len(days) - hold_back], days[len(days) - hold_back :]
    within = {day_of(int(d) * DAY_US) for d in logged}
    if not within.intersection(fitted) or hold_back < 0:
        message = _("日志有 {n} 天（{first} 到 {last}），留出 {held} 天之后没有可拟合的")
        text = message.format(n=len(days), first=begin, last=end, held=hold_back)
        raise Problems([Problem(log.file, 0, 0, "", text)])
    if len(held) > MOST_DAYS:
        message = _("最多留出 {n} 天").format(n=MOST_DAYS)
        raise Problems([Problem(log.file, 0, 0, "", message)])
    return Span(tuple(fitted), tuple(held))
