"""What a simulation gives back: one frozen value with the sums of all replications."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.lane import Lanes
from simulator.peak.record import Records
from simulator.peak.staffing import Plan
from simulator.peak.tally import Sums


@dataclass(frozen=True)
class Result:
    """Replications of a scenario under a plan; axis 0 of every array of sums is the replication."""

    scenario: PeakScenario
    lanes: Lanes
    plan: Plan
    """[group, interval]: planned people."""
    seed: int
    engine: str
    first_replication: int
    people: NDArray[np.int64]
    """[replication, interval + 1, lane, tally.PEOPLE]."""
    demand: NDArray[np.int64]
    """[replication, interval + 1, gate, tally.DEMAND]."""
    satisfied: NDArray[np.float64]
    """[replication, interval + 1, gate]."""
    group_time: NDArray[np.void]
    """[replication, interval, group] of record.GROUP_TIME_DTYPE."""
    waits: NDArray[np.int64]
    """[replication, lane, tally.WAIT_BINS], over the whole run."""
    answered_waits: NDArray[np.int64]
    """[replication, lane, tally.WAIT_BINS]."""
    reply_waits: NDArray[np.int64]
    """[replication, lane, record.REPLY_BINS]."""
    interval_waits: NDArray[np.int64]
    """[interval + 1, lane, tally.WAIT_BINS], over all replications."""
    records: tuple[Records, ...] | None
    """Records of each replication, if they were asked for."""

    @property
    def replications(self) -> int:
        """How many replications were run."""
        return len(self.people)

    @property
    def shift_end(self) -> str:
        """The rule of F12 under which all this holds."""
        return self.scenario.floor.shift_end

    @property
    def contacts(self) -> NDArray[np.void]:
        """Contact records of the first replication; needs ``keep_records``."""
        if self.records is None:
            raise ValueError("records were not kept: simulate(..., keep_records=True)")
        return self.records[0].contacts


def gather(
    scenario: PeakScenario,
    lanes: Lanes,
    plan: Plan,
    seed: int,
    engine: str,
    first: int,
    sums: list[Sums],
    records: list[Records] | None,
) -> Result:
    """Put the sums of replications ``first``, ``first`` + 1, … together."""
    return Result(
        scenario=scenario,
        lanes=lanes,
        plan=plan,
        seed=seed,
        engine=engine,
        first_replication=first,
        people=np.stack([s.people for s in sums]),
        demand=np.stack([s.demand for s in sums]),
        satisfied=np.stack([s.satisfied for s in sums]),
        group_time=np.stack([s.group_time for s in sums]),
        waits=np.stack([s.waits.sum(axis=0) for s in sums]),
        answered_waits=np.stack([s.answered_waits.sum(axis=0) for s in sums]),
        reply_waits=np.stack([s.reply_waits.sum(axis=0) for s in sums]),
        interval_waits=np.sum([s.waits for s in sums], axis=0),
        records=None if records is None else tuple(records),
    )


def joined(parts: list[Result]) -> Result:
    """Results of consecutive replications as one."""
    first = parts[0]
    arrays = (
        "people",
        "demand",
        "satisfied",
        "group_time",
        "waits",
        "answered_waits",
        "reply_waits",
    )
    kept = None
    if all(p.records is not None for p in parts):
        kept = tuple(r for p in parts for r in p.records or ())
    return Result(
        scenario=first.scenario,
        lanes=first.lanes,
        plan=first.plan,
        seed=first.seed,
        engine=first.engine,
        first_replication=first.first_replication,
        interval_waits=np.sum([p.interval_waits for p in parts], axis=0),
        records=kept,
        **{name: np.concatenate([getattr(p, name) for p in parts]) for name in arrays},
    )
