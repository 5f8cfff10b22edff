"""A screen as text: what stands where, and in which style, to be read and compared line by line.

Beside every line of the screen stands its styles, one letter for a run of cells alike; below, what
the letters mean. An SVG of the same screen is five times as large, has no lines that a reviewer
could read, and squeezes Chinese; so this is kept rather than what pytest-textual-snapshot keeps.
"""

from __future__ import annotations

import string
from itertools import groupby
from typing import Any

from textual.color import Color

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


def faint_texts(app: Any, least: float) -> list[str]:
    """Words of the screen whose contrast with what is behind them is below `least` (WCAG 2.2).

    Letters, digits and Chinese characters only: lines and blocks are no text. What lies under a
    form is dimmed on purpose, so of a screen with a form only the form counts.
    """
    found = []
    inside = app.screen.region
    for pane in app.screen.query(".dialog, #--container"):
        inside = pane.region
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        if not inside.y <= y < inside.bottom:
            continue
        for segment in strip.crop(inside.x, inside.right):
            if any(character.isalnum() for character in segment.text):
                ratio = _contrast(segment.style)
                if ratio < least:
                    found.append(f"{ratio:.2f}:1 {segment.text.strip()} ({_style(segment.style)})")
    return found


def _contrast(style: Any) -> float:
    """Of a text and its ground; 0 where one of them is left to the terminal."""
    if style is None or style.color is None or style.bgcolor is None:
        return 0.0
    if style.color.is_default or style.bgcolor.is_default:
        return 0.0
    ink, ground = (_luminance(Color.from_rich_color(each)) for each in (style.color, style.bgcolor))
    return (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05)


def _luminance(colour: Color) -> float:
    parts = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
             for value in colour.normalized)  # fmt: skip
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


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
