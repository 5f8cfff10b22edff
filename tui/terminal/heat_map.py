"""A map of figures over two parameters: each figure with a shade from its smallest to largest."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tui.terminal.cell import cells, left, right
from tui.terminal.screen import Screen

SHADES = "·░▒▓█"
_GAP = 2


def heat_map(
    down: Sequence[str],
    across: Sequence[str],
    values: Sequence[Sequence[float]],
    texts: Sequence[Sequence[str]],
    screen: Screen,
) -> list[str]:
    """Rows `down`, columns `across`; columns that do not fit go on below. NaN has no shade."""
    known = [v for row in values for v in row if math.isfinite(v)]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    drawn = [
        [f"{text} {shade(value, low, high)}" for value, text in zip(row, line, strict=True)]
        for row, line in zip(values, texts, strict=True)
    ]
    head = min(max(map(cells, down), default=1), max(8, screen.width // 3))
    wide = max(map(cells, [*across, *(text for row in drawn for text in row)]), default=1) + _GAP
    fit = max(1, (screen.width - head) // wide)
    lines: list[str] = []
    for first in range(0, len(across), fit):
        if lines:
            lines.append("")
        part = slice(first, first + fit)
        top = left("", head) + "".join(right(name, wide) for name in across[part])
        lines.append(screen.paint.faint(top))
        for name, row in zip(down, drawn, strict=True):
            lines.append(left(name, head) + "".join(right(text, wide) for text in row[part]))
    return lines


def shade(value: float, low: float, high: float) -> str:
    """The darkest for the largest; blank where there is no value."""
    if not math.isfinite(value):
        return " "
    if high <= low:
        return SHADES[0]
    return SHADES[min(int((value - low) / (high - low) * len(SHADES)), len(SHADES) - 1)]
