"""The command palette, in the language of the app."""

from __future__ import annotations

from typing import Any

from textual.command import CommandPalette

from sops.language import _


class Palette(CommandPalette):
    """Textual's palette with our own words and without its picture of a magnifying glass."""

    DEFAULT_CSS = "Palette SearchIcon { display: none; }"

    def __init__(self, **options: Any) -> None:
        super().__init__(placeholder=_("找一条命令…"), **options)
