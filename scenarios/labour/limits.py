"""What labour rules allow a person: hours, overtime, rest (2.6)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.peak.strict import Day, NonNegative, Positive, Strict, TimeOfDay
from sops.language import _
from sops.model_errors import Misfit

Hours = Annotated[NonNegative, Field(le=744.0)]


class Limits(Strict):
    """Limits of one person. The defaults are those of mainland China's standard working hours."""

    hours_per_day: Annotated[Positive, Field(le=24.0)] = 8.0
    """Work of a day beyond this is overtime."""
    hours_per_week: Annotated[Positive, Field(le=168.0)] = 44.0
    """Work of a calendar week beyond this is overtime, where it is not overtime of its day."""
    overtime_hours_per_day: Annotated[NonNegative, Field(le=24.0)] = 3.0
    overtime_hours_per_month: Hours = 36.0
    days_in_a_row: Annotated[int, Field(ge=1, le=31)] = 6
    """A rest day comes at the latest after so many days of work."""
    rest_days_per_week: Annotated[int, Field(ge=1, le=6)] = 1
    """So many days of a calendar week are a person's rest days; work on more than the others is
    work on a rest day."""
    rest_hours_between_shifts: Annotated[NonNegative, Field(le=48.0)] = 11.0


class Night(Strict):
    """The night, and what an hour of work in it earns on top."""

    start: TimeOfDay = 22 * 60
    end: TimeOfDay = 6 * 60
    yuan_per_hour: NonNegative = 0.0


class Pay(Strict):
    """How hours are paid, beside the hourly rate of the group or shift."""

    overtime_factor: Annotated[NonNegative, Field(le=10.0)] = 1.5
    rest_day_factor: Annotated[NonNegative, Field(le=10.0)] = 2.0
    """All work of a shift that begins on a person's rest day, or on one of ``days_off``."""
    holiday_factor: Annotated[NonNegative, Field(le=10.0)] = 3.0
    """All work of a shift that begins on a statutory holiday. It takes the place of the rest day's
    factor, and that the place of overtime's."""
    holidays: tuple[Day, ...] = ()
    """Statutory holidays."""
    days_off: tuple[Day, ...] = ()
    """Other public days off: a rest day for everybody who is given no other day instead."""
    night: Night = Night()
    missing_factor: Annotated[Positive, Field(le=1000.0)] = 10.0
    """A missing agent-hour weighs as much as so many hours of the dearest group. It is no payment:
    it says how much may be spent to have nobody missing."""

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Pay:
        for index, day in enumerate(self.days_off):
            if day in self.holidays:
                message = _("{day} 已经写在 holidays 里")
                raise Misfit(message.format(day=day.isoformat()), "days_off", index)
        return self
