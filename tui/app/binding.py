"""Key bindings whose words follow the language: shown by the footer in the current one."""

from __future__ import annotations

from typing import Any

from textual.geometry import Size
from textual.widgets import Footer, Static
from textual.widgets._footer import FooterKey

from sops.language import _
from tui.terminal.cell import cells

SMALLEST = (100, 30)
"""Columns and lines that every screen works in."""
_BETWEEN = 3
"""Cells that Textual puts round a key and its description."""


class WordedFooter(Footer):
    """A footer that translates the descriptions of bindings when it draws them. Where there is
    room, keys stand there as the texts call them (`Ctrl+O`), else short (`^o`); where even these
    are longer than the screen they move closer together."""

    _needed = 0

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._short: dict[FooterKey, str] = {}

    def on_mount(self) -> None:
        """Every screen with a footer says so when the window is too small for it."""
        if not self.screen.query("#too-small"):
            told = Static(too_small(self.app.size), id="too-small", markup=False)
            self.screen.mount(told)

    def compose(self) -> Any:
        """The keys, worded."""
        self._needed, self._short = 0, {}
        for key in super().compose():
            if isinstance(key, FooterKey) and key.action.endswith("command_palette"):
                key.description = _("面板")
            elif isinstance(key, FooterKey) and key.description:
                key.description = _(key.description)
            if isinstance(key, FooterKey):
                self._needed += cells(key.key_display) + cells(key.description) + _BETWEEN
                self._short[key] = key.key_display
            yield key
        self._fit()

    def on_resize(self) -> None:
        """There may be more room, or less."""
        self._fit()

    def _fit(self) -> None:
        width = self.app.size.width
        longer = sum(cells(_in_full(text)) - cells(text) for text in self._short.values())
        full = self._needed + longer <= width
        for key, short in self._short.items():
            shown = _in_full(short) if full else short
            if shown != key.key_display:
                key.key_display = shown
                key.refresh(layout=True)
        self.compact = self._needed > width


def _in_full(shown: str) -> str:
    """The name of a key as the texts of the app call it."""
    if shown.startswith("^"):
        return f"Ctrl+{shown[1:].upper()}"
    return "Esc" if shown == "esc" else shown.upper() if len(shown) == 1 else shown


def too_small(size: Size) -> str:
    """What is said where there is too little room, and how much there is."""
    told = _("窗口太小：至少 {columns} 列 {lines} 行，现在 {wide} 列 {high} 行")
    columns, lines = SMALLEST
    return told.format(columns=columns, lines=lines, wide=size.width, high=size.height)
