"""The law of a time that fits best among those a scenario can hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.law import (
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Lognormal,
    TimeLaw,
    Weibull,
)

Floats = NDArray[np.float64]

LEAST = 30
"""With fewer times no law is fitted."""
_MOST = 50_000
"""Times that shapes are fitted to; more are thinned out evenly."""
_VALUES = 200
_WELL = 0.08
"""A law further than this from the logged times (Kolmogorov–Smirnov) gives way to the times."""
_SHORTEST_S = 0.5
"""A logged 0 s is a time below one second."""


@dataclass(frozen=True)
class Fit:
    """A law beside the times that it was fitted to."""

    law: TimeLaw
    times: int
    mean_s: float
    cv: float
    distance: float
    """Largest difference between the distribution functions of law and times."""
    tried: tuple[tuple[str, float, float], ...]
    """(law, AIC less that of the best, distance), the best first."""


def fit_time(seconds: Floats) -> Fit:
    """The law with the least AIC. Every law gets the mean of the times, for work offered hangs on
    it; only shapes are fitted (maximum likelihood). Where the best is still far from the times,
    their quantiles themselves are the law. Raises ValueError for fewer than `LEAST`."""
    if len(seconds) < LEAST:
        raise ValueError("too few times to fit a law")
    ordered = np.sort(np.maximum(np.asarray(seconds, float), _SHORTEST_S))
    mean, deviation = float(ordered.mean()), float(ordered.std())
    thin = thinned(ordered, _MOST)
    candidates = [
        (aic, law, distance(law, thin)) for law, aic in _candidates(thin, mean)
    ]  # fmt: skip
    candidates.sort(key=lambda c: c[0])
    best = candidates[0]
    tried = [(law.law, aic - best[0], far) for aic, law, far in candidates]
    chosen, far = best[1], best[2]
    if far > _WELL:
        chosen = quantiles(ordered)
        far = distance(chosen, thin)
        tried.insert(0, ("empirical", float("nan"), far))
    return Fit(chosen, len(ordered), mean, deviation / mean, far, tuple(tried))


def thinned(ordered: Floats, most: int) -> Floats:
    """At most so many of the values, evenly spread over their ranks."""
    if len(ordered) <= most:
        return ordered
    return ordered[np.linspace(0, len(ordered) - 1, most).round().astype(int)]


def quantiles(ordered: Floats) -> Empirical:
    """The times themselves, or so many means of equal parts of them (which keeps their mean)."""
    parts = np.array_split(ordered, min(_VALUES, len(ordered)))
    weights = tuple(float(len(part)) for part in parts)
    values = tuple(round(float(part.mean()), 3) for part in parts)
    return Empirical(law="empirical", seconds=values, weights=weights)


def distance(law: TimeLaw, ordered: Floats) -> float:
    """Kolmogorov–Smirnov distance between a law and times in order. Logged times are whole
    seconds: each stands for the second around it."""
    values, counts = np.unique(ordered, return_counts=True)
    upto = np.cumsum(counts) / len(ordered)
    model = 1.0 - survival(law, values + 0.5)
    return float(np.abs(model - upto).max())


def survival(law: TimeLaw, x: Floats) -> Floats:
    """P(time > x)."""
    from scipy import special

    x = np.maximum(np.asarray(x, float), 1e-9)
    if isinstance(law, Empirical):
        order = np.argsort(law.seconds)
        values = np.array(law.seconds)[order]
        weights = np.ones(len(values)) if law.weights is None else np.array(law.weights)[order]
        total = np.concatenate([[0.0], np.cumsum(weights)])
        return 1.0 - total[np.searchsorted(values, x, side="right")] / total[-1]
    mean = max(law.mean_s, 1e-9)
    if isinstance(law, Exponential):
        return np.exp(-x / mean)
    if isinstance(law, Lognormal):
        spread = np.sqrt(np.log1p(law.cv**2))
        return np.asarray(special.ndtr(-(np.log(x / mean) + spread**2 / 2) / spread))
    if isinstance(law, Weibull):
        return np.exp(-((x * special.gamma(1 + 1 / law.shape) / mean) ** law.shape))
    if isinstance(law, Gamma | Erlang):
        shape = 1 / law.cv**2 if isinstance(law, Gamma) else float(law.stages)
        return np.asarray(special.gammaincc(shape, x * shape / mean))
    return np.where(x < mean, 1.0, 0.0)


def _candidates(x: Floats, mean: float) -> list[tuple[TimeLaw, float]]:
    """(law, AIC) of every law that has a density."""
    from scipy import special

    logs, n = np.log(x), len(x)

    def lognormal(spread: float) -> float:
        z = (logs - np.log(mean) + spread**2 / 2) / spread
        return float(-(z**2).sum() / 2 - logs.sum() - n * np.log(spread * np.sqrt(2 * np.pi)))

    def gamma(shape: float) -> float:
        scale = mean / shape
        inner = (shape - 1) * logs.sum() - x.sum() / scale
        return float(inner - n * (special.gammaln(shape) + shape * np.log(scale)))

    def weibull(shape: float) -> float:
        scale = mean / special.gamma(1 + 1 / shape)
        z = logs - np.log(scale)
        return float(n * np.log(shape / scale) + (shape - 1) * z.sum() - np.exp(shape * z).sum())

    spread, of_lognormal = best_shape(lognormal, 0.05, 2.4)
    gamma_shape, of_gamma = best_shape(gamma, 0.05, 400.0)
    weibull_shape, of_weibull = best_shape(weibull, 0.2, 50.0)
    stages = int(np.clip(round(gamma_shape), 1, 100))
    return [
        (Exponential(law="exponential", mean_seconds=mean), -2 * gamma(1.0)),
        (Lognormal(law="lognormal", mean_seconds=mean, cv=float(np.sqrt(np.expm1(spread**2)))),
         2 - 2 * of_lognormal),
        (Gamma(law="gamma", mean_seconds=mean, cv=gamma_shape**-0.5), 2 - 2 * of_gamma),
        (Weibull(law="weibull", mean_seconds=mean, shape=weibull_shape), 2 - 2 * of_weibull),
        (Erlang(law="erlang", mean_seconds=mean, stages=stages), 2 - 2 * gamma(float(stages))),
    ]  # fmt: skip


def best_shape(
    log_likelihood: Callable[[float], float], low: float, high: float
) -> tuple[float, float]:
    """The shape between ``low`` and ``high`` with the largest likelihood, and that."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda z: -log_likelihood(float(np.exp(z))),
        bounds=(np.log(low), np.log(high)), method="bounded", options={"xatol": 1e-4},
    )  # fmt: skip
    return float(np.exp(found.x)), -float(found.fun)
