"""Poisson counts with a Gamma factor of mean 1 per day (negative binomial)."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln


def pmf(mean: float, cv: float, counts: np.ndarray) -> np.ndarray:
    """P(N = k): Poisson(mean·G), G Gamma with mean 1 and coefficient of variation `cv` > 0."""
    shape = 1.0 / cv**2
    share = mean / (mean + shape)
    heights = gammaln(counts + shape) - gammaln(shape) - gammaln(counts + 1)
    return np.asarray(np.exp(heights + counts * np.log(share) + shape * np.log1p(-share)))


def variance(mean: float, cv: float) -> float:
    """Var N = m + (m·cv)²."""
    return mean + (mean * cv) ** 2


def covariance(one: float, other: float, cv: float) -> float:
    """Covariance of the counts of two periods that share the day's factor."""
    return one * other * cv**2


def index_of_dispersion(mean: float, cv: float) -> float:
    """Variance over mean."""
    return 1.0 + mean * cv**2
