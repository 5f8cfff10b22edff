"""Groups of alike agents, their staffing, shifts and experience (F8, F10, F12, F14)."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.strict import (
    Count,
    Day,
    Name,
    NonNegative,
    Positive,
    Probability,
    Strict,
    TimeOfDay,
    Title,
)
from sops.language import _
from sops.model_errors import Misfit


class StaffStep(Strict):
    """From ``at`` on, ``people`` are planned, until the next step of the day; before the first step
    of a day nobody is. Steps with a ``date`` replace the undated ones on that day."""

    at: TimeOfDay
    people: Count
    date: Day | None = None


class Break(Strict):
    """A break that starts when free and keeps its length (F12)."""

    after_minutes: Annotated[Positive, Field(le=1440.0)]
    minutes: Annotated[Positive, Field(le=1440.0)]


class Shift(Strict):
    """A named shift: ``people`` agents who each start, break and end alike."""

    start: TimeOfDay
    length_minutes: Annotated[Positive, Field(le=1440.0)]
    people: Count
    dates: tuple[Day, ...] | None = None
    """Absent: every day of the horizon."""
    breaks: tuple[Break, ...] = ()

    @model_validator(mode="after")
    def _breaks_inside(self) -> Shift:
        at = 0.0
        for rest in self.breaks:
            if rest.after_minutes < at:
                raise Misfit(_("休息须按先后写，且不可重叠"), "breaks")
            at = rest.after_minutes + rest.minutes
        if at > self.length_minutes:
            raise Misfit(_("休息须在班次之内"), "breaks")
        return self


class RampPoint(Strict):
    """Speed and resolution at a tenure; between points they are interpolated, outside they stay."""

    week: NonNegative
    speed: Annotated[Positive, Field(le=10.0)]
    resolution: Annotated[NonNegative, Field(le=2.0)]


class Experience(Strict):
    """A cohort's ramp over tenure in weeks (F14)."""

    tenure_weeks: NonNegative
    """At the first day of the scenario."""
    ramp: Annotated[tuple[RampPoint, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rising_weeks(self) -> Experience:
        weeks = [p.week for p in self.ramp]
        for index, (before, after) in enumerate(pairwise(weeks), start=1):
            if after <= before:
                raise Misfit(_("ramp 的 week 须递增"), "ramp", index, "week")
        return self


class Group(Strict):
    """A group. At most one of ``people``, ``staff``, ``people_per_interval``, ``shifts``; none of
    them: nobody is planned (sizing fills it in)."""

    name: Name
    title: Title
    concurrency: Annotated[int, Field(ge=1, le=64)] = 1
    """Chat sessions at a time (F8)."""
    speed: Annotated[Positive, Field(le=10.0)] = 1.0
    resolution: Annotated[NonNegative, Field(le=2.0)] = 1.0
    """Factor on ``resolved_by_person``."""
    escalation: Annotated[NonNegative, Field(le=10.0)] = 1.0
    """Factor on ``escalated``."""
    experience: Experience | None = None
    tickets: Literal["no_sessions", "hands_free"] = "no_sessions"
    shrinkage: Annotated[Probability, Field(lt=1.0)] = 0.0
    """Fixed share of planned people who are not on duty (F14)."""
    absence: Annotated[Probability, Field(lt=1.0)] = 0.0
    """Chance that a planned person is absent on a day, drawn per replication (F14)."""
    yuan_per_hour: NonNegative = 0.0
    available: Count | None = None
    """Most people that sizing may plan at a time."""
    people: Count | None = None
    staff: tuple[StaffStep, ...] | None = None
    people_per_interval: tuple[Count, ...] | None = None
    shifts: tuple[Shift, ...] | None = None

    @model_validator(mode="after")
    def _one_staffing(self) -> Group:
        ways = ("people", "staff", "people_per_interval", "shifts")
        given = [way for way in ways if getattr(self, way) is not None]
        if len(given) > 1:
            raise Misfit(_("people、staff、people_per_interval、shifts 至多写一个"), given[-1])
        return self
