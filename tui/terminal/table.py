"""A table: numbers at the right under their headers, texts at the left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sops.language import capital
from tui.terminal.cell import cells, left, longest_word, right, wrap
from tui.terminal.screen import Screen
from tui.terminal.width import shrink

GAP = 2
_COMFORTABLE_TEXT, _NARROWEST_TEXT, _NARROWEST_NUMBER = 18, 8, 4


@dataclass(frozen=True)
class Column:
    """`text` columns stand left and give way (by `…`, or by `wraps`) when the table is too wide;
    a `whole` one does not: it holds names that people type again."""

    title: str
    text: bool = False
    wraps: bool = False
    whole: bool = False


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
    alert: Collection[int] = (),
) -> list[str]:
    """Lines of a table no wider than the screen; `total` stands under a rule, the rows whose
    positions are in `alert` are painted so.

    Where the columns do not fit beside one another, the table goes on below, with its first
    column again. All titles are in sentence case.
    """
    lines: list[str] = []
    columns = [replace(column, title=capital(column.title)) for column in columns]
    everything = [*rows, total] if total is not None else list(rows)
    for block in _blocks(columns, everything, screen.width):
        some = [columns[i] for i in block]
        if lines:
            lines.append("")
        lines += _block(
            some, [[row[i] for i in block] for row in rows], screen,
            None if total is None else [total[i] for i in block], alert,
        )  # fmt: skip
    return lines


def _blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[list[int]]:
    """Positions of the columns that stand beside one another; the first one is in each block."""
    least = _least(columns, rows)
    blocks = [[0]]
    used = least[0]
    for i in range(1, len(columns)):
        if used + GAP + least[i] > room and len(blocks[-1]) > 1:
            blocks.append([0])
            used = least[0]
        blocks[-1].append(i)
        used += GAP + least[i]
    return blocks


def _least(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """The fewest cells each column can do with: numbers and their headers' words whole, texts
    down to a few cells."""
    body = _bodies(columns, rows)
    return [
        min(max(cells(c.title), need), _NARROWEST_TEXT)
        if c.text and not c.whole
        else max(need, longest_word(c.title), _NARROWEST_NUMBER)
        for c, need in zip(columns, body, strict=True)
    ]


def _bodies(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[int]:
    """Cells of the widest line in each column."""
    return [
        max((cells(line) for row in rows for line in row[i].split("\n")), default=0)
        for i in range(len(columns))
    ]


def _block(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    screen: Screen,
    total: Sequence[str] | None,
    alert: Collection[int],
) -> list[str]:
    everything = [*rows, total] if total is not None else list(rows)
    widths = _widths(columns, everything, screen.width)
    lines = [screen.paint.faint(line) for line in _header(columns, widths)]
    rule = screen.paint.faint("─" * min(sum(widths) + GAP * (len(widths) - 1), screen.width))
    lines.append(rule)
    for i, row in enumerate(rows):
        drawn = _row(columns, row, widths)
        lines += [screen.paint.alert(line) for line in drawn] if i in alert else drawn
    if total is not None:
        lines.append(rule)
        lines += [screen.paint.strong(line) for line in _row(columns, total, widths)]
    return lines


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Natural widths; where they do not fit, texts give way a little, then headers of numbers
    wrap, then texts give way as far as they can."""
    body = _bodies(columns, rows)
    widths = [min(room, max(cells(c.title), b)) for c, b in zip(columns, body, strict=True)]
    excess = sum(widths) + GAP * (len(widths) - 1) - room
    texts_at = [i for i, c in enumerate(columns) if c.text and not c.whole]
    others = [i for i, c in enumerate(columns) if not c.text]
    excess = shrink(widths, texts_at, [_COMFORTABLE_TEXT] * len(columns), excess)
    excess = shrink(widths, others, _least(columns, rows), excess)
    shrink(widths, texts_at, [_NARROWEST_TEXT] * len(columns), excess)
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
