"""Whether a value heard is the value that is true (rules D4, D7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from simulator.drill.understanding.duration import DAY_SECONDS, Duration
from simulator.drill.understanding.fact_heard import FactHeard
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.slot import find_slots, value_from_json

EQUAL, WITHIN, OVERLAPS = "equal", "within", "overlaps"
_PART_HOURS = {
    "morning": (5, 12),
    "noon": (11, 14),
    "afternoon": (12, 19),
    "evening": (17, 25),
    "night": (0, 7),
}


def agrees(
    type: str, heard: FactHeard, truth: Any, tolerance: float = 0.0,
    now: date | datetime | None = None, how: str = EQUAL,
) -> bool:  # fmt: skip
    """Whether what was heard of a fact, its negation counted, is so (see `same_value`). To deny
    a value is true only of values that are not the true one."""
    same = same_value(type, heard.value, truth, tolerance, now, how)
    return same if type in ("bool", "text") else same != heard.negated


def same_value(
    type: str, heard: Any, truth: Any, tolerance: float = 0.0,
    now: date | datetime | None = None, how: str = EQUAL,
) -> bool:  # fmt: skip
    """Whether a value heard (or its plain form, as a log keeps it) is `truth`.

    - amount: equal to the fen, or off by `tolerance` fen at most; number: likewise;
    - duration: `truth` is seconds, a `Duration`, a pair of seconds, or words (`1-3个工作日`).
      `how="equal"`: the most that was said is the true most, and the least no later than it;
      `within`: nothing said lies outside the truth (from 0, where the truth is one figure);
      `overlaps`: they share something. Working days are not days where both name their unit;
      `tolerance` is in seconds. Vague lengths equal nothing;
    - date: `truth` is a date, a datetime or its ISO form; `now` is the day of the talk, needed
      for 明天 or 周五; a time of day counts where both have one, off by `tolerance` seconds;
    - bool, choice: equal; text: always true, since its cues say what it is.
    """
    if heard is None or truth is None:
        return type == "text" and heard is not None
    if type == "text":
        return True
    if type in ("amount", "number"):
        return _is_number(heard) and _is_number(truth) and abs(heard - truth) <= tolerance + 1e-9
    if type == "duration":
        return _same_duration(_value("duration", heard), truth, tolerance, now, how)
    if type == "date":
        return _same_date(_value("date", heard), truth, tolerance, now)
    return bool(heard == truth) and isinstance(heard, bool) == isinstance(truth, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(type: str, heard: Any) -> Any:
    """The value as it was before a log made plain data of it."""
    if isinstance(heard, Mapping):
        return value_from_json("duration" if "unit" in heard else "date", heard)
    if isinstance(heard, list) and len(heard) == 4 and type == "duration":
        return Duration(*heard)
    return heard


def _same_duration(
    heard: Any, truth: Any, tolerance: float, now: date | datetime | None, how: str
) -> bool:
    right = _duration(truth)
    if isinstance(heard, Moment) and right is not None and now is not None:
        end = _plain_day(now) + timedelta(seconds=right.high_seconds)
        return right.high_seconds >= DAY_SECONDS and end in heard.days(_plain_day(now))
    said = _duration(heard)
    if said is None or right is None or said.bound in ("vague", "ago"):
        return False
    units = {said.unit, right.unit} - {""}
    if len(units) > 1 and "working_days" in units:
        return False
    if how == EQUAL:
        upper = abs(said.high_seconds - right.high_seconds) <= tolerance
        return (
            upper and said.bound != "least" and said.low_seconds <= right.high_seconds + tolerance
        )
    if how == OVERLAPS:
        return (
            said.low_seconds <= right.high_seconds + tolerance
            and right.low_seconds <= said.high_seconds + tolerance
        )
    low = right.low_seconds if right.low_seconds < right.high_seconds else 0
    return (
        said.high_seconds <= right.high_seconds + tolerance
        and (said.low_seconds or low) >= low - tolerance
    )


def _duration(value: Any) -> Duration | None:
    """A length of time; one without a unit of its own has the unit ""."""
    if isinstance(value, Duration):
        return value
    if _is_number(value):
        return Duration(int(value), int(value), "")
    if isinstance(value, str):
        found = [
            s for s in find_slots(value, "zh") + find_slots(value, "en") if s.kind == "duration"
        ]
        return found[0].value if found else None
    if isinstance(value, Mapping) and "high_seconds" in value:
        return Duration(**value)
    if isinstance(value, list | tuple) and len(value) in (2, 4):
        return Duration(*value) if len(value) == 4 else Duration(value[0], value[1], "")
    return None


def _same_date(heard: Any, truth: Any, tolerance: float, now: date | datetime | None) -> bool:
    right = _date(truth)
    if right is None:
        return False
    today = _plain_day(now) if now is not None else None
    if isinstance(heard, Duration):
        if today is None or heard.bound in ("vague", "least", "about"):
            return False
        sign = -1 if heard.bound == "ago" else 1
        return today + timedelta(seconds=sign * heard.high_seconds) == _plain_day(right)
    if not isinstance(heard, Moment):
        return heard == truth
    if today is None:
        if heard.day_offset is not None or heard.weekday is not None:
            return False
        today = _plain_day(right)
    if not heard.has_day and now is None:
        return False
    return _at(right, heard, today, tolerance)


def _at(right: date | datetime, heard: Moment, today: date, tolerance: float) -> bool:
    """Whether the true moment is one that was said; 24:00 belongs to the day before it."""
    for day in heard.days(today):
        if not isinstance(right, datetime) or not (heard.has_time or heard.part):
            if day == _plain_day(right):
                return True
            continue
        midnight = datetime(day.year, day.month, day.day)
        seconds = (right - midnight).total_seconds()
        if heard.hour is not None:
            for hour in {heard.hour, heard.hour + 12} if _ambiguous(heard) else {heard.hour}:
                if abs(seconds - hour * 3600 - (heard.minute or 0) * 60) <= tolerance:
                    return True
        else:
            low, high = _PART_HOURS[heard.part or "noon"]
            if low * 3600 <= seconds <= high * 3600:
                return True
    return False


def _ambiguous(heard: Moment) -> bool:
    """6点 without 上午 or 下午 may be either half of the day."""
    return heard.part is None and heard.hour is not None and 1 <= heard.hour <= 11


def _plain_day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _date(truth: Any) -> date | datetime | None:
    if isinstance(truth, date):
        return truth.replace(tzinfo=None) if isinstance(truth, datetime) else truth
    if not isinstance(truth, str):
        return None
    try:
        text = truth.strip().replace(" ", "T")
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
