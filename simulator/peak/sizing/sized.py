"""What sizing gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.sizing.slack import Floats
from simulator.peak.staffing import Plan


@dataclass(frozen=True)
class Check:
    """One target under the plan."""

    name: str
    values: Floats
    """[replication, cell] of the fresh replications: the KPI (seconds for times)."""
    held: NDArray[np.bool_]
    """[replication, cell]."""
    estimate: Floats
    """[cell]: ratio of sums over the fresh replications."""
    probability: float | None
    """What was asked for; None: the pooled ratio must hold."""
    share_held: Floats
    """[cell]: share of fresh replications that held."""
    low: Floats
    """[cell]: 95 % interval of that share (Clopper–Pearson)."""
    high: Floats
    margin: float
    """By how much the level was raised on the sizing seeds so that fresh ones hold it."""
    reached: NDArray[np.bool_]
    """[cell]: on the fresh replications."""
    short: Floats
    """[cell]: by how much the deciding value misses the level, 0 where reached."""
    plenty: Check | None = None
    """The same target with people in plenty, where it is missed though no group is at its limit;
    None: not looked at."""

    @property
    def out_of_reach(self) -> bool:
        """Whether some cell is missed with people in plenty, too."""
        return self.plenty is not None and bool((~self.reached & ~self.plenty.reached).any())


@dataclass(frozen=True)
class SizedPlan:
    """People per group and interval, and how sure (2.6)."""

    scenario: PeakScenario
    people: Plan
    """[group, interval]: planned people, shrinkage and absence included."""
    seed: int
    replications: int
    verified_on: int
    checks: tuple[Check, ...]
    binds: NDArray[np.int64]
    """[group, interval]: position of the target that breaks when one person is taken away there;
    −1: nobody is planned there; −2: not certified."""
    certified: bool
    """Every −2 is absent: no agent-interval can be taken away on the sizing seeds."""
    capped: tuple[tuple[str, int], ...]
    """(group, interval) where the plan stands at what is available while a target falls short."""
    uncovered: tuple[str, ...]
    """Queues that no target is about: nobody is kept for them."""
    simulations: int
    """How many replications were simulated in all."""

    @property
    def reached(self) -> bool:
        """Whether every target holds on the fresh replications."""
        return all(bool(c.reached.all()) for c in self.checks)

    @property
    def hours(self) -> Floats:
        """[group]: planned hours."""
        return np.asarray(self.people.sum(axis=1) * self.scenario.clock.interval_minutes / 60.0)

    @property
    def yuan(self) -> float:
        """Cost of the planned hours."""
        rates = np.array([g.yuan_per_hour for g in self.scenario.groups])
        return float((self.hours * rates).sum())
