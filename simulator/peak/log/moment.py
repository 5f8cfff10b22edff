"""Moments and lengths as people's systems write them, to whole µs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1)
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6})\d*)?)?", re.ASCII)
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d{1,12}(?:\.\d*)?", re.ASCII)

DAY_US = 86_400_000_000
_HALF_DAY_US = DAY_US // 2


def clock_us(text: str) -> int | None:
    """µs from midnight of ``H:MM``, ``H:MM:SS`` or ``H:MM:SS.ffffff`` (hours 0–23), else None."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 23:
        return None
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    return seconds * 1_000_000 + int((match[4] or "0").ljust(6, "0"))


@lru_cache(maxsize=4096)
def day_us(text: str) -> int | None:
    """µs from 1970-01-01 to 00:00 of ``2026-11-11`` (or ``2026/11/11``, ``2026年11月11日``)."""
    match = _DATE.fullmatch(text.strip())
    try:
        return (datetime(*map(int, match.groups())) - _EPOCH).days * DAY_US if match else None  # type: ignore[arg-type]
    except ValueError:
        return None


def moment_us(text: str) -> int | None:
    """µs from 1970-01-01 of a date and a time of day, parted by a space or ``T``; no time zone."""
    date, _space, clock = text.strip().replace("T", " ", 1).partition(" ")
    day, time = day_us(date), clock_us(clock)
    return None if day is None or time is None else day + time


def on_day(day: int, anchor: int, time: int) -> int:
    """A time of day as a moment: on ``day`` (as ``anchor`` is), or on the next if it lies more than
    12 hours before the anchor."""
    return day + time + (DAY_US if time < anchor - _HALF_DAY_US else 0)


def seconds_us(text: str) -> int | None:
    """µs of a number of seconds, else None."""
    return round(float(text) * 1e6) if _NUMBER.fullmatch(text.strip()) else None


def local_us(moment: datetime) -> int:
    """µs from 1970-01-01 of a local moment."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
