"""The fewest people with which a formula meets a target, interval by interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.peak.erlang import Measures, erlang_a, general_patience
from simulator.peak.survival import Array, Survival


@dataclass(frozen=True)
class Target:
    """What has to hold; a limit that is None does not bind.

    `service_level` is a share (strictly between 0 and 1) answered within `within_s` seconds, of
    all offered or, with `excluding_abandoned`, of those not abandoned within that time.
    """

    service_level: float | None = None
    within_s: float = 20.0
    excluding_abandoned: bool = False
    abandonment_max: float | None = None
    answered_wait_max_s: float | None = None
    occupancy_max: float | None = None

    def __post_init__(self) -> None:
        """Refuse limits that no finite number of people can meet, and an empty target."""
        limits = (
            self.service_level,
            self.abandonment_max,
            self.answered_wait_max_s,
            self.occupancy_max,
        )
        if all(limit is None for limit in limits):
            raise ValueError("a target needs at least one limit")
        if self.service_level is not None and not 0 < self.service_level < 1:
            raise ValueError("service_level must lie strictly between 0 and 1")
        if any(limit is not None and not limit > 0 for limit in limits) or self.within_s < 0:
            raise ValueError("limits must be above 0")

    def met(self, measures: Measures) -> NDArray[np.bool_]:
        """Whether every limit holds, lane by lane; a queue that grows for ever meets nothing."""
        holds = np.isfinite(measures.mean_wait_s)
        if self.service_level is not None:
            holds &= self.level(measures) >= self.service_level
        if self.abandonment_max is not None:
            holds &= measures.abandonment <= self.abandonment_max
        if self.answered_wait_max_s is not None:
            holds &= measures.answered_wait_s <= self.answered_wait_max_s
        if self.occupancy_max is not None:
            # Nobody on duty is not "not busy" while contacts are lost.
            holds &= (measures.occupancy <= self.occupancy_max) & (measures.abandonment < 1)
        return holds

    def level(self, measures: Measures) -> Array:
        """The service level in this target's definition."""
        if self.excluding_abandoned:
            return measures.service_level_excluding
        return measures.service_level


@dataclass(frozen=True)
class Needed:
    """`people` per lane; where `possible` is False the cap was reached and the target is missed.

    `measures` are the figures with those people.
    """

    people: NDArray[np.int64]
    possible: NDArray[np.bool_]
    measures: Measures


def people_needed(
    arrivals_per_s: ArrayLike,
    handle_s: ArrayLike,
    patience: ArrayLike | Survival,
    target: Target,
    most: ArrayLike = 1_000_000,
) -> Needed:
    """Fewest people per lane, at most `most`; 0 where nobody arrives.

    `patience` is a mean in seconds (exponential law; infinite for Erlang C) or a law. The search
    starts at nobody, not at the offered load: with abandonment fewer may do.
    """
    rate, handle, cap = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (arrivals_per_s, handle_s, most))
    )

    def measures(people: NDArray[np.int64]) -> Measures:
        if isinstance(patience, Survival):
            return general_patience(people, rate, handle, patience, target.within_s)
        return erlang_a(people, rate, handle, patience, target.within_s)

    limit = np.floor(cap).astype(np.int64)
    load = rate * handle
    low = np.full(load.shape, -1, dtype=np.int64)
    high = np.minimum(np.ceil(load + 3.0 * np.sqrt(load)).astype(np.int64), limit)
    met = target.met(measures(high))
    while not np.all(met | (high >= limit)):
        rising = ~met & (high < limit)
        low = np.where(rising, high, low)
        high = np.where(rising, np.minimum(2 * high + 1, limit), high)
        met = target.met(measures(high))
    possible = met
    low = np.where(possible, low, high - 1)
    while np.any(high - low > 1):
        middle = (low + high) // 2
        enough = target.met(measures(np.maximum(middle, 0)))
        inside = high - low > 1
        high = np.where(inside & enough, middle, high)
        low = np.where(inside & ~enough, middle, low)
    return Needed(high, possible, measures(high))
