"""Columns of the sums, and the edges of the histogram of waits (2.4)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import inlined
from simulator.peak.lane import MAX_THRESHOLDS

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

PEOPLE_DTYPE = np.dtype([(name, np.int64) for name in PEOPLE])
DEMAND_DTYPE = np.dtype([(name, np.int64) for name in DEMAND])
"""The same columns by name, for compiled code."""

WAIT_EDGES_S = (
    *range(0, 61, 2), *range(65, 121, 5), *range(135, 301, 15), *range(330, 601, 30),
    *range(720, 1801, 120), *range(2400, 7201, 600), 14400, 28800, 86400,
)  # fmt: skip
"""Upper edges of the histogram of waits; the first bin holds waits of 0."""

WAIT_EDGES_US = np.array(WAIT_EDGES_S, np.int64) * 1_000_000
WAIT_BINS = len(WAIT_EDGES_S) + 1


@inlined
def row_of(time, window, guess):
    """Interval of a time, the last row for what falls after the horizon. ``guess`` is the row of
    the contact before: nearly always the same, and asking costs less than dividing."""
    start = window[0] + guess * window[1]
    if start <= time < start + window[1]:
        return guess
    return min((time - window[0]) // window[1], window[2])
