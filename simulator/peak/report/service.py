"""What customers meet: targets, KPIs with definitions and intervals, the funnel."""

from __future__ import annotations

import math

import numpy as np

from scenarios.peak.channel import channel_title
from scenarios.peak.target_scope import target_scope
from simulator.peak.kpi import Measured, Where, measure, measure_all
from simulator.peak.kpi.channel_level import level_kpi
from simulator.peak.kpi.funnel import FUNNEL, funnel_counts
from simulator.peak.report.facts import Facts
from simulator.peak.report.labels import (
    half_cell,
    measured_cell,
    moment,
    moments,
    target_text,
    title,
    used_channels,
)
from simulator.peak.report.part import Cell, Chart, Line, Section, Step, Table
from simulator.peak.target import Verdict, verdicts
from sops.language import _
from sops.platform import load_platform


def target_section(facts: Facts) -> Section:
    """What was asked for, and what came out where it decides."""
    found = verdicts(facts.result)
    rows = tuple(_verdict(facts, v) for v in found)
    columns = (
        _("结果"), _("目标"), _("要求"), _("范围"), _("最差处"), _("在"), _("做到的次数"),
        _("95% 区间"),
    )  # fmt: skip
    missed = frozenset(i for i, v in enumerate(found) if not v.holds)
    note = _("“做到的次数”：每次推演里处处达到的占几成，区间是 Clopper–Pearson 的。")
    told = _("在 {n} 次推演上判断。").format(n=facts.result.replications)
    if not found:
        told, note = _("场景没有写目标（targets）。"), ""
    table = Table("targets", _("目标"), columns, rows, note, missed)
    return Section("targets", _("目标达到没有"), (told,), (_levels(facts),),
                   tables=(table,) if rows else ())  # fmt: skip


def _verdict(facts: Facts, verdict: Verdict) -> tuple[Cell, ...]:
    target, clock = verdict.target, facts.scenario.clock
    unit = verdict.measured.kpi.unit
    worst = math.nan
    if verdict.binding is not None:
        sign = 1.0 if verdict.direction == "at_least" else -1.0
        worst = target.level + sign * float(verdict.slack[verdict.binding])
    low, high = verdict.share_interval or (None, None)
    span = "" if low is None or high is None else f"{100 * low:.1f}%–{100 * high:.1f}%"
    place = "" if verdict.binding_cell is None else moment(verdict.binding_cell, clock)
    return (
        Cell(_outcome(verdict)), Cell(title(target.title)),
        Cell(target_text(target, verdict.measured)), Cell(target_scope(facts.scenario, target)),
        Cell(worst, unit), Cell(place),
        Cell("") if verdict.share_held is None else Cell(verdict.share_held, "share"), Cell(span),
    )  # fmt: skip


def _outcome(verdict: Verdict) -> str:
    if verdict.holds:
        return _("达到")
    missed = len(verdict.missed)
    return _("差 {n} 处").format(n=missed) if missed > 1 else _("未达到")


def _levels(facts: Facts) -> Chart:
    lines: list[Line] = []
    for channel in used_channels(facts.scenario):
        if channel == "ticket":
            continue
        kpi = level_kpi(facts.result, channel)
        found = measure(facts.result, kpi, by="interval", where=Where(channels=(channel,)))
        name = f"{channel_title(channel)} {found.kpi.title}"
        lines.append(Line(name, _known(found.estimate), "line"))
        bad = _tenth(found)
        if bad is not None:
            name = _("{channel}，十次里最差的一次").format(channel=channel_title(channel))
            lines.append(Line(name, bad, "dashed"))
    return Chart(
        "levels", _("每时段的服务水平"), moments(facts.scenario.clock), tuple(lines), ("share",),
        _("实线是全部推演合起来；虚线是每个时段十次里有一次比它还低。"),
    )  # fmt: skip


def _tenth(found: Measured) -> tuple[float | None, ...] | None:
    """[cell]: the value below which one replication in ten falls; None with fewer than ten."""
    if len(found.values) < 10:
        return None
    there = ~np.isnan(found.values)
    filled = np.where(there.any(axis=0), found.values, 0.0)
    low = np.nanquantile(filled, 0.1, axis=0)
    return _known(np.where(there.any(axis=0), low, np.nan))


def _known(values: np.ndarray) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(v) else round(float(v), 4) for v in values)


def kpi_section(facts: Facts) -> Section:
    """Every KPI with its interval and definition; by channel, shop and group."""
    told = _("± 是 95% 置信区间的半宽（比率的单位是百分点），按 {n} 次独立推演算出。").format(
        n=facts.result.replications
    )
    tables = (_all_kpis(facts), _by_queue(facts), _by_shop(facts), _spread(facts))
    return Section("kpis", _("指标和定义"), (told,), tables=tables)


