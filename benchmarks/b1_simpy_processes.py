"""B1 in the usual SimPy style: a process per contact and a `Resource` for the agents."""

from __future__ import annotations

import random
import time
from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from benchmarks.b1_model import INTERVAL_S, Day, Outcome, draw_arrivals


class AgentPool(simpy.Resource):
    """A resource whose capacity follows the plan.

    A resource grants a request only while fewer users than its capacity hold it. So lowering the
    capacity is the `first_free` rule: those busy beyond it serve to the end and are not replaced.
    """

    def resize(self, capacity: int) -> None:
        """Change the capacity now; a raised one serves the queue at once."""
        self._capacity = capacity
        self._trigger_put(None)


class Floor:
    """The running day: the environment, the pool, the draws and the counts."""

    def __init__(self, day: Day, seed: int) -> None:
        self.day = day
        self.arrivals = draw_arrivals(day, np.random.default_rng(seed)).tolist()
        self.random = random.Random(seed)
        self.env = simpy.Environment()
        self.pool = AgentPool(self.env, capacity=day.staff[0])
        self.abandoned = 0
        self.in_target = 0
        self.waited_s = 0.0

    def source(self) -> Generator[Any, Any, None]:
        """Starts a process for every contact at its arrival time."""
        for arrival in self.arrivals:
            yield self.env.timeout(arrival - self.env.now)
            self.env.process(self.contact())

    def contact(self) -> Generator[Any, Any, None]:
        """One customer: waits for an agent or hangs up, then is served."""
        arrived = self.env.now
        patience = self.random.expovariate(1.0 / self.day.patience_mean_s)
        with self.pool.request() as agent:
            result = yield agent | self.env.timeout(patience)
            waited = self.env.now - arrived
            self.waited_s += waited
            if agent not in result:
                self.abandoned += 1
                return
            if waited <= self.day.answer_target_s:
                self.in_target += 1
            yield self.env.timeout(self.random.expovariate(1.0 / self.day.handle_mean_s))

    def shifts(self) -> Generator[Any, Any, None]:
        """Sets the number on duty at every border of half hours."""
        for staff in self.day.staff[1:]:
            yield self.env.timeout(INTERVAL_S)
            self.pool.resize(staff)


def run(day: Day, seed: int) -> Outcome:
    """Simulates one day to the last contact."""
    started = time.process_time()
    floor = Floor(day, seed)
    floor.env.process(floor.source())
    floor.env.process(floor.shifts())
    floor.env.run()
    contacts = len(floor.arrivals)
    mean_wait_s = floor.waited_s / contacts
    cpu_s = time.process_time() - started
    return Outcome(contacts, floor.abandoned, floor.in_target, mean_wait_s, cpu_s)
