"""How long contacts take: the law of every intent on every channel, and work after the contact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.law import Empirical
from simulator.peak.calibration.time_law import LEAST, Fit, fit_time
from simulator.peak.log.log import SERVED, Log
from simulator.peak.log.presence import RULES, Rules, taken_by_agents


@dataclass(frozen=True)
class WorkFit:
    """Service times of an intent on a channel; ``pooled`` where it had too few of its own and the
    channel's stand in."""

    intent: int
    channel: int
    fit: Fit
    pooled: bool


@dataclass(frozen=True)
class AfterWork:
    """Work after a contact: the gap to the next one while somebody waited, up to ``most_s``."""

    law: Empirical
    gaps: int
    most_s: float


def fit_work(log: Log, rows: NDArray[np.void]) -> tuple[WorkFit, ...]:
    """A law for every intent and channel that ``rows`` hold; none on a channel without times."""
    known = rows[(rows["outcome"] == SERVED) & (rows["service"] >= 0)]
    found: list[WorkFit] = []
    for channel in range(len(CHANNELS)):
        mine = known[known["channel"] == channel]
        if len(mine) < LEAST:
            continue
        together = fit_time(mine["service"] / 1e6)
        for intent in np.unique(rows["intent"][rows["channel"] == channel]):
            own = mine["service"][mine["intent"] == intent] / 1e6
            few = len(own) < LEAST
            fit = together if few else fit_time(own)
            found.append(WorkFit(int(intent), channel, fit, few))
    return tuple(found)


def held_at_once(rows: NDArray[np.void], channel: int) -> tuple[float, int]:
    """(mean, 95th percentile) of the contacts that a busy agent holds on a channel."""
    served = rows[taken_by_agents(rows) & (rows["channel"] == channel) & (rows["service"] > 0)]
    if not len(served):
        return 1.0, 1
    agent = np.tile(served["agent"].astype(np.int64), 2)
    time = np.concatenate([served["answered"], served["answered"] + served["service"]])
    step = np.repeat([1, -1], len(served))
    order = np.lexsort((step, time, agent))
    held = np.cumsum(step[order])[:-1]
    lasting = np.where(np.diff(agent[order]) == 0, np.diff(time[order]), 0)
    busy = (held > 0) & (lasting > 0)
    held, lasting = held[busy], lasting[busy]
    share = np.cumsum(np.bincount(held, lasting)) / lasting.sum()
    return float((held * lasting).sum() / lasting.sum()), int(np.searchsorted(share, 0.95))


def after_work(rows: NDArray[np.void], rules: Rules = RULES) -> AfterWork | None:
    """Seconds from the end of a call to the same agent's next one, when that one was already
    waiting; longer gaps than an agent's shortest absence (`Rules`) are absence, not work."""
    served = rows[taken_by_agents(rows) & (rows["channel"] == 0)]
    served = served[np.lexsort((served["answered"], served["agent"]))]
    now, following = served[:-1], served[1:]
    ends = now["answered"] + now["service"]
    gap = following["answered"] - ends
    waited = (following["arrived"] < ends) & (following["agent"] == now["agent"])
    real = gap[waited & (gap >= 0) & (gap <= rules.pause_us)] / 1e6
    if len(real) < LEAST:
        return None
    seconds, counts = np.unique(np.round(real), return_counts=True)
    law = Empirical(
        law="empirical", seconds=tuple(seconds.tolist()), weights=tuple(counts.tolist())
    )
    return AfterWork(law, len(real), rules.pause_us / 1e6)
