"""The integral formulas against sums over the birth–death chain and against closed forms."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import erfc
from solvers import erlang_chain

from simulator.peak.erlang import erlang_a, erlang_b, general_patience
from simulator.peak.survival import constant, from_survival


def test_integrals_equal_the_chain():
    """From 1 to 1,000 people, 5 % to 800 % load, patience 1 s to 3,000 s: nine digits or more."""
    for people in (1, 2, 5, 30, 200, 1000):
        for per_agent in (0.05, 0.5, 0.9, 1.0, 1.2, 3.0, 8.0):
            for patience in (1.0, 10.0, 120.0, 3000.0):
                load = people * per_agent
                if load * patience / 300 > 5000:
                    continue
                states = int(4 * load * patience / 300) + 20_000
                exact = erlang_chain.solve(people, load / 300, 300, patience, 20, states)
                found = erlang_a(people, load / 300, 300, patience, 20)
                pairs = (
                    (found.wait_probability, exact.wait_probability),
                    (found.abandonment, exact.abandonment),
                    (found.mean_wait_s, exact.mean_wait),
                    (found.mean_queue, exact.mean_queue),
                    (found.occupancy, exact.occupancy),
                )
                for value, truth in pairs:
                    assert float(value) == pytest.approx(truth, rel=1e-11, abs=1e-250)
                assert float(found.service_level) == pytest.approx(exact.answered_within, abs=1e-12)


def test_conservation_laws():
    """Abandonment = wait / patience, and answered work = occupancy, up to 5,000 people."""
    people = np.array([1, 10, 100, 1000, 5000])[:, None]
    rates = people * np.array([0.05, 0.7, 1.0, 1.3, 8.0]) / 300
    found = erlang_a(people, rates, 300, 120, 20)
    assert found.mean_wait_s / 120 == pytest.approx(found.abandonment, rel=1e-11, abs=1e-250)
    assert rates * (1 - found.abandonment) * 300 / people == pytest.approx(
        found.occupancy, rel=1e-11
    )
    answered = (1 - found.abandonment) * found.answered_wait_s
    assert np.all(answered <= found.mean_wait_s + 1e-12)


@pytest.mark.parametrize(("people", "load"), [(1, 0.5), (1, 3.0), (10, 9.0), (10, 10.0), (50, 70)])
def test_deterministic_patience(people, load):
    """M/M/n+D: the loss equals the closed form of Barrer's model."""
    rate, drain, patience = load / 300, people / 300, 60.0
    gap = rate - drain
    grown = math.exp(gap * patience)
    level = patience if abs(gap) < 1e-12 else (grown - 1) / gap
    area = level + grown / drain
    free = 1 / float(erlang_b(people - 1, load))
    loss = (1 + gap * area) / (free + rate * area)
    found = general_patience(people, rate, 300, constant(patience), 20)
    assert float(found.wait_probability) == pytest.approx(rate * area / (free + rate * area))
    assert float(found.abandonment) == pytest.approx(loss, rel=1e-10)
    assert float(found.abandoned_within) == 0.0
    stepped = from_survival(lambda x: np.where(x < patience, 1.0, 0.0), breaks=(patience,))
    by_table = general_patience(people, rate, 300, stepped, 20)
    assert float(by_table.service_level) == pytest.approx(float(found.service_level), rel=1e-10)


def _lognormal_survival(x):
    """Median 60 s, log-deviation 1."""
    logs = np.log(np.maximum(x, 1e-300) / 60.0)
    return 0.5 * np.vectorize(math.erfc)(logs / math.sqrt(2))


def test_general_patience_equals_a_plain_simulation():
    """M/M/n+lognormal: a forty-batch simulation agrees in all measures taken together."""
    people, rate, handle, within = 5, 6 / 300, 300.0, 20.0
    rng = np.random.default_rng(20251111)
    batches = []
    free_at = np.zeros(people)
    now = 0.0
    for batch in range(41):
        size = 5000
        gaps = rng.exponential(1 / rate, size)
        services = rng.exponential(handle, size)
        patiences = 60.0 * np.exp(rng.standard_normal(size))
        sums = np.zeros(5)
        for gap, service, patience in zip(gaps, services, patiences, strict=True):
            now += gap
            agent = int(free_at.argmin())
            wait = max(float(free_at[agent]) - now, 0.0)
            stays = patience >= wait
            if stays:
                free_at[agent] = now + wait + service
            soon = stays and wait <= within
            gone = not stays and patience <= within
            sums += (wait > 0, not stays, min(wait, patience), soon, gone)
        if batch:
            batches.append(sums / size)
    found = general_patience(people, rate, handle, from_survival(_lognormal_survival), within)
    truth = [
        float(getattr(found, name))
        for name in (
            "wait_probability",
            "abandonment",
            "mean_wait_s",
            "service_level",
            "abandoned_within",
        )
    ]
    measured = np.array(batches)
    scores = (measured.mean(axis=0) - truth) / (measured.std(axis=0, ddof=1) / np.sqrt(40))
    # Student t with 39 degrees: |t| > 3.6 has probability 0.001, five (correlated) scores.
    assert np.abs(scores).max() < 3.6


@pytest.mark.parametrize("spread", [0.1, 1.5])
@pytest.mark.parametrize("people", [1, 50])
def test_steep_and_heavy_patience(people, spread):
    """Lognormal patience, nearly constant or heavy-tailed, equals an adaptive integration."""

    def survival(x):
        return 0.5 * erfc(np.log(np.maximum(x, 1e-300) / 120.0) / spread / math.sqrt(2))

    def mass(x):
        return 0.5 * erfc(-np.log(max(x, 1e-300) / 120.0) / spread / math.sqrt(2))

    rate, drain = people / 300 * 1.02, people / 300
    solved = solve_ivp(
        lambda x, y: _integrands(x, y, rate, drain, survival, mass),
        (0.0, 20_000.0),
        [0.0, 0.0, 0.0],
        rtol=1e-10,
        atol=1e-12,
        max_step=20.0,
    )
    free = 1 / float(erlang_b(people - 1, rate * 300))
    area, lost = rate * solved.y[1, -1], rate * solved.y[2, -1]
    found = general_patience(people, rate, 300, from_survival(survival), 20)
    assert float(found.wait_probability) == pytest.approx(area / (free + area), rel=1e-7)
    assert float(found.abandonment) == pytest.approx(lost / (free + area), rel=1e-7)


def _integrands(x, y, rate, drain, survival, mass):
    """H, ∫ exp(λH − nμv) and the same weighted by P(patience ≤ v), as one system."""
    height = math.exp(rate * y[0] - drain * x)
    return [float(survival(x)), height, height * float(mass(x))]
