"""A strip of shares by half hour: the darker, the worse."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sops.language import _
from tui.terminal.screen import Screen

_CLASSES = ((0.9, "·"), (0.8, "░"), (0.6, "▒"), (0.4, "▓"), (-math.inf, "█"))
_BAD = "▓█"


def heat(shares: Sequence[float], screen: Screen) -> str:
    """One character for each share (high is good); a blank where there is none (NaN)."""
    line = "".join(_shade(value) for value in shares)
    if not screen.paint.on:
        return line
    return "".join(screen.paint.alert(c) if c in _BAD else c for c in line)


def heat_legend() -> str:
    """What the characters mean."""
    return _("· ≥90%  ░ 80–90%  ▒ 60–80%  ▓ 40–60%  █ <40%  空白 无人进线")


def _shade(value: float) -> str:
    if math.isnan(value):
        return " "
    return next(shade for least, shade in _CLASSES if value >= least)
