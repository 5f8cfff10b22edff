"""Numbers as planners read them."""

from __future__ import annotations

import math

from sops.language import _

NOTHING = "–"


def count(value: float) -> str:
    """`12,345`; a number below ten that is not whole keeps one place."""
    if not math.isfinite(value):
        return NOTHING
    places = 1 if abs(value) < 9.95 and round(value, 1) != round(value) else 0
    return f"{value + 0.0:,.{places}f}"


def whole(value: float) -> str:
    """`12,345`."""
    return f"{value + 0.0:,.0f}" if math.isfinite(value) else NOTHING


def fixed(value: float, places: int) -> str:
    """`12,345.60` with so many places."""
    return f"{value + 0.0:,.{places}f}" if math.isfinite(value) else NOTHING


def share(value: float, places: int = 1) -> str:
    """`81.2%` of a share between 0 and 1."""
    return f"{100.0 * value + 0.0:.{places}f}%" if math.isfinite(value) else NOTHING


def points(value: float, places: int = 1) -> str:
    """A difference of two shares, in percentage points, with its sign: `+1.2`."""
    return f"{100.0 * value + 0.0:+.{places}f}" if math.isfinite(value) else NOTHING


def yuan(value: float) -> str:
    """`¥12,345`."""
    return f"¥{value + 0.0:,.0f}" if math.isfinite(value) else NOTHING


def seconds(value: float) -> str:
    """`24.3 秒`, from two minutes on `2 分 05 秒`, from two hours on `2 小时 05 分`."""
    if not math.isfinite(value):
        return NOTHING
    if abs(value) < 120.0:
        return _("{n} 秒").format(n=fixed(value, 1))
    if value < 0.0:
        return "-" + seconds(-value)
    if round(value) < 7200:
        minutes, rest = divmod(round(value), 60)
        return _("{m} 分 {s:02d} 秒").format(m=minutes, s=rest)
    hours, rest = divmod(round(value / 60.0), 60)
    return _("{h} 小时 {m:02d} 分").format(h=hours, m=rest)
