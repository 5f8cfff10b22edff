"""A funnel: bars that shrink from step to step, each with its number and its share of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.terminal.cell import cells, left, right
from tui.terminal.number import share, whole
from tui.terminal.screen import Screen

_MOST_CELLS = 60
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True)
class Step:
    """A step of a funnel; `note` says what counts."""

    title: str
    number: float
    note: str = ""


def funnel(steps: Sequence[Step], screen: Screen) -> list[str]:
    """A line for each step, notes at the right where there is room, otherwise below."""
    if not steps:
        return []
    titles = max(cells(s.title) for s in steps)
    numbers = max(len(whole(s.number)) for s in steps)
    notes = max(cells(s.note) for s in steps)
    fixed = titles + numbers + 8 + 4
    beside = screen.width - fixed - notes - 2 >= 24
    room = min(screen.width - fixed - (notes + 2 if beside else 0), _MOST_CELLS)
    whole_bar = steps[0].number
    lines = []
    for step in steps:
        part = step.number / whole_bar if whole_bar > 0 else 0.0
        line = left(step.title, titles) + "  " + screen.paint.accent(left(bar(part, room), room))
        line += "  " + right(whole(step.number), numbers) + right(share(part), 8)
        lines.append(line + (screen.paint.faint("  " + step.note) if beside else ""))
        if not beside and step.note:
            lines.append(screen.paint.faint(" " * (titles + 2) + step.note))
    return [line.rstrip() for line in lines]


def bar(part: float, room: int) -> str:
    """A horizontal bar of a share between 0 and 1 of `room` cells."""
    eighths = round(min(max(part, 0.0), 1.0) * room * 8)
    if part > 0.0:
        eighths = max(eighths, 1)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")
