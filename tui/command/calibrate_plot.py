"""Plots of a fit: bars of what was measured, marks of the law, over seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sops.language import _
from tui.terminal.cell import right
from tui.terminal.chart import BLOCKS, MARK, nice_top
from tui.terminal.screen import Screen

_LABEL = 7
_MOST = 72
_HEIGHT = 7


def plot_width(screen: Screen) -> int:
    """Columns of a plot on this screen."""
    return max(min(screen.width - _LABEL - 2, _MOST), 10)


def plot(bars: Sequence[float], marks: Sequence[float], end: float, screen: Screen) -> list[str]:
    """Bars and marks on one scale from 0; the axis goes from 0 to ``end`` seconds."""
    top = nice_top([*bars, *marks])
    lines = []
    for level in range(_HEIGHT, 0, -1):
        row = "".join(_cell(b, m, top, level) for b, m in zip(bars, marks, strict=True))
        label = f"{top:.3g}" if level == _HEIGHT else ""
        lines.append((screen.paint.faint(right(label, _LABEL) + " ┤") + row).rstrip())
    width = len(bars)
    lines.append(screen.paint.faint(right("0", _LABEL) + " ┼" + "─" * width))
    half = width // 2
    last = _("到 {n} 秒").format(n=f"{end:,.0f}")
    axis = "0" + right(f"{end / 2:,.0f}", half) + right(last, width - 1 - half)
    lines.append(screen.paint.faint(" " * (_LABEL + 2) + axis))
    return lines


def _cell(bar: float, mark: float, top: float, level: int) -> str:
    if not math.isnan(mark) and mark > 0:
        at = max(math.ceil(mark / top * _HEIGHT), 1)
        if at == level:
            return MARK
    eighths = 0 if math.isnan(bar) else round(bar / top * _HEIGHT * 8)
    return BLOCKS[min(max(eighths - (level - 1) * 8, 0), 8)]
