"""Figures of KPIs as text, by their unit."""

from __future__ import annotations

import math

from sops.language import _
from tui.terminal.number import NOTHING, count, fixed, seconds, share, whole, yuan


def value_text(unit: str, value: float) -> str:
    """A figure with its unit."""
    if not math.isfinite(value):
        return NOTHING
    if unit == "share":
        return share(value)
    if unit == "seconds":
        return seconds(value)
    if unit == "yuan":
        return yuan(value) if abs(value) >= 100 else f"¥{fixed(value, 2)}"
    if unit in ("hours", "points"):
        return fixed(value, 1)
    return count(value) if abs(value) >= 9.95 or value == round(value) else fixed(value, 2)


def half_text(unit: str, value: float) -> str:
    """The half width of its interval, in percentage points for shares; blank where unknown."""
    if not math.isfinite(value):
        return ""
    if unit == "share":
        return f"±{100 * value:.1f}"
    if unit == "seconds":
        return "±" + seconds(value)
    if unit == "yuan":
        return "±" + (whole(value) if value >= 100 else fixed(value, 2))
    if unit == "count":
        return "±" + value_text(unit, value)
    return "±" + fixed(value, 1)


def difference_half(unit: str, value: float) -> str:
    """The half width of a difference; shares with two places, as differences have."""
    if unit == "share" and math.isfinite(value):
        return f"±{100 * value:.2f}"
    return half_text(unit, value)


def width_text(unit: str, value: float) -> str:
    """A half width in words, exactly enough to compare two of them."""
    if not math.isfinite(value):
        return NOTHING
    if unit == "share":
        return _("{n} 个百分点").format(n=f"{100 * value:.3g}")
    return _("{n} 秒").format(n=f"{value:.3g}") if unit == "seconds" else f"{value:.3g}"


def difference_text(unit: str, value: float) -> str:
    """A difference with its sign; shares in percentage points."""
    if not math.isfinite(value):
        return NOTHING
    sign = "-" if value < 0 else "+"
    if unit == "share":
        return f"{sign}{100 * abs(value):.2f}"
    return sign + value_text(unit, abs(value))
