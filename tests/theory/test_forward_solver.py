"""The forward-equation solver against Erlang A, itself, and a plain simulation of its rule."""

import heapq
from collections import deque

import numpy as np
import pytest
from solvers import forward

from simulator.peak.erlang import erlang_a

DAY = forward.Day((0.02, 0.06, 0.06, 0.03), (4, 13, 6, 8), 1800.0, 200.0, 100.0, most_waiting=90)


def test_constant_day_becomes_erlang_a():
    """With constant rates and staff the last interval is the stationary Erlang A."""
    day = forward.Day((0.05,) * 3, (12,) * 3, 3600.0, 200.0, 100.0, most_waiting=80)
    steady = erlang_a(12, 0.05, 200.0, 100.0, 20.0)
    counted, fates = forward.clock(day), forward.cohort(day, 20.0)
    assert counted.mean_waiting[-1] == pytest.approx(float(steady.mean_queue), rel=1e-7)
    assert counted.abandoned[-1] / 180 == pytest.approx(float(steady.abandonment), rel=1e-7)
    assert fates.abandoned[-1] / 180 == pytest.approx(float(steady.abandonment), rel=1e-6)
    assert fates.waited[-1] / 180 == pytest.approx(float(steady.mean_wait_s), rel=1e-6)
    assert fates.answered_within[-1] / 180 == pytest.approx(float(steady.service_level), rel=1e-6)


@pytest.mark.parametrize("rule", ["first_free", "requeue"])
def test_contacts_add_up(rule):
    """Arrivals = abandoned + finished + still there at the horizon, for both rules."""
    day = forward.Day(DAY.rates, DAY.staff, 1800.0, 200.0, 100.0, rule, 90)
    counted = forward.clock(day)
    busy, waiting = np.indices(day.shape)
    left = float((counted.last * (busy + waiting)).sum())
    total = counted.abandoned.sum() + counted.finished.sum() + left
    assert total == pytest.approx(counted.arrivals.sum(), rel=1e-10)


def test_the_rules_differ_only_after_a_fall():
    """Until the first fall in staff both rules are one; after it `requeue` loses more."""
    other = forward.Day(DAY.rates, DAY.staff, 1800.0, 200.0, 100.0, "requeue", 90)
    free, back = forward.clock(DAY), forward.clock(other)
    assert free.abandoned[:2] == pytest.approx(back.abandoned[:2], rel=1e-12)
    assert back.abandoned[2] > free.abandoned[2] + 1.0


def test_staff_that_leaves_for_good():
    """With nobody after the border and endless patience ahead, those in service still finish."""
    day = forward.Day((0.02, 0.0), (5, 0), 3600.0, 200.0, 100.0, most_waiting=60)
    counted = forward.clock(day)
    before = forward.clock(forward.Day((0.02,), (5,), 3600.0, 200.0, 100.0, most_waiting=60))
    busy = float((before.last * np.indices(day.shape)[0]).sum())
    assert counted.finished[1] == pytest.approx(busy, rel=1e-6)


def test_cohort_and_clock_agree_in_total():
    """A day that drains loses as many by arrival interval as by the clock."""
    day = forward.Day(
        (*DAY.rates, 0.0, 0.0), (*DAY.staff, 8, 8), 1800.0, 200.0, 100.0, most_waiting=90
    )
    fates, counted = forward.cohort(day, 20.0), forward.clock(day)
    assert fates.abandoned.sum() == pytest.approx(counted.abandoned.sum(), rel=1e-5)
    assert fates.waited.sum() == pytest.approx(counted.mean_waiting.sum() * 1800, rel=1e-5)


def _simulate(day, within, rng):
    """One day by events: per interval arrivals, abandoned, waited, answered within T."""
    horizon = day.length * len(day.staff)
    counts = rng.poisson(np.array(day.rates) * day.length)
    starts = np.repeat(np.arange(len(day.staff)), counts)
    arrivals = np.sort((starts + rng.random(starts.size)) * day.length)
    patience = arrivals + rng.exponential(day.patience, arrivals.size)
    service = rng.exponential(day.handle, arrivals.size)
    events = [(at, 1, number) for number, at in enumerate(arrivals)]
    events += [(day.length * i, 0, staff) for i, staff in enumerate(day.staff)]
    heapq.heapify(events)
    queue, busy, staff = deque(), 0, 0
    table = np.zeros((len(day.staff), 4))
    while events:
        now, kind, number = heapq.heappop(events)
        if kind == 0:
            staff = number
        elif kind == 1:
            queue.append(number)
        else:
            busy -= 1
        while queue and busy < staff:
            head = queue.popleft()
            row = table[int(arrivals[head] // day.length)]
            row += (1, 0, min(now, patience[head]) - arrivals[head], 0)
            if patience[head] < now:
                row[1] += 1
                continue
            row[3] += now - arrivals[head] <= within
            busy += 1
            heapq.heappush(events, (now + service[head], 2, head))
    assert not queue
    assert arrivals.size == 0 or arrivals[-1] < horizon
    return table


def test_cohorts_equal_a_plain_simulation():
    """700 simulated days agree with the equations in all intervals and measures together."""
    rng = np.random.default_rng(618)
    runs = np.array([_simulate(DAY, 20.0, rng) for _ in range(700)])
    fates = forward.cohort(DAY, 20.0)
    truth = np.stack((fates.arrivals, fates.abandoned, fates.waited, fates.answered_within), axis=1)
    scores = (runs.mean(axis=0) - truth) / (runs.std(axis=0, ddof=1) / np.sqrt(700))
    # Sixteen scores: |z| > 4 anywhere has probability about 0.001; their mean square is about 1.
    assert np.abs(scores).max() < 4.0
    assert float((scores**2).mean()) < 2.7
