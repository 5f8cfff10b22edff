"""The simulator against the forward equations of M(t)/M/s(t)+M, both ways to end a shift.

A run of 90 days is 90 independent copies of one short day: nobody calls for the rest of it.
"""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from judge import judge, score
from small_worlds import chat_room, hotline
from solvers import forward

from simulator.peak import simulate
from simulator.peak.tally_columns import P

LENGTH_S = 1800.0
DAYS = 90
RUNS = 40
PER_DAY = 48
DAY = forward.Day((0.02, 0.06, 0.06, 0.03), (4, 13, 6, 8), LENGTH_S, 200.0, 100.0, most_waiting=90)
INTERVALS = len(DAY.rates)


def _staff(day):
    return (*day.staff, *(day.staff[-1],) * (PER_DAY - INTERVALS)) * DAYS


def _demand(day, intent):
    return {
        "profiles": {"burst": [*day.rates, *[0.0] * (PER_DAY - INTERVALS)]},
        "direct": [
            {
                "name": "day",
                "contacts_per_day": sum(day.rates) * LENGTH_S,
                "profile": "burst",
                "mix": {intent: 1},
            }
        ],
    }


def _folded(sums):
    """[run, interval of the day, …]: the sums of all days of each run."""
    runs = sums.shape[0]
    return sums.reshape(runs, DAYS, PER_DAY, *sums.shape[2:]).sum(axis=1)[:, :INTERVALS]


def _areas(result, until):
    """[run, interval of the day]: person-seconds between joining and `until`, by the clock."""
    areas = np.zeros((result.replications, INTERVALS))
    for run, records in enumerate(result.records):
        rows = records.contacts
        start = rows["joined"] / 1e6
        end = until(rows) / 1e6
        midnight = start // 86_400 * 86_400
        for number in range(INTERVALS):
            low = midnight + number * LENGTH_S
            spent = np.minimum(end, low + LENGTH_S) - np.maximum(start, low)
            areas[run, number] = np.maximum(spent, 0.0).sum()
    return areas


def _judge(seen, truth):
    """Each interval of the day is one score; `seen` [run, interval], `truth` of one day."""
    days = np.full(len(seen), DAYS)
    judge({f"interval {i}": score(seen[:, i], days, truth[i]) for i in range(INTERVALS)})


@pytest.fixture(scope="module")
def calls():
    """3,600 days of the hotline under `first_free`."""
    scenario = hotline(
        _staff(DAY),
        0.0,
        DAY.handle,
        DAY.patience,
        hours=24 * DAYS,
        within=(20.0,),
        demand=_demand(DAY, "call"),
    )
    return simulate(scenario, seed=51, replications=RUNS, keep_records=True)


def test_first_free_by_arrival(calls):
    """Contacts, abandonment, waits and service level of those who arrive in each interval."""
    people = _folded(calls.people[:, :-1, 0])
    place = calls.lanes.thresholds_s.index(20.0)
    fates = forward.cohort(DAY, 20.0)
    _judge(people[:, :, P["offered"]], fates.arrivals)
    _judge(people[:, :, P["abandoned"]], fates.abandoned)
    _judge(people[:, :, P["wait_us"]] / 1e6, fates.waited)
    _judge(people[:, :, P[f"answered_within_{place}"]], fates.answered_within)


def test_first_free_by_the_clock(calls):
    """Waiting and busy people at the times of each interval."""
    truth = forward.clock(DAY)
    busy = _folded(calls.group_time[:, :, 0]["busy"]) / 1e6
    waiting = _areas(
        calls, lambda rows: np.where(rows["answered"] >= 0, rows["answered"], rows["ended"])
    )
    _judge(busy, truth.mean_busy * LENGTH_S)
    _judge(waiting, truth.mean_waiting * LENGTH_S)


