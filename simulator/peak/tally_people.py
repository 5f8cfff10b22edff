"""A contact counted where people are met: the columns of ``Sums.people`` (F16)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled
from simulator.peak.lane import DIALOGUES_MEAN_WITHIN, FIRST_WITHIN, ROUNDS_WITHIN
from simulator.peak.record import (
    ABANDONED,
    ABANDONED_SILENT,
    CHAT,
    IN_PROGRESS,
    LEFT_IN_SERVICE,
    SERVED,
    TICKET,
    WAITING,
)
from simulator.peak.tally_columns import P, row_of

DAY_US = 86_400_000_000

_WITHIN, _GAVE_UP = P["answered_within_0"], P["gave_up_within_0"]


@compiled
def _bin(edges, wait):
    if wait <= edges[0]:
        return 0  # most have not waited
    low, high = 1, edges.shape[0]
    while low < high:
        mid = (low + high) // 2
        if edges[mid] < wait:
            low = mid + 1
        else:
            high = mid
    return low


@compiled
def count_people(first, last, contacts, within, histogram, window, lane_of, channel_of, due,
                 thresholds, rates, edges, people, counts, waits, reply_waits):  # fmt: skip
    """Add contacts ``first`` … ``last`` − 1 to ``people`` [interval + 1, lane] of PEOPLE_DTYPE, of
    which ``counts`` are the same as numbers, and to the histograms where they are wanted (not
    empty)."""
    fine = waits.shape[1] > 0
    i = np.int64(0)
    for c in range(first, last):
        row = contacts[c]
        if row.joined < 0:
            continue
        lane = lane_of[row.queue, row.shop]
        i = row_of(row.joined, window, i)
        cell = people[i, lane]
        cell.offered += 1
        until = row.answered if row.answered >= 0 else (row.ended if row.ended >= 0 else window[3])
        wait = until - row.joined
        cell.wait_us += wait
        if fine:
            wait_bin = _bin(edges, wait)
            waits[0, i, lane, wait_bin] += 1
            if row.answered >= 0:
                waits[1, i, lane, wait_bin] += 1
        gave_up = row.outcome == ABANDONED or row.outcome == ABANDONED_SILENT
        second = row.second_joined >= 0
        if row.answered >= 0:
            cell.answered += 1
            cell.answered_wait_us += wait
            for k in range(thresholds.shape[0]):
                if wait <= thresholds[k]:
                    counts[i, lane, _WITHIN + k] += 1
        elif gave_up:
            for k in range(thresholds.shape[0]):
                if wait <= thresholds[k]:
                    counts[i, lane, _GAVE_UP + k] += 1
        if gave_up and not second:
            cell.abandoned += 1
            if row.outcome == ABANDONED_SILENT:
                cell.abandoned_silent += 1
        elif row.outcome == LEFT_IN_SERVICE:
            cell.left_in_service += 1
        elif row.outcome == SERVED:
            cell.served += 1
            cell.resolved += row.resolved
        elif row.outcome == WAITING:
            cell.waiting += 1
        elif row.outcome == IN_PROGRESS:
            cell.in_progress += 1
        cell.handovers += row.handovers
        cell.work_us += row.work
        cell.messages += row.message
        if channel_of[row.queue] == TICKET:
            if row.outcome == SERVED and row.ended <= row.joined + due[row.queue]:
                cell.on_time += 1
        elif channel_of[row.queue] == CHAT:
            cell.replies += row.replies
            cell.reply_wait_us += row.reply_wait_sum
            for b in range(histogram.shape[1] if fine else 0):
                reply_waits[i, lane, b] += histogram[c, b]
            _rate(c, row, within, rates[row.shop], cell)
        if second:
            cell.escalated += 1
            _count_second(
                row, window, lane_of, due, thresholds, edges, people, counts, waits, gave_up
            )


@compiled
def _count_second(row, window, lane_of, due, thresholds, edges, people, counts, waits, gave_up):
    lane = lane_of[row.second_queue, row.shop]
    i = row_of(row.second_joined, window, 0)
    cell = people[i, lane]
    cell.offered += 1
    answered = row.second_answered >= 0
    until = row.second_answered if answered else (row.ended if row.ended >= 0 else window[3])
    wait = until - row.second_joined
    cell.wait_us += wait
    if waits.shape[1] > 0:
        waits[0, i, lane, _bin(edges, wait)] += 1
    if answered:
        cell.answered += 1
        cell.answered_wait_us += wait
        if waits.shape[1] > 0:
            waits[1, i, lane, _bin(edges, wait)] += 1
        for k in range(thresholds.shape[0]):
            if wait <= thresholds[k]:
                counts[i, lane, _WITHIN + k] += 1
    if gave_up:
        cell.abandoned += 1
        if row.outcome == ABANDONED_SILENT:
            cell.abandoned_silent += 1
        for k in range(thresholds.shape[0]):
            if wait <= thresholds[k]:
                counts[i, lane, _GAVE_UP + k] += 1
    elif row.outcome == LEFT_IN_SERVICE:
        cell.left_in_service += 1
    elif row.outcome == SERVED:
        cell.served += 1
        cell.resolved += row.resolved
        limit = due[row.second_queue]  # 0 for a queue that is not for tickets
        if limit > 0 and row.ended <= row.second_joined + limit:
            cell.on_time += 1
    elif row.outcome == WAITING:
        cell.waiting += 1
    elif row.outcome == IN_PROGRESS:
        cell.in_progress += 1


@compiled
def _rate(c, row, within, rate, cell):
    """The platform's response rate: a dialogue counts by the time of day at which it joined."""
    clock = row.joined % DAY_US
    if clock < rate.opens or clock >= rate.closes:
        return
    # A dialogue that did not end with all its messages answered has one unanswered.
    unanswered = 0 if row.outcome == SERVED else 1
    if rate.kind == ROUNDS_WITHIN:
        cell.rate_met += within[c, rate.limit]
        cell.rate_all += row.replies + unanswered
    elif rate.kind == DIALOGUES_MEAN_WITHIN:
        cell.rate_all += 1
        if unanswered == 0 and row.reply_wait_sum <= rate.within * row.replies:
            cell.rate_met += 1
    elif rate.kind == FIRST_WITHIN:
        cell.rate_all += 1
        if row.answered >= 0 and row.answered - row.joined <= rate.within:
            cell.rate_met += 1
