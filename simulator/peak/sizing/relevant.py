"""Leaving out whom no plan can touch (2.6).

With a bot of unlimited seats, what happens there depends on the customer alone (F3, F4). Who is
solved there, or leaves without coming back, never meets the people: trials of plans need not
simulate them. Everybody else meets exactly the same floor, so the targets' sums are the same to
the last contact."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.compiled import compiled
from simulator.peak.draw import (
    BOT_DEMANDS,
    BOT_LEAVES,
    BOT_RESOLVED,
    BOT_TRANSFERRED,
    BOT_UNDERSTOOD,
    RETURN,
    uniform,
)
from simulator.peak.floor import (
    AFTER_BOT,
    P_DEMANDS,
    P_LEAVES,
    P_RESOLVED,
    P_TRANSFERRED,
    P_UNDERSTOOD,
    Floor,
)


def relevant(floor: Floor, arrivals: NDArray[np.void]) -> NDArray[np.void]:
    """The first attempts that meet people, or whose returns may."""
    comes_back = 0.0
    if floor.return_law[AFTER_BOT] >= 0 and floor.max_attempts > 1:
        comes_back = float(floor.return_chance[AFTER_BOT])
    seats = floor.bots["seats"].astype(np.int64)
    keep = _keep(arrivals, floor.first_bot, seats, floor.bot_chance, comes_back)
    return arrivals[keep]


@compiled
def _keep(arrivals, first_bot, seats, chances, comes_back):
    keep = np.ones(arrivals.shape[0], np.bool_)
    for c in range(arrivals.shape[0]):
        row = arrivals[c]
        bot = first_bot[row.shop, row.intent, row.channel]
        if bot < 0 or seats[bot] >= 0:
            continue
        key = row.key
        chance = chances[bot, row.intent]
        if uniform(key, 0, BOT_DEMANDS, 0) < chance[P_DEMANDS]:
            continue
        if uniform(key, 0, BOT_LEAVES, 0) >= chance[P_LEAVES]:
            understood = uniform(key, 0, BOT_UNDERSTOOD, 0) < chance[P_UNDERSTOOD]
            if understood and uniform(key, 0, BOT_RESOLVED, 0) < chance[P_RESOLVED]:
                keep[c] = False
                continue
            if uniform(key, 0, BOT_TRANSFERRED, 0) < chance[P_TRANSFERRED]:
                continue
        keep[c] = uniform(key, 0, RETURN, 0) < comes_back
    return keep
