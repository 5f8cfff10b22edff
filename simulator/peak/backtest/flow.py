"""The tested days on the floor: as they were staffed and called, or as they were expected."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.demand import streams_of
from simulator.peak.floor import lay_out
from simulator.peak.lane import lanes_of
from simulator.peak.log.crew import duty_from
from simulator.peak.log.log import Log
from simulator.peak.log.measured import FLOW_DTYPE, simulated_flow
from simulator.peak.log.replay import for_replay, replay
from simulator.peak.parallel import Progress, Workers, run_all
from simulator.peak.replication import Prepared, run_engine
from simulator.peak.staffing import planned_people

PERIOD_MINUTES = 60
"""Figures are compared by the hour."""


def as_it_was(
    scenario: PeakScenario, log: Log, pieces: NDArray[np.void], seed: int, replications: int,
    workers: Workers, progress: Progress | None = None,
) -> NDArray[np.void]:  # fmt: skip
    """[replication, hour] of FLOW_DTYPE: the logged contacts arrive, and the agents of the log are
    there as ``pieces`` say; everything else is the scenario's."""
    calls = for_replay(scenario, log)
    # Logged contacts asked for people: they have met the bot already.
    calls = calls.model_copy(
        update={"bots": (), "floor": calls.floor.model_copy(update={"shift_end": "named"})}
    )
    duty = duty_from(calls, pieces)
    lanes = lanes_of(calls)
    prepared = Prepared(
        calls,
        streams_of(calls),
        lanes,
        lay_out(calls, duty, lanes.limits_s),
        replay(calls, log),
    )
    return _flows(partial(_named, prepared), calls, seed, replications, workers, progress)


def as_expected(
    scenario: PeakScenario, seed: int, replications: int, workers: Workers,
    progress: Progress | None = None,
) -> NDArray[np.void]:  # fmt: skip
    """[replication, hour]: the scenario as it stands, its demand and its people."""
    prepared = Prepared.of(scenario)
    return _flows(partial(_planned, prepared), scenario, seed, replications, workers, progress)


def total(flow: NDArray[np.void], axis: int = 0) -> NDArray[np.void]:
    """Counts added up over an axis."""
    summed = np.zeros(np.sum(flow["contacts"], axis=axis).shape, FLOW_DTYPE)
    for name in FLOW_DTYPE.names or ():
        summed[name] = flow[name].sum(axis=axis)
    return summed


def _flows(
    one: Any, scenario: PeakScenario, seed: int, replications: int, workers: Workers,
    progress: Progress | None,
) -> NDArray[np.void]:  # fmt: skip
    calls = ((one, (scenario, seed, number)) for number in range(replications))
    found = []
    for flow in run_all(workers, calls):
        found.append(flow)
        if progress is not None:
            progress(len(found), replications)
    return np.stack(found)


def _named(prepared: Prepared, scenario: PeakScenario, seed: int, number: int) -> NDArray[np.void]:
    records = run_engine("kernel", prepared.floor, prepared.draw(seed, number))
    return simulated_flow(records, scenario, PERIOD_MINUTES)


def _planned(
    prepared: Prepared, scenario: PeakScenario, seed: int, number: int
) -> NDArray[np.void]:
    floor = prepared.staffed(planned_people(scenario), seed, number)
    records = run_engine("kernel", floor, prepared.draw(seed, number))
    return simulated_flow(records, scenario, PERIOD_MINUTES)
