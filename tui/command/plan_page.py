"""The page of `shapan plan`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scenarios.peak.channel import channel_title
from sops.language import _, localized
from tui.command.clock_text import horizon
from tui.command.heading import section, title
from tui.command.kpi_text import half_text, value_text
from tui.command.simulation_page import (
    case_funnel,
    contacts_and_people,
    level_strips,
    shop_section,
)
from tui.command.sizing_page import (
    answer,
    check_table,
    group_table,
    people_table,
    short_table,
    small_print,
)
from tui.command.volume import volume_of
from tui.terminal.cell import wrap
from tui.terminal.number import whole
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak import Result
    from simulator.peak.kpi import Measured
    from simulator.peak.sizing.sized import SizedPlan

_FIGURES = (
    "abandonment", "asa", "wait_p90", "first_response", "reply_time", "ticket_on_time",
    "occupancy", "open_sessions", "bot_containment", "bot_resolution", "first_contact_resolution",
    "contacts_per_case", "satisfaction", "lost_orders", "people_cost", "bot_cost",
    "cost_per_resolved_case",
)  # fmt: skip


def plan_page(sized: SizedPlan, result: Result, screen: Screen) -> list[str]:
    """The answer, the day in a chart, people by half hour, how sure, and what customers meet."""
    scenario = sized.scenario
    lines = title(localized(scenario.title), screen, _("计划"))
    lines += wrap(horizon(scenario.clock), screen.width)
    total = volume_of(scenario).total.total
    lines.append(_("期望首次进线 {n}，不含回头客").format(n=whole(total)))
    lines += [*answer(sized, screen), "", *contacts_and_people(result, screen)]
    lines += level_strips(result, screen)
    lines += people_table(sized, screen) + group_table(sized, screen)
    lines += check_table(sized, screen) + short_table(sized, screen)
    lines += case_funnel(result, screen) + figures(result, screen) + shop_section(result, screen)
    return [*lines, "", *small_print(sized, screen)]


def figures(result: Result, screen: Screen) -> list[str]:
    """The figures that a planner looks at first, each with its half width and its definition."""
    from simulator.peak.kpi import Where, measure, measure_all
    from simulator.peak.kpi.channel_level import level_kpi

    found: list[tuple[str, Measured]] = []
    for channel in ("chat", "phone"):
        if any(q.channel == channel for q in result.scenario.queues):
            level = measure(result, level_kpi(result, channel), where=Where(channels=(channel,)))
            found.append((f"{channel_title(channel)} {level.kpi.title}", level))
    everything = measure_all(result)
    found += [(everything[k].kpi.title, everything[k]) for k in _FIGURES]
    rows = [
        [name, value_text(m.kpi.unit, float(m.estimate[0])),
         half_text(m.kpi.unit, float(m.half_width[0])), m.kpi.definition]
        for name, m in found
        if not math.isnan(m.estimate[0])
    ]  # fmt: skip
    columns = (
        *texts(_("指标")), *numbers(_("数值"), "±"), Column(_("定义"), text=True, wraps=True),
    )  # fmt: skip
    about = _("照计划人数、对全新的顾客推演 {n} 次").format(n=result.replications)
    return section(_("顾客会遇到什么"), screen, about) + table(columns, rows, screen)
