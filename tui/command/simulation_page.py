"""The page of `shapan simulate`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.peak.channel import channel_title
from sops.language import N_, _, localized
from tui.command.basis_note import basis_line
from tui.command.clock_text import horizon
from tui.command.heading import faint_text, section, title
from tui.command.kpi_text import half_text, value_text
from tui.command.run_note import run_lines
from tui.command.target_result import target_section
from tui.terminal.cell import cells, left, right, wrap
from tui.terminal.chart import Series, chart, chart_width
from tui.terminal.columns import Columns
from tui.terminal.funnel import Step, funnel
from tui.terminal.heat import heat, heat_legend
from tui.terminal.number import fixed, whole
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts
from tui.terminal.time_axis import time_axis

if TYPE_CHECKING:
    from simulator.peak import Result
    from simulator.peak.kpi import Measured

_KPI_TABLES = (
    (("people",), N_("人工服务")),
    (("demand",), N_("机器人与诉求")),
    (("time",), N_("人员与费用")),
)
_LABEL_CELLS = 9


def simulation_page(
    result: Result, screen: Screen, notes: Sequence[str] = (), brief: bool = False
) -> list[str]:
    """Chart, heat, funnel, targets, KPIs, queues, groups, definitions, small print."""
    from simulator.peak.target import verdicts

    scenario = result.scenario
    lines = title(localized(scenario.title), screen, _("推演"))
    lines += wrap(horizon(scenario.clock), screen.width)
    for line in (*run_lines(result), *notes):
        lines += wrap(line, screen.width)
    lines += ["", *contacts_and_people(result, screen), *level_strips(result, screen)]
    lines += case_funnel(result, screen)
    lines += target_section(scenario, verdicts(result), screen)
    lines += kpi_section(result, screen)
    for part in (queue_section, shop_section, group_section):
        lines += part(result, screen)
    if not brief:
        lines += definitions(result, screen)
    return [*lines, "", *faint_text(basis_line(scenario), screen)]


def contacts_and_people(result: Result, screen: Screen) -> list[str]:
    """Contacts that reach people against people on duty, by interval."""
    from simulator.peak.kpi import measure

    clock = result.scenario.clock
    offered = measure(result, "offered", by="interval").estimate
    people = measure(result, "on_duty", by="interval").estimate * 60 / clock.interval_minutes
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, chart_width(screen, marked=True)
    )
    area = _("每 {n} 分钟进入人工队列（左）").format(n=clock.interval_minutes)
    return chart(
        Series(area, offered.tolist()),
        columns,
        screen,
        Series(_("在岗人数（右）"), people.tolist()),
    )


def level_strips(result: Result, screen: Screen) -> list[str]:
    """Service level by interval as strips under the chart, a line for each live channel."""
    from simulator.peak.kpi import Where, measure
    from simulator.peak.kpi.channel_level import level_kpi

    clock = result.scenario.clock
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, chart_width(screen, marked=True)
    )
    strips, told = [], []
    for channel in ("chat", "phone"):
        if not any(q.channel == channel for q in result.scenario.queues):
            continue
        kpi = level_kpi(result, channel)
        found = measure(result, kpi, by="interval", where=Where(channels=(channel,)))
        label = left(" " + channel_title(channel), _LABEL_CELLS)
        strips.append(label + heat(columns.least(found.estimate.tolist()), screen))
        told.append(channel_title(channel) + " " + found.kpi.title)
    if not strips:
        return []
    lines = section(_("；").join(told), screen)
    axis = [" " * _LABEL_CELLS + line for line in time_axis(columns)]
    lines += [*strips, *(screen.paint.faint(line) for line in axis)]
    return [*lines, *(" " * _LABEL_CELLS + x for x in wrap(heat_legend(), screen.width - 9))]


def case_funnel(result: Result, screen: Screen) -> list[str]:
    """From all cases to those that were solved."""
    from simulator.peak.kpi.funnel import FUNNEL, funnel_counts

    counts = funnel_counts(result)
    steps = [Step(_(name), counts[key], _(note)) for key, name, note in FUNNEL]
    return section(_("漏斗"), screen, _("平均每次推演的诉求数")) + funnel(steps, screen)


def kpi_section(result: Result, screen: Screen) -> list[str]:
    """Every KPI in total with its half width, and by channel; a table for each kind of sums."""
    from simulator.peak.kpi import measure_all

    total, by_channel = measure_all(result), measure_all(result, by="channel")
    used = [c for c in ("phone", "chat", "ticket") if _is_used(result, c)]
    lines = []
    for sources, heading in _KPI_TABLES:
        columns = (
            Column(_(heading), text=True, wraps=True), *numbers(_("全部"), "±"),
            *numbers(*(channel_title(c) for c in used if "time" not in sources)),
        )  # fmt: skip
        rows = []
        for key, found in total.items():
            hidden = "total" in found.kpi.hidden_in or math.isnan(found.estimate[0])
            if found.kpi.sources[0] not in sources or hidden:
                continue
            half = half_text(found.kpi.unit, float(found.half_width[0]))
            beside = [_shown_at(by_channel.get(key), channel) for channel in used]
            row = [found.kpi.title, _shown(found, 0), half, *beside]
            rows.append(row[: len(columns)])
        if rows:
            lines += ["", *table(columns, rows, screen)]
    return lines


def _is_used(result: Result, channel: str) -> bool:
    return any(q.channel == channel for q in result.scenario.queues)


def _shown(found: Measured, cell: int) -> str:
    if found.view in found.kpi.hidden_in:
        return ""
    return value_text(found.kpi.unit, float(found.estimate[cell]))


def _shown_at(found: Measured | None, name: str) -> str:
    return "" if found is None else _shown(found, found.cells.index(name))


def queue_section(result: Result, screen: Screen) -> list[str]:
    """Every queue: how many came, how soon they were answered, how many left."""
    from simulator.peak.kpi import measure_all
    from simulator.peak.kpi.channel_level import level_kpi

    found = measure_all(result, by="queue")
    headers = (
        _("进入"), _("秒"), _("接起率"), _("放弃率"), _("平均等待"), "p90", _("按时办结"),
    )  # fmt: skip
    rows = []
    for i, queue in enumerate(result.scenario.queues):
        ticket = queue.channel == "ticket"
        level = found[level_kpi(result, queue.channel)] if not ticket else None
        digits = "".join(c for c in level.kpi.id if c.isdigit() or c == ".") if level else ""
        row = [localized(queue.title), whole(float(found["offered"].estimate[i])), digits]
        row.append(_shown(level, i) if level else "")
        row += [
            "" if ticket else _shown(found[k], i) for k in ("abandonment", "mean_wait", "wait_p90")
        ]
        row.append(_shown(found["ticket_on_time"], i) if ticket else "")
        rows.append(row)
    columns = (*texts(_("队列")), *numbers(*headers))
    return section(_("队列"), screen) + table(columns, rows, screen)


def shop_section(result: Result, screen: Screen) -> list[str]:
    """Every shop: its platform's response rate by that platform's own rule, and how it went."""
    from simulator.peak.kpi import measure_all
    from sops.platform import load_platform

    found = measure_all(result, by="shop")
    rows = []
    for i, shop in enumerate(result.scenario.shops):
        rule = load_platform(shop.platform).response
        rate = found["platform_rate"]
        row = [localized(shop.title), _shown(found["contacts"], i), _shown(found["offered"], i)]
        row += [_shown(found["abandonment"], i), _shown(found["resolved"], i)]
        row += [_shown(rate, i), half_text("share", float(rate.half_width[i]))]
        rows.append([*row, localized(rule.name)])
    columns = (
        *texts(_("店铺")),
        *numbers(_("进线"), _("进入人工"), _("放弃率"), _("管得了"), _("平台响应率"), "±"),
        Column(_("平台的算法"), text=True, wraps=True),
    )
    return section(_("店铺"), screen) + table(columns, rows, screen)


def group_section(result: Result, screen: Screen) -> list[str]:
    """Every group: people, hours, how busy, what it costs."""
    from simulator.peak.kpi import measure_all

    found = measure_all(result, by="group")
    columns = (
        *texts(_("班组")),
        *numbers(
            _("最多在编"), _("付费工时"), _("在岗工时"), _("占用率"), _("同时会话"), _("费用")
        ),
    )
    rows = [
        [localized(g.title), whole(float(result.plan[i].max(initial=0))),
         *(fixed(float(found[k].estimate[i]), 1) for k in ("paid", "on_duty")),
         *(_shown(found[k], i) for k in ("occupancy", "open_sessions", "people_cost"))]
        for i, g in enumerate(result.scenario.groups)
    ]  # fmt: skip
    total = [
        _("合计"), whole(float(result.plan.sum(axis=0).max(initial=0))),
        *(fixed(float(found[k].estimate.sum()), 1) for k in ("paid", "on_duty")), "", "",
        value_text("yuan", float(found["people_cost"].estimate.sum())),
    ]  # fmt: skip
    return section(_("班组"), screen) + table(columns, rows, screen, total)


def definitions(result: Result, screen: Screen) -> list[str]:
    """What each KPI means, in the order of the table."""
    from simulator.peak.kpi import kpis_of

    known = kpis_of(result)
    width = min(max(cells(k.title) for k in known), screen.width // 3)
    lines = section(_("定义"), screen)
    for kpi in known:
        told = wrap(kpi.definition, screen.width - width - 2)
        lines.append(left(kpi.title, width) + "  " + screen.paint.faint(told[0]))
        lines += [screen.paint.faint(right("", width) + "  " + line) for line in told[1:]]
    return lines
