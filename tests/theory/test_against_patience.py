"""The simulator against M/M/n with patience of a general law."""

import math
from itertools import product

import pytest
from judge import judge
from scipy import stats
from small_worlds import constant
from steady import Point, by_measure, scores, sums

from simulator.peak import survival
from simulator.peak.erlang import general_patience

TALK_S = 60.0
PEOPLE = (1, 5, 30, 150)
LOADS = (0.8, 1.0, 1.5, 4.0)


def _frozen(law, *parameters, **names):
    """A law of SciPy as the formulas want it."""
    return survival.from_survival(law(*parameters, **names).sf)


def _lognormal(mean, cv):
    spread = math.sqrt(math.log1p(cv**2))
    return _frozen(stats.lognorm, spread, scale=mean / math.exp(spread**2 / 2))


PATIENCE = {
    "lognormal cv 1.5": (
        {"law": "lognormal", "mean_seconds": 60.0, "cv": 1.5},
        _lognormal(60.0, 1.5),
    ),
    "weibull 0.7": (
        {"law": "weibull", "mean_seconds": 60.0, "shape": 0.7},
        _frozen(stats.weibull_min, 0.7, scale=60.0 / math.gamma(1 + 1 / 0.7)),
    ),
    "weibull 2": (
        {"law": "weibull", "mean_seconds": 60.0, "shape": 2.0},
        _frozen(stats.weibull_min, 2.0, scale=60.0 / math.gamma(1.5)),
    ),
    "constant": (constant(45.0), survival.constant(45.0)),
    "gamma cv 2": (
        {"law": "gamma", "mean_seconds": 60.0, "cv": 2.0},
        _frozen(stats.gamma, 0.25, scale=240.0),
    ),
    "erlang 4": (
        {"law": "erlang", "mean_seconds": 60.0, "stages": 4},
        _frozen(stats.gamma, 4.0, scale=15.0),
    ),
    "empirical": (
        {"law": "empirical", "seconds": [5.0, 30.0, 120.0], "weights": [1, 2, 1]},
        survival.from_survival(
            lambda x: (0.25 * (x < 5.0)) + 0.5 * (x < 30.0) + 0.25 * (x < 120.0),
            breaks=(5.0, 30.0, 120.0),
        ),
    ),
}


@pytest.fixture(scope="module")
def patience_scores():
    """28 queues: seven laws, four loads each, the number of people taking turns."""
    found = {}
    for number, (name, turn) in enumerate(product(PATIENCE, range(4))):
        written, law = PATIENCE[name]
        people = PEOPLE[(turn + number // 4) % 4]
        within = (7.0, 20.0)[turn % 2]
        point = Point(people, LOADS[turn], TALK_S, within, 1800.0, TALK_S, written)
        seen = sums(point, 12_000, 20, seed=4000 + number)
        theory = general_patience(people, point.rate, TALK_S, law, within)
        found[f"{point} {name}"] = scores(seen, theory)
    return by_measure(found)


@pytest.mark.parametrize(
    "measure",
    ["no wait", "abandonment", "abandoned within", "service level", "mean wait", "occupancy"],
)
def test_general_patience(patience_scores, measure):
    """Whatever the law of patience, every measure agrees with M/M/n+G."""
    judge(patience_scores[measure])
