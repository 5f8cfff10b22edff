"""Which columns of a table stand beside one another, and how wide: a table never scrolls sideways
where its columns can give way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.terminal.cell import cells, longest_word, wrap
from tui.terminal.width import shrink

_COMFORTABLE = 26
"""Cells down to which long texts give way before titles go on in a second line."""
_SHORT = 8


@dataclass(frozen=True)
class Column:
    """`least`: texts in it are cut down to so many cells where room is short, 0: never; `spare`:
    it is left out where that is not enough, the last one first, and its figures are to be had
    elsewhere."""

    title: str
    least: int = 0
    spare: bool = False


@dataclass(frozen=True)
class Fitted:
    """`places` of the columns that are shown, the cells of what is in each, and those of all with
    what stands beside each."""

    places: tuple[int, ...]
    widths: tuple[int, ...]
    total: int


def fitted(columns: Sequence[Column], bodies: Sequence[int], room: int, padding: int) -> Fitted:
    """The columns for `room` cells, where `bodies` are the cells of what is longest in each and
    `padding` those beside each.

    Long texts give way a little, then titles go on in a second line, then texts give way as far
    as they may, then spare columns go; those with nothing in them are not there at all. What is
    too wide even so is left to be scrolled.
    """
    shown = [n for n, column in enumerate(columns) if bodies[n] or not column.spare]
    while True:
        widths, excess = _widths(
            [columns[n] for n in shown], [bodies[n] for n in shown], room - padding * len(shown)
        )
        spare = [n for n in shown if columns[n].spare]
        if excess <= 0 or not spare:
            return Fitted(tuple(shown), tuple(widths), sum(widths) + padding * len(shown))
        shown.remove(spare[-1])


def _widths(columns: Sequence[Column], bodies: Sequence[int], room: int) -> tuple[list[int], int]:
    """Widths, and by how many cells they are still too many."""
    pairs = list(zip(columns, bodies, strict=True))
    widths = [max(cells(column.title), body) for column, body in pairs]
    titles = [max(_in_two_lines(column.title), body) for column, body in pairs]
    least = [max(column.least, longest_word(column.title)) for column in columns]
    giving = [n for n, column in enumerate(columns) if column.least]
    excess = sum(widths) - room
    excess = shrink(widths, giving, [max(_COMFORTABLE, each) for each in least], excess)
    excess = shrink(widths, range(len(columns)), titles, excess)
    return widths, shrink(widths, giving, least, excess)


def _in_two_lines(title: str) -> int:
    """The fewest cells in which a title takes two lines at most; a short one is not broken."""
    if cells(title) <= _SHORT:
        return cells(title)
    return next(n for n in range(longest_word(title), 200) if len(wrap(title, n)) <= 2)
