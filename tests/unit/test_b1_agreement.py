"""The judge of benchmark B1: what it accepts and what it refuses."""

import importlib
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.b1_agreement import differences
from benchmarks.b1_model import Day, Outcome, b1_day

BASELINES = ["b1_simpy_processes", "b1_simpy_callbacks", "b1_ciw"]


def baseline(name: str) -> Callable[[Day, int], Outcome]:
    """The `run` of a baseline; skips the test where Ciw, an optional extra, is not installed."""
    if name == "b1_ciw":
        pytest.importorskip("ciw")
    run: Callable[[Day, int], Outcome] = importlib.import_module(f"benchmarks.{name}").run
    return run


def outcomes(abandonment: float, seed: int, runs: int = 10) -> list[Outcome]:
    """Made-up days around a given share of abandonment; the other figures do not depend on it."""
    noise = np.random.default_rng(seed).normal(0.0, 0.002, (runs, 3))
    return [
        Outcome(10_000, round(10_000 * (abandonment + a)), round(10_000 * (0.9 + b)), 4 + c, 1.0)
        for a, b, c in noise
    ]


def test_equal_models_agree() -> None:
    """Replications of one model under two names lie within all intervals."""
    found = differences({"a": outcomes(0.035, 1), "b": outcomes(0.035, 2)}, "a")
    assert len(found) == 3
    assert all(difference.agrees for difference in found)


def test_another_abandonment_is_refused_alone() -> None:
    """2.6 % instead of 3.5 % abandonment is found, and only in that figure."""
    found = differences({"a": outcomes(0.035, 1), "b": outcomes(0.026, 2)}, "a")
    assert [difference.figure for difference in found if not difference.agrees] == ["abandonment"]


def test_interval_by_hand() -> None:
    """Two samples of two with spread √2/100 and 2 degrees of freedom give t·√2/100 as interval."""

    def day(abandoned: int) -> Outcome:
        return Outcome(100, abandoned, 50, 1.0, 1.0)

    found = differences({"a": [day(1), day(3)], "b": [day(2), day(4)]}, "a")
    assert found[0].difference == pytest.approx(0.01)
    # Quantile 1 - 0.01/6 of Student's t with 2 degrees of freedom: 17.2772.
    assert found[0].half_width == pytest.approx(17.2772 * 0.01 * 2**0.5, rel=1e-4)


def test_baselines_are_one_model() -> None:
    """The three baselines agree on a day of 3,000 contacts over 12 replications each."""
    day = b1_day(3_000)
    runs = {
        name: [baseline(name)(day, 100 * number + i) for i in range(12)]
        for number, name in enumerate(BASELINES)
    }
    assert [d for d in differences(runs, BASELINES[0]) if not d.agrees] == []


@pytest.mark.parametrize("engine", BASELINES)
def test_nobody_is_replaced_at_the_border(engine: str) -> None:
    """Ten agents are busy for hours when the plan falls to one, so nobody answers any more.

    About 40 contacts come in the first minute and about 10 just after the border, with a patience
    of a minute. A schedule that sends a fresh agent at the border, beside those still busy, would
    answer an eleventh contact.
    """
    per_minute = [0.0] * 60
    per_minute[0], per_minute[31] = 40.0, 10.0
    day = Day(tuple(per_minute), (10, 1), handle_mean_s=20_000.0, patience_mean_s=60.0)
    outcome = baseline(engine)(day, 3)
    assert outcome.contacts > 30
    assert outcome.answered_within_20s == 10
    assert outcome.abandoned == outcome.contacts - 10


@pytest.mark.parametrize("engine", BASELINES)
def test_leaving_agents_stay_when_the_plan_rises_again(engine: str) -> None:
    """The plan falls from ten to one and returns to ten while all are busy: still nobody new."""
    per_minute = [0.0] * 90
    per_minute[0], per_minute[61] = 40.0, 10.0
    day = Day(tuple(per_minute), (10, 1, 10), handle_mean_s=200_000.0, patience_mean_s=60.0)
    outcome = baseline(engine)(day, 3)
    assert outcome.answered_within_20s == 10
