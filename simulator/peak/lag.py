"""How the time between an order and its contact spreads over minutes (F2)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.law import (
    Constant,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Lognormal,
    TimeLaw,
    Weibull,
)


def lag_weights(law: TimeLaw, minutes: int) -> NDArray[np.float64]:
    """P(lag falls in minute 0, 1, …, ``minutes``), the tail beyond cut off: it lies past the
    horizon.

    Orders are spread evenly within their minute, so a lag of x minutes is shared between minutes
    ⌊x⌋ and ⌊x⌋ + 1; that is the second difference of the integrated distribution function, done
    here by averaging the distribution over neighbouring minutes."""
    edges = np.arange(minutes + 2, dtype=np.float64) * 60.0
    whole = np.diff(distribution(law, edges), prepend=0.0)
    # ``whole[k]`` is the chance of a lag in ((k − 1), k] minutes; half of it (on average) spills
    # over.
    weights = np.zeros(minutes + 1)
    weights += whole[: minutes + 1] * 0.5
    weights += whole[1 : minutes + 2] * 0.5
    weights[0] += whole[0] * 0.5
    return weights


def distribution(law: TimeLaw, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(time ≤ seconds)."""
    from scipy.special import gammainc, ndtr

    x = np.asarray(seconds, float)
    if isinstance(law, Empirical):
        weights = np.ones(len(law.seconds)) if law.weights is None else np.asarray(law.weights)
        order = np.argsort(law.seconds)
        cumulated = np.concatenate([[0.0], np.cumsum(weights[order])]) / weights.sum()
        return np.asarray(cumulated[np.searchsorted(np.asarray(law.seconds)[order], x, "right")])
    mean = law.mean_s
    if isinstance(law, Constant) or mean == 0.0:
        return np.asarray((x >= mean).astype(float))
    if isinstance(law, Exponential):
        return np.asarray(-np.expm1(-x / mean))
    if isinstance(law, Erlang):
        return np.asarray(gammainc(law.stages, x * law.stages / mean))
    if isinstance(law, Gamma):
        return np.asarray(gammainc(1.0 / law.cv**2, x / (mean * law.cv**2)))
    if isinstance(law, Weibull):
        scale = mean / math.gamma(1.0 + 1.0 / law.shape)
        return np.asarray(-np.expm1(-((x / scale) ** law.shape)))
    assert isinstance(law, Lognormal)
    sigma = math.sqrt(math.log1p(law.cv**2))
    with np.errstate(divide="ignore"):
        return np.asarray(ndtr((np.log(x) - math.log(mean)) / sigma + sigma / 2))
