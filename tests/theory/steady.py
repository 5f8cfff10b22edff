"""Stationary figures of one queue measured from terminating runs.

Every replication starts empty; the intervals of the first `warm` seconds are left out. Those who
join later are followed to their end (nobody overtakes), so nothing is cut off at the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from judge import FEW, can_score, score
from small_worlds import AT_ONCE_S, Law, hotline

from simulator.peak import simulate
from simulator.peak.erlang import Measures
from simulator.peak.tally_columns import P

INTERVAL_S = 900


@dataclass(frozen=True)
class Point:
    """A queue: people, erlang per person, mean talk and scale of patience in seconds."""

    people: int
    per_agent: float
    talk_s: float
    within_s: float
    warm_s: float
    talk: Law
    patience: Law | None

    @property
    def rate(self) -> float:
        """Arrivals per second."""
        return self.people * self.per_agent / self.talk_s

    def __str__(self) -> str:
        return f"n={self.people} ρ={self.per_agent:g} T={self.within_s:g}"


def sums(point: Point, contacts: float, replications: int, seed: int) -> dict[str, np.ndarray]:
    """Per replication: the counted columns of tally.PEOPLE after the warm-up, and agent time."""
    drop = ceil(point.warm_s / INTERVAL_S)
    keep = max(1, ceil(contacts / point.rate / INTERVAL_S))
    scenario = hotline(
        point.people,
        point.rate,
        point.talk,
        point.patience,
        hours=(drop + keep) * INTERVAL_S / 3600,
        within=(AT_ONCE_S, point.within_s),
        interval_minutes=15,
        drain_minutes=2880.0,
    )
    result = simulate(scenario, seed=seed, replications=replications)
    counted = result.people[:, drop:-1, 0, :].sum(axis=1)
    columns = {name: counted[:, number].astype(float) for name, number in P.items()}
    place = result.lanes.thresholds_s.index(point.within_s)
    columns["at_once"] = columns["answered_within_0"]
    columns["soon"] = columns[f"answered_within_{place}"]
    columns["gone_soon"] = columns[f"gave_up_within_{place}"]
    agents = result.group_time[:, drop:, 0]
    columns["busy"] = agents["busy"].sum(axis=1) / 1e6
    columns["on_duty"] = agents["on_duty"].sum(axis=1) / 1e6
    return columns


def scores(seen: dict[str, np.ndarray], theory: Measures) -> dict[str, float]:
    """Scores by measure, of those that have events enough to be scored."""
    offered = seen["offered"]
    shares = {
        "no wait": ("at_once", 1.0 - float(theory.wait_probability)),
        "abandonment": ("abandoned", float(theory.abandonment)),
        "abandoned within": ("gone_soon", float(theory.abandoned_within)),
        "service level": ("soon", float(theory.service_level)),
    }
    found = {
        name: score(seen[column], offered, share)
        for name, (column, share) in shares.items()
        if can_score(share * offered.sum(), offered.sum())
    }
    waits = float(theory.wait_probability) * offered.sum()
    if waits >= FEW and float(theory.mean_wait_s) > 0.0:
        found["mean wait"] = score(seen["wait_us"] / 1e6, offered, float(theory.mean_wait_s))
    if float(theory.occupancy) < 0.999:
        found["occupancy"] = score(seen["busy"], seen["on_duty"], float(theory.occupancy))
    return found


def by_measure(points: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Point → measure → score turned into measure → point → score: independent sets."""
    sets: dict[str, dict[str, float]] = {}
    for place, values in points.items():
        for name, value in values.items():
            sets.setdefault(name, {})[place] = value
    return sets
