"""backtest(): simulate the logged days, and compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import DAY_US, MINUTE_US
from scenarios.peak.scenario import PeakScenario
from simulator.peak.backtest.baseline import FIGURES, Guess, counted, formula, last_week
from simulator.peak.backtest.error import Score, middle, score
from simulator.peak.backtest.flow import PERIOD_MINUTES, as_expected, as_it_was, total
from simulator.peak.log.crew import crew
from simulator.peak.log.log import Log
from simulator.peak.log.replay import in_horizon
from simulator.peak.parallel import Progress, Workers
from sops.language import _
from sops.problem import Problem, Problems

REPLICATIONS = 40


@dataclass(frozen=True)
class Backtest:
    """Measured and simulated counts by hour over the scenario's horizon, and the errors."""

    scenario: PeakScenario
    log: Log
    replications: int
    seed: int
    patience_s: float
    days: NDArray[np.int64]
    """[hour]: number of the day, from the origin."""
    measured: NDArray[np.void]
    """[hour] of FLOW_DTYPE; busy time includes work after the contact."""
    runs: NDArray[np.void]
    """[replication, hour]: arrivals and people as they were."""
    forecasts: NDArray[np.void]
    """[replication, hour]: arrivals and people as the scenario expects them."""
    last_week: Guess
    formula: Guess
    wait: Score
    left: Score
    busy: Score

    @property
    def simulated(self) -> NDArray[np.void]:
        """[hour]: all replications added up."""
        return total(self.runs)


def backtest(
    scenario: PeakScenario, log: Log, *, patience_s: float, seed: int = 1,
    replications: int = REPLICATIONS, workers: Workers | None = None,
    progress: Progress | None = None,
) -> Backtest:  # fmt: skip
    """Compare the days of the scenario's horizon that the log holds.

    ``patience_s`` is the mean of Erlang-A's exponential patience. Raises `Problems` where the log
    holds none of the days, or names what the scenario lacks."""
    if not len(in_horizon(scenario, log)):
        message = _("日志里没有场景的日子（{start} 到 {end}）；校准时用 --hold-back 留出几天")
        text = message.format(start=scenario.clock.start.date(), end=scenario.clock.end.date())
        raise Problems([Problem(log.file, 0, 0, "", text)])
    if not log.agents:
        raise Problems([Problem(log.file, 0, 0, "", _("日志没有坐席一列，无从知道谁在岗"))])
    place = workers or Workers()
    pieces = crew(scenario, log)
    runs = as_it_was(scenario, log, pieces, seed, replications, place, progress)
    forecasts = as_expected(scenario, seed, replications, place, progress)
    measured = counted(scenario, log, pieces)
    week, by_formula = last_week(scenario, log), formula(scenario, log, pieces, patience_s)
    clock = scenario.clock
    hours = clock.start_us + np.arange(len(measured)) * PERIOD_MINUTES * MINUTE_US
    days = hours // DAY_US
    present = np.round(measured["present"] / 1e6).astype(np.int64)
    weights = (measured["contacts"], measured["contacts"], present)
    scores = [
        score(unit, of(measured), weights[n], days, {
            "model": middle(of(runs)), "expected": middle(of(forecasts)),
            "last_week": week[n], "formula": by_formula[n]}, of(runs), seed)
        for n, (unit, of) in enumerate(zip(("seconds", "share", "share"), FIGURES, strict=True))
    ]  # fmt: skip
    return Backtest(
        scenario, log, replications, seed, patience_s, days, measured, runs, forecasts, week,
        by_formula, *scores,
    )  # fmt: skip
