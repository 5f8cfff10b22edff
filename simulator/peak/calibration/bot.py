"""The bot in front of people: how its dialogues end, and how long they take (F4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.peak.calibration.span import Span
from simulator.peak.calibration.time_law import LEAST, Fit, fit_time
from simulator.peak.log.log import BOT_CONTAINED, BOT_LEFT, BOT_RESOLVED, BOT_WENT_ON, Log


@dataclass(frozen=True)
class BotFit:
    """Dialogues by how they ended, and their lengths; ``channel`` is where the bot stands."""

    channel: int
    dialogues: int
    left: int
    resolved: int
    contained: int
    went_on: int
    times: dict[int, Fit]
    """By ending (BOT_LEFT …); those with too few are missing."""

    @property
    def leaves(self) -> float:
        """Share of all dialogues that the customer broke off."""
        return self.left / self.dialogues

    @property
    def resolves(self) -> float:
        """Share of those not broken off that were solved."""
        return self.resolved / max(self.dialogues - self.left, 1)

    @property
    def transfers(self) -> float:
        """Share of those neither broken off nor solved that went on to people."""
        return self.went_on / max(self.went_on + self.contained, 1)


def fit_bot(log: Log, span: Span) -> BotFit | None:
    """Over the fitted days; None where the mapping tells of no bot, or hardly anybody met it."""
    if log.bot is None:
        return None
    inside = (log.bot["arrived"] < 0) | (
        (log.bot["arrived"] >= span.start_us) & (log.bot["arrived"] < span.end_us)
    )
    rows = log.bot[inside]
    if len(rows) < LEAST:
        return None
    many = np.bincount(rows["end"], minlength=4)
    times = {}
    for end in range(4):
        seconds = rows["seconds"][(rows["end"] == end) & (rows["seconds"] >= 0)]
        if len(seconds) >= LEAST:
            times[end] = fit_time(seconds)
    if not times:
        return None
    channel = int(np.bincount(rows["channel"]).argmax())
    return BotFit(
        channel, len(rows), int(many[BOT_LEFT]), int(many[BOT_RESOLVED]),
        int(many[BOT_CONTAINED]), int(many[BOT_WENT_ON]), times,
    )  # fmt: skip
