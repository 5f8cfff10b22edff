"""Trying schedules on the floor: named agents, common random numbers, over processes (F3, F12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from scenarios.peak.group import Shift
from scenarios.peak.scenario import PeakScenario
from simulator.peak.parallel import Workers, run_all
from simulator.peak.replication import Prepared, run_engine
from simulator.peak.schedule.duty import Duties, named, shifts_of
from simulator.peak.sizing.sized import Check, SizedPlan
from simulator.peak.sizing.slack import Floats, requirements_of
from simulator.peak.sizing.trial import (
    Bench,
    Parts,
    Reference,
    arrivals_of,
    bench_of,
    kept,
)
from simulator.peak.sizing.verify import check, margins_for
from simulator.peak.staffing import planned_people
from simulator.peak.tally import tally_people

AllShifts = tuple[tuple[Shift, ...], ...]

_REMEMBERED = 6


@dataclass
class Floorwork:
    """The floor of a scenario for trying shifts on; remembers the last few tries."""

    bench: Bench
    scenario: PeakScenario
    simulated: int = 0
    _known: dict[tuple[AllShifts, int, int], Parts] = field(default_factory=dict)

    def run(self, duties: Duties, numbers: Sequence[int]) -> Parts:
        """Numerators and denominators of the targets on replications (consecutive numbers)."""
        shifts = shifts_of(self.scenario, duties)
        key = shifts, numbers[0], len(numbers)
        if key not in self._known:
            self.simulated += len(numbers)
            self._known[key] = _spread(self.bench, shifts, numbers)
            if len(self._known) > _REMEMBERED:
                self._known.pop(next(iter(self._known)))
        return self._known[key]

    def tightness(self, parts: Parts, margins: Floats) -> list[Floats]:
        """Per target and cell the slack that decides; negative where a target does not hold."""
        pairs = enumerate(self.bench.requirements)
        return [r.tightness(parts.slack(self.bench, t, margins[t])) for t, r in pairs]

    def checks(self, parts: Parts, margins: Floats) -> tuple[Check, ...]:
        """How each target does on these replications."""
        return check(self.bench, parts, margins)

    def margins(self, here: Parts, there: Parts) -> Floats:
        """By how much the levels must be raised on the trial seeds so that fresh ones hold."""
        return margins_for(self.bench, here, there)


@contextmanager
def floorwork(plan: SizedPlan, seed: int, workers: Workers) -> Iterator[Floorwork]:
    """The floor of a plan's scenario, as long as the context lasts."""
    scenario = plan.scenario
    prepared = Prepared.of(named(scenario, ()))
    token = f"shifts-{scenario.name}-{abs(hash(scenario.model_dump_json()))}"
    requirements = requirements_of(scenario, prepared.lanes)
    with kept(Bench(prepared, requirements, seed, token, workers)) as bench:
        yield Floorwork(bench, scenario)


def _spread(bench: Bench, shifts: AllShifts, numbers: Sequence[int]) -> Parts:
    share = max(1, -(-len(numbers) // (bench.workers.count * 2)))
    chunks = [numbers[i : i + share] for i in range(0, len(numbers), share)]
    calls = ((_run_some, (bench.reference(), shifts, chunk)) for chunk in chunks)
    done = list(run_all(bench.workers, calls))
    return Parts(
        np.concatenate([n for n, _ in done], axis=1), np.concatenate([d for _, d in done], axis=1)
    )


def _run_some(
    reference: Reference, shifts: AllShifts, numbers: Sequence[int]
) -> tuple[Floats, Floats]:
    bench = bench_of(reference)
    scenario = bench.prepared.scenario
    groups = tuple(
        g.model_copy(update={"shifts": s}) for g, s in zip(scenario.groups, shifts, strict=True)
    )
    staffed = scenario.model_copy(update={"groups": groups})
    prepared = replace(bench.prepared, scenario=staffed)
    plan = planned_people(staffed)
    top, bottom = [], []
    for number in numbers:
        floor = prepared.staffed(plan, bench.seed, number)
        records = run_engine("kernel", floor, arrivals_of(bench, number))
        people = tally_people(staffed, prepared.lanes, records)
        parts = [r.parts(people) for r in bench.requirements]
        top.append([n for n, _ in parts])
        bottom.append([d for _, d in parts])
    return np.array(top).swapaxes(0, 1), np.array(bottom).swapaxes(0, 1)
