"""Two simple guesses that a simulation has to beat: the same hour last week, and a formula."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import MINUTE_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.backtest.flow import PERIOD_MINUTES
from simulator.peak.erlang import erlang_a
from simulator.peak.log.crew import crew, on_duty
from simulator.peak.log.log import Log
from simulator.peak.log.measured import left_share, mean_wait_s, measured_flow, occupancy
from simulator.peak.log.moment import local_us

Floats = NDArray[np.float64]

FIGURES = (mean_wait_s, left_share, occupancy)
"""What is compared, of a flow."""


class Guess(NamedTuple):
    """[hour]: mean wait in s, share that left, occupancy."""

    wait_s: Floats
    left: Floats
    busy: Floats


def counted(scenario: PeakScenario, log: Log, pieces: NDArray[np.void]) -> NDArray[np.void]:
    """[hour] of FLOW_DTYPE: the log's counts, with the presence that ``pieces`` say and with the
    scenario's work after the contact, so that they can be held against a run."""
    clock = scenario.clock
    flow = measured_flow(log, scenario, PERIOD_MINUTES)
    start = local_us(clock.origin) + clock.start_us
    length = PERIOD_MINUTES * MINUTE_US
    there = on_duty(pieces, len(scenario.groups), start, length, len(flow))
    flow["present"] = there.sum(axis=0) * length
    after = [i.phone.wrap_up.mean_s for i in scenario.intents
             if i.phone is not None and i.phone.wrap_up is not None]  # fmt: skip
    if after:
        answered = flow["contacts"] - flow["left"]
        flow["busy"] += np.asarray(answered * np.mean(after) * 1e6, np.int64)
    return flow


def last_week(scenario: PeakScenario, log: Log) -> Guess:
    """The same hour seven days before; where nobody came then, all of that week."""
    week = timedelta(days=7)
    clock = scenario.clock
    before = clock.model_copy(update={"start": clock.start - week, "end": clock.end - week})
    then = scenario.model_copy(update={"clock": before})
    flow = counted(then, log, crew(then, log))
    whole = np.array([tuple(int(flow[name].sum()) for name in flow.dtype.names or ())], flow.dtype)
    return Guess(*(_filled(of(flow), float(np.nan_to_num(of(whole))[0])) for of in FIGURES))


def formula(scenario: PeakScenario, log: Log, pieces: NDArray[np.void], patience_s: float) -> Guess:
    """Erlang-A: each staffing interval on its own, with
    the contacts that came in it, the same people as the simulation has, and the scenario's mean
    times; hours are means over their contacts."""
    clock = scenario.clock
    start = local_us(clock.origin) + clock.start_us
    there = on_duty(pieces, len(scenario.groups), start, clock.interval_us, clock.intervals)
    flow = measured_flow(log, scenario, clock.interval_minutes)
    rate = flow["contacts"] / (clock.interval_us / 1e6)
    handle = _handle_s(scenario, log, start)
    found = erlang_a(there.sum(axis=0), rate, handle, patience_s)
    weights = flow["contacts"]
    hours = np.arange(len(flow)) * clock.interval_minutes // PERIOD_MINUTES
    return Guess(
        _by_hour(found.mean_wait_s, weights, hours),
        _by_hour(found.abandonment, weights, hours),
        _by_hour(found.occupancy, there.sum(axis=0), hours),
    )


def _handle_s(scenario: PeakScenario, log: Log, start: int) -> Floats:
    """[interval]: mean work of the contacts that came in it; of all of them where none did."""
    clock = scenario.clock
    by_name = {intent.name: intent for intent in scenario.intents}
    work = np.zeros((3, len(log.intents)))
    for place, name in enumerate(log.intents):
        intent = by_name.get(name)
        if intent is not None and intent.phone is not None:
            after = intent.phone.wrap_up
            work[0, place] = intent.phone.talk.mean_s + (after.mean_s if after else 0.0)
        if intent is not None and intent.chat is not None:
            work[1, place] = intent.chat.reply.mean_s * intent.chat.rounds.mean
        if intent is not None and intent.ticket is not None:
            work[2, place] = intent.ticket.work.mean_s
    rows = log.rows[(log.rows["arrived"] >= start)
                    & (log.rows["arrived"] < start + clock.minutes * MINUTE_US)]  # fmt: skip
    seconds = work[rows["channel"], rows["intent"]]
    at = (rows["arrived"] - start) // clock.interval_us
    number = np.bincount(at, minlength=clock.intervals)
    sums = np.bincount(at, seconds, minlength=clock.intervals)
    overall = float(seconds.mean()) if len(seconds) else 1.0
    return np.maximum(np.where(number > 0, sums / np.maximum(number, 1), overall), 1e-3)


def _by_hour(values: Floats, weights: NDArray, hours: NDArray[np.int64]) -> Floats:
    sums = np.bincount(hours, values * weights)
    return np.asarray(sums / np.maximum(np.bincount(hours, weights), 1e-9))


def _filled(values: Floats, otherwise: float) -> Floats:
    return np.where(np.isnan(values), otherwise, values)
