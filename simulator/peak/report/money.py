"""What it costs, and whom it goes to."""

from __future__ import annotations

from simulator.peak.kpi import measure, measure_all
from simulator.peak.report.facts import Facts
from simulator.peak.report.labels import half_cell, measured_cell, title
from simulator.peak.report.part import Cell, Chart, Line, Section, Table
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
    told = [_("时薪是基本时薪；加班、夜班、节假日的加价见排班（schedule）的费用。")]
    return Section("cost", _("费用"), tuple(told), (chart,), tables=(_totals(facts), by_group))


def _totals(facts: Facts) -> Table:
    keys = ("people_cost", "bot_cost", "total_cost", "cost_per_resolved_case", "lost_order_value")
    rows = []
    for key in keys:
        found = measure(facts.result, key)
        rows.append((Cell(found.kpi.title), measured_cell(found), half_cell(found),
                     Cell(found.kpi.definition)))  # fmt: skip
    return Table("cost", _("合计"), (_("费用"), _("数值"), "±", _("定义")), tuple(rows))
