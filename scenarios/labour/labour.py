"""The labour file: which shifts there may be, what they cost, and what labour rules allow (2.6)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.labour.limits import Limits, Pay
from scenarios.labour.shift_kind import ShiftKind
from scenarios.peak.strict import Count, Name, Note, Strict, Title
from sops.language import _
from sops.model_errors import Misfit


class Labour(Strict):
    """Rules by which a requirement becomes shifts, and shifts a roster."""

    kind: Literal["labour"]
    name: Name
    title: Title
    note: Note | None = None
    limits: Limits = Limits()
    pay: Pay = Pay()
    shifts: Annotated[tuple[ShiftKind, ...], Field(min_length=1, max_length=40)]
    patterns_per_group: Annotated[int, Field(ge=1, le=500)] | None = None
    """At most so many different shifts (start, length) per group over the campaign."""
    on_roll: dict[Name, Count] = Field(default_factory=dict)
    """Group → people it has: at most so many shifts a day."""

    @model_validator(mode="after")
    def _names_once(self) -> Labour:
        names = [kind.name for kind in self.shifts]
        for index, name in enumerate(names):
            if name in names[:index]:
                raise Misfit(_("{name} 写了两次").format(name=name), "shifts", index, "name")
        return self

    @model_validator(mode="after")
    def _within_the_day(self) -> Labour:
        most = self.limits.hours_per_day + self.limits.overtime_hours_per_day
        for index, kind in enumerate(self.shifts):
            for place, hours in enumerate(kind.hours):
                unpaid = sum(r.minutes for _i, r in kind.breaks_of(hours) if not r.paid) / 60.0
                if hours - unpaid > most + 1e-9:
                    message = _("工作 {hours} 小时，超过一天最多的 {most} 小时（含加班）")
                    text = message.format(hours=f"{hours - unpaid:g}", most=f"{most:g}")
                    raise Misfit(text, "shifts", index, "hours", place)
        return self
