"""How sure a figure is: intervals over replications (2.4: every KPI carries one).

Replications are independent and alike, so Student's t holds for their means; a ratio of sums is
linearised first (delta method). Half widths are NaN where there are fewer than two replications."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

# Not scipy.stats, whose import takes as long as a small run.
from scipy.special import betaincinv, ndtri, stdtrit

Floats = NDArray[np.float64]
CONFIDENCE = 0.95


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """``numerator / denominator``, NaN where nothing was counted; never a warning."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0.0)


def half_width_of_mean(values: Floats, confidence: float = CONFIDENCE) -> Floats:
    """Half width of the t-interval of the mean over axis 0; NaN entries are left out."""
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    mean = ratio(np.where(there, values, 0.0).sum(axis=0), count)
    squares = np.where(there, (values - mean) ** 2, 0.0).sum(axis=0)
    spread = np.sqrt(ratio(squares, np.maximum(count - 1, 0)))
    return student(count - 1, confidence) * ratio(spread, np.sqrt(count))


def student(freedom: NDArray[np.int64] | int, confidence: float = CONFIDENCE) -> Floats:
    """Two-sided quantile of Student's t; NaN where ``freedom`` < 1."""
    degrees = np.asarray(freedom, float)
    quantile = stdtrit(np.maximum(degrees, 1.0), 0.5 + confidence / 2)
    return np.where(degrees >= 1, quantile, np.nan)


def influence(numerator: Floats, denominator: Floats) -> Floats:
    """How far each replication pulls the pooled ratio: (N − R·D) / mean(D), over axis 0.

    Their mean is 0, and their standard error is that of the ratio (delta method)."""
    pooled = ratio(numerator.sum(axis=0), denominator.sum(axis=0))
    return ratio(numerator - pooled * denominator, denominator.mean(axis=0))


def pooled_ratio(
    numerator: Floats, denominator: Floats, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """Ratio of sums over axis 0, and the half width of its interval by the delta method."""
    pooled = ratio(numerator.sum(axis=0), denominator.sum(axis=0))
    return pooled, half_width_of_mean(influence(numerator, denominator), confidence)


def jackknifed_ratio(
    numerator: Floats, denominator: Floats, confidence: float = CONFIDENCE
) -> tuple[Floats, Floats]:
    """The same by leaving one replication out at a time: less biased where there are few."""
    n = len(numerator)
    pooled = ratio(numerator.sum(axis=0), denominator.sum(axis=0))
    without = ratio(numerator.sum(axis=0) - numerator, denominator.sum(axis=0) - denominator)
    pseudo = n * pooled - (n - 1) * without
    if n < 2:
        return pooled, np.full_like(pooled, np.nan)
    return pseudo.mean(axis=0), half_width_of_mean(pseudo, confidence)


def probability_interval(
    held: int,
    of: int,
    confidence: float = CONFIDENCE,
    method: Literal["clopper_pearson", "wilson"] = "clopper_pearson",
) -> tuple[float, float]:
    """Interval of a probability when ``held`` of ``of`` replications held. Clopper–Pearson never
    covers less than ``confidence``; Wilson covers it on average and is narrower."""
    if not 0 <= held <= of or of < 1:
        raise ValueError(f"{held} of {of} is no count of replications")
    if method == "wilson":
        return _wilson(held / of, of, confidence)
    tail = (1 - confidence) / 2
    low = 0.0 if held == 0 else float(betaincinv(held, of - held + 1, tail))
    high = 1.0 if held == of else float(betaincinv(held + 1, of - held, 1 - tail))
    return low, high


def _wilson(share: float, of: int, confidence: float) -> tuple[float, float]:
    z = float(ndtri(0.5 + confidence / 2))
    centre = share + z * z / (2 * of)
    reach = z * float(np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)))
    scale = 1 + z * z / of
    return max(0.0, (centre - reach) / scale), min(1.0, (centre + reach) / scale)
