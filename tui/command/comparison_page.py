"""The page of `shapan compare`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.peak.channel import channel_title
from sops.language import _, localized
from sops.problem import printable
from tui.command.heading import faint_text, section, title
from tui.command.kpi_text import difference_half, difference_text, value_text
from tui.command.run_note import run_lines
from tui.terminal.cell import cut, wrap
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result
    from simulator.peak.comparison import Difference
    from tui.command.compare import Comparison

_MOST_PARTS = 12


def comparison_page(comparisons: Sequence[Comparison], first: Result, screen: Screen) -> list[str]:
    """For each variant all figures in total, then the clearest differences of parts."""
    lines = title(localized(first.scenario.title), screen, _("比较"))
    for line in run_lines(first):
        lines += wrap(line, screen.width)
    lines += _ranking(comparisons, screen)
    for comparison in comparisons:
        before, after = printable(comparison.before.label), printable(comparison.after.label)
        lines += section(f"A {before}", screen)
        lines += wrap(f"B {after}", screen.width)
        lines += _totals(comparison, screen) + _parts(comparison, first.scenario, screen)
    notes = _("差值为 B 减 A，比率的差值和半宽单位是百分点；两边用同一批顾客、逐次配对。")
    chance = _("“明显”指 95% 区间不含 0；行数多时，总有几行只是碰巧明显。")
    return [*lines, "", *faint_text(notes, screen), *faint_text(chance, screen)]


def _ranking(comparisons: Sequence[Comparison], screen: Screen) -> list[str]:
    """Variants by people, cost and customers lost, the best first; nothing for a single one."""
    from simulator.peak.whatif.effect import ranked
    from tui.command.whatif_page import SHOWN, YUAN, change_text

    if len(comparisons) < 2:
        return []
    rows = [
        [str(place), printable(each.variant.name),
         *(change_text(each.deltas[key], "¥" if key in YUAN else "") for key in SHOWN)]
        for place, each in enumerate(ranked([c.effect for c in comparisons]), start=1)
    ]  # fmt: skip
    columns = (
        *numbers(_("名次")), Column(_("方案"), text=True, wraps=True),
        *numbers(_("付费人时"), _("手上人时"), _("费用"), _("流失的顾客"), _("流失订单"),
                 _("净值")),
    )  # fmt: skip
    about = _("和第一个相比，按净值（费用加流失订单）排；* 表示 95% 区间不含 0")
    return section(_("排名"), screen, about) + table(columns, rows, screen)


def _totals(comparison: Comparison, screen: Screen) -> list[str]:
    rows = [d for d in comparison.differences if d.view == "total"]
    order = {d.kpi.id: i for i, d in enumerate(_registry_order(rows))}
    rows.sort(key=lambda d: order[d.kpi.id])
    columns = (
        *texts(_("指标")), *numbers("A", "B", _("差值"), "±"), *texts(_("明显")),
    )  # fmt: skip
    shown = [d for d in rows if "total" not in d.kpi.hidden_in and not math.isnan(d.before)]
    return table(columns, [_row(d.kpi.title, d) for d in shown], screen, alert=_worse(shown))


def _registry_order(rows: Sequence[Difference]) -> list[Difference]:
    """The order of the KPI registry, whatever order the differences are ranked in."""
    from simulator.peak.kpi import registry

    seconds = sorted({float(d.kpi.words["seconds"]) for d in rows if "seconds" in d.kpi.words})
    place = {kpi.id: i for i, kpi in enumerate(registry(tuple(seconds)))}
    return sorted(rows, key=lambda d: place.get(d.kpi.id, len(place)))


def _parts(comparison: Comparison, scenario: PeakScenario, screen: Screen) -> list[str]:
    rows = [
        d for d in comparison.differences
        if d.view != "total" and d.clear and d.better is not None and d.view not in d.kpi.hidden_in
    ][:_MOST_PARTS]  # fmt: skip
    if not rows:
        return []
    columns = (
        *texts(_("在哪里"), _("指标")), *numbers("A", "B", _("差值"), "±"), *texts(_("明显")),
    )  # fmt: skip
    drawn = [[_place(d, scenario), *_row(d.kpi.title, d)] for d in rows]
    heading = section(_("分渠道、店铺最明显的差别"), screen)
    return heading + table(columns, drawn, screen, alert=_worse(rows))


def _place(difference: Difference, scenario: PeakScenario) -> str:
    if difference.view == "channel":
        return channel_title(difference.cell)
    titles = {s.name: localized(s.title) for s in scenario.shops}
    return titles.get(difference.cell, difference.cell)


def _row(name: str, d: Difference) -> list[str]:
    unit = d.kpi.unit
    return [
        cut(name, 30), value_text(unit, d.before), value_text(unit, d.after),
        difference_text(unit, d.difference), difference_half(unit, d.half_width), judged(d),
    ]  # fmt: skip


def judged(difference: Difference) -> str:
    """Better, worse, or just different; blank where chance explains it."""
    if not difference.clear:
        return ""
    if difference.better is None:
        return _("有变化")
    return _("更好") if difference.better else _("更差")


def _worse(which: Sequence[Difference]) -> list[int]:
    return [i for i, difference in enumerate(which) if difference.better is False]
