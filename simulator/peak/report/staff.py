"""Hiring: whom to take on in which week, and what a late start costs."""

from __future__ import annotations

import math
from datetime import timedelta

from simulator.peak.hiring.hired import HiringPlan
from simulator.peak.report.facts import Facts
from simulator.peak.report.figure import figure
from simulator.peak.report.labels import title
from simulator.peak.report.part import Cell, Chart, Line, Section, Table
from sops.language import _


def hiring_section(facts: Facts, plan: HiringPlan) -> Section:
    """Verdict, people against need by week, hires, late starts, the ways and what they assume."""
    told = [
        _("共招 {hires} 人，费用 {yuan}（费用的下界 {bound}）").format(
            hires=f"{int(plan.hires.sum()):,}", yuan=figure(Cell(plan.yuan, "yuan")),
            bound=figure(Cell(plan.bound_yuan, "yuan")),
        ),
        _verdict(plan),
        _(
            "招在拍板的那一周；“抵熟手”是抵几个熟手（爬坡和流失都算，平均值）；“备”是为人员流失多备的。"
            "费用算到最后一周，各途径另有最短雇期；现有的人不计费用。"
        ),
    ]  # fmt: skip
    if plan.hiring.note is not None:
        told.append(title(plan.hiring.note))
    tables = (_weeks(facts, plan), _late(facts, plan), _ways(plan))
    return Section("hiring", _("招人"), tuple(told), (_chart(facts, plan),), tables=tables)


def _verdict(plan: HiringPlan) -> str:
    if plan.missing.any():
        text = _("人手不够：怎么招都缺 {n} 人·周。")
        return text.format(n=f"{float(plan.missing.sum()):,.1f}")
    if plan.probability is None:
        return _("按平均留下的人数，每周都够；碰巧多走几个就不够，见“够的把握”")
    sure = [float(p) for p in plan.chance.ravel() if not math.isnan(p)]
    words = {
        "least": figure(Cell(min(sure, default=1.0), "share")),
        "asked": f"{100 * plan.probability:g}%", "n": f"{plan.draws:,}",
    }  # fmt: skip
    if plan.reached:
        text = _("每周人手都够，把握最低 {least}（要求 {asked}，用 {n} 次全新的抽签验证）")
    else:
        text = _("有的周把握不到要求：最低 {least}，要求 {asked}（用 {n} 次全新的抽签验证）")
    return text.format(**words)


def _week(plan: HiringPlan, week: int) -> str:
    day = plan.need.first_day
    label = _("第 {n} 周").format(n=week + 1)
    return label if day is None else f"{label} {day + timedelta(weeks=week):%m-%d}"


def _short(plan: HiringPlan, week: int) -> str:
    """The day a week begins, or its number: short enough to stand under a chart."""
    day = plan.need.first_day
    return str(week + 1) if day is None else f"{day + timedelta(weeks=week):%m-%d}"


def _names(facts: Facts, plan: HiringPlan) -> list[str]:
    titles = {g.name: title(g.title) for g in facts.scenario.groups}
    return [titles[name] for name in plan.need.groups]


def _groups(plan: HiringPlan) -> list[int]:
    return [
        g for g in range(len(plan.need.groups))
        if plan.need.people[g].any() or plan.hires[:, g].any()
    ]  # fmt: skip


def _chart(facts: Facts, plan: HiringPlan) -> Chart:
    """Stacked experienced people by group, and the need."""
    names = _names(facts, plan)
    lines = [
        Line(names[g], tuple(round(float(v), 1) for v in plan.expected[g]), "area", stack="staff")
        for g in _groups(plan)
    ]
    wanted = (plan.need.people + plan.reserve).sum(axis=0)
    lines.append(Line(_("需熟手和备"), tuple(map(float, wanted)), "step"))
    weeks = tuple(_short(plan, t) for t in range(plan.need.weeks))
    told = _("按班组堆叠，抵几个熟手；折线是要的人。")
    return Chart("hiring", _("每周抵几个熟手"), weeks, tuple(lines), ("people",), told)


