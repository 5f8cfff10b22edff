"""What happened per interval, counted alike in a log and in a run, so that they can be compared."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import MINUTE_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.log.log import LEFT, Log
from simulator.peak.log.moment import local_us
from simulator.peak.log.replay import in_horizon
from simulator.peak.log.staffing import served_rows, stays
from simulator.peak.record import ABANDONED, ABANDONED_SILENT, Records

FLOW_DTYPE = np.dtype(
    [
        ("contacts", np.int64),  # that asked for a person in the period
        ("left", np.int64),  # of those: left unserved
        ("waits", np.int64),  # of those: whose wait is known
        ("wait", np.int64),  # µs, sum of those waits, served or not
        ("busy", np.int64),  # agent-µs of service in the period
        ("present", np.int64),  # agent-µs on duty in the period
    ]
)
"""Counts of one period. Ratios are ratios of sums (F16)."""


def measured_flow(
    log: Log, scenario: PeakScenario, minutes: int = 60, intents: Collection[str] | None = None
) -> NDArray[np.void]:
    """[period] of FLOW_DTYPE over the horizon, from the log's rows. ``intents`` restricts contacts,
    not agents. ``present`` is inferred (`stays`); ``busy`` is logged service without wrap-up."""
    clock = scenario.clock
    start = local_us(clock.origin) + clock.start_us
    flow = _empty(scenario, minutes)
    rows = in_horizon(scenario, log)
    if intents is not None:
        places = [place for place, name in enumerate(log.intents) if name in intents]
        rows = rows[np.isin(rows["intent"], places)]
    known = np.maximum(rows["wait"], 0)
    _count(
        flow, minutes, rows["arrived"] - start, rows["outcome"] == LEFT, rows["wait"] >= 0, known
    )
    served = served_rows(log)
    _spread(flow["busy"], minutes, served["answered"] - start, served["service"])
    present = np.array([(s.start, s.end) for s in stays(log)], np.int64).reshape(-1, 2)
    _spread(flow["present"], minutes, present[:, 0] - start, present[:, 1] - present[:, 0])
    return flow


def simulated_flow(
    records: Records,
    scenario: PeakScenario,
    minutes: int = 60,
    intents: Collection[str] | None = None,
) -> NDArray[np.void]:
    """[period] of FLOW_DTYPE from one replication's records; ``busy`` is hands' time with wrap-up.
    Silent leavers have left; waits end with the answer, the leaving or the end of the run (F15)."""
    clock = scenario.clock
    flow = _empty(scenario, minutes)
    rows = records.contacts
    rows = rows[(rows["joined"] >= clock.start_us) & (rows["joined"] < clock.end_us)]
    if intents is not None:
        places = [place for place, intent in enumerate(scenario.intents) if intent.name in intents]
        rows = rows[np.isin(rows["intent"], places)]
    until = np.where(rows["answered"] >= 0, rows["answered"], rows["ended"])
    left = np.isin(rows["outcome"], (ABANDONED, ABANDONED_SILENT))
    known = np.where(until >= 0, until - rows["joined"], 0)
    _count(flow, minutes, rows["joined"] - clock.start_us, left, until >= 0, known)
    period = np.arange(clock.intervals) * clock.interval_us // (minutes * MINUTE_US)
    np.add.at(flow["busy"], period, records.group_time["busy"].sum(axis=1))
    np.add.at(flow["present"], period, records.group_time["on_duty"].sum(axis=1))
    return flow


def mean_wait_s(flow: NDArray[np.void]) -> NDArray[np.float64]:
    """Mean wait of all in seconds, NaN where nobody came."""
    return _ratio(flow["wait"] / 1e6, flow["waits"])


def left_share(flow: NDArray[np.void]) -> NDArray[np.float64]:
    """Share that left unserved, NaN where nobody came."""
    return _ratio(flow["left"], flow["contacts"])


def occupancy(flow: NDArray[np.void]) -> NDArray[np.float64]:
    """Share of agents' time that was service, NaN where nobody was there."""
    return _ratio(flow["busy"], flow["present"])


def weighted_error(
    measured: NDArray[np.float64], simulated: NDArray[np.float64], weights: NDArray[np.int64]
) -> float:
    """Mean absolute difference, periods weighted by ``weights``; those of weight 0 do not count."""
    some = weights > 0
    return float(np.average(np.abs(measured - simulated)[some], weights=weights[some]))


def _ratio(parts: NDArray, whole: NDArray) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(whole > 0, parts / whole, np.nan))


def _empty(scenario: PeakScenario, minutes: int) -> NDArray[np.void]:
    clock = scenario.clock
    if minutes % clock.interval_minutes:
        raise ValueError("periods must be whole staffing intervals")
    return np.zeros(-(-clock.minutes // minutes), FLOW_DTYPE)


def _count(
    flow: NDArray[np.void],
    minutes: int,
    time: NDArray[np.int64],
    left: NDArray[np.bool_],
    known: NDArray[np.bool_],
    wait: NDArray[np.int64],
) -> None:
    period = time // (minutes * MINUTE_US)
    np.add.at(flow["contacts"], period, 1)
    np.add.at(flow["left"], period, left)
    np.add.at(flow["waits"], period, known)
    np.add.at(flow["wait"], period, wait)


def _spread(
    into: NDArray[np.int64], minutes: int, start: NDArray[np.int64], length: NDArray[np.int64]
) -> None:
    """Add each stretch to the periods that it overlaps."""
    for period in range(len(into)):
        low, high = period * minutes * MINUTE_US, (period + 1) * minutes * MINUTE_US
        overlap = np.minimum(start + length, high) - np.maximum(start, low)
        into[period] += int(np.maximum(overlap, 0).sum())
