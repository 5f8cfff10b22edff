"""KPIs of groups' time, and what the day costs (group time is kept within the horizon, F16)."""

from __future__ import annotations

import numpy as np

from simulator.peak.kpi.cells import Cells, Floats
from simulator.peak.kpi.definition import Better, Kpi, Source, Sum, Unit
from sops.language import N_


def hours(name: str) -> Sum:
    """Agent-hours of a field of group time."""
    return lambda cells: cells.hours(name)


def _people_yuan(cells: Cells) -> Floats:
    prices = np.array([g.yuan_per_hour for g in cells.scenario.groups], float)
    return cells.hours("paid", prices)


def _total_yuan(cells: Cells) -> Floats:
    return _people_yuan(cells) + cells.bot_yuan()


def _kpi(
    name: str,
    title: str,
    definition: str,
    unit: Unit,
    numerator: Sum,
    denominator: Sum | None = None,
    sources: tuple[Source, ...] = ("time",),
    better: Better = "less",
) -> Kpi:
    return Kpi(name, title, definition, unit, sources, numerator, denominator, better=better)


COST_KPIS: tuple[Kpi, ...] = (
    _kpi(
        "occupancy",
        N_("占用率"),
        N_("手上有活的时间 ÷ 在岗时间；按时段计，推演收尾不算（F8、F16）"),
        "share", hours("busy"), hours("on_duty"), better="neither",
    ),
    _kpi(
        "open_sessions",
        N_("人均同时会话"),
        N_("打开的会话 × 时间 ÷ 在岗时间；按时段计，推演收尾不算（F8、F16）"),
        "count", hours("open"), hours("on_duty"), better="neither",
    ),
    _kpi(
        "on_duty",
        N_("在岗工时"),
        N_("在岗的人 × 时间（扣除损耗、缺勤后实到的，含下班后收尾）；按时段计（F12、F14、F16）"),
        "hours", hours("on_duty"), better="neither",
    ),
    _kpi(
        "paid",
        N_("付费工时"),
        N_("计划的人 × 时段长，损耗和缺勤也付费；按时段计（F14、F16）"),
        "hours", hours("paid"),
    ),
    _kpi(
        "people_cost",
        N_("人工费用"),
        N_("付费工时 × 该组时薪，各组相加；按时段计（F14、F16）"),
        "yuan", _people_yuan,
    ),
    _kpi(
        "bot_cost",
        N_("机器人费用"),
        N_("和机器人对话的进线数 × 每次费用；按进线时段计（F4、F16）"),
        "yuan", lambda c: c.bot_yuan(), sources=("demand",),
    ),
    _kpi(
        "total_cost",
        N_("总费用"),
        N_("人工费用 + 机器人费用；按时段计（F16）"),
        "yuan", _total_yuan, sources=("time", "demand"),
    ),
    _kpi(
        "cost_per_resolved_case",
        N_("每解决一个诉求的费用"),
        N_("总费用 ÷ 已解决的诉求；费用按时段计，诉求按首次进线时段计（F15、F16）"),
        "yuan", _total_yuan, lambda c: c.demand("cases_resolved"), ("time", "demand"),
    ),
)  # fmt: skip
