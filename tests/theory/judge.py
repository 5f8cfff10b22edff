"""Judging sets of comparisons between independent replications and a theory's figures."""

from __future__ import annotations

import numpy as np
from scipy import stats

UNLIKELY = 1e-3
"""A set is rejected when what was seen has less than this probability."""
FEW = 200.0
"""Ratios with fewer expected events, or fewer missing ones, are too skewed for a score."""


def score(part: np.ndarray, whole: np.ndarray, truth: float) -> float:
    """How far sums over replications are from E[part] = truth·E[whole], as a normal score.

    Student's t of the residuals, mapped to the normal quantile of the same probability.
    """
    rest = np.asarray(part, float) - truth * np.asarray(whole, float)
    error = rest.std(ddof=1) / np.sqrt(rest.size)
    t = rest.mean() / error
    return float(np.sign(t) * stats.norm.isf(stats.t.sf(abs(t), rest.size - 1)))


def can_score(events: float, trials: float) -> bool:
    """Whether an expected number of events of so many trials is neither few nor nearly all."""
    return min(events, trials - events) >= FEW


def judge(scores: dict[str, float]) -> tuple[float, float]:
    """(probability of a largest |z| as large, of a sum of squares as far out), for independent
    scores; printed, and AssertionError with the largest scores when either is unlikely."""
    z = np.array(list(scores.values()))
    assert z.size >= 4, "a set is judged, not single comparisons"
    largest = float(-np.expm1(z.size * np.log1p(-2.0 * stats.norm.sf(np.abs(z).max()))))
    squares = float((z**2).sum())
    tails = stats.chi2.sf(squares, z.size), stats.chi2.cdf(squares, z.size)
    spread = float(min(1.0, 2.0 * min(tails)))
    print(
        f"{z.size} scores: mean square {squares / z.size:.2f}, largest |z| {np.abs(z).max():.2f}, "
        f"P(largest) {largest:.2g}, P(spread) {spread:.2g}"
    )
    worst = sorted(scores.items(), key=lambda item: -abs(item[1]))[:6]
    report = ", ".join(f"{name}: z = {value:+.2f}" for name, value in worst)
    assert min(largest, spread) >= UNLIKELY, (
        f"{z.size} scores, mean square {squares / z.size:.2f}, "
        f"P(max) {largest:.2g}, P(spread) {spread:.2g}; {report}"
    )
    return largest, spread
