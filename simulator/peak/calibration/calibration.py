"""calibrate(): everything that a log says about a scenario, measured on the days fitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.calibration.bot import BotFit, fit_bot
from simulator.peak.calibration.demand import DemandFit, count, fit_demand
from simulator.peak.calibration.duty import DutyFit, fit_duty, plan_of
from simulator.peak.calibration.patience import Choice, PatienceFit, fit_patience
from simulator.peak.calibration.repeats import RepeatFit, fit_repeats
from simulator.peak.calibration.span import Span, split
from simulator.peak.calibration.structure import Structure, structure_of
from simulator.peak.calibration.trial import Trial, try_laws
from simulator.peak.calibration.work import AfterWork, WorkFit, after_work, fit_work
from simulator.peak.log.log import Log

Told = Callable[[str], None]
"""Called with what is being done."""


@dataclass(frozen=True)
class Wish:
    """What the caller chooses; everything else is the log's to say."""

    name: str
    hold_back: int = 0
    first: date | None = None
    last: date | None = None
    interval_minutes: int = 30
    patience: Choice = "auto"
    base: PeakScenario | None = None


@dataclass(frozen=True)
class Calibration:
    """What was fitted, and the scenario as plain data, ready to be written."""

    wish: Wish
    log: Log
    span: Span
    rows: NDArray[np.void]
    """Of the log: those fitted to."""
    structure: Structure | None
    """None where a base scenario gives queues and groups."""
    demand: DemandFit
    work: tuple[WorkFit, ...]
    after: AfterWork | None
    patience: dict[int, PatienceFit]
    """By channel."""
    repeats: RepeatFit | None
    trial: Trial | None
    """How the law of patience was chosen, where it was by trial."""
    bot: BotFit | None
    duty: DutyFit | None
    data: dict[str, Any]
    scenario: PeakScenario


def calibrate(log: Log, wish: Wish) -> Calibration:
    """Fit everything. Raises `Problems` where the log cannot give a scenario that loads."""
    from simulator.peak.calibration.written import checked, without_people, written

    span = split(log, wish.hold_back, wish.first, wish.last)
    inside = (log.rows["arrived"] >= span.start_us) & (log.rows["arrived"] < span.end_us)
    rows = log.rows[inside]
    found = structure_of(log, rows) if wish.base is None else None
    demand = fit_demand(count(log, span, wish.interval_minutes), span.fitted[-1])
    trial = try_laws(log, wish, span) if wish.patience == "auto" else None
    choice = wish.patience if trial is None else trial.best
    patience = {channel: _patience(rows, channel, choice) for channel in (0, 1)}
    parts: dict[str, Any] = {
        "wish": wish, "log": log, "span": span, "rows": rows, "structure": found,
        "demand": demand, "work": fit_work(log, rows), "after": after_work(rows),
        "patience": {c: p for c, p in patience.items() if p is not None},
        "repeats": fit_repeats(log, rows), "trial": trial, "bot": fit_bot(log, span),
    }  # fmt: skip
    bare = checked(without_people(parts), log.file)
    duty = fit_duty(bare, log, span, demand) if log.agents else None
    plan = None if duty is None else plan_of(duty, *span.horizon)
    data = written(parts, duty, plan)
    return Calibration(**parts, duty=duty, data=data, scenario=checked(data, log.file))


def _patience(rows: NDArray[np.void], channel: int, choice: Choice) -> PatienceFit | None:
    mine = rows[rows["channel"] == channel]
    return fit_patience(mine, choice) if len(mine) else None
