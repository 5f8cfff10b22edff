"""How busy the day is, given who has come so far: Bayes on the Gamma factors of F2."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_DRAWS = 4000
_NODES = 400
_RANGE = 5.0


@dataclass(frozen=True)
class Busy:
    """The factor of every intent today: mean, and draws [draw, intent] from what is still
    possible."""

    prior_cv: float
    mean: Floats
    low: Floats
    """5 % quantile."""
    high: Floats
    draws: Floats


def busy_today(
    came: NDArray[np.int64], expected: Floats, cv: float, correlation: float, seed: int
) -> Busy:
    """The factors after ``came`` contacts [intent] where ``expected`` would come on a mean day.

    One factor for all (correlation 1): Gamma(k, k) before, Gamma(k + came, k + expected) after,
    k = 1 ÷ cv². Otherwise each factor is the Gamma quantile of √ρ·Z + √(1−ρ)·Zᵢ; given the shared
    Z intents are independent, and both normals are summed over a fine grid."""
    rng = np.random.default_rng([seed, 7])
    if cv <= 0.0:
        draws = np.ones((_DRAWS, len(came)))
    elif correlation >= 1.0 or len(came) == 1:
        shape = 1.0 / cv**2
        after = shape + came.sum(), shape + expected.sum()
        draws = np.repeat(rng.gamma(after[0], 1.0 / after[1], (_DRAWS, 1)), len(came), axis=1)
    else:
        draws = _correlated(came, expected, cv, correlation, rng)
    low, high = np.quantile(draws, (0.05, 0.95), axis=0)
    return Busy(cv, draws.mean(axis=0), low, high, draws)


def _correlated(
    came: NDArray[np.int64], expected: Floats, cv: float, correlation: float,
    rng: np.random.Generator,
) -> Floats:  # fmt: skip
    from scipy.special import gammaincinv, ndtr

    shape = 1.0 / cv**2
    z = np.linspace(-_RANGE, _RANGE, _NODES)
    weight = -(z**2) / 2
    mixed = np.sqrt(correlation) * z[:, None] + np.sqrt(1 - correlation) * z[None, :]
    factor = np.maximum(gammaincinv(shape, ndtr(mixed)) / shape, 1e-12)  # [shared, own]
    # log P(came | factors) for every intent, up to what does not depend on the factor.
    chance = [n * np.log(factor) - m * factor for n, m in zip(came, expected, strict=True)]
    own = [value + weight[None, :] for value in chance]
    shared = weight + sum(_log_sum(value) for value in own)
    which = rng.choice(_NODES, _DRAWS, p=_shares(shared))
    draws = np.empty((_DRAWS, len(came)))
    for i, value in enumerate(own):
        for place in np.unique(which):
            mine = which == place
            picked = rng.choice(_NODES, int(mine.sum()), p=_shares(value[place]))
            draws[mine, i] = factor[place, picked]
    return draws


def _log_sum(values: Floats) -> Floats:
    top = values.max(axis=1, keepdims=True)
    return np.asarray(top[:, 0] + np.log(np.exp(values - top).sum(axis=1)))


def _shares(logs: Floats) -> Floats:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())
