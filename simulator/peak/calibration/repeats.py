"""Customers who came back: taken out of demand, and put back as returns (F13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.law import Exponential, TimeLaw
from simulator.peak.calibration.time_law import LEAST, fit_time
from simulator.peak.log.log import LEFT, Log

ASSUMED_DELAY_S = 3600.0
"""Mean time until a return, where the log does not say whose return it is."""


@dataclass(frozen=True)
class Back:
    """Returns after one kind of ending: how many endings, how many came back, after how long."""

    endings: int
    came_back: int
    delay: TimeLaw
    measured: bool
    """False: the delay is assumed."""

    @property
    def probability(self) -> float:
        """Share of the endings that came back."""
        return min(self.came_back / self.endings, 1.0) if self.endings else 0.0


@dataclass(frozen=True)
class RepeatFit:
    """Repeats among the fitted rows. ``known_whose``: the log names customers, so that returns
    after service and after leaving are told apart; otherwise all are put down to leaving."""

    rows: int
    repeats: int
    known_whose: bool
    after_left: Back
    after_served: Back


def fit_repeats(log: Log, rows: NDArray[np.void]) -> RepeatFit | None:
    """None where the log does not tell repeats."""
    if not log.tells_repeats:
        return None
    repeats, left = int(rows["repeat"].sum()), rows["outcome"] == LEFT
    if not (rows["customer"] >= 0).any():
        law = _assumed()
        away = Back(int(left.sum()), repeats, law, False)
        return RepeatFit(len(rows), repeats, False, away, Back(int((~left).sum()), 0, law, False))
    named = rows[rows["customer"] >= 0]
    named = named[np.lexsort((named["arrived"], named["customer"]))]
    before, after = named[:-1], named[1:]
    again = (before["customer"] == after["customer"]) & after["repeat"]
    gone = np.maximum(before["ended"], before["arrived"] + np.maximum(before["wait"], 0))
    delay = np.maximum(after["arrived"] - gone, 0) / 1e6
    first_left = before["outcome"] == LEFT
    return RepeatFit(
        len(rows), repeats, True,
        _back(int((named["outcome"] == LEFT).sum()), delay[again & first_left]),
        _back(int((named["outcome"] != LEFT).sum()), delay[again & ~first_left]),
    )  # fmt: skip


def _back(endings: int, delay: NDArray[np.float64]) -> Back:
    if len(delay) < LEAST:
        return Back(endings, len(delay), _assumed(), False)
    return Back(endings, len(delay), fit_time(delay).law, True)


def _assumed() -> Exponential:
    return Exponential(law="exponential", mean_seconds=ASSUMED_DELAY_S)
