"""When each agent was there, to the second, inferred from whom they served (2.6, Calibration).

A log says who served whom, not who was on duty. The rules, each with its number in `Rules`:

* An agent is there from the first contact taken to the end of the last, without gaps longer than
  ``gap_minutes``.
* Of a shorter gap that is longer than ``pause_minutes``, the times are left out in which somebody
  waited for a queue that the agent serves: an agent who was there would have taken them. A queue
  is served if at least ``least_share`` of the contacts taken within ``window_minutes`` were its.
* Whoever leaves has decided so during the last contact. An agent takes no new one once
  ``leaves_at`` of it is still to come: without that, a simulated agent, who at the logged end is in
  the midst of *another* contact, would always stay for the rest of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import MINUTE_US
from simulator.peak.log.log import SERVED, Log
from simulator.peak.log.waiting import waiting_periods

STAY_DTYPE = np.dtype(
    [
        ("agent", np.int64),
        ("start", np.int64),  # µs from 1970-01-01
        ("until", np.int64),  # takes new contacts until then
        ("end", np.int64),
    ]
)
"""An agent is there from ``start`` to ``end``."""

_LEAST_US = 2_000_000
"""A stay takes new contacts for at least this long."""


@dataclass(frozen=True)
class Rules:
    """The numbers of the rules above."""

    gap_minutes: float = 30.0
    pause_minutes: float = 1.0
    window_minutes: float = 60.0
    least_share: float = 0.1
    leaves_at: float = 0.75

    @property
    def gap_us(self) -> int:
        """``gap_minutes`` in µs."""
        return round(self.gap_minutes * MINUTE_US)

    @property
    def pause_us(self) -> int:
        """``pause_minutes`` in µs."""
        return round(self.pause_minutes * MINUTE_US)

    @property
    def window_us(self) -> int:
        """``window_minutes`` in µs."""
        return round(self.window_minutes * MINUTE_US)


RULES = Rules()


def taken_by_agents(rows: NDArray[np.void]) -> NDArray[np.bool_]:
    """[row]: served by a named agent at a known time."""
    return np.asarray(
        (rows["outcome"] == SERVED) & (rows["agent"] >= 0)
        & (rows["service"] >= 0) & (rows["answered"] >= 0)
    )  # fmt: skip


class Served:
    """The contacts that named agents took, by (agent, time), and how many of each queue an agent
    took in any stretch of time."""

    def __init__(self, log: Log, queue_of: NDArray[np.int64], queues: int) -> None:
        """``queue_of`` [row of the log]: its queue, −1 for none."""
        rows = np.flatnonzero(taken_by_agents(log.rows))
        agent, start = log.rows["agent"][rows], log.rows["answered"][rows]
        order = rows[np.lexsort((start, agent))]
        self.rows = log.rows[["agent", "answered", "service"]][order]
        self.agent = self.rows["agent"].astype(np.int64)
        self.start = np.ascontiguousarray(self.rows["answered"])
        # Before every row of the same agent ends the latest of the earlier ones.
        self.end = self.start + self.rows["service"]
        bounds = np.flatnonzero(np.diff(self.agent)) + 1
        for part in np.split(np.arange(len(self.agent)), bounds):
            self.end[part] = np.maximum.accumulate(self.end[part])
        queue = queue_of[order]
        taken = np.zeros((len(queue) + 1, queues), np.int32)
        known = queue >= 0
        taken[1:][known, queue[known]] = 1
        self._taken = np.cumsum(taken, axis=0, dtype=np.int32)
        self._low = int(self.start.min()) if len(self.start) else 0
        self._span = int(self.end.max() - self._low + 1) if len(self.start) else 1
        self._key = self.agent * self._span + (self.start - self._low)

    def taken(
        self, agent: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """[stretch, queue]: contacts that ``agent`` took from ``start`` to ``end``."""
        inside = [np.clip(t - self._low, 0, self._span - 1) for t in (start, end)]
        first = np.searchsorted(self._key, agent * self._span + inside[0], side="left")
        last = np.searchsorted(self._key, agent * self._span + inside[1], side="right")
        return self._taken[last] - self._taken[first]

    def taken_in_all(self) -> NDArray[np.int64]:
        """[agent, queue]: contacts taken."""
        agents = int(self.agent.max()) + 1 if len(self.agent) else 0
        every = np.arange(agents)
        low = np.full(agents, self._low)
        return self.taken(every, low, low + self._span - 1).astype(np.int64)


def presence(
    log: Log, served: Served, queue_of: NDArray[np.int64], rules: Rules = RULES
) -> NDArray[np.void]:
    """Stays (STAY_DTYPE) of every agent, by (agent, start). ``queue_of`` as for `Served`."""
    agent, start, end = served.agent, served.start, served.end
    if not len(agent):
        return np.empty(0, STAY_DTYPE)
    fresh = np.concatenate([[True], agent[1:] != agent[:-1]])
    gap = np.concatenate([[0], start[1:] - end[:-1]])
    away = fresh | (gap > rules.gap_us)
    short = np.flatnonzero(~away & (gap > rules.pause_us))
    holes = _holes(log, served, queue_of, short, rules)
    opens = np.concatenate([start[away], holes[:, 1]])
    whose = np.concatenate([agent[away], agent[holes[:, 2]]])
    last = np.flatnonzero(np.concatenate([away[1:], [True]]))
    closes = np.concatenate([end[last], holes[:, 0]])
    # The contact that was the last one before the stay closes.
    before = np.concatenate([last, holes[:, 2] - 1])
    order, rank = np.lexsort((opens, whose)), np.lexsort((closes, agent[before]))
    stays = np.zeros(len(order), STAY_DTYPE)
    stays["agent"], stays["start"] = whose[order], opens[order]
    stays["end"] = closes[rank]
    served_last = before[rank]
    at_end = end[served_last] == stays["end"]
    rest = np.where(at_end, served.rows["service"][served_last] * rules.leaves_at, 0.0)
    until = stays["end"] - rest.astype(np.int64)
    stays["until"] = np.maximum(until, stays["start"] + _LEAST_US)
    return stays[stays["end"] > stays["start"]]


def _holes(
    log: Log, served: Served, queue_of: NDArray[np.int64], short: NDArray[np.int64], rules: Rules
) -> NDArray[np.int64]:
    """[hole, 3]: (start, end, row after) of the times in short gaps when somebody waited."""
    if not len(short):
        return np.empty((0, 3), np.int64)
    at = served.start[short]
    taken = served.taken(served.agent[short], at - rules.window_us, at + rules.window_us)
    serves = taken >= np.maximum(rules.least_share * taken.sum(axis=1, keepdims=True), 1)
    kinds, which = np.unique(serves, axis=0, return_inverse=True)
    which = which.reshape(-1)
    found = []
    for kind, queues in enumerate(kinds):
        of_kind = np.isin(queue_of, np.flatnonzero(queues))
        periods = waiting_periods(log, of_kind)
        mine = short[which == kind]
        begin, finish = served.end[mine - 1], served.start[mine]
        first = np.searchsorted(periods[:, 1], begin, side="right")
        many = np.maximum(np.searchsorted(periods[:, 0], finish, side="left") - first, 0)
        row = np.repeat(np.arange(len(mine)), many)
        step = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        period = periods[first[row] + step]
        low, high = np.maximum(period[:, 0], begin[row]), np.minimum(period[:, 1], finish[row])
        found.append(np.stack([low, high, mine[row]], axis=1)[high > low])
    return np.concatenate(found)
