"""What came of a run: everything the planning desk shows, compares and keeps, as plain data.

Only ids, names and numbers are kept, no texts: the same outcome is drawn in either language.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from scenarios.peak.scenario import PeakScenario
from tui.planning.job import Job

Number = float | None
"""None: nothing was counted there."""


class Kept(BaseModel):
    """Frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Kept):
    """A KPI over the whole run: in all (`channel` None) or on a channel. `pulls`: how each
    replication moves the estimate, by which two runs are compared in pairs."""

    kpi: str
    channel: str | None
    value: Number
    half_width: Number
    pulls: tuple[float, ...]


class Row(Kept):
    """A KPI by half hour, of one channel or one queue, or of all."""

    kpi: str
    channel: str | None = None
    queue: str | None = None
    values: tuple[Number, ...]


class Judged(Kept):
    """What became of a target in the simulation."""

    target: str
    holds: bool
    missed: int
    value: Number
    """Where it decides."""
    cell: str | None
    share_held: Number
    low: Number = None
    high: Number = None


class Cell(Kept):
    """A sized plan's target in one interval, day or the horizon, on fresh replications."""

    value: Number
    share_held: Number
    low: Number
    high: Number
    reached: bool
    short: Number


class Check(Kept):
    """A target under a sized plan; `plenty`: with people in plenty, where that was looked at."""

    target: str
    margin: float
    cells: tuple[Cell, ...]
    plenty: Check | None = None


class Sized(Kept):
    """People that were sized, and how sure."""

    people: tuple[tuple[int, ...], ...]
    binds: tuple[tuple[int, ...], ...]
    replications: int
    verified_on: int
    simulations: int
    certified: bool
    capped: tuple[tuple[str, int], ...]
    uncovered: tuple[str, ...]
    checks: tuple[Check, ...]


class Tried(Kept):
    """A lever that was tried: figures before and after, and the width of the difference."""

    lever: str
    title: dict[str, str]
    note: dict[str, str]
    most_people: int
    reached: bool
    before: dict[str, float]
    after: dict[str, float]
    half_width: dict[str, Number]


class Outcome(Kept):
    """One run. `sized` and `tried` only of runs that size people, or try levers."""

    job: Job
    scenario: dict[str, Any]
    fingerprint: str
    version: str
    first_replication: int
    replications: int
    thresholds_s: tuple[float, ...]
    plan: tuple[tuple[int, ...], ...]
    offered: tuple[Number, ...]
    on_duty: tuple[Number, ...]
    rows: tuple[Row, ...]
    funnel: dict[str, float]
    figures: tuple[Figure, ...]
    judged: tuple[Judged, ...]
    sized: Sized | None = None
    tried: tuple[Tried, ...] | None = None
    unfit: dict[str, str] = {}

    @cached_property
    def loaded(self) -> PeakScenario:
        """The scenario as it was run."""
        return PeakScenario.model_validate(self.scenario)

    def figure(self, kpi: str, channel: str | None = None) -> Figure | None:
        """One of the figures."""
        wanted = (f for f in self.figures if (f.kpi, f.channel) == (kpi, channel))
        return next(wanted, None)

    @property
    def pairs_by(self) -> tuple[int, int, int]:
        """Runs that agree in this met the same customers."""
        return self.job.seed, self.first_replication, self.replications
