"""Changed scenarios on the floor: with their own people, or with those their targets need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scenarios.peak.scenario import PeakScenario
from simulator.peak.parallel import Progress, Workers, run_all
from simulator.peak.result import Result
from simulator.peak.simulation import simulate, warm_up
from simulator.peak.sizing.search import FRESH, size
from simulator.peak.staffing import Plan
from simulator.peak.target import verdicts

_SURE = 0.999
"""A share is not asked to be higher than this because of a margin."""


@dataclass(frozen=True)
class Effort:
    """How variants are run; the same for all that are to be compared."""

    seed: int = 1
    replications: int = 20
    sized: bool = False
    """Give every variant the people its targets need, instead of the people written down."""
    sizing_replications: int = 10
    sizing_verify: int = 60
    """Fresh replications that set the margin of the first variant, and with it of all."""
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


@dataclass(frozen=True)
class Change:
    """A scenario to run, by name, and what it costs once."""

    name: str
    scenario: PeakScenario
    yuan: float = 0.0


def run_variants(
    changes: Sequence[Change],
    effort: Effort,
    progress: Progress = lambda done, total: None,
) -> list[Variant]:
    """All of them, in their order; the same whatever the workers.

    Where people are sized, the first variant is sized with a look at fresh replications. What
    margin it needs, the others are given too, so that none is compared with a luckier one; they run
    side by side, each in one process, because the steps of a search wait for one another."""
    progress(0, len(changes))
    if not effort.sized:
        found = []
        for change in changes:
            found.append(_simulated(change, None, effort))
            progress(len(found), len(changes))
        return found
    workers = effort.workers or Workers()
    if workers.count > 1 or workers.backend != "loky":
        warm_up()
    first, *others = changes
    plan = size(
        first.scenario, seed=effort.seed, replications=effort.sizing_replications,
        verify=effort.sizing_verify, workers=workers, certify=False,
    )  # fmt: skip
    found = [_simulated(first, plan.people, effort)]
    progress(1, len(changes))
    margins = {check.name: check.margin for check in plan.checks}
    alone = replace(effort, workers=Workers())
    for each in run_all(workers, ((sized_variant, (c, margins, alone)) for c in others)):
        found.append(each)
        progress(len(found), len(changes))
    return found


def sized_variant(change: Change, margins: Mapping[str, float], effort: Effort) -> Variant:
    """With the people that its targets, raised by margins [name of a target], need."""
    asked = with_margins(change.scenario, margins)
    plan = size(
        asked, seed=effort.seed, replications=effort.sizing_replications, verify=0,
        workers=effort.workers, certify=False,
    )  # fmt: skip
    return _simulated(change, plan.people, effort)


def with_margins(scenario: PeakScenario, margins: Mapping[str, float]) -> PeakScenario:
    """The scenario with harder targets."""
    targets = []
    for target in scenario.targets:
        margin = margins.get(target.name, 0.0)
        if target.at_least is not None:
            most = max(target.at_least, _SURE)
            harder = {"at_least": min(target.at_least + margin, most)}
        else:
            assert target.at_most is not None
            harder = {"at_most": max(target.at_most - margin, 0.0)}
        targets.append(target.model_copy(update=harder))
    return scenario.model_copy(update={"targets": tuple(targets)})


def run_variant(name: str, scenario: PeakScenario, effort: Effort, yuan: float = 0.0) -> Variant:
    """One alone."""
    return run_variants([Change(name, scenario, yuan)], effort)[0]


def _simulated(change: Change, people: Plan | None, effort: Effort) -> Variant:
    """On replications that sizing has not seen."""
    result = simulate(
        change.scenario, seed=effort.seed, replications=effort.replications,
        first_replication=FRESH, plan=people, workers=effort.workers,
    )  # fmt: skip
    return Variant(change.name, change.scenario, result, change.yuan)
