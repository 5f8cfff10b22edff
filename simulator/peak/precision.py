"""As many replications as a figure needs: batches until its interval is narrow enough."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

from scenarios.peak.scenario import PeakScenario
from simulator.peak.confidence import CONFIDENCE
from simulator.peak.kpi.measure import measure
from simulator.peak.kpi.where import EVERYWHERE, Where
from simulator.peak.result import Result, joined
from simulator.peak.simulation import simulate
from simulator.peak.target import kpi_of


@dataclass(frozen=True)
class Precise:
    """A result, and how precise its chosen KPI has become."""

    result: Result
    kpi: str
    where: Where
    asked: float
    """Half width asked for, in the KPI's unit."""
    achieved: float
    """Half width of the result; NaN where it has one replication or nothing was counted."""
    confidence: float

    @property
    def reached(self) -> bool:
        """Whether the interval is as narrow as asked."""
        return self.achieved <= self.asked


def main_kpi(scenario: PeakScenario) -> tuple[str, Where]:
    """KPI and selection of the first target; abandonment everywhere where there is none."""
    if scenario.targets:
        return kpi_of(scenario.targets[0]), Where.of(scenario.targets[0])
    return "abandonment", EVERYWHERE


def simulate_to_precision(
    scenario: PeakScenario,
    half_width: float,
    *,
    kpi: str | None = None,
    where: Where = EVERYWHERE,
    first: int = 10,
    most: int = 200,
    confidence: float = CONFIDENCE,
    **options: Any,
) -> Precise:
    """Simulate until the interval of ``kpi`` over the horizon has this absolute half width, but at
    most ``most`` replications. Without ``kpi`` it is that of the first target. ``options`` go to
    ``simulate``; replications are those that it would have run, so the result depends on nothing
    else. A batch takes as many as the spread so far asks for, at most as many as there are."""
    if half_width <= 0 or first < 2 or most < first:
        raise ValueError("half_width must be above 0, first at least 2, most at least first")
    if kpi is None:
        kpi, where = main_kpi(scenario)
    progress = options.pop("progress", None)
    begin = options.pop("first_replication", 0)
    parts: list[Result] = []
    done, wanted = 0, first
    while True:
        batch = dict(options, replications=wanted - done, first_replication=begin + done)
        if progress is not None:
            batch["progress"] = _shifted(progress, done, wanted)
        parts = [joined([*parts, simulate(scenario, **batch)])]
        done = wanted
        achieved = float(measure(parts[0], kpi, where=where, confidence=confidence).half_width[0])
        if achieved <= half_width or done >= most:
            return Precise(parts[0], kpi, where, half_width, achieved, confidence)
        wanted = min(most, next_total(done, achieved, half_width))


def next_total(done: int, achieved: float, asked: float) -> int:
    """How many replications to have run next: the width shrinks with the root of their number."""
    if not isfinite(achieved):
        return 2 * done
    return max(done + 1, min(2 * done, ceil(done * (achieved / asked) ** 2)))


def _shifted(progress: Any, done: int, wanted: int) -> Any:
    return lambda step, _of: progress(done + step, wanted)
