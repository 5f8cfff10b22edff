"""Calibration finds again what simulated logs were made with."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from simulated_log import days_of, log_of

from scenarios.peak.law import Gamma, Lognormal
from scenarios.peak.scenario import PeakScenario
from simulator.peak.calibration.calibration import Calibration, Wish, calibrate
from simulator.peak.calibration.demand import count, fit_demand
from simulator.peak.calibration.patience import fit_patience, kaplan_meier
from simulator.peak.calibration.span import split
from simulator.peak.calibration.time_law import fit_time, survival
from simulator.peak.log.log import LEFT, LOG_DTYPE, SERVED, Log


@cache
def _world() -> tuple[PeakScenario, Log]:
    scenario = days_of(28, ("demand.busyness.cv=0.2", "demand.busyness.correlation=1.0"))
    return scenario, log_of(scenario)


@cache
def _found() -> Calibration:
    _scenario, log = _world()
    return calibrate(log, Wish("found", patience="auto", base=None, interval_minutes=30))


def _rows(patience: NDArray[np.float64], wait: NDArray[np.float64]) -> NDArray[np.void]:
    """Rows that waited until answered or until their patience ended."""
    rows = np.zeros(len(wait), LOG_DTYPE)
    rows["outcome"] = np.where(patience < wait, LEFT, SERVED)
    rows["wait"] = np.round(np.minimum(patience, wait) * 1e6)
    return rows


@pytest.mark.parametrize("offered_s", [400.0, 60.0, 8.0], ids=["half", "some", "two percent"])
def test_exponential_patience_is_found_however_few_leave(offered_s: float) -> None:
    """Means of 40 logs scatter around the truth as their censored likelihood says, also where 98 %
    of the waits are cut short."""
    truth, scores = 400.0, []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rows = _rows(rng.exponential(truth, 10_000), rng.exponential(offered_s, 10_000))
        fit = fit_patience(rows, "exponential")
        assert fit is not None
        # The mean is Gamma-like with as many degrees as people left: log it for symmetry.
        scores.append(np.log(fit.law.mean_s / truth) * np.sqrt(fit.left))
    assert abs(np.mean(scores)) < 3.3 / np.sqrt(len(scores))
    assert 0.7 < np.std(scores) < 1.35


def test_weibull_patience_is_told_from_exponential() -> None:
    """Shape 2 and mean 300 s come back within 5 % with three quarters censored, as the law with the
    least AIC; so does the survival function of Kaplan and Meier, within its errors."""
    rng = np.random.default_rng(5)
    scale = 300.0 / 0.886227
    rows = _rows(scale * rng.weibull(2.0, 20_000), rng.exponential(150.0, 20_000))
    fit = fit_patience(rows)
    assert fit is not None
    assert fit.law.law == "weibull"
    assert fit.law.shape == pytest.approx(2.0, rel=0.05)
    assert fit.law.mean_s == pytest.approx(300.0, rel=0.05)
    assert fit.censored > 0.7
    curve = kaplan_meier(rows["wait"] / 1e6, rows["outcome"] == LEFT)
    many = curve.at_risk >= 100
    far = np.abs(curve.stays - survival(fit.law, curve.seconds))[many]
    assert (far <= 4.0 * curve.error[many] + 1e-3).all()


def test_kaplan_meier_by_hand() -> None:
    """Waits 1+, 2, 3+, 4 (+ answered): the curve falls to 2/3 at 2 s and to 0 at 4 s."""
    curve = kaplan_meier(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True]))
    assert curve.seconds.tolist() == [2.0, 4.0]
    assert curve.stays == pytest.approx([2 / 3, 0.0])
    assert curve.at_risk.tolist() == [3, 1]


def test_patience_needs_somebody_who_left() -> None:
    """Where hardly anybody left there is no estimate, instead of a wild one."""
    rng = np.random.default_rng(1)
    assert fit_patience(_rows(rng.exponential(1e6, 500), rng.exponential(5.0, 500))) is None


@pytest.mark.parametrize(
    "law",
    [
        Lognormal(law="lognormal", mean_seconds=200, cv=0.9),
        Gamma(law="gamma", mean_seconds=180, cv=0.5),
    ],
    ids=lambda law: law.law,
)
def test_laws_of_work_are_recognised(law: Lognormal | Gamma) -> None:
    """The law that made 5,000 times is chosen, its CV within 5 %, its mean the times' own."""
    rng = np.random.default_rng(3)
    if law.law == "gamma":
        times = rng.gamma(law.cv**-2, law.mean_s * law.cv**2, 5000)
    else:
        spread = np.sqrt(np.log1p(law.cv**2))
        times = rng.lognormal(np.log(law.mean_s) - spread**2 / 2, spread, 5000)
    fit = fit_time(times)
    assert fit.law.law == law.law
    assert fit.law.cv == pytest.approx(law.cv, rel=0.05)
    assert fit.law.mean_s == pytest.approx(times.mean())
    assert fit.distance < 0.03


