"""Does a result reach a target (2.6)? Per cell: which value, how much room, and which cell binds.

Written to be read; sizing has its own fast version over arrays, which this one checks."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.target import Target
from simulator.peak.confidence import probability_interval
from simulator.peak.kpi.definition import View
from simulator.peak.kpi.measure import Measured, measure
from simulator.peak.kpi.people import service_level_id
from simulator.peak.kpi.where import Where
from simulator.peak.result import Result

Floats = NDArray[np.float64]

KPI_OF = {
    "abandonment": "abandonment",
    "platform_rate": "platform_rate",
    "mean_wait_s": "mean_wait",
    "mean_first_response_s": "first_response",
    "mean_reply_s": "reply_time",
    "ticket_on_time": "ticket_on_time",
}
"""KPI that a target is about; service levels are found by their threshold."""

VIEW_OF: dict[str, View] = {"interval": "interval", "day": "day", "horizon": "total"}


@dataclass(frozen=True)
class Verdict:
    """What became of a target. Cells are the intervals, the days or the whole horizon; one in which
    nothing was counted holds, and what falls after the horizon is judged by no target."""

    target: Target
    direction: Literal["at_least", "at_most"]
    measured: Measured
    holds: bool
    slack: Floats
    """[cell]: room to the level in the KPI's unit, negative where it is missed. Without a
    probability, of the pooled ratio; with one, of the value that this share of replications
    reaches. ∞ where nothing was counted."""
    worst_slack: float
    """Without a probability the least slack; with one, the room that this share of replications
    has in all their cells at once. The target holds exactly if it is not negative."""
    binding: int | None
    """The cell that decides (the least slack, the first of them); None if nothing was counted."""
    share_held: float | None
    """With a probability: share of replications in which every cell holds."""
    share_interval: tuple[float, float] | None
    """Its Clopper–Pearson interval (95 %)."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Labels of the cells."""
        return self.measured.cells

    @property
    def binding_cell(self) -> str | None:
        """Label of the cell that decides."""
        return None if self.binding is None else self.cells[self.binding]

    @property
    def missed(self) -> tuple[str, ...]:
        """Labels of the cells that fall short, each judged alone."""
        return tuple(c for c, s in zip(self.cells, self.slack, strict=True) if s < 0)


def kpi_of(target: Target) -> str:
    """Id of the KPI that a target is about."""
    if target.within_seconds is not None:
        return service_level_id(target.kpi == "service_level_net", target.within_seconds)
    return KPI_OF[target.kpi]


def held(result: Result, target: Target) -> Verdict:
    """Judge a result by a target of its scenario (or by another whose threshold was counted)."""
    found = measure(result, kpi_of(target), VIEW_OF[target.per], Where.of(target))
    joint = None
    if target.probability is None:
        slack = room(found.estimate, target)
        worst = float(slack.min(initial=np.inf))
    else:
        rooms = room(found.values, target)
        joint = rooms.min(axis=1)
        slack = reached_by(rooms, target.probability)
        worst = float(reached_by(joint, target.probability))
    share, interval = _share(joint)
    counted = np.isfinite(slack).any()
    return Verdict(
        target=target,
        direction="at_least" if target.at_least is not None else "at_most",
        measured=found,
        holds=worst >= 0,
        slack=slack,
        worst_slack=worst,
        binding=int(slack.argmin()) if counted else None,
        share_held=share,
        share_interval=interval,
    )


def verdicts(result: Result) -> tuple[Verdict, ...]:
    """Judge a result by each target of its scenario."""
    return tuple(held(result, target) for target in result.scenario.targets)


def room(values: Floats, target: Target) -> Floats:
    """How far values are on the right side of the level; ∞ where nothing was counted."""
    sign = 1.0 if target.at_least is not None else -1.0
    return np.where(np.isnan(values), np.inf, sign * (values - target.level))


def reached_by(rooms: Floats, probability: float) -> Floats:
    """The room that at least this share of replications (axis 0) has."""
    # 0.9 × 10 must ask for nine, whatever the last bit of the product.
    needed = max(1, ceil(probability * len(rooms) - 1e-9))
    return np.sort(rooms, axis=0)[len(rooms) - needed]


def _share(joint: Floats | None) -> tuple[float | None, tuple[float, float] | None]:
    if joint is None:
        return None, None
    good = int((joint >= 0).sum())
    return good / len(joint), probability_interval(good, len(joint))
