"""People: what is asked for against who is there."""

from __future__ import annotations

import numpy as np

from simulator.peak.kpi import measure
from simulator.peak.report.facts import Facts
from simulator.peak.report.labels import moments, title
from simulator.peak.report.part import Cell, Chart, Line, Section, Table
from sops.language import N_, _

_SOURCES = {
    "sized": N_("需要的人数由测算得出：达到全部目标的最少人数。"),
    "file": N_("需要的人数来自人数文件。"),
    "scenario": N_("没有测算人数：这里是场景自己写的人数。"),
}


def people_section(facts: Facts) -> Section:
    """Requirement against shifts (or planned people), by interval and group."""
    told = [_(_SOURCES[facts.source]), _("人数是在编人数，含损耗和缺勤。")]
    if facts.roster is not None:
        told.append(_("推演按排班表进行：只有排上名字的人来，每人按自己的起止和休息。"))
    elif facts.cover is None:
        told.append(_("没有给班次文件：推演按需要的人数进行。"))
    else:
        told.append(_("推演按班次文件里的班次进行，每人按自己的起止和休息。"))
    tables: tuple[Table, ...] = (_by_group(facts), _by_interval(facts))
    if facts.cover is not None:
        tables = (*tables, _missing(facts))
    return Section("people", _("需要的人和排上的人"), tuple(told),
                   (_against(facts), _groups(facts), _load(facts)), tables=tables)  # fmt: skip


def _against(facts: Facts) -> Chart:
    needed = facts.required.sum(axis=0)
    lines = [Line(_("需要"), tuple(map(float, needed)), "step")]
    if facts.places is not None:
        asked = facts.places.sum(axis=0).round(2)
        lines.append(Line(_("班次要的"), tuple(map(float, asked)), "step"))
    if facts.cover is not None:
        there = facts.cover.sum(axis=0).round(2)
        name = _("班次排上") if facts.roster is None else _("名字排上")
        lines.append(Line(name, tuple(map(float, there)), "area"))
    step = 60 / facts.scenario.clock.interval_minutes
    duty = measure(facts.result, "on_duty", by="interval").estimate * step
    lines.append(Line(_("推演中在岗"), tuple(map(float, duty.round(1))), "dashed"))
    return Chart(
        "people", _("需要、排上和在岗的人数，全部班组"), moments(facts.scenario.clock),
        tuple(lines), ("people",), _("在岗的已扣损耗和缺勤；下班后收尾的人也算在岗。"),
    )  # fmt: skip


def _groups(facts: Facts) -> Chart:
    lines = tuple(
        Line(title(group.title), tuple(map(float, facts.there[g].round(2))), "area", stack="people")
        for g, group in enumerate(facts.scenario.groups)
        if facts.there[g].any()
    )
    return Chart(
        "groups", _("各班组的人数"), moments(facts.scenario.clock), lines, ("people",),
        _("按班组堆叠。"),
    )  # fmt: skip


def _load(facts: Facts) -> Chart:
    offered = measure(facts.result, "offered", by="interval").estimate
    busy = measure(facts.result, "occupancy", by="interval").estimate
    lines = (
        Line(_("进入人工队列"), tuple(map(float, offered.round(1))), "bar"),
        Line(_("占用率"), tuple(None if np.isnan(v) else float(v) for v in busy), "line", 1),
    )
    return Chart(
        "load", _("进入人工队列的和客服有多忙"), moments(facts.scenario.clock), lines,
        ("count", "share"), _("占用率是手上有活的时间占在岗时间的比例。"),
    )  # fmt: skip


def _by_group(facts: Facts) -> Table:
    labels = moments(facts.scenario.clock)
    step = facts.scenario.clock.interval_minutes / 60
    rows = []
    for g, group in enumerate(facts.scenario.groups):
        most = int(facts.required[g].argmax())
        there = facts.there[g]
        lack = float(np.maximum(facts.required[g] - there, 0).sum() * step)
        rows.append(
            (Cell(title(group.title)), Cell(float(facts.required[g, most]), "people"),
             Cell(labels[most] if facts.required[g, most] else ""),
             Cell(float(facts.required[g].sum() * step), "hours"),
             Cell(float(facts.hours[g]), "hours"), Cell(lack, "hours"),
             Cell(None if group.available is None else float(group.available), "people"))
        )  # fmt: skip
    total = facts.required.sum(axis=0)
    rows.append(
        (Cell(_("合计")), Cell(float(total.max(initial=0)), "people"),
         Cell(labels[int(total.argmax())]), Cell(float(total.sum() * step), "hours"),
         Cell(float(facts.hours.sum()), "hours"),
         Cell(sum(float(row[5].value or 0) for row in rows), "hours"), Cell(None, "people"))
    )  # fmt: skip
    columns = (
        _("班组"), _("最多需要"), _("在"), _("需要人时"), _("排上人时"), _("缺人时"), _("人数上限"),
    )  # fmt: skip
    return Table("people-group", _("按班组"), columns, tuple(rows))


def _by_interval(facts: Facts) -> Table:
    groups = facts.scenario.groups
    rows = tuple(
        (Cell(label), *(Cell(float(facts.required[g, i]), "people") for g in range(len(groups))),
         Cell(float(facts.required[:, i].sum()), "people"),
         Cell(float(facts.there[:, i].sum()), "people"))
        for i, label in enumerate(moments(facts.scenario.clock))
    )  # fmt: skip
    columns = (_("时段"), *(title(g.title) for g in groups), _("需要合计"), _("排上合计"))
    return Table("people-interval", _("每个时段需要的人数"), columns, rows, folded=True)


def _missing(facts: Facts) -> Table:
    """Where shifts bring fewer people than were asked for, the worst first."""
    lack = np.maximum(facts.required - facts.there, 0.0).round(2)
    labels = moments(facts.scenario.clock)
    where = sorted(np.argwhere(lack > 0).tolist(), key=lambda at: (-lack[at[0], at[1]], at))
    rows = tuple(
        (Cell(title(facts.scenario.groups[g].title)), Cell(labels[i]),
         Cell(float(facts.required[g, i]), "people"), Cell(float(facts.there[g, i]), "people"),
         Cell(float(lack[g, i]), "people"))
        for g, i in where
    )  # fmt: skip
    columns = (_("班组"), _("时段"), _("需要"), _("排上"), _("缺"))
    note = "" if rows else _("没有缺人的时段。")
    return Table("people-missing", _("缺人的时段"), columns, rows, note, folded=len(rows) > 20)
