"""Who was on duty, as the agents' logged contacts show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import MINUTE_US
from scenarios.peak.reach import Kind, queue_for
from scenarios.peak.scenario import PeakScenario
from simulator.peak.log.log import SERVED, Log
from simulator.peak.log.moment import local_us
from simulator.peak.log.waiting import waiting_periods
from simulator.peak.staffing import Plan

GAP_MINUTES = 30.0
PAUSE_MINUTES = 2.0
WINDOW_MINUTES = 60.0


class Stay(NamedTuple):
    """An agent is there from ``start`` to ``end``, µs from 1970-01-01."""

    agent: int
    start: int
    end: int


def staff_from(
    log: Log,
    scenario: PeakScenario,
    gap_minutes: float = GAP_MINUTES,
    pause_minutes: float = PAUSE_MINUTES,
    window_minutes: float = WINDOW_MINUTES,
) -> Plan:
    """[group, interval]: people on duty in the scenario's horizon, inferred from who served whom.

    *Presence*: see `stays`. An interval counts the share of it for which an agent is there; the
    sum of a group is rounded half up. *Group*: for each interval, the narrowest group (fewest
    queues, then first of the file) that serves every queue of which the agent took contacts within
    ``window_minutes`` of the interval; if none serves them all, the one that serves most of them.
    """
    clock = scenario.clock
    origin = local_us(clock.origin)
    starts = origin + clock.start_us + np.arange(clock.intervals) * clock.interval_us
    seen = _Seen(scenario, log, round(window_minutes * MINUTE_US))
    people = np.zeros((len(scenario.groups), clock.intervals))
    for stay in stays(log, gap_minutes, pause_minutes):
        first = max(0, (stay.start - int(starts[0])) // clock.interval_us)
        last = min(clock.intervals - 1, (stay.end - int(starts[0])) // clock.interval_us)
        for i in range(first, last + 1):
            start, end = int(starts[i]), int(starts[i]) + clock.interval_us
            group = seen.group(stay.agent, start, end)
            if group is not None:
                there = min(end, stay.end) - max(start, stay.start)
                people[group, i] += max(0, there) / clock.interval_us
    return np.floor(people + 0.5).astype(np.int64)


def stays(
    log: Log, gap_minutes: float = GAP_MINUTES, pause_minutes: float = PAUSE_MINUTES
) -> list[Stay]:
    """When each agent was there: from the first contact taken to the end of the last, without gaps.

    A gap between two contacts is time away if it is longer than ``gap_minutes``. So are, of a gap
    longer than ``pause_minutes``, the times when a contact of an intent that the agent serves
    waited: an agent who was there would have taken it.
    """
    rows = served_rows(log)
    gap, pause = round(gap_minutes * MINUTE_US), round(pause_minutes * MINUTE_US)
    found: list[Stay] = []
    for agent in np.unique(rows["agent"]):
        own = rows[rows["agent"] == agent]
        queued = waiting_periods(log, np.isin(log.rows["intent"], np.unique(own["intent"])))
        found += _stays_of(int(agent), own, gap, pause, queued)
    return found


def served_rows(log: Log) -> NDArray[np.void]:
    """Rows served by a named agent at a known time, by start of service."""
    rows = log.rows
    known = (rows["outcome"] == SERVED) & (rows["agent"] >= 0) & (rows["service"] >= 0)
    rows = rows[known & (rows["answered"] >= 0)]
    return rows[np.lexsort((rows["line"], rows["answered"]))]


def _stays_of(
    agent: int, own: NDArray[np.void], gap: int, pause: int, queued: NDArray[np.int64]
) -> Iterator[Stay]:
    begin = end = int(own["answered"][0])
    for row in own:
        start = int(row["answered"])
        if start - end > gap:
            yield Stay(agent, begin, end)
            begin = start
        elif start - end > pause:
            for low, high in _overlaps(queued, end, start):
                if low > begin:
                    yield Stay(agent, begin, low)
                begin = high
        end = max(end, start + int(row["service"]))
    yield Stay(agent, begin, end)


def _overlaps(periods: NDArray[np.int64], start: int, end: int) -> Iterator[tuple[int, int]]:
    first = int(np.searchsorted(periods[:, 1], start, side="right"))
    last = int(np.searchsorted(periods[:, 0], end, side="left"))
    for low, high in periods[first:last]:
        yield max(int(low), start), min(int(high), end)


class _Seen:
    """Which queues each agent was seen to serve, and when."""

    def __init__(self, scenario: PeakScenario, log: Log, window: int) -> None:
        rows = served_rows(log)
        queues = np.array([_queue(scenario, log, row) for row in rows], np.int64)
        self._window = window
        self._by_agent = {
            int(agent): (rows["answered"][rows["agent"] == agent], queues[rows["agent"] == agent])
            for agent in np.unique(rows["agent"])
        }
        skills = [{s.group for s in queue.groups} for queue in scenario.queues]
        self._serves = [
            {q for q, groups in enumerate(skills) if group.name in groups}
            for group in scenario.groups
        ]

    def group(self, agent: int, start: int, end: int) -> int | None:
        """The group of an agent in an interval; None if no group serves what the agent did."""
        times, queues = self._by_agent[agent]
        first = np.searchsorted(times, start - self._window, side="left")
        last = np.searchsorted(times, end + self._window, side="right")
        near = queues[first:last] if last > first else queues
        known = [int(q) for q in near if q >= 0]
        fits = [sum(q in serves for q in known) for serves in self._serves]
        order = sorted(range(len(fits)), key=lambda g: (-fits[g], len(self._serves[g]), g))
        return order[0] if fits[order[0]] else None


def _queue(scenario: PeakScenario, log: Log, row: np.void) -> int:
    channel = CHANNELS[int(row["channel"])]
    kind = Kind(log.shops[row["shop"]], channel, log.intents[row["intent"]], log.tiers[row["tier"]])
    queue = queue_for(scenario, kind)
    return -1 if queue is None else queue
