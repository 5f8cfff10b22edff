"""A real call log replayed: measured against simulated waits and hang-ups, on days not fitted to.

The log is not part of the project (docs/guides/log-replay.md says where it comes from). Run with
``SHAPAN_CALL_LOG=<file> pytest -s tests/theory/test_call_log.py`` to see the tables."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import scenarios
from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak import simulate
from simulator.peak.log import fitted
from simulator.peak.log.log import Log
from simulator.peak.log.measured import (
    FLOW_DTYPE,
    left_share,
    mean_wait_s,
    measured_flow,
    simulated_flow,
    weighted_error,
)
from simulator.peak.log.moment import local_us
from simulator.peak.log.reading import read_log
from simulator.peak.log.replay import for_replay, replay
from simulator.peak.log.staffing import staff_from

LOGS = Path(scenarios.__file__).parent / "library" / "logs"
FILE = os.environ.get("SHAPAN_CALL_LOG", "")
FITTED = range(1, 6)
"""Days of August 1999 from which the scenario's laws were taken."""
DAYS = (8, 9, 10, 11, 12, 15, 16, 17, 18, 19)
REPLICATIONS = 20

pytestmark = pytest.mark.skipif(
    not os.path.isfile(FILE), reason="SHAPAN_CALL_LOG names no file: the call log is not here"
)


@cache
def _log() -> Log:
    return read_log(FILE, LOGS / "bank-hotline.map.yaml")


def _on(day: int) -> PeakScenario:
    scenario = load(LOGS / "bank-hotline.yaml")
    start = datetime(1999, 8, day, 7)
    clock = scenario.clock.model_copy(update={"start": start, "end": start + timedelta(hours=17)})
    return for_replay(scenario.model_copy(update={"clock": clock}), _log())


@cache
def _replayed(day: int, intent: str | None = None) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """Measured [hour] and simulated [replication, hour] flow of a day."""
    scenario = _on(day)
    result = simulate(
        scenario,
        replications=REPLICATIONS,
        plan=staff_from(_log(), scenario),
        arrivals=replay(scenario, _log()),
        keep_records=True,
    )
    intents = None if intent is None else (intent,)
    runs = [simulated_flow(r, scenario, intents=intents) for r in result.records or ()]
    return measured_flow(_log(), scenario, intents=intents), np.stack(runs)


def _days(intent: str | None = None) -> tuple[NDArray[np.void], NDArray[np.void], NDArray[np.void]]:
    """Measured [day, hour], simulated [day, hour] (all replications) and [run, day, hour]."""
    pairs = [_replayed(day, intent) for day in DAYS]
    each = np.stack([runs for _measured, runs in pairs], axis=1)
    return np.stack([measured for measured, _runs in pairs]), _summed(each, 0), each


def _summed(flow: NDArray[np.void], axis: int) -> NDArray[np.void]:
    total = np.zeros(np.sum(flow["contacts"], axis=axis).shape, FLOW_DTYPE)
    for name in FLOW_DTYPE.names or ():
        total[name] = flow[name].sum(axis=axis)
    return total


def _errors(flow: NDArray[np.void], measured: NDArray[np.void]) -> tuple[float, float]:
    """Hourly mean absolute errors, weighted by calls: of mean waits in s, and of hang-up shares."""
    weights = measured["contacts"]
    return (
        weighted_error(mean_wait_s(measured), mean_wait_s(flow), weights),
        weighted_error(left_share(measured), left_share(flow), weights),
    )


def _usual() -> NDArray[np.void]:
    """[day, hour]: the baseline that knows the same hour of the fitted week, and nothing else."""
    week = np.stack([measured_flow(_log(), _on(day)) for day in FITTED])
    return np.broadcast_to(_summed(week, 0), (len(DAYS), week.shape[1]))


