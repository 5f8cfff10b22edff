"""Gamma-mixed Poisson counts against the mixture integral and against draws."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, poisson
from solvers import mixed_counts


@pytest.mark.parametrize(("mean", "cv"), [(3.0, 0.1), (40.0, 0.3), (500.0, 0.15), (2.0, 1.5)])
def test_moments_of_the_law(mean, cv):
    """The probabilities add to one and have the stated mean and variance."""
    counts = np.arange(int(mean * (1 + 40 * cv)) + 200)
    law = mixed_counts.pmf(mean, cv, counts)
    assert law.sum() == pytest.approx(1.0, abs=1e-10)
    assert law @ counts == pytest.approx(mean, rel=1e-8)
    spread = float(law @ (counts - mean) ** 2)
    assert spread == pytest.approx(mixed_counts.variance(mean, cv), rel=1e-7)
    assert spread / mean == pytest.approx(mixed_counts.index_of_dispersion(mean, cv), rel=1e-7)


def test_law_is_the_mixture():
    """Each probability equals the Poisson probability integrated over the Gamma factor."""
    factor = gamma(1 / 0.3**2, scale=0.3**2)
    for count in (0, 5, 20, 40):
        integral = quad(lambda g, k=count: poisson.pmf(k, 25.0 * g) * factor.pdf(g), 0, 5)[0]
        assert mixed_counts.pmf(25.0, 0.3, np.array([count]))[0] == pytest.approx(integral)


def test_covariance_of_two_periods():
    """Periods that share a factor vary together as stated."""
    rng = np.random.default_rng(7)
    factor = rng.gamma(1 / 0.4**2, 0.4**2, 200_000)
    one, other = rng.poisson(30 * factor), rng.poisson(50 * factor)
    products = (one - 30.0) * (other - 50.0)
    error = products.std() / np.sqrt(products.size)
    assert abs(products.mean() - mixed_counts.covariance(30, 50, 0.4)) < 4 * error
