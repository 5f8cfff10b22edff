"""The horizon and its staffing intervals (F1)."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.strict import Moment, Strict
from sops.language import _
from sops.model_errors import Misfit

MINUTE_US = 60_000_000
DAY_US = 24 * 60 * MINUTE_US


class Clock(Strict):
    """Start and end of the horizon, on interval borders; times count from 00:00 of day one."""

    start: Moment
    end: Moment
    interval_minutes: Literal[15, 30] = 30
    drain_minutes: Annotated[float, Field(ge=0.0, le=2880.0)] = 120.0

    @model_validator(mode="after")
    def _on_borders(self) -> Clock:
        if self.end <= self.start:
            raise Misfit(_("结束时间须晚于开始时间"), "end")
        if (self.end - self.start).days > 92:
            raise Misfit(_("一个场景最长 92 天"), "end")
        for key, moment in (("start", self.start), ("end", self.end)):
            if moment.minute % self.interval_minutes:
                message = _("开始和结束须落在 {n} 分钟的边界上")
                raise Misfit(message.format(n=self.interval_minutes), key)
        return self

    @property
    def origin(self) -> datetime:
        """00:00 of the first day: time zero of every run."""
        return datetime.combine(self.start.date(), time())

    @property
    def start_us(self) -> int:
        """Start of the horizon, µs from the origin."""
        return self.us(self.start)

    @property
    def end_us(self) -> int:
        """End of the horizon, µs from the origin."""
        return self.us(self.end)

    @property
    def interval_us(self) -> int:
        """Length of a staffing interval in µs."""
        return self.interval_minutes * MINUTE_US

    @property
    def intervals(self) -> int:
        """Number of staffing intervals of the horizon."""
        return (self.end_us - self.start_us) // self.interval_us

    @property
    def minutes(self) -> int:
        """Number of minutes of the horizon."""
        return (self.end_us - self.start_us) // MINUTE_US

    @property
    def days(self) -> int:
        """Number of calendar days that the horizon touches."""
        return -(-self.end_us // DAY_US)

    def us(self, moment: datetime) -> int:
        """µs from the origin to ``moment`` (may be negative)."""
        delta = moment - self.origin
        return (delta.days * 86_400 + delta.seconds) * 1_000_000

    def moment(self, us: int) -> datetime:
        """The calendar moment of a time in µs."""
        from datetime import timedelta

        return self.origin + timedelta(microseconds=us)
