"""The simulator against Erlang B, A and C; each measure is one set of independent scores."""

from itertools import product

import numpy as np
import pytest
from judge import judge
from small_worlds import constant
from steady import Point, by_measure, scores, sums

from simulator.peak.erlang import Measures, erlang_a, erlang_b, erlang_c

PEOPLE = (1, 3, 10, 30, 100, 300, 1000)
LOADS = (0.5, 0.8, 1.0, 1.3, 2.0, 8.0)
TALK_S = 60.0
PATIENCES_S = (12.0, 60.0, 300.0)


@pytest.fixture(scope="module")
def erlang_a_scores():
    """42 queues: every number of people with every load, the patience taking turns."""
    found = {}
    for number, (people, load) in enumerate(product(PEOPLE, LOADS)):
        patience = PATIENCES_S[(number + number // 6 + 1) % 3]
        within = (5.0, 20.0)[number % 2]
        warm = 10.0 * max(TALK_S, patience)
        point = Point(people, load, TALK_S, within, warm, TALK_S, patience)
        seen = sums(point, 9_000, 16, seed=1000 + number)
        theory = erlang_a(people, point.rate, TALK_S, patience, within)
        found[f"{point} patience={patience:g}"] = scores(seen, theory)
    return by_measure(found)


@pytest.mark.parametrize(
    "measure",
    ["no wait", "abandonment", "abandoned within", "service level", "mean wait", "occupancy"],
)
def test_erlang_a(erlang_a_scores, measure):
    """From 1 to 1,000 people and 50 % to 800 % load every measure agrees with Erlang A."""
    judge(erlang_a_scores[measure])


def test_a_wrong_theory_is_noticed():
    """Erlang A with patience 5 % longer than simulated is rejected by the same judgement."""
    found = {}
    for number, people in enumerate((10, 30, 100, 300)):
        point = Point(people, 1.3, TALK_S, 20.0, 600.0, TALK_S, 60.0)
        seen = sums(point, 30_000, 16, seed=1100 + number)
        theory = erlang_a(people, point.rate, TALK_S, 63.0, 20.0)
        found[str(point)] = scores(seen, theory)["mean wait"]
    with pytest.raises(AssertionError, match="4 scores"):
        judge(found)


TALKS = {
    "exponential": TALK_S,
    "constant": constant(TALK_S),
    "lognormal": {"law": "lognormal", "mean_seconds": TALK_S, "cv": 1.5},
    "gamma": {"law": "gamma", "mean_seconds": TALK_S, "cv": 0.5},
    "erlang": {"law": "erlang", "mean_seconds": TALK_S, "stages": 3},
    "weibull": {"law": "weibull", "mean_seconds": TALK_S, "shape": 0.7},
}


def test_erlang_b():
    """Without patience the lost share is Erlang B, whatever the law of talk."""
    lost, busy = {}, {}
    cases = [(1, 0.5), (1, 8.0), (5, 0.8), (20, 1.0), (100, 0.9), (100, 2.0), (1000, 1.0)]
    laws = list(TALKS)
    for number, ((people, load), turn) in enumerate(product(cases, range(2))):
        name = laws[(number + turn) % len(laws)]
        point = Point(people, load, TALK_S, 20.0, 1800.0, TALKS[name], constant(0.0))
        seen = sums(point, 12_000, 20, seed=2000 + number)
        blocked = float(erlang_b(people, people * load))
        found = scores(seen, erlang_b_measures(blocked, load))
        lost[f"{point} {name}"] = found["abandonment"]
        busy[f"{point} {name}"] = found["occupancy"]
        assert not seen["wait_us"].any()
    judge(lost)
    judge(busy)


def erlang_b_measures(blocked, load):
    """Erlang B in the words of the other formulas: who must wait is lost at once."""
    return Measures(
        wait_probability=np.array(blocked),
        abandonment=np.array(blocked),
        abandoned_within=np.array(blocked),
        mean_wait_s=np.array(0.0),
        answered_wait_s=np.array(0.0),
        service_level=np.array(1.0 - blocked),
        service_level_excluding=np.array(1.0),
        occupancy=np.array(load * (1.0 - blocked)),
        mean_queue=np.array(0.0),
    )


def test_erlang_c():
    """Below 100 % load with endless patience: waits, service level, occupancy as Erlang C says."""
    found = {}
    cases = [(1, 0.5), (1, 0.8), (2, 0.7), (5, 0.9), (20, 0.8), (20, 0.95), (100, 0.9), (100, 0.97),
             (300, 0.98), (1000, 0.97), (1000, 0.99)]  # fmt: skip
    for number, (people, load) in enumerate(cases):
        talk = 20.0
        # Ten relaxation times of M/M/n.
        relaxed = 10.0 * talk / (people * (1.0 - load**0.5) ** 2)
        within = (3.0, 10.0)[number % 2]
        point = Point(people, load, talk, within, max(relaxed, 10 * talk), talk, None)
        seen = sums(point, 16_000, 16, seed=3000 + number)
        assert not seen["abandoned"].any()
        found[str(point)] = scores(seen, erlang_c(people, point.rate, talk, within))
    for measure in ("no wait", "service level", "mean wait", "occupancy"):
        judge(by_measure(found)[measure])
