"""A screen as text: what stands where, and in which style, to be read and compared line by line.

Beside every line of the screen stands its styles, one letter for a run of cells alike; below, what
the letters mean. An SVG of the same screen is five times as large, has no lines that a reviewer
could read, and squeezes Chinese; so this is kept rather than what pytest-textual-snapshot keeps.
"""

from __future__ import annotations

import string
from itertools import groupby
from typing import Any

LETTERS = string.ascii_letters + string.digits


def golden_screen(app: Any) -> str:
    """The screen of a running app as text and styles."""
    legend: dict[str, str] = {}
    lines, styles = [], []
    for strip in app.screen._compositor.render_strips():
        cells = [(segment.text, _style(segment.style)) for segment in strip if segment.text]
        lines.append("".join(text for text, _named in cells).rstrip())
        runs = []
        for named, part in groupby(cells, key=lambda cell: cell[1]):
            letter = legend.setdefault(named, LETTERS[len(legend) % len(LETTERS)])
            runs.append(f"{letter}{sum(len(text) for text, _named in part)}")
        styles.append(" ".join(runs))
    meaning = [f"{letter} {named}" for named, letter in legend.items()]
    return "\n".join([*lines, "-- styles", *styles, "-- meaning", *meaning, ""])


def _style(style: Any) -> str:
    if style is None:
        return "plain"
    marks = [name for name in ("bold", "dim", "italic", "underline", "reverse")
             if getattr(style, name)]  # fmt: skip
    colours = [
        style.color.name if style.color else "-",
        style.bgcolor.name if style.bgcolor else "-",
    ]
    return " ".join([*colours, *marks])
