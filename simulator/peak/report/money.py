"""What it costs, and whom it goes to."""

from __future__ import annotations

from simulator.peak.kpi import measure, measure_all
from simulator.peak.report.facts import Facts, GroupPay
from simulator.peak.report.labels import half_cell, measured_cell, title
from simulator.peak.report.part import Cell, Chart, Line, Section, Table
from simulator.peak.schedule.pay import total_hours
from sops.language import _


def money_section(facts: Facts) -> Section:
    """Cost by group, of bots, in all, and per case that was solved."""
    found = measure_all(facts.result, by="group")
    groups = facts.scenario.groups
    costs = found["people_cost"].estimate
    rows = [
        (Cell(title(g.title)), measured_cell(found["paid"], i), Cell(g.yuan_per_hour, "yuan"),
         measured_cell(found["people_cost"], i), measured_cell(found["occupancy"], i))
        for i, g in enumerate(groups)
    ]  # fmt: skip
    columns = (_("班组"), _("付费工时"), _("每小时"), _("费用"), _("占用率"))
    by_group = Table("cost-group", _("人工费用，按班组"), columns, tuple(rows))
    chart = Chart(
        "cost", _("人工费用，按班组"), tuple(title(g.title) for g in groups),
        (Line(_("费用"), tuple(round(float(c), 2) for c in costs), "bar"),), ("yuan",),
        _("付费工时乘时薪；损耗和缺勤也付费。"),
    )  # fmt: skip
    if not facts.pay:
        told = (_("时薪是基本时薪；加班、夜班、节假日的加价要有班次才算（--shifts）。"),)
        return Section("cost", _("费用"), told, (chart,), tables=(_totals(facts), by_group))
    tables = (_totals(facts), pay_table(facts), by_group)
    return Section("cost", _("费用"), _pay_told(facts), (_pay_chart(facts), chart), tables=tables)


def total_yuan(facts: Facts) -> float | None:
    """Pay of the shifts and the bots' fees; None without shifts or where a rate is not known."""
    if not facts.pay or any(each.yuan is None for each in facts.pay):
        return None
    bots = float(measure(facts.result, "bot_cost").estimate[0])
    return sum(each.yuan or 0.0 for each in facts.pay) + bots


def _pay_told(facts: Facts) -> tuple[str, ...]:
    assert facts.labour is not None
    pay, limits = facts.labour.pay, facts.labour.limits
    rule = _(
        "工资照用工规则“{labour}”：加班 {over}、休息日 {rest}、法定节假日 {holiday}"
        "（《劳动法》第 44 条），夜里每小时另加 ¥{night}。班次整个计入，伸到时段之外的部分也算。"
    ).format(
        labour=title(facts.labour.title), over=_percent(pay.overtime_factor),
        rest=_percent(pay.rest_day_factor), holiday=_percent(pay.holiday_factor),
        night=f"{pay.night.yuan_per_hour:g}",
    )  # fmt: skip
    if facts.roster is None:
        whose = _(
            "还没有名字：各人的休息日和周工时不知道，这两项没有算；给了人员表（--people）才算。"
        )
    else:
        whose = _("一人一周（周一起）上到第 {n} 天，算休息日上班；周工时超出的算加班。").format(
            n=8 - limits.rest_days_per_week
        )
    base = _("“合计”一表的人工费用是付费工时乘基本时薪，不含加价；总费用以工资为准的，见最上面。")
    return rule, whose, base


def _percent(factor: float) -> str:
    return f"{100 * factor:g}%"


def pay_table(facts: Facts) -> Table:
    """Hours by what they are paid as, and pay."""
    groups = [(title(g.title), p) for g, p in zip(facts.scenario.groups, facts.pay, strict=True)]
    shown = [(name, each) for name, each in groups if each.hours.work > 0]
    whole = GroupPay(
        total_hours(each.hours for _name, each in shown),
        _sum([each.extra_yuan for _name, each in shown]),
        _sum([each.yuan for _name, each in shown]),
    )
    rows = tuple(
        (Cell(name), *(Cell(hours, "hours") for hours in each.hours),
         Cell(each.extra_yuan, "yuan"), Cell(each.yuan, "yuan"))
        for name, each in (*shown, (_("合计"), whole))
    )  # fmt: skip
    columns = (
        _("班组"), _("平时工时"), _("加班工时"), _("休息日工时"), _("节假日工时"), _("其中夜里"),
        _("加价"), _("工资"),
    )  # fmt: skip
    return Table("pay", _("班次的工资"), columns, rows)


def _sum(values: list[float | None]) -> float | None:
    return None if None in values else sum(v for v in values if v is not None)


def _pay_chart(facts: Facts) -> Chart:
    """Plain pay and what is on top, by group."""
    groups = [
        (title(g.title), p)
        for g, p in zip(facts.scenario.groups, facts.pay, strict=True)
        if p.yuan is not None and p.extra_yuan is not None and p.yuan > 0
    ]
    plain = tuple(round((p.yuan or 0.0) - (p.extra_yuan or 0.0), 2) for _name, p in groups)
    extra = tuple(round(p.extra_yuan or 0.0, 2) for _name, p in groups)
    lines = (
        Line(_("基本工资"), plain, "bar", stack="pay"),
        Line(_("加价"), extra, "bar", stack="pay"),
    )
    return Chart(
        "pay", _("班次的工资，按班组"), tuple(name for name, _p in groups), lines, ("yuan",),
        _("加价：加班、休息日、节假日、夜里和每班一次的补贴。"),
    )  # fmt: skip


def _totals(facts: Facts) -> Table:
    keys = ("people_cost", "bot_cost", "total_cost", "cost_per_resolved_case", "lost_order_value")
    rows = []
    for key in keys:
        found = measure(facts.result, key)
        rows.append((Cell(found.kpi.title), measured_cell(found), half_cell(found),
                     Cell(found.kpi.definition)))  # fmt: skip
    return Table("cost", _("合计"), (_("费用"), _("数值"), "±", _("定义")), tuple(rows))