def _all_kpis(facts: Facts) -> Table:
    total = measure_all(facts.result)
    beside = measure_all(facts.result, by="channel")
    channels = used_channels(facts.scenario)
    rows = []
    for key, found in total.items():
        if "total" in found.kpi.hidden_in or np.isnan(found.estimate[0]):
            continue
        parts = [_at(beside.get(key), channel) for channel in channels]
        rows.append((Cell(found.kpi.title), measured_cell(found), half_cell(found), *parts,
                     Cell(found.kpi.definition)))  # fmt: skip
    columns = (_("指标"), _("全部"), "±", *map(channel_title, channels), _("定义"))
    return Table("kpis", _("全部指标"), columns, tuple(rows))


def _at(found: Measured | None, name: str) -> Cell:
    if found is None or found.view in found.kpi.hidden_in:
        return Cell("")
    return measured_cell(found, found.cells.index(name))


def _by_queue(facts: Facts) -> Table:
    found = measure_all(facts.result, by="queue")
    rows = []
    for i, queue in enumerate(facts.scenario.queues):
        live = queue.channel != "ticket"
        level = found[level_kpi(facts.result, queue.channel)] if live else None
        keys = ("abandonment", "mean_wait", "wait_p90")
        waits = [measured_cell(found[k], i) if live else Cell("") for k in keys]
        rows.append(
            (Cell(title(queue.title)), measured_cell(found["offered"], i),
             Cell("" if level is None else level.kpi.title),
             Cell("") if level is None else measured_cell(level, i), *waits,
             Cell("") if live else measured_cell(found["ticket_on_time"], i))
        )  # fmt: skip
    columns = (
        _("队列"), _("进入"), _("哪个服务水平"), _("服务水平"), _("放弃率"), _("平均等待"),
        _("等待 p90"), _("工单按时"),
    )  # fmt: skip
    return Table("queues", _("按队列"), columns, tuple(rows))


def _by_shop(facts: Facts) -> Table:
    found = measure_all(facts.result, by="shop")
    rows = []
    for i, shop in enumerate(facts.scenario.shops):
        rule = load_platform(shop.platform).response
        keys = ("contacts", "offered", "abandonment", "resolved", "platform_rate")
        cells = [measured_cell(found[k], i) for k in keys]
        rows.append((Cell(title(shop.title)), *cells, half_cell(found["platform_rate"], i),
                     Cell(title(rule.name))))  # fmt: skip
    columns = (
        _("店铺"), _("进线"), _("进入人工"), _("放弃率"), _("管得了"), _("平台响应率"), "±",
        _("平台的算法"),
    )  # fmt: skip
    return Table("shops", _("按店铺"), columns, tuple(rows))


def _spread(facts: Facts) -> Table:
    """How different days of the same forecast are: percentiles over replications."""
    keys = ("contacts", "offered", "abandonment", "mean_wait", "occupancy", "first_response",
            "lost_orders", "satisfaction", "total_cost")  # fmt: skip
    total = measure_all(facts.result)
    rows = []
    for key in keys:
        found = total[key]
        values = found.values[:, 0]
        if np.isnan(values).all():
            continue
        low, middle, high = np.nanquantile(values, (0.1, 0.5, 0.9))
        unit = found.kpi.unit
        rows.append((Cell(found.kpi.title), Cell(float(low), unit), Cell(float(middle), unit),
                     Cell(float(high), unit), Cell(float(np.nanmin(values)), unit),
                     Cell(float(np.nanmax(values)), unit)))  # fmt: skip
    columns = (
        _("指标"), _("十次里一次低于"), _("中间"), _("十次里一次高于"), _("最低"), _("最高"),
    )  # fmt: skip
    note = _("同样的预测、同样的人，每次推演的顾客不同：这是一天和一天的差别，不是平均值的误差。")
    return Table("spread", _("一天和一天差多少"), columns, tuple(rows), note)


def funnel_section(facts: Facts) -> Section:
    """From all cases to those that were solved, as means per replication."""
    counts = funnel_counts(facts.result)
    first = counts["cases"] or 1.0
    steps = tuple(
        Step(_(name), Cell(counts[key], "count"), counts[key] / first, _(note))
        for key, name, note in FUNNEL
    )
    rows = tuple((Cell(s.title), s.cell, Cell(s.share, "share"), Cell(s.note)) for s in steps)
    columns = (_("一步"), _("诉求数"), _("占全部"), _("算什么"))
    table = Table("funnel", _("漏斗"), columns, rows, _("平均每次推演的诉求数。"))
    return Section("funnel", _("漏斗：找得到、有人管、管得了"), (), steps=steps, tables=(table,))