def test_times_that_fit_no_law_stay_themselves() -> None:
    """Two heaps far apart: their quantiles are the law, with the same mean."""
    rng = np.random.default_rng(4)
    times = np.concatenate([rng.normal(20, 1, 1000), rng.normal(600, 5, 1000)])
    fit = fit_time(times)
    assert fit.law.law == "empirical"
    assert fit.law.mean_s == pytest.approx(times.mean(), rel=1e-3)


@pytest.mark.parametrize("correlation", [1.0, 0.3])
def test_busyness_is_found_again(correlation: float) -> None:
    """Over 30 logs of 42 days the CV averages 0.25 within 10 %, and the correlation between intents
    within 0.15 of the truth; with none, hardly any is found."""
    sets = ("demand.busyness.cv=0.25", f"demand.busyness.correlation={correlation}")
    scenario = days_of(42, sets)
    found = [_busy(scenario, seed) for seed in range(30)]
    cv, shared = np.mean(found, axis=0)
    assert cv == pytest.approx(0.25, rel=0.10)
    assert shared == pytest.approx(correlation, abs=0.15)


def test_calm_days_are_found_calm() -> None:
    """Without busyness the CV found stays below 5 %: Poisson's share has been taken out."""
    scenario = days_of(42)
    assert np.mean([_busy(scenario, seed)[0] for seed in range(15)]) < 0.05


def _busy(scenario: PeakScenario, seed: int) -> tuple[float, float]:
    """Estimates from arrivals alone; nothing has to be simulated for them."""
    from simulator.peak.replication import Prepared

    arrivals = Prepared.of(scenario).draw(seed, 0)
    rows = np.zeros(len(arrivals), LOG_DTYPE)
    from simulator.peak.log.moment import local_us

    rows["arrived"] = arrivals["time"] + local_us(scenario.clock.origin)
    rows["intent"] = arrivals["intent"]
    names = tuple(i.name for i in scenario.intents)
    log = Log(
        "drawn.csv", rows, ("shop",), names, ("regular",), (), False, len(rows), (), 0, (), ()
    )
    span = split(log)
    busy = fit_demand(count(log, span, 30), span.fitted[-1]).busy
    return busy.cv, busy.correlation


def test_a_whole_world_is_found_again() -> None:
    """From four simulated weeks: volume, mix, handle times, patience and profile within 10 %."""
    scenario, _log = _world()
    found = _found().scenario
    direct = found.demand.direct
    per_day = sum(sum(d.contacts for d in part.days) for part in direct) / 7
    assert per_day == pytest.approx(600, rel=0.15)
    assert found.channels.phone.patience is not None
    assert found.channels.phone.patience.mean_s == pytest.approx(240, rel=0.10)
    for was, is_ in zip(scenario.intents, found.intents, strict=True):
        assert was.phone is not None
        assert is_.phone is not None
        assert is_.phone.talk.mean_s == pytest.approx(was.phone.talk.mean_s, rel=0.05)
        assert is_.phone.talk.law == "lognormal"
    mix = {name: w for part in direct for name, w in part.mix.items()}
    assert mix["delivery"] / sum(mix.values()) == pytest.approx(0.65, abs=0.02)
    profile = np.array(found.demand.profiles["mon"])
    wanted = np.repeat(np.array(scenario.demand.profiles["day"], float), 2)
    assert np.abs(profile - wanted / wanted.sum()).sum() < 0.12


def test_people_on_duty_are_found_again() -> None:
    """Five people from 9:00 to 21:00 are inferred from whom they served, within a tenth."""
    duty = _found().duty
    assert duty is not None
    people = duty.people[0].sum(axis=0)
    assert people[19:41].mean() == pytest.approx(5.0, rel=0.1)
    assert people[:18].max() == 0.0
    assert people[44:].max() < 0.2


def test_queues_and_groups_are_found_again() -> None:
    """Two queues (refunds apart), and a group that serves both."""
    structure = _found().structure
    assert structure is not None
    assert {q.intents for q in structure.queues} == {(0,), (1,)}
    assert any(len(g.queues) == 2 for g in structure.groups)