def _weeks(facts: Facts, plan: HiringPlan) -> Table:
    names, ways = _names(facts, plan), plan.hiring.ways
    used = [i for i in range(len(ways)) if plan.hires[i].any()]
    rows: list[tuple[Cell, ...]] = []
    alert: set[int] = set()
    for g in _groups(plan):
        for t in range(plan.need.weeks):
            hires = [int(plan.hires[i, g, t]) for i in used]
            if not (plan.need.people[g, t] or any(hires)):
                continue
            if plan.missing[g, t]:
                alert.add(len(rows))
            needed = bool(plan.need.people[g, t])
            chance = float(plan.chance[g, t]) if needed else None
            rows.append(
                (Cell(names[g]), Cell(_week(plan, t)),
                 *(Cell(float(n), "people") for n in hires),
                 Cell(float(plan.payroll[g, t]), "people"),
                 Cell(float(plan.need.people[g, t]), "people"),
                 Cell(float(plan.reserve[g, t]), "people"),
                 Cell(float(plan.expected[g, t]), "people"), Cell(chance, "share"))
            )  # fmt: skip
    hired = [_("招 {way}").format(way=title(ways[i].title)) for i in used]
    columns = (
        _("班组"), _("周"), *hired, _("领薪"), _("需熟手"), _("备"), _("抵熟手"), _("够的把握"),
    )  # fmt: skip
    have = plan.hiring.present.have
    staff = _("、").join(f"{names[g]} {have.get(plan.need.groups[g], 0)}" for g in _groups(plan))
    note = _("现有：{staff}。只列要招人或要人的周。").format(staff=staff)
    return Table("hiring-week", _("每周招几个"), columns, tuple(rows), note, frozenset(alert))


def _late(facts: Facts, plan: HiringPlan) -> Table:
    names = _names(facts, plan)
    rows: list[tuple[Cell, ...]] = []
    alert: set[int] = set()
    for late in plan.late:
        where = ""
        if late.missing.any():
            alert.add(len(rows))
            g, t = divmod(int(late.missing.argmax()), plan.need.weeks)
            where = _("{group} 第 {week} 周缺 {n}").format(
                group=names[g], week=t + 1, n=f"{float(late.missing[g, t]):,.1f}"
            )
        alike = late.head_weeks <= plan.late[0].head_weeks + 1e-6
        more = max(0.0, late.yuan - plan.yuan) if alike else None
        name = _("按时") if late.weeks == 0 else _("晚 {n} 周").format(n=late.weeks)
        rows.append(
            (Cell(name), Cell(float(late.hires), "people"), Cell(late.yuan, "yuan"),
             Cell(more, "yuan"), Cell(late.head_weeks, "people"), Cell(where))
        )  # fmt: skip
    columns = (
        _("何时开始招"), _("招几人"), _("费用"), _("多花"), _("缺人·周"), _("最缺的地方"),
    )  # fmt: skip
    note = _("缺的人更多时，费用少了也不算省，“多花”就不写。")
    return Table("hiring-late", _("晚开始招要付的代价"), columns, tuple(rows), note,
                 frozenset(alert))  # fmt: skip


def _ways(plan: HiringPlan) -> Table:
    rows = tuple(
        (Cell(title(way.title)), Cell(float(way.lead_weeks), "count"),
         Cell(float(way.training_weeks), "count"), Cell(float(way.ramp[0]), "points"),
         Cell(float(way.attrition_per_week), "share"), Cell(float(way.yuan_per_hire), "yuan"),
         Cell(float(way.yuan_per_week), "yuan"),
         Cell(_("不限") if way.most_per_week is None else f"{way.most_per_week:,}"))
        for way in plan.hiring.ways
    )  # fmt: skip
    columns = (
        _("途径"), _("几周后到岗"), _("训练几周"), _("头一周抵"), _("每周流失"), _("每人一次"),
        _("每人每周"), _("每周名额"),
    )  # fmt: skip
    return Table("hiring-ways", _("招聘规则"), columns, rows, title(plan.hiring.title))
