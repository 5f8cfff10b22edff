"""Headings of answers."""

from __future__ import annotations

from tui.terminal.cell import cells, wrap
from tui.terminal.screen import Screen


def title(text: str, screen: Screen, beside: str = "") -> list[str]:
    """The first line of an answer, and what stands beside it."""
    line = screen.paint.strong(text)
    if not beside:
        return [line]
    if cells(text) + 2 + cells(beside) <= screen.width:
        return [line + "  " + screen.paint.faint(beside)]
    return [line, *(screen.paint.faint(part) for part in wrap(beside, screen.width))]


def section(text: str, screen: Screen, beside: str = "") -> list[str]:
    """A blank line and the heading of a part."""
    return ["", *title(text, screen, beside)]


def faint_text(text: str, screen: Screen) -> list[str]:
    """A wrapped paragraph of small print."""
    return [screen.paint.faint(line) for line in wrap(text, screen.width)]
