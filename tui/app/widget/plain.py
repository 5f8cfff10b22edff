"""Texts that people typed, for cells of a table: shown as typed, whatever is in them."""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

from sops.problem import printable


def plain(text: object, limit: int | None = 80) -> Text:
    """`text` without markup and controls; a plain string in a cell would be read as markup."""
    return Text(printable(text, limit))


def titled(text: object, limit: int | None = 80) -> Content:
    """The same for titles of borders and choices of a list, which Textual would read as markup."""
    return Content(printable(text, limit))


def right(value: object) -> Text:
    """The same, set to the right: numbers under the end of their title."""
    text = plain(value)
    text.justify = "right"
    return text


def points(value: float | None) -> Text:
    """Points of a score; a dash where there are none."""
    return right("—" if value is None else f"{value:.1f}")
