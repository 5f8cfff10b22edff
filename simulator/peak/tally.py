"""From records to sums: the only place where contacts are counted (F16).

Sums add up over intervals, lanes and replications; every KPI is a ratio of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import MINUTE_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.compiled import compiled
from simulator.peak.lane import (
    DIALOGUES_MEAN_WITHIN,
    FIRST_WITHIN,
    MAX_THRESHOLDS,
    ROUNDS_WITHIN,
    Lanes,
)
from simulator.peak.record import (
    ABANDONED,
    ABANDONED_SILENT,
    BOT_LEFT,
    CHAT,
    CONTAINED,
    DEMANDED,
    IN_PROGRESS,
    LEFT,
    LEFT_IN_SERVICE,
    REFUSED,
    REPLY_BINS,
    RESOLVED,
    SERVED,
    TICKET,
    TRANSFERRED,
    WAITING,
    Records,
)

PEOPLE = (
    "offered",
    "answered",
    *(f"answered_within_{k}" for k in range(MAX_THRESHOLDS)),
    *(f"gave_up_within_{k}" for k in range(MAX_THRESHOLDS)),
    "abandoned",
    "abandoned_silent",
    "left_in_service",
    "served",
    "resolved",
    "waiting",
    "in_progress",
    "answered_wait_us",
    "wait_us",
    "replies",
    "reply_wait_us",
    "rate_met",
    "rate_all",
    "on_time",
    "escalated",
    "handovers",
    "work_us",
    "messages",
)
"""Columns of Sums.people, counted by the interval of joining the human queue (second lines:
theirs)."""

DEMAND = (
    "contacts",
    "first_attempts",
    "refused",
    "met_bot",
    "line_left",
    "bot_demanded",
    "bot_left",
    "bot_understood",
    "bot_resolved",
    "bot_transferred",
    "bot_contained",
    "bot_back_in_24h",
    "bot_us",
    "cases",
    "cases_resolved",
    "cases_given_up",
    "cases_open",
    "cases_reached",
    "cases_cared_for",
    "cases_resolved_first",
    "attempts",
    "pre_sale_served",
    "pre_sale_unserved",
    "opinions",
)
"""Columns of Sums.demand, counted by arrival; of cases, by the arrival of the first attempt."""

P = {name: i for i, name in enumerate(PEOPLE)}
D = {name: i for i, name in enumerate(DEMAND)}

WAIT_EDGES_S = (
    *range(0, 61, 2), *range(65, 121, 5), *range(135, 301, 15), *range(330, 601, 30),
    *range(720, 1801, 120), *range(2400, 7201, 600), 14400, 28800, 86400,
)  # fmt: skip
"""Upper edges of the histogram of waits; the first bin holds waits of 0."""

WAIT_EDGES_US = np.array(WAIT_EDGES_S, np.int64) * 1_000_000
WAIT_BINS = len(WAIT_EDGES_S) + 1

DAY_US = 86_400_000_000

# Columns, as constants for compiled code.
(_OFFERED, _ANSWERED) = range(2)
_WITHIN = 2
_GAVE_UP = 2 + MAX_THRESHOLDS
(_ABANDONED, _SILENT, _LEFT, _SERVED, _RESOLVED, _WAITING, _IN_PROGRESS, _ANSWERED_WAIT, _WAIT,
 _REPLIES, _REPLY_WAIT, _RATE_MET, _RATE_ALL, _ON_TIME, _ESCALATED, _HANDOVERS, _WORK,
 _MESSAGES) = range(2 + 2 * MAX_THRESHOLDS, 20 + 2 * MAX_THRESHOLDS)  # fmt: skip
(_CONTACTS, _FIRST, _REFUSED, _MET_BOT, _LINE_LEFT, _DEMANDED, _BOT_LEFT, _UNDERSTOOD,
 _BOT_RESOLVED, _TRANSFERRED, _CONTAINED, _BACK, _BOT_TIME, _CASES, _CASES_RESOLVED,
 _CASES_GIVEN_UP, _CASES_OPEN, _REACHED, _CARED, _RESOLVED_FIRST, _ATTEMPTS, _SALE_SERVED,
 _SALE_UNSERVED, _OPINIONS) = range(24)  # fmt: skip
CHAIN_DTYPE = np.dtype(
    [("waited", np.int64), ("reached", np.bool_), ("cared", np.bool_), ("by_person", np.bool_)]
)
"""What is gathered over the contacts of a case."""

_N_PEOPLE = len(PEOPLE)
_N_DEMAND = len(DEMAND)


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
    shape = (scenario.clock.intervals + 1, len(lanes.queue))
    waits = np.zeros((2, *shape, WAIT_BINS), np.int64)
    reply_waits = np.zeros((*shape, REPLY_BINS), np.int64)
    people = _people(scenario, lanes, records, waits, reply_waits)
    gates = (shape[0], 3 * len(scenario.shops))
    demand = np.zeros((*gates, _N_DEMAND), np.int64)
    satisfied = np.zeros(gates)
    feeling = scenario.opinion.satisfaction
    likes = (feeling.base, feeling.resolved, feeling.per_wait_minute, feeling.per_repeat,
             feeling.abandoned)  # fmt: skip
    pre_sale = np.array([i.pre_sale for i in scenario.intents])
    _count_demand(
        records.contacts, _window(scenario), pre_sale, np.array(likes, float), demand, satisfied
    )
    group_time = records.group_time.copy()
    group_time["paid"] = paid.T * scenario.clock.interval_us
    return Sums(people, demand, satisfied, group_time, waits[0], waits[1], reply_waits)


def tally_people(scenario: PeakScenario, lanes: Lanes, records: Records) -> NDArray[np.int64]:
    """``Sums.people`` alone, without histograms: what targets need."""
    nothing = np.zeros((2, 0, 0, WAIT_BINS), np.int64), np.zeros((0, 0, REPLY_BINS), np.int64)
    return _people(scenario, lanes, records, *nothing)


def _people(
    scenario: PeakScenario,
    lanes: Lanes,
    records: Records,
    waits: NDArray[np.int64],
    reply_waits: NDArray[np.int64],
) -> NDArray[np.int64]:
    people = np.zeros((scenario.clock.intervals + 1, len(lanes.queue), _N_PEOPLE), np.int64)
    thresholds = np.array([round(t * 1e6) for t in lanes.thresholds_s], np.int64)
    due = np.array([round((q.due_minutes or 0.0) * 60e6) for q in scenario.queues], np.int64)
    channel_of = np.array([CHANNELS.index(q.channel) for q in scenario.queues])
    _count_people(
        records.contacts, records.within, records.histogram, _window(scenario), lanes.of,
        channel_of, due, thresholds, lanes.rates, WAIT_EDGES_US, people, waits, reply_waits,
    )  # fmt: skip
    return people


def _window(scenario: PeakScenario) -> NDArray[np.int64]:
    """Start, interval length, number of intervals, end of the drain."""
    clock = scenario.clock
    limit = clock.end_us + int(clock.drain_minutes * MINUTE_US)
    return np.array([clock.start_us, clock.interval_us, clock.intervals, limit])


@compiled
def _row(time, window):
    return min((time - window[0]) // window[1], window[2])


@compiled
def _bin(edges, wait):
    low, high = 0, edges.shape[0]
    while low < high:
        mid = (low + high) // 2
        if edges[mid] < wait:
            low = mid + 1
        else:
            high = mid
    return low


@compiled
def _count_people(contacts, within, histogram, window, lane_of, channel_of, due, thresholds, rates,
                  edges, people, waits, reply_waits):  # fmt: skip
    fine = waits.shape[1] > 0  # histograms are wanted
    for c in range(contacts.shape[0]):
        row = contacts[c]
        if row.joined < 0:
            continue
        lane = lane_of[row.queue, row.shop]
        i = _row(row.joined, window)
        cell = people[i, lane]
        cell[_OFFERED] += 1
        until = row.answered if row.answered >= 0 else (row.ended if row.ended >= 0 else window[3])
        wait = until - row.joined
        cell[_WAIT] += wait
        if fine:
            wait_bin = _bin(edges, wait)
            waits[0, i, lane, wait_bin] += 1
            if row.answered >= 0:
                waits[1, i, lane, wait_bin] += 1
        gave_up = row.outcome == ABANDONED or row.outcome == ABANDONED_SILENT
        second = row.second_joined >= 0
        if row.answered >= 0:
            cell[_ANSWERED] += 1
            cell[_ANSWERED_WAIT] += wait
            for k in range(thresholds.shape[0]):
                if wait <= thresholds[k]:
                    cell[_WITHIN + k] += 1
        elif gave_up:
            for k in range(thresholds.shape[0]):
                if wait <= thresholds[k]:
                    cell[_GAVE_UP + k] += 1
        if gave_up and not second:
            cell[_ABANDONED] += 1
            if row.outcome == ABANDONED_SILENT:
                cell[_SILENT] += 1
        elif row.outcome == LEFT_IN_SERVICE:
            cell[_LEFT] += 1
        elif row.outcome == SERVED:
            cell[_SERVED] += 1
            cell[_RESOLVED] += row.resolved
        elif row.outcome == WAITING:
            cell[_WAITING] += 1
        elif row.outcome == IN_PROGRESS:
            cell[_IN_PROGRESS] += 1
        cell[_HANDOVERS] += row.handovers
        cell[_WORK] += row.work
        cell[_MESSAGES] += row.message
        if channel_of[row.queue] == TICKET:
            if row.outcome == SERVED and row.ended <= row.joined + due[row.queue]:
                cell[_ON_TIME] += 1
        elif channel_of[row.queue] == CHAT:
            cell[_REPLIES] += row.replies
            cell[_REPLY_WAIT] += row.reply_wait_sum
            for b in range(histogram.shape[1] if fine else 0):
                reply_waits[i, lane, b] += histogram[c, b]
            _rate(row, within[c], rates[row.shop], cell)
        if second:
            cell[_ESCALATED] += 1
            _count_second(row, window, lane_of, due, thresholds, edges, people, waits, gave_up)


@compiled
def _count_second(row, window, lane_of, due, thresholds, edges, people, waits, gave_up):
    lane = lane_of[row.second_queue, row.shop]
    i = _row(row.second_joined, window)
    cell = people[i, lane]
    cell[_OFFERED] += 1
    answered = row.second_answered >= 0
    until = row.second_answered if answered else (row.ended if row.ended >= 0 else window[3])
    wait = until - row.second_joined
    cell[_WAIT] += wait
    if waits.shape[1] > 0:
        waits[0, i, lane, _bin(edges, wait)] += 1
    if answered:
        cell[_ANSWERED] += 1
        cell[_ANSWERED_WAIT] += wait
        if waits.shape[1] > 0:
            waits[1, i, lane, _bin(edges, wait)] += 1
        for k in range(thresholds.shape[0]):
            if wait <= thresholds[k]:
                cell[_WITHIN + k] += 1
    if gave_up:
        cell[_ABANDONED] += 1
        if row.outcome == ABANDONED_SILENT:
            cell[_SILENT] += 1
        for k in range(thresholds.shape[0]):
            if wait <= thresholds[k]:
                cell[_GAVE_UP + k] += 1
    elif row.outcome == LEFT_IN_SERVICE:
        cell[_LEFT] += 1
    elif row.outcome == SERVED:
        cell[_SERVED] += 1
        cell[_RESOLVED] += row.resolved
        limit = due[row.second_queue]  # 0 for a queue that is not for tickets
        if limit > 0 and row.ended <= row.second_joined + limit:
            cell[_ON_TIME] += 1
    elif row.outcome == WAITING:
        cell[_WAITING] += 1
    elif row.outcome == IN_PROGRESS:
        cell[_IN_PROGRESS] += 1


@compiled
def _rate(row, within, rate, cell):
    """The platform's response rate: a dialogue counts by the time of day at which it joined."""
    clock = row.joined % DAY_US
    if clock < rate.opens or clock >= rate.closes:
        return
    # A dialogue that did not end with all its messages answered has one unanswered.
    unanswered = 0 if row.outcome == SERVED else 1
    if rate.kind == ROUNDS_WITHIN:
        cell[_RATE_MET] += within[rate.limit]
        cell[_RATE_ALL] += row.replies + unanswered
    elif rate.kind == DIALOGUES_MEAN_WITHIN:
        cell[_RATE_ALL] += 1
        if unanswered == 0 and row.reply_wait_sum <= rate.within * row.replies:
            cell[_RATE_MET] += 1
    elif rate.kind == FIRST_WITHIN:
        cell[_RATE_ALL] += 1
        if row.answered >= 0 and row.answered - row.joined <= rate.within:
            cell[_RATE_MET] += 1


