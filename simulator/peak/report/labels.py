"""Names and moments that several parts of a report show."""

from __future__ import annotations

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import Clock
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.target import Target
from simulator.peak.kpi import Measured
from simulator.peak.kpi.where import interval_starts
from simulator.peak.report.figure import figure
from simulator.peak.report.part import Cell, Unit
from sops.language import N_, _, localized
from sops.problem import printable

_PER = {"interval": N_("每个时段各算"), "day": N_("每天各算"), "horizon": N_("全程合算")}


def used_channels(scenario: PeakScenario) -> tuple[str, ...]:
    """Channels that have a queue."""
    return tuple(c for c in CHANNELS if any(q.channel == c for q in scenario.queues))


def moments(clock: Clock) -> tuple[str, ...]:
    """`11-10 20:00` for each interval; without the date on a single day."""
    return tuple(moment(start, clock) for start in interval_starts(clock))


def moment(start: str, clock: Clock) -> str:
    """The label of a cell in time: an interval, a day, or the whole horizon."""
    if start == "total":
        return _("全程")
    text = start[5:].replace("T", " ")
    return text[6:] if clock.days == 1 and len(text) > 6 else text


def measured_cell(found: Measured, cell: int = 0) -> Cell:
    """A KPI's value."""
    return Cell(float(found.estimate[cell]), unit_of(found))


def half_cell(found: Measured, cell: int = 0) -> Cell:
    """The half width of its interval."""
    return Cell(float(found.half_width[cell]), unit_of(found), half=True)


def unit_of(found: Measured) -> Unit:
    """A KPI's unit is a cell's unit."""
    return found.kpi.unit


def target_text(target: Target, found: Measured) -> str:
    """`60 秒内接起率 ≥ 80.0%，每天，把握 90%`."""
    sign = "≥" if target.at_least is not None else "≤"
    level = figure(Cell(target.level, found.kpi.unit))
    text = f"{found.kpi.title} {sign} {level}"
    parts = [text, _(_PER[target.per])]
    if target.probability is not None:
        parts.append(_("把握 {p}").format(p=f"{100 * target.probability:g}%"))
    return _("，").join(parts)


def title(text: object) -> str:
    """A title that somebody wrote, in the reader's language, safe to show."""
    return printable(localized(text), None)
