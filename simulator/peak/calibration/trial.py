"""Which law of patience to believe: the one with which the last fitted days come out best.

The likelihood judges single waits; a plan hangs on what a whole floor makes of them, where few
waits are as long as the tails of the laws. So a small log is split once more, inside the fitted
days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.calibration.patience import Choice
from simulator.peak.log.log import LEFT, Log
from simulator.peak.log.moment import DAY_US

if TYPE_CHECKING:
    from simulator.peak.calibration.calibration import Calibration, Wish
    from simulator.peak.calibration.span import Span

TRIED: tuple[Choice, ...] = ("exponential", "weibull", "lognormal")
_MOST_DAYS = 7
_LEAST_FITTED = 6
"""Fewer fitted days are not split; of so few, half are tested on."""
_MOST_CONTACTS = 60_000
"""More contacts in those days would take too long."""
_REPLICATIONS = 20


@dataclass(frozen=True)
class Trial:
    """Errors of each law on the last fitted days, over the least of any law."""

    errors: tuple[tuple[Choice, float, float], ...]
    """(law, of mean waits, of shares that left)."""

    @property
    def best(self) -> Choice:
        """The law with the least sum of both."""
        return min(self.errors, key=lambda e: e[1] + e[2])[0]


def try_laws(log: Log, wish: Wish, span: Span) -> Trial | None:
    """None where the log is too short, too large, or names no agents."""
    if len(span.fitted) < _LEAST_FITTED or not log.agents:
        return None
    days = min(_MOST_DAYS, len(span.fitted) // 2)
    first = span.end_us - days * DAY_US
    tested = log.rows[(log.rows["arrived"] < span.end_us) & (log.rows["arrived"] >= first)]
    if not 0 < len(tested) <= _MOST_CONTACTS or not (tested["channel"] == 0).all():
        return None
    from simulator.peak.calibration.calibration import calibrate

    inner = replace(wish, hold_back=days, first=span.fitted[0], last=span.fitted[-1])
    errors = []
    for law in TRIED:
        found = calibrate(log, replace(inner, patience=law))
        if 0 not in found.patience:
            return None
        errors.append(_errors(found))
    least = np.maximum(np.min(errors, axis=0), 1e-12)
    return Trial(
        tuple((law, w / least[0], h / least[1]) for law, (w, h) in zip(TRIED, errors, strict=True))
    )


def _errors(found: Calibration) -> tuple[float, float]:
    from simulator.peak.backtest.backtest import backtest

    result = backtest(
        found.scenario, found.log, patience_s=simple_patience_s(found.rows, found.scenario),
        replications=_REPLICATIONS,
    )  # fmt: skip
    return result.wait.model.value, result.left.model.value


def simple_patience_s(rows: NDArray[np.void], scenario: PeakScenario) -> float:
    """All waiting over the number who left: the mean of an exponential patience, for formulas."""
    waited = rows[rows["wait"] >= 0]
    left = int((waited["outcome"] == LEFT).sum())
    if left:
        return float(waited["wait"].sum() / 1e6 / left)
    law = scenario.channels.phone.patience or scenario.channels.chat.patience
    return law.mean_s if law is not None else float("inf")
