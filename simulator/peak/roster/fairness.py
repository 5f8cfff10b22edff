"""How evenly a roster spreads what is hard over those who can have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.roster.rostered import Roster
from sops.language import _


def burdens(roster: Roster) -> list[tuple[str, NDArray[np.float64]]]:
    """Title, and a value for each person who can have any of it: nights, weekends, hours, hours
    above what is due, overtime. What nobody can have is left out."""
    world, load = roster.world, roster.load
    able = world.static < 0
    found = (
        (_("夜班"), load.nights, (able & world.night[None, :]).any(axis=1)),
        (_("周末班"), load.weekends, (able & world.weekend[None, :]).any(axis=1)),
        (_("工时"), load.hours, able.any(axis=1)),
        (_("工时减应得"), load.hours - roster.aims.hours, able.any(axis=1)),
        (_("加班"), roster.overtime, able.any(axis=1)),
    )
    return [(name, np.asarray(values)[who].astype(float)) for name, values, who in found
            if who.any()]  # fmt: skip
