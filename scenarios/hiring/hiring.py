"""The hiring file: ways of getting people, how long they take, what they cost, who leaves (2.6)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.strict import (
    Count,
    Name,
    NonNegative,
    Note,
    Positive,
    Probability,
    Strict,
    Title,
)
from sops.language import _
from sops.model_errors import Misfit

Leaving = Annotated[Probability, Field(lt=1.0)]
"""Chance that a person leaves at the end of a week."""
Weeks = Annotated[int, Field(ge=0, le=104)]


class Way(Strict):
    """A way of getting people. Decided in week w: their first day is in week w + ``lead_weeks``,
    then they train, then they stand on the roster."""

    name: Name
    title: Title
    groups: tuple[Name, ...] | None = None
    """Groups that it serves; absent: every one."""
    lead_weeks: Weeks = 0
    training_weeks: Weeks = 0
    """On the payroll, not on the roster."""
    ramp: Annotated[
        tuple[Annotated[Positive, Field(le=2.0)], ...], Field(min_length=1, max_length=104)
    ] = (1.0,)
    """How many experienced people one is worth, by week on the roster; the last one stays."""
    training_attrition_per_week: Leaving = 0.0
    attrition_per_week: Leaving = 0.0
    """After training."""
    yuan_per_hire: NonNegative = 0.0
    yuan_per_week: NonNegative = 0.0
    """Of everybody on the payroll, those in training too."""
    most_per_week: Count | None = None
    """Places a week, over all groups."""
    stay_weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    """Weeks from the first day until all are gone; absent: they stay."""
    least_weeks: Weeks = 0
    """Weeks from the first day that are paid even where they reach beyond the plan."""

    @model_validator(mode="after")
    def _comes_to_work(self) -> Way:
        if self.stay_weeks is not None and self.stay_weeks <= self.training_weeks:
            raise Misfit(_("stay_weeks 须长于 training_weeks，否则没有一周能上岗"), "stay_weeks")
        return self


class Present(Strict):
    """The people there are before the first week, all experienced."""

    have: dict[Name, Count] = Field(default_factory=dict)
    """Group → people; absent: nobody."""
    attrition_per_week: Leaving = 0.0


class Hiring(Strict):
    """Present people, ways of getting more, and the length of a working day."""

    kind: Literal["hiring"]
    name: Name
    title: Title
    note: Note | None = None
    present: Present = Present()
    ways: Annotated[tuple[Way, ...], Field(min_length=1, max_length=20)]
    hours_per_day: Annotated[Positive, Field(le=24.0)] = 8.0
    """Most hours that one person works on a day; turns hours of a day into heads."""

    @model_validator(mode="after")
    def _names_once(self) -> Hiring:
        names = [way.name for way in self.ways]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise Misfit(_("{name} 写了两次").format(name=name), "ways", index, "name")
        return self
