"""Reading a file of shifts, as `shapan schedule --csv` writes it or as somebody edited it."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from simulator.peak.log.table import Line
from simulator.peak.roster import value
from simulator.peak.roster.cells import Table, Wrong, read_table
from simulator.peak.schedule.pattern import Rest
from simulator.peak.schedule.slot import Slot
from sops.language import _

COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("日期",),
    "group": ("班组",),
    "shift": ("班次",),
    "start": ("开始",),
    "end": ("结束",),
    "breaks": ("休息",),
    "people": ("人数",),
    "yuan_per_h": ("时薪",),
    "work_h": ("工时",),
    "overtime_h": ("加班",),
    "rest_day_h": ("休息日",),
    "holiday_h": ("节假日",),
    "night_h": ("夜里",),
    "yuan": ("费用",),
}
"""Columns of the shift file; what follows from the others is not read."""

REQUIRED = ("group", "shift", "start", "end", "people")
MOST_DAYS = 92
_PAID = re.compile(r"\s*(paid|带薪)\s*$", re.IGNORECASE)


def read_shifts(path: str | Path) -> tuple[Slot, ...]:
    """The shifts of a file, by start. Raises `Problems` with every mistake at once."""
    table = read_table(path, COLUMNS, REQUIRED)
    slots = []
    for row in table.rows:
        slot = _slot(table, row)
        if slot is not None and slot.people:
            slots.append(slot)
    if slots and (max(s.start for s in slots) - min(s.start for s in slots)).days > MOST_DAYS:
        table.wrong(table.rows[-1].number, "start", _("最多 {n} 天").format(n=MOST_DAYS))
    table.check()
    return tuple(sorted(slots, key=lambda s: (s.start, s.group, s.end, s.shift)))


def _slot(table: Table, row: Line) -> Slot | None:
    for name in REQUIRED:
        table.needed(row, name)
    start = table.read(row, "start", value.moment, None)
    end = table.read(row, "end", value.moment, None)
    people = table.read(row, "people", value.whole, 0)
    rate = table.read(row, "yuan_per_h", value.money, None)
    if start is None or end is None:
        return None
    if not timedelta(0) < end - start <= timedelta(hours=24):
        table.wrong(row.number, "end", _("结束须晚于开始，且不超过 24 小时"))
        return None
    length = int((end - start) / timedelta(minutes=1))
    begin = start.hour * 60 + start.minute
    nothing: tuple[Rest, ...] = ()
    rests = table.read(row, "breaks", lambda text: _breaks(text, begin, length), nothing)
    group, shift = table.cell(row, "group"), table.cell(row, "shift")
    return Slot(group, shift, start, end, rests, people, rate)


def _breaks(text: str, begin: int, length: int) -> tuple[Rest, ...]:
    """``12:00-13:00; 15:30-15:45 paid``, in order and inside the shift."""
    found: list[Rest] = []
    free = 0
    for part in value.items(text):
        start, end = value.clocks(_PAID.sub("", part))
        after = (start - begin) % value.DAY_MINUTES
        if after < free or after + end - start > length:
            raise Wrong(_("休息须在班次之内、按先后写，且不可重叠"))
        free = after + end - start
        found.append(Rest(after, end - start, _PAID.search(part) is not None))
    return tuple(found)
