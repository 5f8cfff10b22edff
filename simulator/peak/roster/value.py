"""What cells of people and shift files mean: dates, times, numbers, lists."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from simulator.peak.roster.cells import Wrong
from simulator.peak.roster.person import Window
from sops.language import _
from sops.problem import printable

DAY_MINUTES = 24 * 60
_SPLIT = re.compile(r"\s*[;；、|]\s*")
_RANGE = re.compile(r"^(.+?)\s*(?:\.\.|~|～|至|到)\s*(.+)$")
_CLOCKS = re.compile(r"^(\d{1,2}):([0-5]\d)\s*[-–—~～]\s*(\d{1,2}):([0-5]\d)$", re.ASCII)
_YES = frozenset(("yes", "y", "true", "1", "是", "可", "可以", "愿意"))
_NO = frozenset(("no", "n", "false", "0", "否", "不", "不可", "不可以", "不愿意"))
_WEEKDAYS = {name: n % 7 + 1 for n, name in enumerate("一二三四五六日")} | {
    "天": 7, **{str(n): n for n in range(1, 8)},
    "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip


def items(text: str) -> tuple[str, ...]:
    """Parts of a list, separated by ``;`` or ``、``."""
    return tuple(part for part in _SPLIT.split(text.strip()) if part)


def day(text: str) -> date:
    """``2025-11-11`` or ``2025/11/11``."""
    try:
        year, month, number = (int(part) for part in re.split(r"[-/.]", text.strip()))
        return date(year, month, number)
    except ValueError:
        message = _("应为日期，如 2026-11-11，现在是 {value}")
        raise Wrong(message.format(value=printable(text, 40))) from None


def days(text: str) -> frozenset[date]:
    """Dates and ranges: ``2025-11-11; 2025-11-13..2025-11-15``."""
    found: set[date] = set()
    for part in items(text):
        between = _RANGE.match(part)
        if between is None:
            found.add(day(part))
            continue
        first, last = day(between[1]), day(between[2])
        if not 0 <= (last - first).days <= 366:
            raise Wrong(_("日期先后不对，或长过一年：{value}").format(value=printable(part, 40)))
        found.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(found)


def moment(text: str) -> datetime:
    """``2025-11-11T09:00`` or ``2025-11-11 9:00``."""
    parts = re.split(r"[T\s]+", text.strip())
    clock = re.match(r"^(\d{1,2}):([0-5]\d)(?::00)?$", parts[1], re.ASCII) if parts[1:] else None
    if len(parts) != 2 or clock is None or int(clock[1]) > 24:
        message = _("应为日期和时间，如 2026-11-11T20:00，现在是 {value}")
        raise Wrong(message.format(value=printable(text, 40)))
    midnight = datetime.combine(day(parts[0]), datetime.min.time())
    return midnight + timedelta(hours=int(clock[1]), minutes=int(clock[2]))


def hours(text: str) -> float:
    """A number of hours, not negative."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 744.0:
        raise Wrong(_("应为 0 到 744 的小时数，现在是 {value}").format(value=printable(text, 40)))
    return value


def money(text: str) -> float:
    """Yuan, not negative."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 100_000.0:
        raise Wrong(_("应为 0 到 10 万的元数，现在是 {value}").format(value=printable(text, 40)))
    return value


def whole(text: str) -> int:
    """A count, not negative."""
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise Wrong(_("应为不小于 0 的整数，现在是 {value}").format(value=printable(text, 40)))
    return int(text)


def yes(text: str) -> bool:
    """Yes or no, in either language."""
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise Wrong(_("应为“是”或“否”，现在是 {value}").format(value=printable(text, 40)))


def clocks(text: str) -> tuple[int, int]:
    """``08:00-20:00`` in minutes of the day; an end not after the start is the next day."""
    found = _CLOCKS.match(text.strip())
    if found is not None:
        start = int(found[1]) * 60 + int(found[2])
        end = int(found[3]) * 60 + int(found[4])
        if start < DAY_MINUTES and end <= DAY_MINUTES:
            return start, end if end > start else end + DAY_MINUTES
    raise Wrong(_("应为起止时刻，如 08:00-20:00，现在是 {value}").format(value=printable(text, 40)))


def windows(text: str) -> tuple[Window, ...]:
    """``1-5 08:00-20:00; 6-7 10:00-18:00``; weekdays may be left out, or be 周一-周五."""
    found = []
    for part in items(text):
        *before, times = part.split()
        which = weekdays(" ".join(before)) if before else frozenset(range(1, 8))
        found.append(Window(which, *clocks(times)))
    return tuple(found)


def weekdays(text: str) -> frozenset[int]:
    """``1-5``, ``6,7``, ``周一-周五``."""
    found: set[int] = set()
    for part in re.split(r"[,，]", text.replace("周", "").replace("星期", "")):
        ends = [_WEEKDAYS.get(end.strip().lower()) for end in re.split(r"[-–—]", part)]
        if len(ends) > 2 or None in ends:
            message = _("应为星期，如 1-5 或 周一-周五，现在是 {value}")
            raise Wrong(message.format(value=printable(text, 40)))
        first, last = ends[0] or 0, ends[-1] or 0
        span = (last - first) % 7
        found.update((first + n - 1) % 7 + 1 for n in range(span + 1))
    return frozenset(found)