def _show(name: str, measured: NDArray[np.void], simulated: NDArray[np.void]) -> None:
    """Print a table by hour and the totals."""
    print(f"\n{name}\nhour calls/day wait_m wait_s hang_m hang_s")
    m, s = _summed(measured, 0), _summed(simulated, 0)
    rows = zip(m["contacts"] / len(DAYS), mean_wait_s(m), mean_wait_s(s), left_share(m),
               left_share(s), strict=True)  # fmt: skip
    for hour, (calls, *figures) in enumerate(rows, start=7):
        print(f"{hour:4d} {calls:9.1f} {figures[0]:6.1f} {figures[1]:6.1f} "
              f"{figures[2]:6.3f} {figures[3]:6.3f}")  # fmt: skip


def _totals(flow: NDArray[np.void]) -> tuple[float, float]:
    total = _summed(flow.reshape(-1), 0)
    return float(mean_wait_s(total)), float(left_share(total))


def test_the_log_is_read_as_described() -> None:
    """29,955 rows; phantoms and who left in the voice unit dropped; a few rows not believed."""
    log = _log()
    assert log.read == 29_955
    assert [rule.rows for rule in log.dropped] == [238, 2445]
    assert 0 < log.bad_count < 30
    assert len(log.rows) == log.read - 238 - 2445 - log.bad_count


def test_the_scenario_holds_what_the_first_week_shows() -> None:
    """The laws of `bank-hotline` are those of 1-5 August, to the digits written."""
    first, last = local_us(datetime(1999, 8, 1)), local_us(datetime(1999, 8, 6))
    rows = fitted.between_days(_log(), first, last)
    scenario = load(LOGS / "bank-hotline.yaml")
    measured = fitted.with_talk(scenario, _log(), rows, empirical=False)
    for written, found in zip(scenario.intents, measured.intents, strict=True):
        assert written.phone is not None
        assert found.phone is not None
        assert written.phone.talk.mean_s == pytest.approx(found.phone.talk.mean_s, rel=0.005)
        assert written.phone.wrap_up is not None
        after = fitted.after_call_work(_log(), rows).mean_s
        assert written.phone.wrap_up.mean_s == pytest.approx(after, rel=0.005)
    patience = scenario.channels.phone.patience
    assert patience is not None
    assert patience.mean_s == pytest.approx(fitted.exponential_patience(rows).mean_s, rel=0.005)


def test_ten_other_days_come_out_as_measured() -> None:
    """Over ten days that no law was fitted to: mean wait within 10 %, hang-ups within 2 points,
    and hour by hour much nearer than the same hour of the fitted week."""
    measured, simulated, each = _days()
    _show("all calls", measured, simulated)
    (wait, left), (wait_s, left_s) = _totals(measured), _totals(simulated)
    error, usual = _errors(simulated, measured), _errors(_usual(), measured)
    floor = np.mean([_errors(simulated, run) for run in each], axis=0)
    print(f"total: wait {wait:.1f} / {wait_s:.1f} s, hang-ups {left:.3f} / {left_s:.3f}")
    print(f"hourly error: model {error}, noise alone {tuple(floor)}, usual hour {usual}")
    assert wait_s == pytest.approx(wait, rel=0.10)
    assert left_s == pytest.approx(left, abs=0.02)
    assert error[0] < 0.75 * usual[0]
    assert error[1] < 0.75 * usual[1]


def test_internet_support_is_harder() -> None:
    """The small queue: its waits come out within 20 %, its hang-ups within 3 points."""
    measured, simulated, each = _days("internet")
    _show("internet support", measured, simulated)
    (wait, left), (wait_s, left_s) = _totals(measured), _totals(simulated)
    floor = np.mean([_errors(simulated, run) for run in each], axis=0)
    print(f"total: wait {wait:.1f} / {wait_s:.1f} s, hang-ups {left:.3f} / {left_s:.3f}")
    print(f"hourly error: model {_errors(simulated, measured)}, noise alone {tuple(floor)}")
    assert wait_s == pytest.approx(wait, rel=0.20)
    assert left_s == pytest.approx(left, abs=0.03)
