"""Pages made for a terminal, shown in the colours of the theme."""

from __future__ import annotations

from typing import Any

from rich.style import Style
from rich.text import Text
from textual.widgets import Static

_RED = 1
"""Number of the colour that `tui.terminal.paint` alerts in."""


class Painted(Static):
    """Lines with the four paints of `tui.terminal.paint`, repainted when the theme changes."""

    def __init__(self, painted: str = "", **options: Any) -> None:
        super().__init__("", **options)
        self._painted = painted

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show(self._painted))
        self.show(self._painted)

    def show(self, painted: str) -> None:
        """Show these lines."""
        self._painted = painted
        self.update(repainted(painted, self.app.theme_variables))


def repainted(painted: str, colours: dict[str, str]) -> Text:
    """Text with strong, faint, accent and alert in the theme's colours."""
    text = Text.from_ansi(painted, no_wrap=True)
    for number, span in enumerate(text.spans):
        style = Style.parse(span.style) if isinstance(span.style, str) else span.style
        text.spans[number] = span._replace(style=_themed(style, colours))
    return text


def _themed(style: Style, colours: dict[str, str]) -> Style:
    if style.color is not None:
        alert = style.color.number == _RED
        return Style(color=colours["error" if alert else "accent"], bold=alert or None)
    if style.dim:
        return Style(color=colours["secondary"])
    return Style(bold=True) if style.bold else style
