"""Reading what is needed: a CSV of weeks, or the `--json` of `shapan schedule` or `shapan size`."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.peak.finding import unknown
from scenarios.peak.scenario import PeakScenario
from simulator.peak.hiring.need import Need, first_day_of, need_of_heads, need_of_plan
from simulator.peak.log.table import Line
from simulator.peak.roster import value
from simulator.peak.roster.cells import Table, Wrong, read_table
from sops.language import _
from sops.problem import Problem, Problems, printable

COLUMNS: dict[str, tuple[str, ...]] = {
    "week": ("周", "周次"),
    "group": ("班组",),
    "people": ("人数", "需要人数"),
}
"""Columns of the need file and their Chinese names."""


def read_need(
    path: str | Path,
    scenario: PeakScenario,
    weeks: int,
    hours_per_day: float,
    start: date | None = None,
) -> Need:
    """The need of a file; ``start`` is the first day of week 1 (default: so that the last week ends
    with the scenario). Raises `Problems` with every mistake at once, located by line and cell."""
    file = os.fspath(path)
    if file.lower().endswith(".json"):
        return _from_json(file, scenario, weeks, hours_per_day)
    return _from_table(file, scenario, weeks, start or first_day_of(scenario, weeks))


def _from_table(file: str, scenario: PeakScenario, weeks: int, start: date) -> Need:
    table = read_table(file, COLUMNS, tuple(COLUMNS))
    groups = [group.name for group in scenario.groups]
    people = np.zeros((len(groups), weeks), np.int64)
    first: dict[tuple[int, int], int] = {}
    for row in table.rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        g = _group(table, row, groups)
        t = _week(table, row, weeks, start)
        table.needed(row, "people")
        count: int = table.read(row, "people", value.whole, 0)
        if g is None or t is None:
            continue
        if (g, t) in first:
            message = _("这个班组的这一周在第 {line} 行已经写了")
            table.wrong(row.number, "week", message.format(line=first[g, t]))
        first.setdefault((g, t), row.number)
        people[g, t] = count
    table.check()
    return Need(tuple(groups), people, start, "file")


def _group(table: Table, row: Line, groups: list[str]) -> int | None:
    name = table.needed(row, "group")
    if name and name not in groups:
        table.wrong(row.number, "group", unknown((), _("班组"), name, groups).message)
    return groups.index(name) if name in groups else None


def _week(table: Table, row: Line, weeks: int, start: date) -> int | None:
    table.needed(row, "week")

    def position(text: str) -> int:
        if re.fullmatch(r"\d{1,3}", text, re.ASCII):
            week = int(text)
        else:
            week = (value.day(text) - start).days // 7 + 1
        if not 1 <= week <= weeks:
            message = _("应为第 1 到 {weeks} 周，或 {start} 起这些周里的一天；现在是 {value}")
            raise Wrong(
                message.format(weeks=weeks, start=start.isoformat(), value=printable(text, 40))
            )
        return week - 1

    found: int | None = table.read(row, "week", position, None)
    return found


def _from_json(file: str, scenario: PeakScenario, weeks: int, hours_per_day: float) -> Need:
    try:
        answer = json.loads(Path(file).read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise Problems([Problem(file, 0, 0, "", _("不是 UTF-8 的 JSON 文件"))]) from None
    except json.JSONDecodeError as error:
        message = _("不是完整的 JSON：{reason}").format(reason=printable(error.msg))
        raise Problems([Problem(file, error.lineno, error.colno, "", message)]) from None
    except RecursionError:
        raise Problems([Problem(file, 0, 0, "", _("括号套得太深"))]) from None
    groups = answer.get("groups") if isinstance(answer, dict) else None
    if not isinstance(groups, list):
        message = _("应是 shapan schedule --json 或 shapan size --json 的输出（有 groups）")
        raise Problems([Problem(file, 0, 0, "groups", message)])
    by_name = {
        g["name"]: g for g in groups if isinstance(g, dict) and isinstance(g.get("name"), str)
    }
    known = [group.name for group in scenario.groups]
    if set(by_name) != set(known):
        message = _("班组和场景的不一样：文件里是 {there}，场景里是 {here}")
        text = message.format(
            there=printable(_("、").join(sorted(by_name)), 200), here=_("、").join(known)
        )
        raise Problems([Problem(file, 0, 0, "groups", text)])
    rows = [by_name[name] for name in known]
    if all("people_needed" in row for row in rows):
        counts = [_count(file, known, i, row["people_needed"]) for i, row in enumerate(rows)]
        return need_of_heads(scenario, counts, weeks, "schedule")
    people = np.array([_plan(file, scenario, i, row) for i, row in enumerate(rows)], np.int64)
    return need_of_plan(scenario, people, weeks, hours_per_day, "size")


def _count(file: str, known: list[str], i: int, found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= 1_000_000:
        message = _("应为不小于 0 的整数，现在是 {value}").format(value=printable(found, 40))
        raise Problems([Problem(file, 0, 0, f"groups.{known[i]}", message)])
    return found


def _plan(file: str, scenario: PeakScenario, i: int, row: dict[str, Any]) -> list[int]:
    known = [group.name for group in scenario.groups]
    found = row.get("people")
    if not isinstance(found, list) or len(found) != scenario.clock.intervals:
        message = _("people 应有 {n} 个时段的人数").format(n=scenario.clock.intervals)
        raise Problems([Problem(file, 0, 0, f"groups.{known[i]}.people", message)])
    return [_count(file, known, i, each) for each in found]
