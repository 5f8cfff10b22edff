"""A day or a time of day as it was said, and which real days it can mean."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

LAST_DAY = -1
"""`Moment.day` of 月底, the last day of a month."""


class Moment(NamedTuple):
    """What a text says of a day and a time; None where it says nothing.

    `weekday` 0 is Monday, with `week_offset` 0 for 本周, 1 for 下周, None for a bare 周五.
    `day_offset` counts days from today (明天 1), `month_offset` months (下个月 1).
    `hour` is 0–24. `part` is one of morning, noon, afternoon, evening, night.
    `by` is true of a limit (18点前, by Friday). `loose` is true of a week, a month or a part of
    one (下周, early next month), which is no day.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    week_offset: int | None = None
    day_offset: int | None = None
    month_offset: int | None = None
    hour: int | None = None
    minute: int | None = None
    part: str | None = None
    by: bool | None = None
    loose: bool | None = None

    @property
    def has_day(self) -> bool:
        """Whether a day is said, not only a time of day."""
        said = (self.day, self.weekday, self.day_offset, self.loose)
        return any(value is not None for value in said)

    @property
    def has_time(self) -> bool:
        """Whether a time of day is said by the clock."""
        return self.hour is not None

    def days(self, today: date) -> frozenset[date]:
        """The days it can mean when said on `today`; without a day, today itself."""
        if self.loose:
            return frozenset()
        if self.day_offset is not None:
            return frozenset({today + timedelta(days=self.day_offset)})
        if self.weekday is not None:
            return self._weekdays(today)
        if self.day is not None:
            return self._month_days(today)
        return frozenset({today})

    def _weekdays(self, today: date) -> frozenset[date]:
        """A bare weekday is the last or the next one; 下周五 counts from this week's Monday,
        and from the next such day too (people say both in English)."""
        assert self.weekday is not None
        monday = today - timedelta(days=today.weekday())
        in_week = monday + timedelta(days=self.weekday)
        if self.week_offset is not None:
            return frozenset({in_week + timedelta(weeks=self.week_offset)})
        other = timedelta(weeks=1 if in_week < today else -1)
        return frozenset({in_week, in_week + other} if in_week != today else {in_week})

    def _month_days(self, today: date) -> frozenset[date]:
        assert self.day is not None
        if self.month is not None:
            years = [self.year] if self.year else [today.year - 1, today.year, today.year + 1]
            months = [(year, self.month) for year in years]
        elif self.month_offset is not None:
            months = [_shifted(today, self.month_offset)]
        else:
            months = [_shifted(today, offset) for offset in (-1, 0, 1)]
        found = {_day(year, month, self.day) for year, month in months}
        return frozenset(day for day in found if day is not None)


def _shifted(today: date, months: int) -> tuple[int, int]:
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        if day == LAST_DAY:
            following = date(year + month // 12, month % 12 + 1, 1)
            return following - timedelta(days=1)
        return date(year, month, day)
    except ValueError:
        return None


def same_day(first: Moment, second: Moment) -> Moment | None:
    """A day named by its date and by its weekday (周六(28号), Monday the 30th) as one: the date
    counts. None where they are not such a pair."""
    for plain, dated in ((first, second), (second, first)):
        named = plain.weekday is not None and not plain.week_offset
        if named and dated.weekday is None and dated.day is not None and dated.day != LAST_DAY:
            return dated._replace(
                hour=plain.hour if dated.hour is None else dated.hour,
                minute=plain.minute if dated.minute is None else dated.minute,
                part=dated.part or plain.part,
            )
    return None
