"""Cells as people read them."""

from __future__ import annotations

import math

from simulator.peak.report.part import Cell
from sops.language import _
from sops.problem import printable

NOTHING = "–"


def figure(cell: Cell) -> str:
    """The text of a cell; half widths with ±, blank where unknown."""
    value = cell.value
    if isinstance(value, str):
        return "\n".join(printable(line, None) for line in value.split("\n"))
    if value is None or not math.isfinite(value):
        return "" if cell.half else NOTHING
    if not cell.half:
        return _whole(value, cell.unit)
    if cell.unit == "share":
        return f"±{100 * value:.1f}"
    return "±" + _whole(value, cell.unit)


def _whole(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * value + 0.0:.1f}%"
    if unit == "seconds":
        return _seconds(value)
    if unit == "yuan":
        return f"¥{value:,.0f}" if abs(value) >= 100 else f"¥{value:,.2f}"
    if unit == "people":
        return f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"
    if unit == "hours" and abs(value) >= 100:
        return f"{value:,.0f}"
    if unit in ("hours", "points"):
        return f"{round(value, 1) + 0.0:,.1f}"
    return f"{value:,.0f}" if abs(value) >= 9.95 or value == round(value) else f"{value:,.2f}"


def _seconds(value: float) -> str:
    if abs(value) < 120:
        return _("{n} 秒").format(n=f"{value:,.1f}")
    minutes, rest = divmod(round(value), 60)
    if minutes < 120:
        return _("{m} 分 {s:02d} 秒").format(m=minutes, s=rest)
    return _("{h} 小时 {m:02d} 分").format(h=minutes // 60, m=minutes % 60)