@compiled
def _count_demand(contacts, window, pre_sale, feeling, demand, satisfied):
    chain = np.zeros(contacts.shape[0], CHAIN_DTYPE)  # by case, for those with returns
    for c in range(contacts.shape[0]):
        row = contacts[c]
        gate = np.int64(row.shop) * 3 + row.channel
        i = _row(row.arrived, window)
        cell = demand[i, gate]
        cell[_CONTACTS] += 1
        if row.attempt == 0:
            cell[_FIRST] += 1
            cell[_CASES] += 1
        if row.outcome == REFUSED:
            cell[_REFUSED] += 1
        _count_bot(row, cell)
        reached = row.bot_started >= 0 or row.joined >= 0
        cared = row.understood == 1 or row.answered >= 0
        by_person = row.answered >= 0
        waited = np.int64(0)
        if row.joined >= 0:
            until = row.answered if row.answered >= 0 else row.ended
            waited = (until if until >= 0 else window[3]) - row.joined
        if row.attempt > 0 or row.next >= 0:
            case = chain[row.case]
            case.waited += waited
            case.reached |= reached
            case.cared |= cared
            case.by_person |= by_person
            waited, reached, cared = case.waited, case.reached, case.cared
            by_person = case.by_person
        if row.next < 0:
            first = contacts[row.case]
            _close_case(row, reached, cared, by_person, waited,
                        pre_sale[row.intent], feeling, _row(first.arrived, window),
                        np.int64(first.shop) * 3 + first.channel, demand, satisfied)  # fmt: skip


