"""Kinds of shifts: when they may begin, how long they last, which breaks belong to them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.peak.strict import (
    Count,
    Name,
    NonNegative,
    Positive,
    Strict,
    TimeOfDay,
    Title,
)
from sops.language import _
from sops.model_errors import Misfit

DAY_MINUTES = 24 * 60
GRID_MINUTES = 5
"""Starts, lengths and breaks stand on this grid."""

Length = Annotated[Positive, Field(le=24.0)]


class StartRange(Strict):
    """Starts from one time of day to another, every so many minutes."""

    first: TimeOfDay
    last: TimeOfDay
    every_minutes: Annotated[int, Field(ge=GRID_MINUTES, le=DAY_MINUTES)] = 30

    @model_validator(mode="after")
    def _in_order(self) -> StartRange:
        if self.last < self.first:
            raise Misfit(_("last 不可早于 first；过夜的班写成两段"), "last")
        return self


class BreakRule(Strict):
    """A break of ``minutes`` that begins between two times after the beginning of the shift; where
    in between is chosen so that it hurts least."""

    minutes: Annotated[int, Field(ge=GRID_MINUTES, le=480)]
    paid: bool = False
    earliest_after_minutes: Annotated[int, Field(ge=0, le=DAY_MINUTES)]
    latest_after_minutes: Annotated[int, Field(ge=0, le=DAY_MINUTES)]
    every_minutes: Annotated[int, Field(ge=GRID_MINUTES, le=DAY_MINUTES)] = 30
    if_hours_at_least: NonNegative = 0.0
    """Shifts shorter than this have no such break."""

    @model_validator(mode="after")
    def _in_order(self) -> BreakRule:
        if self.latest_after_minutes < self.earliest_after_minutes:
            raise Misfit(
                _("latest_after_minutes 不可小于 earliest_after_minutes"), "latest_after_minutes"
            )
        return self

    @property
    def positions(self) -> tuple[int, ...]:
        """Minutes after the beginning of the shift at which it may begin."""
        last = self.latest_after_minutes + 1
        return tuple(range(self.earliest_after_minutes, last, self.every_minutes))


class Split(Strict):
    """The first part of a split shift lasts ``first_hours``; then comes a long gap, unpaid."""

    first_hours: Annotated[tuple[Length, ...], Field(min_length=1, max_length=20)]
    gap_hours: Annotated[tuple[Length, ...], Field(min_length=1, max_length=20)]


class ShiftKind(Strict):
    """Shifts alike but for their start and length. ``hours`` are from coming to leaving, breaks
    included; of a split shift without its gap."""

    name: Name
    title: Title
    groups: tuple[Name, ...] | None = None
    """Absent: every group."""
    starts: Annotated[tuple[TimeOfDay | StartRange, ...], Field(min_length=1, max_length=96)]
    hours: Annotated[tuple[Length, ...], Field(min_length=1, max_length=40)]
    breaks: Annotated[tuple[BreakRule, ...], Field(max_length=6)] = ()
    split: Split | None = None
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] | None = None
    """1 Monday … 7 Sunday; absent: every day."""
    most_people: Count | None = None
    """At most so many people of a group on such shifts on a day."""
    yuan_per_hour: NonNegative | None = None
    """Absent: the group's rate."""
    yuan_per_shift: NonNegative = 0.0
    """Travel, meals: once for each person and shift."""

    @model_validator(mode="after")
    def _on_the_grid(self) -> ShiftKind:
        for index, hours in enumerate(self.hours):
            if (hours * 60.0) % GRID_MINUTES:
                message = _("时长须是 {n} 分钟的整数倍")
                raise Misfit(message.format(n=GRID_MINUTES), "hours", index)
        for key in ("first_hours", "gap_hours"):
            for index, hours in enumerate(getattr(self.split, key, ())):
                if (hours * 60.0) % GRID_MINUTES:
                    message = _("时长须是 {n} 分钟的整数倍")
                    raise Misfit(message.format(n=GRID_MINUTES), "split", key, index)
        if any(start % GRID_MINUTES for start in self.start_minutes):
            raise Misfit(_("开始时刻须是 {n} 分钟的整数倍").format(n=GRID_MINUTES), "starts")
        if any(start >= DAY_MINUTES for start in self.start_minutes):
            raise Misfit(_("班次须早于 24:00 开始"), "starts")
        return self

    @model_validator(mode="after")
    def _breaks_fit(self) -> ShiftKind:
        if self.split is not None and self.breaks:
            raise Misfit(_("两头班（split）中间已有长休，不再写 breaks"), "breaks")
        for hours in self.hours:
            free_from = 0
            for index, rule in self.breaks_of(hours):
                if rule.earliest_after_minutes < free_from:
                    message = _("和前一个休息可能重叠：须在它最晚结束之后开始（{n} 分钟后）")
                    raise Misfit(message.format(n=free_from), "breaks", index)
                free_from = rule.positions[-1] + rule.minutes
                if free_from > hours * 60.0:
                    message = _("{hours} 小时的班放不下这个休息；可写 if_hours_at_least")
                    raise Misfit(message.format(hours=f"{hours:g}"), "breaks", index)
        for index, first in enumerate(getattr(self.split, "first_hours", ())):
            if first >= max(self.hours):
                raise Misfit(_("前半段须短于整班"), "split", "first_hours", index)
        return self

    def breaks_of(self, hours: float) -> list[tuple[int, BreakRule]]:
        """Position and rule of the breaks of a shift of this length."""
        return [(i, rule) for i, rule in enumerate(self.breaks) if hours >= rule.if_hours_at_least]

    @property
    def start_minutes(self) -> tuple[int, ...]:
        """Minutes after midnight at which such shifts may begin, rising."""
        found: set[int] = set()
        for start in self.starts:
            if isinstance(start, StartRange):
                found.update(range(start.first, start.last + 1, start.every_minutes))
            else:
                found.add(start)
        return tuple(sorted(found))
