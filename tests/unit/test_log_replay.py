"""A log becomes arrivals, people on duty and measured figures; shown on the synthetic log."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import scenarios
from scenarios.peak.law import Exponential
from scenarios.peak.load import load
from scenarios.peak.returns import Return, Returns
from scenarios.peak.scenario import PeakScenario
from simulator.peak import simulate
from simulator.peak.log import fitted
from simulator.peak.log.log import LEFT, LOG_DTYPE, SERVED, Log
from simulator.peak.log.measured import (
    left_share,
    mean_wait_s,
    measured_flow,
    simulated_flow,
    weighted_error,
)
from simulator.peak.log.moment import local_us
from simulator.peak.log.reading import read_log
from simulator.peak.log.replay import for_replay, replay, without_returns
from simulator.peak.log.staffing import staff_from, stays
from simulator.peak.log.synthetic import synthetic_log
from simulator.peak.staffing import planned_people
from sops.problem import Problems

LOGS = Path(scenarios.__file__).parent / "library" / "logs"
MINUTE = 60_000_000


@cache
def _log() -> Log:
    return read_log(LOGS / "synthetic.csv", LOGS / "synthetic.map.yaml")


@cache
def _scenario() -> PeakScenario:
    return load("log-replay")


def _made(*rows: tuple[int, int, int, str]) -> Log:
    """A log of served calls for agent 0: (arrived, answered, ended, intent), minutes after 9:00."""
    table = np.zeros(len(rows), LOG_DTYPE)
    start = local_us(_scenario().clock.start)
    for row, (arrived, answered, ended, intent) in zip(table, rows, strict=True):
        row["arrived"], row["answered"] = start + arrived * MINUTE, start + answered * MINUTE
        row["ended"] = start + ended * MINUTE
        row["wait"], row["service"] = (answered - arrived) * MINUTE, (ended - answered) * MINUTE
        row["intent"] = _log().intents.index(intent)
    return replace(_log(), rows=table, agents=("a",))


def test_the_synthetic_log_is_what_its_script_writes() -> None:
    """The committed file is the simulated day of `log-replay`, byte for byte."""
    assert synthetic_log(_scenario()) == (LOGS / "synthetic.csv").read_text(encoding="utf-8")


def test_every_row_is_accounted_for() -> None:
    """Good, bad and dropped rows add up, and the planted mistakes are found."""
    log = _log()
    assert log.read == len(log.rows) + log.bad_count + sum(rule.rows for rule in log.dropped)
    assert [row.cells[0] for row in log.bad] == ["坏-1", "坏-2", "坏-3"]
    assert [rule.rows for rule in log.dropped] == [1]


def test_arrivals_are_the_logged_ones() -> None:
    """As many as rows, at their times from the origin, in order, with different keys."""
    arrivals = replay(_scenario(), _log())
    assert len(arrivals) == len(_log().rows)
    assert (np.diff(arrivals["time"]) >= 0).all()
    assert arrivals["time"].min() >= _scenario().clock.start_us
    assert len(np.unique(arrivals["key"])) == len(arrivals)


def test_rows_outside_the_horizon_and_repeats_are_left_out() -> None:
    """A shorter horizon keeps what arrives in it; rows marked as repeats never arrive."""
    clock = _scenario().clock
    noon = clock.model_copy(update={"end": clock.start.replace(hour=12)})
    short = _scenario().model_copy(update={"clock": noon})
    arrivals = replay(short, _log())
    assert 0 < len(arrivals) < len(_log().rows)
    assert arrivals["time"].max() < noon.end_us
    rows = _log().rows.copy()
    rows["repeat"][::2] = True
    assert len(replay(_scenario(), replace(_log(), rows=rows))) == len(rows) // 2


def test_returns_are_off_unless_the_log_tells_repeats() -> None:
    """F2: a log that does not tell repeats apart already holds those who came back."""
    law = Exponential(law="exponential", mean_seconds=60)
    returns = Returns(after_abandonment=Return(probability=0.5, delay=law))
    scenario = _scenario().model_copy(update={"returns": returns})
    assert for_replay(scenario, _log()) == without_returns(scenario)
    assert without_returns(scenario).returns.max_attempts == 1
    assert for_replay(scenario, replace(_log(), tells_repeats=True)) is scenario


def test_names_that_the_scenario_lacks_are_told() -> None:
    """An intent of the log that the scenario does not have is located in the log."""
    with pytest.raises(Problems, match=r"synthetic\.csv:\d+"):
        replay(load("minimal"), _moved_to("minimal"))


def _moved_to(name: str) -> Log:
    rows = _log().rows.copy()
    rows["arrived"] += local_us(load(name).clock.start) - rows["arrived"][0]
    return replace(_log(), rows=rows)


def test_a_log_of_other_days_is_refused() -> None:
    """Nothing in the horizon: a problem, not an empty run."""
    rows = _log().rows.copy()
    rows["arrived"] += 9 * 1440 * MINUTE
    with pytest.raises(Problems):
        replay(_scenario(), replace(_log(), rows=rows))


def test_staffing_is_found_again_in_the_synthetic_log() -> None:
    """Agents inferred from whom they served: as planned in nearly all of the 48 group-intervals."""
    inferred, planned = staff_from(_log(), _scenario()), planned_people(_scenario())
    assert inferred.shape == planned.shape
    assert np.abs(inferred - planned).max() <= 1
    assert (inferred == planned).mean() >= 0.95


def test_stays_end_at_long_gaps_and_where_customers_waited() -> None:
    """By hand: a gap of 40 min is time away; one of 10 min only while somebody waited in it."""
    log = _made((0, 0, 5, "refund"), (15, 15, 20, "refund"), (60, 60, 65, "refund"))
    start = local_us(_scenario().clock.start)
    spans = [((s.start - start) // MINUTE, (s.end - start) // MINUTE) for s in stays(log)]
    assert spans == [(0, 20), (60, 65)]
    waited = _made((0, 0, 5, "refund"), (11, 15, 20, "refund"))
    spans = [((s.start - start) // MINUTE, (s.end - start) // MINUTE) for s in stays(waited)]
    assert spans == [(0, 11), (15, 20)]


def test_an_agent_belongs_to_the_narrowest_group_that_fits() -> None:
    """Refunds and general calls near each other: after-sales; general calls alone: general."""
    mixed = _made((0, 0, 30, "refund"), (30, 30, 60, "delivery"))
    assert staff_from(mixed, _scenario())[:, :2].tolist() == [[0, 0], [1, 1]]
    plain = _made((0, 0, 30, "delivery"), (30, 30, 60, "delivery"))
    assert staff_from(plain, _scenario())[:, :2].tolist() == [[1, 1], [0, 0]]


def test_log_and_run_are_counted_alike() -> None:
    """The run that wrote the log, counted from its records, gives the log's own figures."""
    from simulator.peak.log.synthetic import SEED

    (records,) = simulate(_scenario(), seed=SEED, keep_records=True).records or ()
    run, log = simulated_flow(records, _scenario()), measured_flow(_log(), _scenario())
    assert run["contacts"].tolist() == log["contacts"].tolist()
    assert run["left"].tolist() == log["left"].tolist()
    # The log writes whole seconds.
    assert weighted_error(mean_wait_s(run), mean_wait_s(log), log["contacts"]) <= 1.0
    assert weighted_error(left_share(run), left_share(log), log["contacts"]) == 0.0


