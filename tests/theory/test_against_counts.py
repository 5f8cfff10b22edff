"""How many come: Gamma-mixed Poisson counts, between days, within a day and between intents."""

import numpy as np
import pytest
from scipy import stats
from small_worlds import calls, chats, flat, group, queue, world
from solvers import mixed_counts

from simulator.peak import simulate
from simulator.peak.tally_columns import D

DAYS = 90
RUNS = 40
PHONE_DAY, CHAT_DAY = 60.0, 30.0
CV = 0.3


def _counts(correlation, cv=CV, seed=91):
    """[day, quarter of the day, channel]: first attempts of 3,600 independent days."""
    scenario = world(
        hours=24 * DAYS,
        intents=[
            calls("call", 10.0),
            chats("chat", 10.0, 10.0, {"law": "constant", "rounds": 1}),
        ],
        queues=[queue("phone", "phone", "agents"), queue("chat", "chat", "agents")],
        groups=[group("agents", 20)],
        demand={
            "profiles": {"flat": [1]},
            "direct": [flat("call", PHONE_DAY / 86_400), flat("chat", CHAT_DAY / 86_400)],
            "busyness": {"cv": cv, "correlation": correlation},
        },
    )
    result = simulate(scenario, seed=seed, replications=RUNS)
    first = result.demand[:, :-1, :2, D["first_attempts"]]
    return first.reshape(RUNS * DAYS, 4, 12, 2).sum(axis=2)


def _moment(products, truth):
    """Score of a mean of independent products of deviations."""
    return float((products.mean() - truth) / (products.std(ddof=1) / np.sqrt(products.size)))


def _fits(counts, pmf):
    """p-value of a chi-square test of `counts` against `pmf` [0, 1, …], cells of about 20 days."""
    seen = np.bincount(np.minimum(counts, pmf.size - 1), minlength=pmf.size)
    below = np.cumsum(pmf) * counts.size
    cells = np.unique(
        (np.minimum(below, counts.size - 20.0) // 20).astype(int), return_inverse=True
    )[1]
    expected = np.bincount(cells, pmf)
    statistic, p = stats.chisquare(
        np.bincount(cells, seen), expected / expected.sum() * counts.size
    )
    print(f"{expected.size} cells, chi-square {statistic:.1f}, p {p:.3f}")
    return float(p)


def test_without_busyness_counts_are_poisson():
    """Days have Poisson counts, and quarters of a day are independent."""
    counts = _counts(1.0, cv=0.0)
    days = counts[:, :, 0].sum(axis=1)
    assert _fits(days, stats.poisson(PHONE_DAY).pmf(np.arange(140))) > 1e-3
    quarters = counts[:, :, 0] - PHONE_DAY / 4
    assert abs(_moment(quarters[:, 0] * quarters[:, 1], 0.0)) < 3.3
    assert abs(_moment(quarters[:, 0] * quarters[:, 3], 0.0)) < 3.3


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_days_are_negative_binomial(correlation):
    """Whatever ties the intents, each one's daily count is Poisson with a Gamma factor."""
    counts = _counts(correlation).sum(axis=1)
    assert _fits(counts[:, 0], mixed_counts.pmf(PHONE_DAY, CV, np.arange(300))) > 1e-3
    assert _fits(counts[:, 1], mixed_counts.pmf(CHAT_DAY, CV, np.arange(200))) > 1e-3
    assert _fits(counts[:, 0], stats.poisson(PHONE_DAY).pmf(np.arange(300))) < 1e-9


def test_variance_and_covariance():
    """Variance of a quarter, covariance of two quarters, and none between two days."""
    counts = _counts(1.0)[:, :, 0]
    quarters = counts - PHONE_DAY / 4
    mean = PHONE_DAY / 4
    scores = [
        _moment(quarters[:, 0] ** 2, mixed_counts.variance(mean, CV)),
        _moment(quarters[:, 0] * quarters[:, 1], mixed_counts.covariance(mean, mean, CV)),
        _moment(quarters[:, 0] * quarters[:, 3], mixed_counts.covariance(mean, mean, CV)),
        _moment(quarters[:-1, 3] * quarters[1:, 0], 0.0),
    ]
    print("scores", np.round(scores, 2))
    assert np.abs(scores).max() < 3.5


def _shared(correlation):
    """Covariance of two Gamma factors whose normal scores are so correlated, by quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    shape = 1 / CV**2
    both = weights[:, None] * weights / weights.sum() ** 2
    one = nodes[:, None] + 0.0 * nodes
    other = correlation * nodes[:, None] + np.sqrt(1 - correlation**2) * nodes
    factor = [stats.gamma(shape, scale=1 / shape).isf(stats.norm.sf(z)) for z in (one, other)]
    return float((both * factor[0] * factor[1]).sum()) - 1.0


def test_intents_share_the_day_as_far_as_correlated():
    """Covariance between intents is that of Gamma factors tied by a Gaussian copula."""
    assert _shared(1.0) == pytest.approx(mixed_counts.covariance(1.0, 1.0, CV), rel=1e-6)
    scores = []
    for number, correlation in enumerate((0.0, 0.3, 0.6, 1.0)):
        days = _counts(correlation, seed=92 + number).sum(axis=1) - (PHONE_DAY, CHAT_DAY)
        truth = PHONE_DAY * CHAT_DAY * _shared(correlation)
        scores.append(_moment(days[:, 0] * days[:, 1], truth))
    print("scores", np.round(scores, 2))
    assert np.abs(scores).max() < 3.5
