"""Whether anybody can still be taken away: every single agent-interval is tried (2.6).

On the replications that decide, the run is carried to each border once; from a copy of its memory
there, each group is run to the end with one person less in that interval. The result is the same
as a run from the start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.kernel.engine import Runner
from simulator.peak.sizing.slack import Floats
from simulator.peak.sizing.trial import Reference, arrivals_of, bench_of
from simulator.peak.staffing import Plan
from simulator.peak.tally import tally_people


def without_one(
    reference: Reference,
    plan: Plan,
    replication: int,
    only: NDArray[np.bool_],
    reach: int | None = None,
) -> list[tuple[int, int, Floats, Floats]]:
    """(group, interval, numerator [target, interval], denominator) of one replication with one
    person less, for every one that ``only`` [group, interval] selects.
    With ``reach`` a run goes no further than so many intervals after the person is missing; what
    was still waiting then counts as waiting."""
    bench = bench_of(reference)
    prepared = bench.prepared
    clock = prepared.scenario.clock
    base = Runner(prepared.staffed(plan, bench.seed, replication), arrivals_of(bench, replication))
    branch = base.sibling()
    results = []
    for i in range(plan.shape[1]):
        mine = np.flatnonzero(only[:, i])
        if not mine.size:
            continue
        base.run_before(clock.start_us + i * clock.interval_us)
        for g in mine:
            less = plan.copy()
            less[g, i] -= 1
            floor = prepared.staffed(less, bench.seed, replication)
            branch.become(base, floor.on_duty)
            if reach is None:
                records = branch.finish()
            else:
                branch.run_before(clock.start_us + (i + reach) * clock.interval_us)
                records = branch.records_so_far()
            people = tally_people(prepared.scenario, prepared.lanes, records)
            parts = [r.parts(people) for r in bench.requirements]
            results.append(
                (int(g), i, np.array([n for n, _ in parts]), np.array([d for _, d in parts]))
            )
    return results
