"""Intervals cover what they promise, judged over many settings at once."""

import numpy as np
import pytest
from scipy import stats

from simulator.peak.confidence import (
    half_width_of_mean,
    jackknifed_ratio,
    pooled_ratio,
    probability_interval,
    ratio,
    student,
)

TRIALS = 4000
SETTINGS = [(n, cv, level) for n in (5, 10, 30) for cv in (0.05, 0.2) for level in (0.2, 0.8)]


def experiments(n: int, cv: float, level: float) -> tuple[np.ndarray, np.ndarray]:
    """[replication, trial]: Gamma-mixed counts, and successes whose chance falls as counts rise."""
    rng = np.random.default_rng([n, round(cv * 100), round(level * 100)])
    busy = rng.gamma(1 / cv**2, cv**2, (n, TRIALS))
    counts = rng.poisson(500 * busy)
    chance = np.clip(level - 0.1 * (busy - 1), 0, 1)
    return rng.binomial(counts, chance).astype(float), counts.astype(float)


def truth(cv: float, level: float) -> float:
    """E(successes) / E(counts) of `experiments` (clipping never matters): level − 0.1 Var(busy)."""
    return level - 0.1 * cv**2


@pytest.mark.parametrize("estimator", [pooled_ratio, jackknifed_ratio])
def test_ratio_intervals_cover(estimator) -> None:  # type: ignore[no-untyped-def]
    """Over twelve settings 95 % intervals of a ratio cover 95 ± 1 % on average, none < 92.5 %."""
    cover = []
    for n, cv, level in SETTINGS:
        estimate, half = estimator(*experiments(n, cv, level))
        cover.append(float((abs(estimate - truth(cv, level)) <= half).mean()))
    assert np.mean(cover) == pytest.approx(0.95, abs=0.01)
    assert min(cover) > 0.925


def test_mean_intervals_cover() -> None:
    """t-intervals of normal means cover 90, 95 and 99 % for 2 to 30 replications."""
    rng = np.random.default_rng(1)
    for confidence in (0.90, 0.95, 0.99):
        missed = [
            float((abs(x.mean(axis=0)) > half_width_of_mean(x, confidence)).mean())
            for x in (rng.normal(size=(n, 20_000)) for n in (2, 5, 30))
        ]
        assert missed == pytest.approx([1 - confidence] * 3, abs=0.006)


def test_interval_of_a_mean_by_hand() -> None:
    """1, 2, 3 have mean 2 and half width t(2) × 1/√3; a NaN beside them is left out."""
    values = np.array([[1.0, 1.0], [2.0, np.nan], [3.0, 3.0], [np.nan, np.nan]])
    expected = [4.302653 / 3**0.5, 12.706205 * 2**0.5 / 2**0.5]
    assert half_width_of_mean(values).tolist() == pytest.approx(expected, rel=1e-6)


def test_ratio_by_hand() -> None:
    """1/2 and 3/2 pool to 1 with residuals ∓1: half width t(1) × √2 / √2 / 2."""
    estimate, half = pooled_ratio(np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    assert float(estimate) == 1.0
    assert float(half) == pytest.approx(12.706205 / 2, rel=1e-6)


def test_a_constant_ratio_is_certain() -> None:
    """Where every replication has the same ratio, its half width is 0 though counts vary."""
    counts = np.array([10.0, 20.0, 40.0])
    estimate, half = pooled_ratio(counts / 4, counts)
    assert (float(estimate), float(half)) == (0.25, 0.0)


def test_nothing_counted_is_nan_and_quiet() -> None:
    """0 / 0 is NaN without a warning, alone and in intervals; one replication has no width."""
    with np.errstate(all="raise"):
        assert np.isnan(ratio(np.zeros(3), np.zeros(3))).all()
        estimate, half = pooled_ratio(np.zeros((4, 2)), np.zeros((4, 2)))
        assert np.isnan(estimate).all()
        assert np.isnan(half).all()
        single = pooled_ratio(np.ones((1, 1)), np.full((1, 1), 2.0))
        assert float(single[0][0]) == 0.5
        assert np.isnan(single[1]).all()
        assert np.isnan(jackknifed_ratio(np.ones((1, 1)), np.ones((1, 1)))[1]).all()


def test_student_is_students() -> None:
    """Quantiles agree with SciPy's distribution; below one degree of freedom there is none."""
    degrees = np.arange(1, 200)
    assert student(degrees, 0.9) == pytest.approx(stats.t.ppf(0.95, degrees), rel=1e-10)
    assert np.isnan(student(0))


def test_probability_intervals_are_the_known_ones() -> None:
    """Both methods agree with SciPy's for every count out of 1 to 40."""
    for of in (1, 2, 7, 20, 40):
        for held in range(of + 1):
            test = stats.binomtest(held, of)
            for method, name in (("clopper_pearson", "exact"), ("wilson", "wilson")):
                known = test.proportion_ci(0.95, method=name)
                found = probability_interval(held, of, 0.95, method)  # type: ignore[arg-type]
                assert found == pytest.approx((known.low, known.high), abs=1e-9)


def test_clopper_pearson_never_covers_less() -> None:
    """Exact coverage is at least 95 % for each of 99 probabilities and four numbers of runs; that
    of Wilson is 95 % on average."""
    shares = np.linspace(0.01, 0.99, 99)
    average = []
    for of in (10, 20, 50, 200):
        for method in ("clopper_pearson", "wilson"):
            ends = [probability_interval(k, of, 0.95, method) for k in range(of + 1)]  # type: ignore[arg-type]
            low, high = np.array(ends).T
            inside = (low[:, None] <= shares) & (shares <= high[:, None])
            weights = stats.binom.pmf(np.arange(of + 1)[:, None], of, shares)
            cover = (weights * inside).sum(axis=0)
            if method == "wilson":
                average.append(cover.mean())
            else:
                assert cover.min() >= 0.95
    assert np.mean(average) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize(("held", "of"), [(-1, 3), (4, 3), (0, 0)])
def test_impossible_counts_are_refused(held: int, of: int) -> None:
    """More held than run, or none run, is no count."""
    with pytest.raises(ValueError):
        probability_interval(held, of)
