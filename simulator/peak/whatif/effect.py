"""What a lever does to people, money and customers: paired differences over the same customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.peak.confidence import CONFIDENCE, half_width_of_mean
from simulator.peak.kpi import measure
from simulator.peak.result import Result
from simulator.peak.whatif.variant import Variant

Floats = NDArray[np.float64]
Figure = Literal["hours", "busy_hours", "cost", "lost", "lost_yuan", "net"]
FIGURES: tuple[Figure, ...] = ("hours", "busy_hours", "cost", "lost", "lost_yuan", "net")
RANKS: tuple[Figure, ...] = ("net", "hours", "cost", "lost")


@dataclass(frozen=True)
class Delta:
    """A figure without and with the lever; the half width belongs to the paired difference."""

    before: float
    after: float
    half_width: float
    """NaN for a single replication; 0 where the figure is the same in every replication."""

    @property
    def difference(self) -> float:
        """``after`` − ``before``."""
        return self.after - self.before

    @property
    def clear(self) -> bool:
        """The interval does not contain 0."""
        return abs(self.difference) > self.half_width


@dataclass(frozen=True)
class Effect:
    """A variant against the baseline. Less is better in every figure.

    ``hours``: paid agent-hours. ``busy_hours``: hours of hands at work. ``cost``: people, bots and
    what the lever costs once, yuan. ``lost``: cases given up unsolved. ``lost_yuan``: value of lost
    pre-sale orders (rests on assumed coefficients). ``net``: cost + lost_yuan."""

    variant: Variant
    most_people: int
    """Most planned people at a time."""
    deltas: dict[Figure, Delta]


def effect(before: Variant, after: Variant, confidence: float = CONFIDENCE) -> Effect:
    """Raises ValueError unless both are the same replications of the same seed."""
    one, two = before.result, after.result
    for name in ("seed", "first_replication", "replications"):
        if getattr(one, name) != getattr(two, name):
            raise ValueError(f"results to compare differ in {name}")
    old, new = figures(before), figures(after)
    deltas = {key: paired(old[key], new[key], confidence) for key in FIGURES}
    return Effect(after, most_people(two), deltas)


def figures(variant: Variant) -> dict[Figure, Floats]:
    """[replication] of every figure."""
    result = variant.result
    cost = _sum(result, "total_cost") + variant.yuan
    worth = _sum(result, "lost_order_value")
    return {
        "hours": _sum(result, "paid"),
        "busy_hours": result.group_time["busy"].sum(axis=(1, 2)) / 3.6e9,
        "cost": cost,
        "lost": _sum(result, "given_up"),
        "lost_yuan": worth,
        "net": cost + worth,
    }


def paired(before: Floats, after: Floats, confidence: float = CONFIDENCE) -> Delta:
    """Means over replications, and Student's interval of the mean difference."""
    half = float(half_width_of_mean(after - before, confidence))
    return Delta(float(before.mean()), float(after.mean()), half)


def most_people(result: Result) -> int:
    """Most planned people at a time, all groups together."""
    return int(result.plan.sum(axis=0).max(initial=0))


def ranked(effects: Iterable[Effect], by: Figure = "net") -> tuple[Effect, ...]:
    """The best first: whatever takes most away from that figure."""
    return tuple(sorted(effects, key=lambda e: (e.deltas[by].difference, e.variant.name)))


def _sum(result: Result, kpi: str) -> Floats:
    """[replication]: the numerator of a KPI in total."""
    found = measure(result, kpi)
    assert found.numerator is not None
    return np.asarray(found.numerator[:, 0])
