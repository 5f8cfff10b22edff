"""The page of `shapan sweep`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sops.language import _, localized
from sops.problem import printable
from tui.command.heading import faint_text, section, title
from tui.command.kpi_text import difference_half, difference_text, half_text, value_text
from tui.command.run_note import run_lines
from tui.terminal.cell import left, wrap
from tui.terminal.heat_map import SHADES, heat_map
from tui.terminal.screen import Screen
from tui.terminal.table import numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.whatif.sweep import Curve
    from tui.command.sweep import Sweep

_BAR = "█"


def sweep_page(found: Sweep, screen: Screen) -> list[str]:
    """A curve of bars and a table for one axis; a map for each KPI for two."""
    scenario = found.variants[0].scenario
    lines = title(localized(scenario.title), screen, _("扫参数"))
    for line in run_lines(found.variants[0].result):
        lines += wrap(line, screen.width)
    if len(found.axes) == 1:
        lines += _bars(found, screen)
        for curve in found.curves:
            lines += _points(found, curve, screen)
    else:
        for curve in found.curves:
            lines += _map(found, curve, screen)
        legend = _("{low} 最小 … {high} 最大").format(low=SHADES[0], high=SHADES[-1])
        lines += ["", *faint_text(legend, screen)]
    small = _("每一点都是同一批顾客；差值和第一点相比，逐次配对，比率的差值和半宽单位是百分点。")
    return [*lines, "", *faint_text(small, screen)]


def _bars(found: Sweep, screen: Screen) -> list[str]:
    """One bar for each value of the axis, from 0."""
    curve, axis = found.curves[0], found.axes[0]
    head = min(max(len(printable(v)) for v in axis.values) + 2, 24)
    values = [p.value for p in curve.points]
    top = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    room = max(10, screen.width - head - 14)
    lines = section(curve.kpi.title, screen, printable(axis.path))
    for name, value in zip(axis.values, values, strict=True):
        size = 0 if not math.isfinite(value) or top == 0 else round(abs(value) / top * room)
        bar = screen.paint.accent(_BAR * size)
        lines.append(left(printable(name), head) + bar + " " + value_text(curve.kpi.unit, value))
    return lines


def _points(found: Sweep, curve: Curve, screen: Screen) -> list[str]:
    unit = curve.kpi.unit
    columns = (*texts(_("取值")), *numbers(_("数值"), "±", _("和第一点差"), "±"))
    rows = [
        [printable(value), value_text(unit, p.value), half_text(unit, p.half_width),
         difference_text(unit, p.difference) if k else "",
         difference_half(unit, p.difference_half_width) if k else ""]
        for k, (value, p) in enumerate(zip(found.axes[0].values, curve.points, strict=True))
    ]  # fmt: skip
    return section(curve.kpi.title, screen) + table(columns, rows, screen)


def _map(found: Sweep, curve: Curve, screen: Screen) -> list[str]:
    one, two = found.axes
    wide = len(two.values)
    rows = [curve.points[i * wide : (i + 1) * wide] for i in range(len(one.values))]
    values = [[p.value for p in row] for row in rows]
    shown = [[value_text(curve.kpi.unit, v) for v in row] for row in values]
    about = _("向下 {down}，向右 {across}").format(
        down=printable(one.path), across=printable(two.path)
    )
    lines = section(curve.kpi.title, screen, about)
    names = [[printable(v) for v in axis.values] for axis in (one, two)]
    return lines + heat_map(names[0], names[1], values, shown, screen)
