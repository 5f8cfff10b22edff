"""The least seats of a bot, by bisection on common random numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.bots.change import with_seats
from simulator.peak.bots.count import BotCount, count_bot
from simulator.peak.parallel import Workers, run_all
from simulator.peak.replication import Prepared
from simulator.peak.staffing import Plan

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Limit:
    """In every interval at most ``share`` of those who come to the bot are not seated within
    ``within_s`` seconds; replications are pooled."""

    within_s: float = 5.0
    share: float = 0.01


@dataclass(frozen=True)
class SeatTrial:
    """How the limit does with a number of seats."""

    seats: int | None
    """None: without limit."""
    worst_share: float
    worst_interval: int
    all_share: float
    """Of the whole horizon."""

    def holds(self, limit: Limit) -> bool:
        """Whether every interval keeps the limit."""
        return self.worst_share <= limit.share


@dataclass(frozen=True)
class Seats:
    """``least`` keeps the limit; one seat less (``below``) does not."""

    least: SeatTrial
    below: SeatTrial | None
    """None where no seat at all is needed."""
    now: SeatTrial
    """With the scenario's own seats."""
    most_at_once: NDArray[np.int64]
    """[replication]: dialogues at a time with seats without limit."""
    as_if_waiting: bool
    """The bot is only entered on a trigger and sends to people when full, which leaves no trace;
    the trials let everybody wait instead."""
    trials: int


def least_seats(
    scenario: PeakScenario,
    bot: int,
    plan: Plan,
    limit: Limit,
    *,
    seed: int = 1,
    replications: int = 10,
    workers: Workers | None = None,
    told: Told = lambda done, total: None,
) -> Seats:
    """The fewest seats that keep the limit, on the same customers throughout.

    More seats are taken to do no worse; what is found holds, and one seat less has been tried."""
    trials = _Trials(scenario, bot, plan, limit, seed, replications, workers or Workers(), told)
    free = trials.of(None)
    peaks = np.array([count.most_at_once for count in trials.counts], np.int64)
    low, high = -1, int(peaks.max(initial=0))
    trials.steps = 3 + int(np.ceil(np.log2(high + 2)))
    own = scenario.bots[bot].seats
    now = free if own is None else trials.of(own)
    while not trials.of(high).holds(limit):
        # Returns after waiting have made a line that unlimited seats never have.
        low, high = high, 2 * high + 1
    while high - low > 1:
        middle = (low + high) // 2
        if trials.of(middle).holds(limit):
            high = middle
        else:
            low = middle
    below = trials.of(low) if low >= 0 else None
    return Seats(trials.of(high), below, now, peaks, trials.as_if_waiting, len(trials.known))


class _Trials:
    """The numbers of seats tried so far."""

    def __init__(
        self,
        scenario: PeakScenario,
        bot: int,
        plan: Plan,
        limit: Limit,
        seed: int,
        replications: int,
        workers: Workers,
        told: Told,
    ) -> None:
        own = scenario.bots[bot]
        self.as_if_waiting = own.entry == "on_trigger" and own.when_full == "people"
        self.known: dict[int | None, SeatTrial] = {}
        self.counts: tuple[BotCount, ...] = ()
        """Of the latest trial."""
        self.steps = 2
        self._scenario, self._bot, self._plan, self._limit = scenario, bot, plan, limit
        self._seed, self._replications, self._workers = seed, replications, workers
        self._told = told

    def of(self, seats: int | None) -> SeatTrial:
        """How the limit does with so many seats."""
        if seats not in self.known:
            changed = with_seats(self._scenario, self._bot, seats, self.as_if_waiting)
            self.counts = counted(
                changed, self._bot, self._plan, self._limit.within_s, self._seed,
                self._replications, self._workers,
            )  # fmt: skip
            self.known[seats] = _trial(seats, self.counts)
            self._told(len(self.known), self.steps)
        return self.known[seats]


def counted(
    scenario: PeakScenario,
    bot: int,
    plan: Plan,
    within_s: float,
    seed: int,
    replications: int,
    workers: Workers,
) -> tuple[BotCount, ...]:
    """Counts of replications 0, 1, …"""
    prepared = Prepared.of(scenario)
    calls = ((count_bot, (prepared, plan, seed, r, bot, within_s)) for r in range(replications))
    return tuple(run_all(workers, calls))


def _trial(seats: int | None, counts: tuple[BotCount, ...]) -> SeatTrial:
    came = np.sum([c.came for c in counts], axis=0)
    late = np.sum([c.late for c in counts], axis=0)
    shares = np.where(came > 0, late / np.maximum(came, 1), 0.0)
    worst = int(shares.argmax())
    everybody = float(late.sum() / max(1, int(came.sum())))
    return SeatTrial(seats, float(shares[worst]), worst, everybody)
