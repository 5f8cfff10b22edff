"""The terminal an answer is written for: its width and whether it shows colour."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TextIO

from tui.terminal.paint import PLAIN, Paint

PIPED_WIDTH = 100
NARROWEST, WIDEST = 40, 160


@dataclass(frozen=True)
class Screen:
    """`width` in cells; widgets never write a longer line."""

    width: int = PIPED_WIDTH
    paint: Paint = PLAIN

    @classmethod
    def of(cls, stream: TextIO) -> Screen:
        """The terminal behind `stream`; a pipe is 100 cells wide unless COLUMNS says otherwise."""
        width = shutil.get_terminal_size((PIPED_WIDTH, 24)).columns
        if stream.isatty() and "COLUMNS" not in os.environ:
            try:
                width = os.get_terminal_size(stream.fileno()).columns or PIPED_WIDTH
            except (OSError, ValueError):
                width = PIPED_WIDTH
        return cls(min(max(width, NARROWEST), WIDEST), Paint.of(stream))
