"""What every scenario model has in common: frozen, closed, finite, and a few shared field types."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from sops.language import _
from sops.problem import printable

_CLOCK = re.compile(r"^(\d{1,2}):([0-5]\d)$", re.ASCII)
_MOMENT = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d", re.ASCII)
_DAY = re.compile(r"^\d{4}-\d\d-\d\d$", re.ASCII)


class Strict(BaseModel):
    """A frozen model that refuses unknown keys, NaN and infinity (DESIGN section 4)."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True, strict=False
    )


def _minutes_of_day(value: Any) -> Any:
    if isinstance(value, str):
        match = _CLOCK.match(value.strip())
        minutes = int(match[1]) * 60 + int(match[2]) if match else -1
        if 0 <= minutes <= 24 * 60:
            return minutes
    elif isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 24 * 60:
        return value
    message = _("应为 00:00 到 24:00 之间的时刻，如 20:30，现在是 {value}")
    raise ValueError(message.format(value=printable(value, 40)))


def _naive(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise ValueError(_("时间不带时区：场景里的时间都是服务中心当地时间"))
    if value.second or value.microsecond:
        raise ValueError(_("时间只写到分钟"))
    return value


def _written_moment(value: Any) -> Any:
    # Pydantic would take a bare number for seconds since 1970.
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _MOMENT.match(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    message = _("应为日期和时间，如 2026-11-11T20:00，现在是 {value}")
    raise ValueError(message.format(value=printable(value, 40)))


def _written_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.match(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    message = _("应为日期，如 2026-11-11，现在是 {value}")
    raise ValueError(message.format(value=printable(value, 40)))


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        text = "true" if value else "false"
        raise ValueError(_("应为数字，现在是 {value}").format(value=text))
    return value


TimeOfDay = Annotated[
    int,
    BeforeValidator(_minutes_of_day),
    PlainSerializer(lambda m: f"{m // 60:02d}:{m % 60:02d}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:[0-5]\d$"}),
]
"""Minutes after midnight, written ``HH:MM``; ``24:00`` is the end of the day."""


Moment = Annotated[
    datetime,
    BeforeValidator(_written_moment),
    AfterValidator(_naive),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:[0-5]\d(:00)?$"}),
]
"""Local date and time to the minute, without time zone: ``2026-11-10T20:00``."""

Day = Annotated[date, BeforeValidator(_written_day)]
"""A calendar day: ``2026-11-11``."""

Number = Annotated[float, BeforeValidator(_no_bool)]
Probability = Annotated[float, BeforeValidator(_no_bool), Field(ge=0.0, le=1.0)]
NonNegative = Annotated[float, BeforeValidator(_no_bool), Field(ge=0.0)]
Positive = Annotated[float, BeforeValidator(_no_bool), Field(gt=0.0)]
Seconds = Annotated[float, BeforeValidator(_no_bool), Field(ge=0.0, le=366 * 86_400.0)]
Minutes = Annotated[float, BeforeValidator(_no_bool), Field(ge=0.0, le=366 * 1_440.0)]
"""Lengths of time of a year at most, so that microseconds always fit 64 bits."""
Count = Annotated[int, BeforeValidator(_no_bool), Field(ge=0, le=1_000_000_000)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""A short id: lower-case Latin letters, digits and hyphens."""


class Title(Strict):
    """What people read, in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=80)]
    en: Annotated[str, Field(min_length=1, max_length=120)]


class Note(Strict):
    """A sentence or two in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=400)]
    en: Annotated[str, Field(min_length=1, max_length=600)]
