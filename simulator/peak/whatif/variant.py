"""A changed scenario on the floor: with its own people, or with those its targets need."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.peak.scenario import PeakScenario
from simulator.peak.parallel import Progress, Workers
from simulator.peak.result import Result
from simulator.peak.simulation import simulate
from simulator.peak.sizing.search import FRESH, size
from simulator.peak.target import verdicts


@dataclass(frozen=True)
class Effort:
    """How variants are run; the same for all that are to be compared."""

    seed: int = 1
    replications: int = 20
    sized: bool = False
    """Give every variant the people its targets need, instead of the people written down."""
    sizing_replications: int = 10
    workers: Workers | None = None


@dataclass(frozen=True)
class Variant:
    """A scenario and what came of it. Variants of one effort meet the same customers (F3)."""

    name: str
    scenario: PeakScenario
    result: Result
    yuan: float = 0.0
    """Paid once, beside people and bots."""

    @property
    def reached(self) -> bool:
        """Whether every target holds in these replications; True where there are none."""
        return all(v.holds for v in verdicts(self.result))


def run_variant(
    name: str,
    scenario: PeakScenario,
    effort: Effort,
    yuan: float = 0.0,
    progress: Progress | None = None,
) -> Variant:
    """Size if asked to (without verification: the replications below are fresh), then simulate."""
    people = None
    if effort.sized:
        people = size(
            scenario, seed=effort.seed, replications=effort.sizing_replications, verify=0,
            workers=effort.workers or Workers(),
        ).people  # fmt: skip
    result = simulate(
        scenario, seed=effort.seed, replications=effort.replications, first_replication=FRESH,
        plan=people, workers=effort.workers, progress=progress,
    )  # fmt: skip
    return Variant(name, scenario, result, yuan)
