"""Patience from waits that were cut short by an answer: censored estimates (2.6, Calibration).

A contact that was answered after w seconds says only that its patience was longer than w. The
curve without a form is Kaplan and Meier's; laws are fitted by maximum likelihood with censoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.law import Empirical, Exponential, Lognormal, TimeLaw, Weibull
from simulator.peak.calibration.time_law import Floats, survival
from simulator.peak.log.log import LEFT

Choice = Literal["auto", "exponential", "weibull", "lognormal", "kaplan-meier"]

LEAST_LEFT = 10
_FORM_NEEDS = 50
"""With fewer who left, nothing but the mean is estimated."""
_MOST = 100_000
_VALUES = 300
_TAIL_VALUES = 60
_FAR = 10.0
"""A law whose mean lies beyond so many times the longest wait seen is extrapolation."""


@dataclass(frozen=True)
class Curve:
    """Kaplan and Meier's estimate: P(patience > seconds), with Greenwood's standard errors."""

    seconds: Floats
    stays: Floats
    error: Floats
    at_risk: NDArray[np.int64]


@dataclass(frozen=True)
class PatienceFit:
    """A law of patience beside what it was fitted to."""

    law: TimeLaw
    curve: Curve
    waited: int
    left: int
    longest_s: float
    """Of the waits; beyond it the law is an extrapolation."""
    distance: float
    """Largest difference between law and curve, up to where 50 still wait."""
    tried: tuple[tuple[str, float, float], ...]
    """(law, AIC less that of the best, distance)."""

    @property
    def censored(self) -> float:
        """Share of the waits that an answer cut short."""
        return 1.0 - self.left / self.waited


def fit_patience(rows: NDArray[np.void], choice: Choice = "auto") -> PatienceFit | None:
    """Patience of the contacts in ``rows`` that had to wait; None where too few of them left."""
    waited = rows[rows["wait"] > 0]
    seconds = waited["wait"] / 1e6
    left = np.asarray(waited["outcome"] == LEFT)
    if left.sum() < LEAST_LEFT:
        return None
    curve = kaplan_meier(seconds, left)
    longest = float(seconds.max())
    step = max(1, -(-len(seconds) // _MOST))
    laws = _laws(seconds[::step], left[::step])
    scored = [(aic, law, _distance(law, curve)) for law, aic in laws]
    best = min(aic for aic, _law, _far in scored)
    tried = [(law.law, aic - best, far) for aic, law, far in sorted(scored, key=lambda s: s[0])]
    law = _chosen(scored, curve, seconds, left, choice, longest)
    far = _distance(law, curve)
    return PatienceFit(
        law, curve, len(seconds), int(left.sum()), longest, far, tuple(tried)
    )  # fmt: skip


def kaplan_meier(seconds: Floats, left: NDArray[np.bool_]) -> Curve:
    """The curve at every time at which somebody left."""
    order = np.lexsort((~left, seconds))
    times, first = np.unique(seconds[order], return_index=True)
    at_risk = len(seconds) - first
    gone = np.add.reduceat(left[order].astype(float), first)
    some = gone > 0
    times, at_risk, gone = times[some], at_risk[some], gone[some]
    stays = np.asarray(np.cumprod(1.0 - gone / at_risk), np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(gone / (at_risk * (at_risk - gone)))
        error = np.asarray(np.where(stays > 0, stays * np.sqrt(spread), 0.0), np.float64)
    return Curve(times, stays, error, at_risk)


def kaplan_meier_law(curve: Curve, seconds: Floats, left: NDArray[np.bool_]) -> Empirical:
    """The curve as a law; where fewer than 50 still wait it goes on with the rate at which people
    left over the second half of the time before (an exponential tail)."""
    enough = curve.at_risk >= min(_FORM_NEEDS, int(curve.at_risk.max()))
    cut = float(curve.seconds[enough][-1])
    late = np.clip(seconds - cut / 2, 0.0, None)
    rate = max((left & (seconds > cut / 2)).sum() / max(late.sum(), 1e-9), 1e-6)
    stays = np.concatenate([[1.0], curve.stays[enough]])
    level = 1.0 - (np.arange(_VALUES) + 0.5) / _VALUES * (1.0 - stays[-1])
    place = np.searchsorted(-stays, -level, side="left") - 1
    values = curve.seconds[enough][np.clip(place, 0, enough.sum() - 1)]
    share = (np.arange(_TAIL_VALUES) + 0.5) / _TAIL_VALUES
    tail = cut - np.log1p(-share) / rate
    weights = [float((1.0 - stays[-1]) / _VALUES)] * _VALUES
    weights += [float(stays[-1] / _TAIL_VALUES)] * _TAIL_VALUES
    times = tuple(round(float(t), 3) for t in np.concatenate([values, tail]))
    return Empirical(law="empirical", seconds=times, weights=tuple(weights))


def _chosen(
    scored: list[tuple[float, TimeLaw, float]], curve: Curve, seconds: Floats,
    left: NDArray[np.bool_], choice: Choice, longest: float,
) -> TimeLaw:  # fmt: skip
    if choice == "kaplan-meier":
        return kaplan_meier_law(curve, seconds, left)
    by_name = {law.law: law for _aic, law, _far in scored}
    if choice != "auto":
        return by_name.get(choice, by_name["exponential"])
    likely = sorted(scored, key=lambda s: s[0])
    trusted = [law for _aic, law, _far in likely if law.mean_s <= _FAR * longest]
    return trusted[0] if trusted else by_name["exponential"]


def _distance(law: TimeLaw, curve: Curve) -> float:
    some = curve.at_risk >= min(_FORM_NEEDS, int(curve.at_risk.max()))
    model = survival(law, curve.seconds[some])
    return float(np.abs(model - curve.stays[some]).max())


def _laws(seconds: Floats, left: NDArray[np.bool_]) -> list[tuple[TimeLaw, float]]:
    """(law, AIC): the rate at which people left, and two laws with a shape."""
    gone = int(left.sum())
    mean = float(seconds.sum() / gone)
    found: list[tuple[TimeLaw, float]] = [
        (Exponential(law="exponential", mean_seconds=mean), 2 * gone * (np.log(mean) + 1) + 2)
    ]
    if gone >= _FORM_NEEDS:
        found += [_weibull(seconds, left), _lognormal(seconds, left, mean)]
    return found


def _weibull(seconds: Floats, left: NDArray[np.bool_]) -> tuple[TimeLaw, float]:
    from scipy.special import gamma

    from simulator.peak.calibration.time_law import best_shape

    logs, gone = np.log(seconds), int(left.sum())
    top = logs.max()

    def scale(shape: float) -> float:
        """log of the scale with the largest likelihood for this shape."""
        return float(top + (np.log(np.exp(shape * (logs - top)).sum() / gone)) / shape)

    def likelihood(shape: float) -> float:
        at = scale(shape)
        return float(gone * (np.log(shape) - shape * at) + (shape - 1) * logs[left].sum() - gone)

    shape, value = best_shape(likelihood, 0.2, 50.0)
    mean = float(np.exp(scale(shape)) * gamma(1 + 1 / shape))
    law = Weibull(law="weibull", mean_seconds=min(mean, 3e7), shape=shape)
    return law, 4 - 2 * value


def _lognormal(seconds: Floats, left: NDArray[np.bool_], start: float) -> tuple[TimeLaw, float]:
    from scipy.optimize import minimize
    from scipy.special import log_ndtr

    logs = np.log(seconds)
    low, high = np.log(0.05), np.log(2.4)

    def minus(p: Floats) -> float:
        spread = float(np.exp(np.clip(p[1], low, high)))
        z = (logs - p[0]) / spread
        density = -(z[left] ** 2) / 2 - logs[left] - np.log(spread * np.sqrt(2 * np.pi))
        return -float(density.sum() + log_ndtr(-z[~left]).sum())

    found = minimize(minus, np.array([np.log(start), 0.0]), method="Nelder-Mead")
    spread = float(np.exp(np.clip(found.x[1], low, high)))
    mean = float(np.exp(min(found.x[0] + spread**2 / 2, 17.0)))
    cv = float(np.sqrt(np.expm1(spread**2)))
    return Lognormal(law="lognormal", mean_seconds=mean, cv=min(cv, 20.0)), 4 + 2 * float(found.fun)
