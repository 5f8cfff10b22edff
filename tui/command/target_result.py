"""How the targets of a scenario came out in a simulation, as a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scenarios.peak.target_scope import target_scope
from sops.language import _, localized
from tui.command.heading import section
from tui.command.scenario_page import target_text
from tui.terminal.number import NOTHING, fixed, seconds, share
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from scenarios.peak.target import Target
    from simulator.peak.target import Verdict


def target_section(
    scenario: PeakScenario, verdicts: tuple[Verdict, ...], screen: Screen
) -> list[str]:
    """What was asked, and what came out where it decides."""
    lines = section(_("目标"), screen)
    if not verdicts:
        return [*lines, _("场景没有写目标（targets）")]
    columns = (
        *texts(_("结果")), Column(_("目标"), text=True, wraps=True),
        Column(_("要求"), text=True, wraps=True), Column(_("范围"), text=True, wraps=True),
        *numbers(_("最差处")), *texts(_("在")), *numbers(_("做到的次数")),
    )  # fmt: skip
    rows = [
        [verdict_text(v), localized(v.target.title), target_text(v.target),
         target_scope(scenario, v.target), target_value(v.target, worst_value(v)),
         "" if v.binding_cell is None else cell_label(v.binding_cell), held_text(v)]
        for v in verdicts
    ]  # fmt: skip
    missed = [i for i, v in enumerate(verdicts) if not v.holds]
    return lines + table(columns, rows, screen, alert=missed)


def verdict_text(verdict: Verdict) -> str:
    """Reached, or in how many cells not."""
    if verdict.holds:
        return _("达到")
    missed = len(verdict.missed)
    return _("差 {n} 处").format(n=missed) if missed > 1 else _("未达到")


def worst_value(verdict: Verdict) -> float:
    """The value that decides in the cell that decides; NaN where nothing was counted."""
    if verdict.binding is None:
        return math.nan
    sign = 1.0 if verdict.direction == "at_least" else -1.0
    return verdict.target.level + sign * float(verdict.slack[verdict.binding])


def held_text(verdict: Verdict) -> str:
    """In what share of the replications it held everywhere; blank where none was asked."""
    return "" if verdict.share_held is None else share(verdict.share_held, 0)


def target_value(target: Target, value: float) -> str:
    """A value of the target's KPI."""
    if value != value:
        return NOTHING
    return seconds(value) if target.kpi.endswith("_s") else share(value)


def target_lack(target: Target, value: float) -> str:
    """How much of the target's KPI is missing: seconds, or percentage points."""
    if value != value:
        return NOTHING
    if target.kpi.endswith("_s"):
        return seconds(value)
    return _("{n} 个百分点").format(n=fixed(100.0 * value, 1 if abs(value) >= 0.0005 else 2))


def cell_label(start: str) -> str:
    """`11-10 20:00`, `11-10`, or the whole horizon."""
    return _("全程") if start == "total" else start[5:].replace("T", " ")
