"""A chart of block characters: an area, and marks of a second series on their own scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tui.terminal.cell import left, right
from tui.terminal.columns import Columns
from tui.terminal.number import count
from tui.terminal.screen import Screen
from tui.terminal.time_axis import time_axis

BLOCKS = " ▁▂▃▄▅▆▇█"
MARK = "━"
_AXIS_CELLS = 7


@dataclass(frozen=True)
class Series:
    """Values by interval; NaN draws nothing."""

    title: str
    values: Sequence[float]


def chart_width(screen: Screen, marked: bool = False) -> int:
    """Cells between the axes of a chart on this screen."""
    return screen.width - (_AXIS_CELLS + 2) * (2 if marked else 1)


def chart(
    area: Series, columns: Columns, screen: Screen, marks: Series | None = None, height: int = 8
) -> list[str]:
    """Legend, the area with its scale at the left, `marks` with theirs at the right, the clock."""
    heights = columns.most(area.values)
    top = nice_top(heights)
    rows = area_rows(heights, top, height)
    marked = columns.most(marks.values) if marks else []
    mark_top = nice_top(marked)
    lines = [_legend(area, marks)]
    for r, row in enumerate(rows):
        level = height - r
        body = _marked(row, marked, mark_top, height, level) if marks else row
        label = right(_scale(top, level, height), _AXIS_CELLS)
        line = screen.paint.faint(label + " ┤") + _painted(body, screen)
        if marks:
            line += screen.paint.faint("├ " + _scale(mark_top, level, height))
        lines.append(line.rstrip())
    indent = " " * (_AXIS_CELLS + 2)
    axis = time_axis(columns)
    corner = right("0", _AXIS_CELLS) + " ┼"
    lines.append(screen.paint.faint(corner + axis[0] + ("┼ 0" if marks else "")))
    return lines + [screen.paint.faint(indent + line) for line in axis[1:]]


def area_rows(heights: Sequence[float], top: float, rows: int) -> list[str]:
    """Rows of block characters, the upper first; what is above 0 always shows something."""
    lines = []
    for row in range(rows, 0, -1):
        line = ""
        for value in heights:
            eighths = 0 if math.isnan(value) or top <= 0 else round(value / top * rows * 8)
            if value > 0 and eighths == 0:
                eighths = 1
            line += BLOCKS[min(max(eighths - (row - 1) * 8, 0), 8)]
        lines.append(line)
    return lines


def strip(values: Sequence[float], columns: Columns) -> str:
    """One row of block characters on a scale of its own; what is above 0 shows something."""
    heights = columns.most(values)
    return area_rows(heights, max((h for h in heights if h > 0), default=0.0), 1)[0]


def nice_top(values: Sequence[float]) -> float:
    """The lowest of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × a power of ten that covers all values."""
    most = max((v for v in values if not math.isnan(v)), default=0.0)
    if most <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(
        (m * power for m in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8) if m * power >= most * 0.999999),
        10 * power,
    )


def _scale(top: float, level: int, height: int) -> str:
    """A number at the top and at half height."""
    if level == height:
        return _number(top)
    if level * 2 == height:
        return _number(top / 2)
    return ""


def _number(value: float) -> str:
    return count(value) if value >= 1 or value == 0 else f"{value:.2g}"


def _marked(row: str, marked: Sequence[float], top: float, height: int, level: int) -> str:
    body = list(row)
    for i, value in enumerate(marked):
        if not math.isnan(value) and value > 0 and max(math.ceil(value / top * height), 1) == level:
            body[i] = MARK
    return "".join(body)


def _painted(body: str, screen: Screen) -> str:
    """Marks in accent, runs of one kind together."""
    if not screen.paint.on:
        return body
    painted, run = "", ""
    for character in body + "\0":
        if (run and (character == MARK) != (run[0] == MARK)) or character == "\0":
            painted += screen.paint.accent(run) if run[:1] == MARK else run
            run = ""
        run += character
    return painted


def _legend(area: Series, marks: Series | None) -> str:
    text = left("", _AXIS_CELLS + 2) + "█ " + area.title
    return text + (f"   {MARK} {marks.title}" if marks else "")
