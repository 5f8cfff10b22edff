"""From records to sums: the only place where contacts are counted (F16).

Sums add up over intervals, lanes and replications; every KPI is a ratio of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import MINUTE_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.compiled import compiled
from simulator.peak.lane import Lanes
from simulator.peak.record import REPLY_BINS, Records
from simulator.peak.tally_columns import (
    DEMAND,
    DEMAND_DTYPE,
    PEOPLE,
    PEOPLE_DTYPE,
    WAIT_BINS,
    WAIT_EDGES_US,
)
from simulator.peak.tally_demand import CHAIN_DTYPE, FEELING_DTYPE, FEELINGS, count_demand
from simulator.peak.tally_people import count_people

_AT_A_TIME = 512
"""Contacts that stay at hand (100 kB) while they are counted in both ways."""


@dataclass(frozen=True)
class Sums:
    """The sums of one replication. The last row of the first axis holds what falls after the
    horizon."""

    people: NDArray[np.int64]
    """[interval + 1, lane, PEOPLE]."""
    demand: NDArray[np.int64]
    """[interval + 1, gate, DEMAND]."""
    satisfied: NDArray[np.float64]
    """[interval + 1, gate]: sum of predicted satisfaction of closed cases."""
    group_time: NDArray[np.void]
    """[interval, group] of GROUP_TIME_DTYPE."""
    waits: NDArray[np.int64]
    """[interval + 1, lane, WAIT_BINS]: waits of all, to being answered, leaving, or the end."""
    answered_waits: NDArray[np.int64]
    """[interval + 1, lane, WAIT_BINS]: waits of the answered."""
    reply_waits: NDArray[np.int64]
    """[interval + 1, lane, REPLY_BINS]."""


def tally(scenario: PeakScenario, lanes: Lanes, records: Records, paid: NDArray[np.int64]) -> Sums:
    """Count one replication; ``paid`` [group, interval] are planned people."""
    rows = scenario.clock.intervals + 1
    shape, gates = (rows, len(lanes.queue)), (rows, 3 * len(scenario.shops))
    people = np.zeros((*shape, len(PEOPLE)), np.int64)
    waits = np.zeros((2, *shape, WAIT_BINS), np.int64)
    reply_waits = np.zeros((*shape, REPLY_BINS), np.int64)
    demand = np.zeros((*gates, len(DEMAND)), np.int64)
    satisfied = np.zeros(gates)
    feeling = scenario.opinion.satisfaction
    likes = np.array([tuple(getattr(feeling, name) for name in FEELINGS)], FEELING_DTYPE)
    pre_sale = np.array([i.pre_sale for i in scenario.intents])
    _count(
        *_books(scenario, lanes, records), _named(people, PEOPLE_DTYPE), people, waits, reply_waits,
        pre_sale, likes, _named(demand, DEMAND_DTYPE), satisfied,
    )  # fmt: skip
    group_time = records.group_time.copy()
    group_time["paid"] = paid.T * scenario.clock.interval_us
    return Sums(people, demand, satisfied, group_time, waits[0], waits[1], reply_waits)


def tally_people(scenario: PeakScenario, lanes: Lanes, records: Records) -> NDArray[np.int64]:
    """``Sums.people`` alone, without histograms: what targets need."""
    shape = (scenario.clock.intervals + 1, len(lanes.queue), len(PEOPLE))
    people = np.zeros(shape, np.int64)
    nothing = np.zeros((2, 0, 0, WAIT_BINS), np.int64), np.zeros((0, 0, REPLY_BINS), np.int64)
    books = _books(scenario, lanes, records)
    count_people(0, len(records.contacts), *books, _named(people, PEOPLE_DTYPE), people, *nothing)
    return people


class _Books(NamedTuple):
    """What is counted, and by what it is judged: the first arguments of both ways of counting."""

    contacts: NDArray[np.void]
    within: NDArray[np.uint8]
    histogram: NDArray[np.uint8]
    window: NDArray[np.int64]
    lane_of: NDArray[np.int64]
    channel_of: NDArray[np.int64]
    due: NDArray[np.int64]
    thresholds: NDArray[np.int64]
    rates: NDArray[np.void]
    edges: NDArray[np.int64]


def _books(scenario: PeakScenario, lanes: Lanes, records: Records) -> _Books:
    thresholds = np.array([round(t * 1e6) for t in lanes.thresholds_s], np.int64)
    due = np.array([round((q.due_minutes or 0.0) * 60e6) for q in scenario.queues], np.int64)
    channel_of = np.array([CHANNELS.index(q.channel) for q in scenario.queues])
    return _Books(
        records.contacts, records.within, records.histogram, _window(scenario), lanes.of,
        channel_of, due, thresholds, lanes.rates, WAIT_EDGES_US,
    )  # fmt: skip


def _named(sums: NDArray[np.int64], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """The same memory with its last axis as rows of named columns."""
    return sums.view(dtype)[..., 0]


def _window(scenario: PeakScenario) -> NDArray[np.int64]:
    """Start, interval length, number of intervals, end of the drain."""
    clock = scenario.clock
    limit = clock.end_us + int(clock.drain_minutes * MINUTE_US)
    return np.array([clock.start_us, clock.interval_us, clock.intervals, limit])


@compiled
def _count(contacts, within, histogram, window, lane_of, channel_of, due, thresholds, rates, edges,
           people, counts, waits, reply_waits, pre_sale, feeling, demand, satisfied):  # fmt: skip
    """Both ways of counting, by turns: fetching a contact costs more than either."""
    chain = np.zeros(contacts.shape[0], CHAIN_DTYPE)
    for first in range(0, contacts.shape[0], _AT_A_TIME):
        last = min(first + _AT_A_TIME, contacts.shape[0])
        count_people(first, last, contacts, within, histogram, window, lane_of, channel_of, due,
                     thresholds, rates, edges, people, counts, waits, reply_waits)  # fmt: skip
        count_demand(first, last, contacts, chain, window, pre_sale, feeling, demand, satisfied)
