"""B1 in fast SimPy: callbacks on timeouts, a deque as the queue, no event for patience.

Reneging is lazy: a contact that gave up stays in the deque until an agent looks at it. Nobody can
tell the difference, because a contact that left has no effect on those behind it.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any

import numpy as np
from simpy import Environment
from simpy.events import Timeout

from benchmarks.b1_model import INTERVAL_S, Day, Outcome, draw_arrivals


class Floor:
    """The running day: two counters for the agents, a deque for the queue."""

    def __init__(self, day: Day, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.arrivals: list[float] = draw_arrivals(day, rng).tolist()
        contacts = len(self.arrivals)
        self.patience_s: list[float] = rng.exponential(day.patience_mean_s, contacts).tolist()
        self.handle_s: list[float] = rng.exponential(day.handle_mean_s, contacts).tolist()
        self.staff = day.staff
        self.answer_target_s = day.answer_target_s
        self.env = Environment()
        self.queue: deque[int] = deque()
        self.on_duty = 0
        self.busy = 0
        self.next_contact = 0
        self.next_interval = 0
        self.abandoned = 0
        self.in_target = 0
        self.waited_s = 0.0

    def border(self, _: Any) -> None:
        """A half hour begins: with fewer on duty than busy, nobody is assigned for a while."""
        self.on_duty = self.staff[self.next_interval]
        self.next_interval += 1
        if self.next_interval < len(self.staff):
            Timeout(self.env, INTERVAL_S).callbacks.append(self.border)
        self.assign()

    def arrive(self, _: Any) -> None:
        """The next contact arrives and the one after it is scheduled."""
        contact = self.next_contact
        self.next_contact = following = contact + 1
        if following < len(self.arrivals):
            gap = self.arrivals[following] - self.arrivals[contact]
            Timeout(self.env, gap).callbacks.append(self.arrive)
        if self.busy < self.on_duty:
            # An agent is free only while nobody waits.
            self.busy += 1
            self.in_target += 1
            Timeout(self.env, self.handle_s[contact]).callbacks.append(self.finish)
        else:
            self.queue.append(contact)

    def finish(self, _: Any) -> None:
        """An agent ends a contact: takes the next one, or leaves if too many are on duty."""
        self.busy -= 1
        self.assign()

    def assign(self) -> None:
        """Gives free agents to those still waiting, first come first served."""
        now = self.env.now
        while self.queue and self.busy < self.on_duty:
            contact = self.queue.popleft()
            waited = now - self.arrivals[contact]
            if self.patience_s[contact] < waited:
                self.give_up(contact)
                continue
            self.waited_s += waited
            if waited <= self.answer_target_s:
                self.in_target += 1
            self.busy += 1
            Timeout(self.env, self.handle_s[contact]).callbacks.append(self.finish)

    def give_up(self, contact: int) -> None:
        """Counts a contact that hung up when its patience ended."""
        self.abandoned += 1
        self.waited_s += self.patience_s[contact]


def run(day: Day, seed: int) -> Outcome:
    """Simulates one day to the last contact."""
    started = time.process_time()
    floor = Floor(day, seed)
    contacts = len(floor.arrivals)
    Timeout(floor.env, 0.0).callbacks.append(floor.border)
    Timeout(floor.env, floor.arrivals[0]).callbacks.append(floor.arrive)
    floor.env.run()
    for contact in floor.queue:
        floor.give_up(contact)
    mean_wait_s = floor.waited_s / contacts
    cpu_s = time.process_time() - started
    return Outcome(contacts, floor.abandoned, floor.in_target, mean_wait_s, cpu_s)
