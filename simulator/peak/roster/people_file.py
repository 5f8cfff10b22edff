"""Reading the people file: one person a row, columns in Chinese or English."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from scenarios.peak.finding import unknown
from simulator.peak.log.table import Line
from simulator.peak.roster import value
from simulator.peak.roster.cells import Table, read_table
from simulator.peak.roster.person import Person
from sops.language import _
from sops.problem import printable

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("工号",),
    "name": ("姓名",),
    "groups": ("班组", "技能"),
    "weekly_hours": ("每周工时", "合同工时"),
    "yuan_per_h": ("时薪",),
    "available": ("可上班", "可上班时间"),
    "leave": ("请假", "休假"),
    "wish_off": ("想休",),
    "wish_shifts": ("想上",),
    "nights": ("夜班",),
    "overtime": ("加班",),
    "overtime_used_h": ("本月已加班",),
    "days_worked": ("已连上天数",),
    "last_end": ("上一班结束",),
}
"""Columns of the people file and their Chinese names."""

REQUIRED = ("id", "name", "groups")
MOST_PEOPLE = 2000
_NONE: tuple[str, ...] = ()


def read_people(
    path: str | Path, groups: Collection[str] | None, kinds: Collection[str]
) -> tuple[Person, ...]:
    """The people of a file, in its order. ``groups`` and ``kinds`` of shifts are those there are;
    None: groups are not checked.

    Raises `Problems` with every mistake at once, located by line and cell."""
    table = read_table(path, COLUMNS, REQUIRED)
    people = []
    first: dict[str, int] = {}
    for row in table.rows:
        person = _person(table, row, groups, kinds)
        if person.id in first:
            message = _("工号 {id} 在第 {line} 行已经有了")
            text = message.format(id=printable(person.id), line=first[person.id])
            table.wrong(row.number, "id", text)
        first.setdefault(person.id, row.number)
        people.append(person)
    if len(people) > MOST_PEOPLE:
        row = table.rows[MOST_PEOPLE]
        table.wrong(row.number, "id", _("最多 {n} 个人").format(n=MOST_PEOPLE))
    table.check()
    return tuple(people)


def _person(
    table: Table, row: Line, groups: Collection[str] | None, kinds: Collection[str]
) -> Person:
    mine: tuple[str, ...] = table.read(row, "groups", value.items, _NONE)
    wished: tuple[str, ...] = table.read(row, "wish_shifts", value.items, _NONE)
    for name, what, listed, known in (
        ("groups", _("班组"), mine, groups), ("wish_shifts", _("班次"), wished, kinds),
    ):  # fmt: skip
        for each in listed:
            if known is not None and each not in known:
                table.wrong(row.number, name, unknown((), what, each, sorted(known)).message)
    for name in REQUIRED:
        table.needed(row, name)
    return Person(
        id=table.cell(row, "id"),
        name=table.cell(row, "name"),
        groups=tuple(dict.fromkeys(mine)),
        weekly_hours=table.read(row, "weekly_hours", value.hours, None),
        yuan_per_h=table.read(row, "yuan_per_h", value.money, None),
        windows=table.read(row, "available", value.windows, ()),
        leave=table.read(row, "leave", value.days, frozenset()),
        wish_off=table.read(row, "wish_off", value.days, frozenset()),
        wish_shifts=frozenset(wished),
        nights=table.read(row, "nights", value.yes, True),
        overtime=table.read(row, "overtime", value.yes, True),
        overtime_used_h=table.read(row, "overtime_used_h", value.hours, 0.0),
        days_worked=table.read(row, "days_worked", value.whole, 0),
        last_end=table.read(row, "last_end", value.moment, None),
    )