def test_those_owed_stay_on_duty(calls):
    """After the fall from 13 to 6 as many are on duty as are busy beyond 6, or 6."""
    law = forward._empty(DAY)
    on_duty = []
    for rate, staff in zip(DAY.rates, DAY.staff, strict=True):
        law = forward._border(DAY, law, staff)
        law, area = forward.evolve(forward._chain(DAY, rate, staff), law, DAY.length)
        on_duty.append(float(area @ np.maximum(np.indices(DAY.shape)[0].ravel(), staff)))
    seen = _folded(calls.group_time[:, :, 0]["on_duty"]) / 1e6
    fall = int(np.diff(DAY.staff).argmin()) + 1
    days = np.full(RUNS, DAYS)
    assert on_duty[fall] > 1.02 * DAY.staff[fall] * LENGTH_S
    assert abs(score(seen[:, fall], days, on_duty[fall])) < 3.3


MODEST = forward.Day(
    (0.02, 0.06, 0.045, 0.04), (4, 13, 9, 12), LENGTH_S, 200.0, inf, "requeue", most_waiting=150
)
ROUNDS = 25.0


def _handed_over(day, reply, rounds, seed):
    """Runs of a chat group of one slot each under `handover`."""
    return simulate(
        chat_room(
            _staff(day),
            0.0,
            reply,
            0.0,
            rounds,
            concurrency=1,
            hours=24 * DAYS,
            patience=None if day.patience == inf else day.patience,
            demand=_demand(day, "chat"),
            shift_end="handover",
        ),
        seed=seed,
        replications=RUNS,
        keep_records=True,
    )


def _busy_and_waiting(result):
    """[run, interval of the day]: by the clock, without think time: waiting is not being worked."""
    busy = _folded(result.group_time[:, :, 0]["busy"]) / 1e6
    return busy, _areas(result, lambda rows: rows["ended"]) - busy


def test_handover_by_the_clock():
    """Sessions of many short replies: a contact of an agent who leaves goes on from the queue.

    Under the other rule fewer would wait after the fall, and the scores would tell.
    Service is exponential as a geometric sum of exponential replies without think time. Only the
    reply in work is done again (a 25th of a service), so the requeueing equations hold."""
    truth = forward.clock(MODEST)
    rounds = {"law": "geometric", "mean_rounds": ROUNDS}
    result = _handed_over(MODEST, MODEST.handle / ROUNDS, rounds, seed=61)
    assert result.contacts["handovers"].sum() > DAYS
    busy, waiting = _busy_and_waiting(result)
    _judge(busy, truth.mean_busy * LENGTH_S)
    _judge(waiting, truth.mean_waiting * LENGTH_S)
    _judge(busy + waiting, (truth.mean_busy + truth.mean_waiting) * LENGTH_S)
    other = forward.clock(replace(MODEST, rule="first_free"))
    fall = int(np.diff(MODEST.staff).argmin()) + 1
    days = np.full(len(waiting), DAYS)
    assert score(waiting[:, fall], days, other.mean_waiting[fall] * LENGTH_S) > 3.3


def test_handover_with_patience():
    """A first reply that never ends: customers leave from the queue and from the agents' hands at
    one rate, whatever is begun again, so the requeueing equations with patience hold exactly."""
    day = replace(DAY, handle=150.0, patience=150.0, rule="requeue")
    truth = forward.clock(day)
    endless = {"law": "constant", "mean_hours": 8760.0}
    result = _handed_over(day, endless, {"law": "constant", "rounds": 1}, seed=62)
    assert result.people[..., P["served"]].sum() == 0
    assert result.contacts["handovers"].sum() > DAYS
    busy, waiting = _busy_and_waiting(result)
    _judge(busy, truth.mean_busy * LENGTH_S)
    _judge(waiting, truth.mean_waiting * LENGTH_S)
    other = forward.clock(replace(day, rule="first_free"))
    fall = int(np.diff(day.staff).argmin()) + 1
    days = np.full(RUNS, DAYS)
    assert score(waiting[:, fall], days, other.mean_waiting[fall] * LENGTH_S) > 3.3
