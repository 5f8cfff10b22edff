"""A table: numbers at the right under their headers, texts at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.terminal.cell import cells, left, right, wrap
from tui.terminal.screen import Screen

GAP = 2
_NARROWEST_TEXT = 8


@dataclass(frozen=True)
class Column:
    """`text` columns stand left and give way (by `…`, or by `wraps`) when the table is too wide."""

    title: str
    text: bool = False
    wraps: bool = False


def texts(*titles: str) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(title, text=True) for title in titles)


def numbers(*titles: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(title) for title in titles)


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    screen: Screen,
    total: Sequence[str] | None = None,
) -> list[str]:
    """Lines of a table no wider than the screen; `total` stands under a rule."""
    everything = [*rows, total] if total is not None else list(rows)
    widths = _widths(columns, everything, screen.width)
    lines = [screen.paint.faint(line) for line in _header(columns, widths)]
    rule = screen.paint.faint("─" * min(sum(widths) + GAP * (len(widths) - 1), screen.width))
    lines.append(rule)
    for row in rows:
        lines += _row(columns, row, widths)
    if total is not None:
        lines.append(rule)
        lines += [screen.paint.strong(line) for line in _row(columns, total, widths)]
    return lines


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Natural widths; where they do not fit, headers of numbers wrap, then texts give way."""
    body = [max((cells(row[i]) for row in rows), default=0) for i in range(len(columns))]
    widths = [max(cells(c.title), b) for c, b in zip(columns, body, strict=True)]
    excess = sum(widths) + GAP * (len(widths) - 1) - room
    floors = [
        min(width, max(_NARROWEST_TEXT, cells(column.title)) if column.text else max(need, 4))
        for column, width, need in zip(columns, widths, body, strict=True)
    ]
    for wanted in (False, True):
        while excess > 0:
            slack = [
                widths[i] - floors[i] if c.text == wanted else 0 for i, c in enumerate(columns)
            ]
            if max(slack, default=0) <= 0:
                break
            widest = max(
                (i for i, s in enumerate(slack) if s > 0), key=lambda i: (widths[i], slack[i])
            )
            widths[widest] -= 1
            excess -= 1
    return widths


def _header(columns: Sequence[Column], widths: Sequence[int]) -> list[str]:
    blocks = [wrap(c.title, w) if w else [""] for c, w in zip(columns, widths, strict=True)]
    height = max(map(len, blocks), default=0)
    blocks = [[""] * (height - len(block)) + block for block in blocks]
    return [_line(columns, [b[i] for b in blocks], widths) for i in range(height)]


def _row(columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]) -> list[str]:
    blocks = [
        wrap(value, width) if column.wraps else [value]
        for column, value, width in zip(columns, row, widths, strict=True)
    ]
    height = max(map(len, blocks), default=1)
    blocks = [block + [""] * (height - len(block)) for block in blocks]
    return [_line(columns, [b[i] for b in blocks], widths) for i in range(height)]


def _line(columns: Sequence[Column], values: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        left(value, width) if column.text else right(value, width)
        for column, value, width in zip(columns, values, widths, strict=True)
    ]
    return (" " * GAP).join(parts).rstrip()
