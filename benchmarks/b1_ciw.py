"""B1 in Ciw from PyPI.

Ciw's stock schedule is another model: at every border it takes all servers off duty and adds a
fresh shift, while those still busy go on beside it as extra capacity. `FirstFreeNode` changes the
headcount instead.
"""

from __future__ import annotations

import time
from typing import Any

import ciw
import numpy as np

from benchmarks.b1_model import HORIZON_S, INTERVAL_S, Day, Outcome, draw_arrivals

DRAIN_S = 30 * HORIZON_S
"""Time after 24:00 in which the floor surely empties, before Ciw's schedule starts again."""


class FirstFreeNode(ciw.Node):  # type: ignore[misc]
    """Idle servers leave at the border, then whoever finishes first, until the plan is met."""

    def change_shift(self) -> None:
        """Sets the planned headcount without replacing the servers that stay."""
        self.schedule.get_next_shift()
        self.next_shift_change = self.schedule.next_shift_change_date
        self.c = self.schedule.c
        excess = len(self.servers) - self.c
        if excess > 0:
            for server in [s for s in self.servers if not s.busy][:excess]:
                self.dismiss(server)
        else:
            self.add_new_servers(-excess)
        self.begin_service_if_possible_change_shift()

    def detatch_server(self, server: Any, individual: Any) -> None:
        """A server ends a service and leaves if more are present than planned."""
        super().detatch_server(server, individual)
        if len(self.servers) > self.c:
            self.dismiss(server)

    def dismiss(self, server: Any) -> None:
        """Sends an idle server home now."""
        server.shift_end = self.now
        self.kill_server(server)


def network(day: Day, arrivals: list[float]) -> Any:
    """One node with reneging, the planned headcount and the given arrival times."""
    gaps = [*np.diff(arrivals, prepend=0.0).tolist(), float("inf")]
    borders = [INTERVAL_S * (i + 1) for i in range(len(day.staff))]
    borders[-1] = HORIZON_S + DRAIN_S
    return ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential(gaps)],
        service_distributions=[ciw.dists.Exponential(1.0 / day.handle_mean_s)],
        reneging_time_distributions=[ciw.dists.Exponential(1.0 / day.patience_mean_s)],
        number_of_servers=[
            ciw.Schedule(numbers_of_servers=list(day.staff), shift_end_dates=borders)
        ],
    )


def run(day: Day, seed: int) -> Outcome:
    """Simulates one day to the last contact; raises RuntimeError if the floor did not empty."""
    started = time.process_time()
    ciw.seed(seed)
    arrivals = draw_arrivals(day, np.random.default_rng(seed)).tolist()
    simulation = ciw.Simulation(network(day, arrivals), node_class=FirstFreeNode)
    simulation.simulate_until_max_time(HORIZON_S + DRAIN_S)
    records = simulation.get_all_records(only=["service", "renege"])
    abandoned = in_target = 0
    waited_s = 0.0
    for record in records:
        waited_s += record.waiting_time
        if record.record_type == "renege":
            abandoned += 1
        elif record.waiting_time <= day.answer_target_s:
            in_target += 1
    mean_wait_s = waited_s / len(arrivals)
    cpu_s = time.process_time() - started
    if len(records) != len(arrivals):
        raise RuntimeError(f"{len(arrivals) - len(records)} contacts were still on the floor")
    return Outcome(len(arrivals), abandoned, in_target, mean_wait_s, cpu_s)