@compiled
def _count_bot(row, cell):
    if row.bot_started < 0:
        if row.outcome == BOT_LEFT:
            cell[_LINE_LEFT] += 1
        return
    cell[_MET_BOT] += 1
    leaf = row.bot_leaf
    if row.bot_ended >= 0:
        cell[_BOT_TIME] += row.bot_ended - row.bot_started
    cell[_UNDERSTOOD] += row.understood
    if leaf == DEMANDED:
        cell[_DEMANDED] += 1
    elif leaf == LEFT:
        cell[_BOT_LEFT] += 1
    elif leaf == RESOLVED:
        cell[_BOT_RESOLVED] += 1
    elif leaf == TRANSFERRED:
        cell[_TRANSFERRED] += 1
    elif leaf == CONTAINED:
        cell[_CONTAINED] += 1
        if row.return_delay >= 0 and row.return_delay <= DAY_US:
            cell[_BACK] += 1


@compiled
def _close_case(row, reached, cared, by_person, waited, pre_sale, feeling, i, gate, demand,
                satisfied):  # fmt: skip
    cell = demand[i, gate]
    cell[_ATTEMPTS] += np.int64(row.attempt) + 1
    cell[_REACHED] += reached
    cell[_CARED] += cared
    is_open = row.resolved == 0 and (
        row.outcome == WAITING or row.outcome == IN_PROGRESS or row.return_delay >= 0
    )
    if is_open:
        cell[_CASES_OPEN] += 1
        return
    if row.resolved == 1:
        cell[_CASES_RESOLVED] += 1
        if row.attempt == 0:
            cell[_RESOLVED_FIRST] += 1
    else:
        cell[_CASES_GIVEN_UP] += 1
    if pre_sale:
        if by_person or row.resolved == 1:
            cell[_SALE_SERVED] += 1
        else:
            cell[_SALE_UNSERVED] += 1
    gave_up = row.outcome == ABANDONED or row.outcome == ABANDONED_SILENT
    likely = feeling[0] - feeling[2] * waited / 60e6 - feeling[3] * row.attempt
    if row.resolved == 1:
        likely += feeling[1]
    if gave_up:
        likely -= feeling[4]
    satisfied[i, gate] += min(max(likely, 0.0), 1.0)
    cell[_OPINIONS] += 1
