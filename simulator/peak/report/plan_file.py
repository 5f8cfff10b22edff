"""Reading a file of people per interval and group, as ``shapan size --csv`` writes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scenarios.peak.scenario import PeakScenario
from simulator.peak.kpi.where import interval_starts
from simulator.peak.roster import value
from simulator.peak.roster.cells import read_table
from simulator.peak.staffing import Plan
from sops.language import _
from sops.problem import printable

COLUMNS: dict[str, tuple[str, ...]] = {
    "interval": ("时段",),
    "group": ("班组",),
    "title": ("名称",),
    "people": ("人数",),
    "binding_target": ("卡在",),
}
"""Columns of the file of people; title and binding target are not read."""

REQUIRED = ("interval", "group", "people")


def read_people(path: str | Path, scenario: PeakScenario) -> Plan:
    """[group, interval]; what the file leaves out is 0. Raises `Problems` with every mistake:
    intervals and groups that the scenario has not, rows that stand twice."""
    table = read_table(path, COLUMNS, REQUIRED)
    starts = {start: i for i, start in enumerate(interval_starts(scenario.clock))}
    names = {group.name: g for g, group in enumerate(scenario.groups)}
    plan = np.zeros((len(names), len(starts)), np.int64)
    seen: set[tuple[int, int]] = set()
    for row in table.rows:
        for name in REQUIRED:
            table.needed(row, name)
        moment = table.read(row, "interval", value.moment, None)
        people = table.read(row, "people", value.whole, 0)
        group = table.cell(row, "group")
        at = starts.get("" if moment is None else moment.isoformat(timespec="minutes"))
        if moment is not None and at is None:
            table.wrong(row.number, "interval", _("场景没有从这一刻开始的时段"))
        if group and group not in names:
            message = _("场景没有叫 {name} 的班组；有的是：{known}")
            known = printable(", ".join(names), 200)
            table.wrong(row.number, "group", message.format(name=printable(group), known=known))
        if at is None or group not in names:
            continue
        place = names[group], at
        if place in seen:
            table.wrong(row.number, "interval", _("这个班组的这个时段写了两次"))
        seen.add(place)
        plan[place] = people
    table.check()
    return plan
