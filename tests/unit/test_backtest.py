"""A backtest: errors by hand, honest baselines, and a model that is right comes out right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from simulated_log import days_of, log_of

from simulator.peak.backtest.backtest import Backtest, backtest
from simulator.peak.backtest.error import middle, score
from simulator.peak.calibration.calibration import Calibration, Wish, calibrate
from simulator.peak.calibration.trial import simple_patience_s
from simulator.peak.log.crew import crew, duty_from
from simulator.peak.log.log import Log
from simulator.peak.log.measured import mean_wait_s
from sops.problem import Problems


@cache
def _log() -> Log:
    return log_of(days_of(21, contacts=900))


@cache
def _calibrated() -> Calibration:
    return calibrate(_log(), Wish("tested", hold_back=7, patience="exponential"))


@cache
def _result() -> Backtest:
    found = _calibrated()
    patience = simple_patience_s(found.rows, found.scenario)
    return backtest(found.scenario, found.log, patience_s=patience, replications=20)


def test_errors_by_hand() -> None:
    """Two days of two hours, weights 1, 3, 0, 2: mean absolute errors and their differences."""
    measured = np.array([10.0, 20.0, 99.0, 40.0])
    guesses = {
        "model": np.array([12.0, 20.0, 0.0, 44.0]), "expected": np.array([10.0, 20.0, 0.0, 40.0]),
        "last_week": np.array([0.0, 0.0, 0.0, 0.0]), "formula": np.array([13.0, 23.0, 0.0, 43.0]),
    }  # fmt: skip
    runs = np.array([[12.0, 20.0, 0.0, 44.0], [14.0, 18.0, 5.0, 44.0]])
    found = score(
        "seconds", measured, np.array([1, 3, 0, 2]), np.array([0, 0, 1, 1]), guesses, runs
    )
    assert found.model.value == pytest.approx((2 + 0 + 2 * 4) / 6)
    assert found.expected.value == 0.0
    assert found.last_week.value == pytest.approx((10 + 60 + 80) / 6)
    assert found.formula.value == pytest.approx(3.0)
    assert found.floor.value == pytest.approx((0 + (2 + 6)) / 2 / 6)
    assert found.under_last_week.value == pytest.approx(1 - 10 / 150)
    assert found.over_formula.value == pytest.approx(10 / 6 - 3.0)
    for error in (found.model, found.floor, found.over_formula):
        assert error.low <= error.value <= error.high


def test_the_middle_of_runs() -> None:
    """The median of those replications in which somebody came; 0 where nobody ever did."""
    runs = np.array([[1.0, np.nan, np.nan], [5.0, 4.0, np.nan], [9.0, 8.0, np.nan]])
    assert middle(runs).tolist() == [5.0, 6.0, 0.0]


def test_held_back_days_touch_no_estimate() -> None:
    """Whatever the last week says, the scenario of the first two is the same."""
    rows = _log().rows.copy()
    late = rows["arrived"] >= rows["arrived"][0] + 14 * 86_400_000_000
    rows["service"][late & (rows["service"] > 0)] *= 3
    rows["outcome"][late] = 1 - rows["outcome"][late]
    changed = calibrate(replace(_log(), rows=rows),
                        Wish("tested", hold_back=7, patience="exponential"))  # fmt: skip
    assert changed.data == _calibrated().data
    assert changed.span.held_back == tuple(date(2025, 11, 17 + n) for n in range(7))


def test_a_right_model_comes_out_near_the_floor() -> None:
    """The log was simulated: the model's error is within half of the floor's, in waits and leaving,
    and it and the log agree in total within 15 %."""
    result = _result()
    for figure in (result.wait, result.left):
        assert figure.model.value < 1.5 * figure.floor.value
        assert figure.model.value < figure.last_week.value
    measured, simulated = result.measured, result.simulated
    waits = [f["wait"].sum() / f["waits"].sum() / 1e6 for f in (measured, simulated)]
    assert waits[1] == pytest.approx(waits[0], rel=0.15)


def test_the_floor_is_what_runs_differ_by() -> None:
    """Put a replication in reality's place: on average its error is the floor."""
    result = _result()
    runs = mean_wait_s(result.runs)
    weights = result.measured["contacts"]
    errors = [
        np.average(np.abs(np.nan_to_num(middle(runs) - run)), weights=weights) for run in runs
    ]
    assert result.wait.floor.value == pytest.approx(np.mean(errors), rel=0.02)


def test_contacts_arrive_as_logged() -> None:
    """Every replication of the backtest has the log's own contacts in every hour."""
    result = _result()
    assert (result.runs["contacts"] == result.measured["contacts"]).all()


def test_agents_come_and_go_as_the_log_shows() -> None:
    """Borders of the inferred duty are in order, each agent on before it is off."""
    found = _calibrated()
    pieces = crew(found.scenario, found.log)
    assert (pieces["start"] < pieces["end"]).all()
    assert (pieces["until"] <= pieces["end"]).all()
    duty = duty_from(found.scenario, pieces)
    assert (np.diff(duty.shifts["time"]) >= 0).all()
    assert duty.agents.sum() == len(np.unique(duty.shifts["agent"]))


def test_days_that_the_log_lacks_are_told() -> None:
    """A scenario of other days is refused with what to do."""
    found = calibrate(_log(), Wish("tested", patience="exponential"))
    with pytest.raises(Problems, match="hold-back"):
        backtest(found.scenario, _log(), patience_s=100.0)


def test_a_log_without_agents_is_told() -> None:
    """Nobody can say who was there: a problem, not a guess."""
    rows = _log().rows.copy()
    rows["agent"] = -1
    with pytest.raises(Problems, match="坐席"):
        backtest(_calibrated().scenario, replace(_log(), rows=rows, agents=()), patience_s=100.0)
