"""A table: numbers at the right under their headers, texts at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.terminal.cell import cells, left, right, wrap
from tui.terminal.screen import Screen

GAP = 2
_COMFORTABLE_TEXT, _NARROWEST_TEXT = 18, 8


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
    """Natural widths; where they do not fit, texts give way a little, then headers of numbers
    wrap, then texts give way as far as they can."""
    body = [max((cells(row[i]) for row in rows), default=0) for i in range(len(columns))]
    widths = [max(cells(c.title), b) for c, b in zip(columns, body, strict=True)]
    excess = sum(widths) + GAP * (len(widths) - 1) - room
    texts_at = [i for i, c in enumerate(columns) if c.text]
    others = [i for i, c in enumerate(columns) if not c.text]
    excess = _shrink(widths, texts_at, [_COMFORTABLE_TEXT] * len(columns), excess)
    excess = _shrink(widths, others, [max(need, 4) for need in body], excess)
    _shrink(widths, texts_at, [_NARROWEST_TEXT] * len(columns), excess)
    return widths


def _shrink(widths: list[int], which: Sequence[int], floors: Sequence[int], excess: int) -> int:
    """Take cells from the widest of `which` until nothing is too much; what is still too much."""
    while excess > 0:
        giving = [i for i in which if widths[i] > floors[i]]
        if not giving:
            break
        widths[max(giving, key=lambda i: widths[i])] -= 1
        excess -= 1
    return excess


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
