"""Calibrated on the first days of a real call log, tested on its last week.

The log is not part of the project (docs/guides/log-replay.md says where it comes from). Run with
``SHAPAN_CALL_LOG=<file> pytest -s tests/theory/test_call_log_backtest.py``."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

import scenarios
from simulator.peak.backtest.backtest import Backtest, backtest
from simulator.peak.calibration.calibration import Calibration, Wish, calibrate
from simulator.peak.calibration.trial import simple_patience_s
from simulator.peak.log.reading import read_log

LOGS = Path(scenarios.__file__).parent / "library" / "logs"
FILE = os.environ.get("SHAPAN_CALL_LOG", "")

pytestmark = pytest.mark.skipif(
    not os.path.isfile(FILE), reason="SHAPAN_CALL_LOG names no file: the call log is not here"
)


@cache
def _found() -> Calibration:
    return calibrate(read_log(FILE, LOGS / "bank-hotline.map.yaml"), Wish("bank", hold_back=7))


@cache
def _result() -> Backtest:
    found = _found()
    patience = simple_patience_s(found.rows, found.scenario)
    return backtest(found.scenario, found.log, patience_s=patience)


def test_it_beats_last_week_by_far() -> None:
    """Errors of hourly waits are at least 30 %, of leaving at least 40 % below those of the same
    hour a week before."""
    assert _result().wait.under_last_week.value >= 0.30
    assert _result().left.under_last_week.value >= 0.40


def test_it_is_not_above_the_formula() -> None:
    """Errors are not above those of Erlang-A per interval with the same contacts and people."""
    assert _result().wait.over_formula.value <= 0.0
    assert _result().left.over_formula.value <= 0.0


def test_nothing_is_below_the_floor() -> None:
    """No model can be right beyond chance: the error stays above the lower end of the floor's
    interval, and within twice the floor."""
    for figure in (_result().wait, _result().left):
        assert figure.floor.low < figure.model.value < 2.0 * figure.floor.value


def test_totals_come_out_as_measured() -> None:
    """Over the week the mean wait comes out within 10 %, and leaving within one point."""
    measured, simulated = _result().measured, _result().simulated
    waits = [f["wait"].sum() / f["waits"].sum() for f in (measured, simulated)]
    left = [f["left"].sum() / f["contacts"].sum() for f in (measured, simulated)]
    assert waits[1] == pytest.approx(waits[0], rel=0.10)
    assert left[1] == pytest.approx(left[0], abs=0.01)


def test_the_law_of_patience_was_tried_on_fitted_days_only() -> None:
    """The trial's week ends before the days held back, and it was a trial that chose."""
    assert _found().trial is not None
    assert _found().trial.best == _found().patience[0].law.law
    assert _found().span.fitted[-1] < _found().span.held_back[0]
