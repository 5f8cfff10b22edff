"""Targets as slack: a linear function of sums that must not be negative (2.6).

``answered within T / offered ≥ level`` is ``answered within T − level × offered ≥ 0``; every
target of a scenario has this form, so slack adds up over intervals, lanes and replications."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import DAY_US
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.target import Target
from simulator.peak.lane import Lanes
from simulator.peak.tally_columns import PEOPLE, P

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Requirement:
    """One target, ready to be evaluated on sums."""

    target: Target
    gain: Floats
    """[PEOPLE]: slack = gain · sums − level × (base · sums), or the other way round for at_most."""
    base: Floats
    """[PEOPLE]: the denominator."""
    lanes: NDArray[np.bool_]
    """[lane]: the target's scope."""
    cell_of: NDArray[np.int64]
    """[interval]: the cell (interval, day or horizon) in which an interval counts."""

    @property
    def cells(self) -> int:
        """Number of cells."""
        return int(self.cell_of.max(initial=-1)) + 1

    @property
    def sign(self) -> float:
        """+1 for at_least, −1 for at_most."""
        return 1.0 if self.target.at_least is not None else -1.0

    def parts(self, people: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Numerator and denominator [..., interval] of sums [..., interval + 1, lane, PEOPLE]."""
        scope = people[..., :-1, :, :][..., self.lanes, :].sum(axis=-2)
        return scope @ self.gain, scope @ self.base

    def by_cell(self, values: Floats) -> Floats:
        """[..., interval] → [..., cell]."""
        cells = np.zeros((*values.shape[:-1], self.cells))
        for cell in range(self.cells):
            cells[..., cell] = values[..., self.cell_of == cell].sum(axis=-1)
        return cells

    def slack(self, numerator: Floats, denominator: Floats, margin: float = 0.0) -> Floats:
        """Slack of the parts; ``margin`` tightens the level. The unit is that of the numerator.
        Exactly at the level counts as reached, whatever the last bit of the product says."""
        level = self.level + self.sign * margin
        return self.sign * (numerator - level * denominator) + 1e-9 * np.abs(denominator)

    @property
    def level(self) -> float:
        """The target's level in the unit of numerator / denominator (µs for times)."""
        seconds = self.target.kpi.endswith("_s")
        return self.target.level * (1e6 if seconds else 1.0)

    def needed(self, replications: int) -> int:
        """How many of so many replications must hold; 0 for a pooled target."""
        p = self.target.probability
        return 0 if p is None else math.ceil(p * replications - 1e-9)

    def tightness(self, slack: Floats) -> Floats:
        """[cell]: the slack that decides, from slack [replication, cell]: of the pooled sums, or of
        the last replication that must hold. Not negative: the target is reached there."""
        k = self.needed(len(slack))
        if self.target.probability is None:
            return np.asarray(slack.mean(axis=0))
        if k == 0:
            return np.full(slack.shape[1], np.inf)
        return np.asarray(np.sort(slack, axis=0)[::-1][k - 1])


def requirements_of(scenario: PeakScenario, lanes: Lanes) -> tuple[Requirement, ...]:
    """All targets of a scenario."""
    return tuple(_requirement(scenario, lanes, t) for t in scenario.targets)


def _requirement(scenario: PeakScenario, lanes: Lanes, target: Target) -> Requirement:
    gain, base = np.zeros(len(PEOPLE)), np.zeros(len(PEOPLE))
    k = -1
    if target.within_seconds is not None:
        k = lanes.thresholds_s.index(float(target.within_seconds))
    if target.kpi in ("service_level", "service_level_net"):
        gain[P[f"answered_within_{k}"]] = 1.0
        base[P["offered"]] = 1.0
        if target.kpi == "service_level_net":
            base[P[f"gave_up_within_{k}"]] = -1.0
    else:
        top, bottom = {
            "abandonment": ("abandoned", "offered"),
            "platform_rate": ("rate_met", "rate_all"),
            "mean_wait_s": ("wait_us", "offered"),
            "mean_first_response_s": ("answered_wait_us", "answered"),
            "mean_reply_s": ("reply_wait_us", "replies"),
            "ticket_on_time": ("on_time", "offered"),
        }[target.kpi]
        gain[P[top]] = 1.0
        base[P[bottom]] = 1.0
    return Requirement(target, gain, base, scope(scenario, lanes, target), _cells(scenario, target))


def scope(scenario: PeakScenario, lanes: Lanes, target: Target) -> NDArray[np.bool_]:
    """[lane]: which lanes a target is about; second lines only when their queue is named."""
    queues = [q.name for q in scenario.queues]
    shops = [s.name for s in scenario.shops]
    mine = np.ones(len(lanes.queue), bool)
    if target.queues is not None:
        mine &= np.isin(lanes.queue, [queues.index(q) for q in target.queues])
    else:
        mine &= lanes.first_line
    if target.shops is not None:
        mine &= np.isin(lanes.shop, [shops.index(s) for s in target.shops])
    channel = target.channel
    if channel is None and target.kpi in ("platform_rate", "mean_first_response_s", "mean_reply_s"):
        channel = "chat"
    if channel is None and target.kpi == "ticket_on_time":
        channel = "ticket"
    if channel is not None:
        mine &= lanes.channel == CHANNELS.index(channel)
    return mine


def _cells(scenario: PeakScenario, target: Target) -> NDArray[np.int64]:
    clock = scenario.clock
    intervals = np.arange(clock.intervals)
    if target.per == "interval":
        return intervals
    if target.per == "horizon":
        return np.zeros(clock.intervals, np.int64)
    days = (clock.start_us + intervals * clock.interval_us) // DAY_US
    return np.asarray(days - days[0], np.int64)
