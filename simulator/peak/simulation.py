"""simulate(): replications of a scenario, counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.parallel import Progress, Workers, run_all
from simulator.peak.record import Records
from simulator.peak.replication import Engine, Prepared, replicate
from simulator.peak.result import Result, gather
from simulator.peak.staffing import Plan, planned_people
from simulator.peak.tally import Sums


def simulate(
    scenario: PeakScenario,
    *,
    seed: int = 1,
    replications: int = 1,
    first_replication: int = 0,
    plan: Plan | None = None,
    engine: Engine = "kernel",
    workers: Workers | None = None,
    keep_records: bool = False,
    arrivals: NDArray[np.void] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Simulate a checked scenario.

    ``plan`` [group, interval] replaces the scenario's own people; ``arrivals`` (ARRIVAL_DTYPE)
    replace drawn first attempts, as in a log replay. Replications are numbered from
    ``first_replication``: each is a pure function of scenario, plan, seed and its number,
    whatever runs beside it. ``keep_records`` keeps the records of each (about 300 bytes a
    contact)."""
    if replications < 1:
        raise ValueError("replications must be at least 1")
    prepared = Prepared.of(scenario, arrivals)
    people = planned_people(scenario) if plan is None else np.asarray(plan, np.int64)
    workers = workers or Workers()
    if workers.count > 1 or workers.backend != "loky":
        warm_up(engine)
    numbers = range(first_replication, first_replication + replications)
    calls = ((_one, (prepared, people, seed, r, engine, keep_records)) for r in numbers)
    sums: list[Sums] = []
    records: list[Records] = []
    for one, record in run_all(workers, calls):
        sums.append(one)
        if record is not None:
            records.append(record)
        if progress is not None:
            progress(len(sums), replications)
    kept = records if keep_records else None
    return gather(scenario, prepared.lanes, people, seed, engine, first_replication, sums, kept)


def _one(
    prepared: Prepared, plan: Plan, seed: int, replication: int, engine: Engine, keep: bool
) -> tuple[Sums, Records | None]:
    records, sums = replicate(prepared, plan, seed, replication, engine)
    return sums, records if keep else None


def warm_up(engine: Engine = "kernel") -> None:
    """Compile what is not compiled yet on this machine, once, before several processes need it."""
    from simulator.peak.warm import compile_all

    if engine == "kernel":
        compile_all()
