"""Colour, used sparingly: one accent, one alert, and strong or faint text."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True)
class Paint:
    """Colours text, or leaves it as it is. Paint after padding: escapes take no cells."""

    on: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> Paint:
        """On for a terminal that wants colour (NO_COLOR and TERM=dumb do not)."""
        wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(wanted and stream.isatty())

    def strong(self, text: str) -> str:
        """A heading."""
        return self._sgr("1", text)

    def faint(self, text: str) -> str:
        """Notes, axes, rules."""
        return self._sgr("2", text)

    def accent(self, text: str) -> str:
        """What the eye should follow."""
        return self._sgr("36", text)

    def alert(self, text: str) -> str:
        """What falls short."""
        return self._sgr("31", text)

    def _sgr(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text.strip() else text


PLAIN = Paint()
"""No colour."""
