"""One replication: draw who arrives and who is on duty, run an engine, count (2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.arrivals import Streams, draw_arrivals
from simulator.peak.demand import busyness_of, streams_of
from simulator.peak.draw import run_key
from simulator.peak.floor import Floor, lay_out
from simulator.peak.lane import Lanes, lanes_of
from simulator.peak.record import Records
from simulator.peak.staffing import Plan, duty_of, planned_people
from simulator.peak.tally import Sums, tally

Engine = Literal["kernel", "reference"]


@dataclass(frozen=True)
class Prepared:
    """A scenario made ready for many replications: what does not depend on seed, replication or
    plan."""

    scenario: PeakScenario
    streams: Streams
    lanes: Lanes
    floor: Floor
    arrivals: NDArray[np.void] | None = None
    """Logged arrivals that replace drawn ones; their keys are mixed with each replication's."""

    @classmethod
    def of(cls, scenario: PeakScenario, arrivals: NDArray[np.void] | None = None) -> Prepared:
        """Prepare a checked scenario."""
        lanes = lanes_of(scenario)
        plan = planned_people(scenario)
        floor = lay_out(scenario, duty_of(scenario, plan, run_key(0, 0)), lanes.limits_s)
        return cls(scenario, streams_of(scenario), lanes, floor, arrivals)

    def draw(self, seed: int, replication: int) -> NDArray[np.void]:
        """Who arrives in a replication."""
        run = run_key(seed, replication)
        if self.arrivals is None:
            return draw_arrivals(self.streams, busyness_of(self.scenario, self.streams, run), run)
        rows = self.arrivals.copy()
        with np.errstate(over="ignore"):
            rows["key"] = (rows["key"] ^ run) * np.uint64(0x9E3779B97F4A7C15)
        return rows

    def staffed(self, plan: Plan, seed: int, replication: int) -> Floor:
        """The floor with those of ``plan`` who are on duty in a replication."""
        duty = duty_of(self.scenario, plan, run_key(seed, replication))
        groups = self.floor.groups.copy()
        groups["agents"] = duty.agents
        groups["first_agent"] = np.concatenate([[0], np.cumsum(duty.agents)[:-1]])
        return self.floor._replace(
            on_duty=np.ascontiguousarray(duty.on_duty), groups=groups, shifts=duty.shifts
        )


def run_engine(engine: Engine, floor: Floor, arrivals: NDArray[np.void]) -> Records:
    """Run the engine of that name."""
    if engine == "reference":
        from simulator.peak.reference.engine import run as run_reference

        return run_reference(floor, arrivals)
    from simulator.peak.kernel.engine import run

    return run(floor, arrivals)


def replicate(
    prepared: Prepared, plan: Plan, seed: int, replication: int, engine: Engine = "kernel"
) -> tuple[Records, Sums]:
    """Records and sums of one replication of ``plan``."""
    arrivals = prepared.draw(seed, replication)
    records = run_engine(engine, prepared.staffed(plan, seed, replication), arrivals)
    return records, tally(prepared.scenario, prepared.lanes, records, plan)