def test_replaying_the_synthetic_log_gives_its_figures_back() -> None:
    """With arrivals and people from the log, the log's hang-ups lie inside the replications."""
    scenario = for_replay(_scenario(), _log())
    result = simulate(
        scenario,
        replications=40,
        plan=staff_from(_log(), scenario),
        arrivals=replay(scenario, _log()),
        keep_records=True,
    )
    left = [int(simulated_flow(r, scenario)["left"].sum()) for r in result.records or ()]
    assert len(set(left)) > 10
    assert min(left) <= int(measured_flow(_log(), scenario)["left"].sum()) <= max(left)


def test_patience_is_estimated_with_those_who_were_served() -> None:
    """By hand: waits 10, 20 (left), 30 s: 60 s of waiting for one hang-up; half stay after 20 s."""
    rows = np.zeros(3, LOG_DTYPE)
    rows["wait"] = [10_000_000, 20_000_000, 30_000_000]
    rows["outcome"] = [SERVED, LEFT, SERVED]
    assert fitted.exponential_patience(rows).mean_s == 60.0
    law = fitted.kaplan_meier_patience(rows)
    assert law.seconds == (20.0, fitted.NEVER_S)
    assert law.weights == (0.5, 0.5)


def test_fitted_laws_come_near_those_that_made_the_log() -> None:
    """Means of talk, wrap-up and patience read off the log are near the scenario's."""
    log, scenario = _log(), _scenario()
    talk = {
        intent.name: intent.phone.talk.mean_s
        for intent in fitted.with_logged_services(scenario, log).intents
        if intent.phone
    }
    assert talk["delivery"] == pytest.approx(200, rel=0.15)
    assert talk["refund"] == pytest.approx(300, rel=0.25)
    assert fitted.exponential_patience(log.rows).mean_s == pytest.approx(240, rel=0.4)
    assert 10 <= fitted.after_call_work(log, log.rows).mean_s <= 60
