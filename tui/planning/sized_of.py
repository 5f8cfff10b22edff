"""A sized plan as plain data, and back: the pages of `shapan size` draw it again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios.peak.scenario import PeakScenario
from simulator.peak.sizing import sized as made
from tui.planning.outcome import Cell, Check, Number, Outcome, Sized
from tui.planning.outcome_of import number


def sized_of(plan: made.SizedPlan) -> Sized:
    """What of a sized plan is kept: all but the values of single replications."""
    return Sized(
        people=_whole(plan.people), binds=_whole(plan.binds), replications=plan.replications,
        verified_on=plan.verified_on, simulations=plan.simulations, certified=plan.certified,
        capped=plan.capped, uncovered=plan.uncovered, checks=tuple(map(_check, plan.checks)),
    )  # fmt: skip


def plan_of(outcome: Outcome) -> made.SizedPlan:
    """The sized plan of an outcome that has one."""
    assert outcome.sized is not None
    kept, scenario = outcome.sized, outcome.loaded
    return made.SizedPlan(
        scenario=scenario,
        people=np.array(kept.people, np.int64),
        seed=outcome.job.seed,
        replications=kept.replications,
        verified_on=kept.verified_on,
        checks=tuple(_made(each, scenario) for each in kept.checks),
        binds=np.array(kept.binds, np.int64),
        certified=kept.certified,
        capped=kept.capped,
        uncovered=kept.uncovered,
        simulations=kept.simulations,
    )


def _whole(values: np.ndarray) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(map(int, row)) for row in values)


def _check(check: made.Check) -> Check:
    cells = [
        Cell(
            value=number(check.estimate[i]), share_held=number(check.share_held[i]),
            low=number(check.low[i]), high=number(check.high[i]), reached=bool(check.reached[i]),
            short=number(check.short[i]),
        ) for i in range(len(check.estimate))
    ]  # fmt: skip
    plenty = None if check.plenty is None else _check(check.plenty)
    return Check(target=check.name, margin=float(check.margin), cells=tuple(cells), plenty=plenty)


def _made(kept: Check, scenario: PeakScenario) -> made.Check:
    cells = kept.cells
    return made.Check(
        name=kept.target,
        values=np.empty((0, len(cells))),
        held=np.empty((0, len(cells)), bool),
        estimate=_floats([c.value for c in cells]),
        probability=next(t.probability for t in scenario.targets if t.name == kept.target),
        share_held=_floats([c.share_held for c in cells]),
        low=_floats([c.low for c in cells]),
        high=_floats([c.high for c in cells]),
        margin=kept.margin,
        reached=np.array([c.reached for c in cells], bool),
        short=_floats([c.short for c in cells]),
        plenty=None if kept.plenty is None else _made(kept.plenty, scenario),
    )


def _floats(values: Sequence[Number]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], float)
