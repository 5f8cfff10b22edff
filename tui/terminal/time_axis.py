"""The clock under a chart: hours that fit, and the date where a day begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from tui.terminal.columns import Columns

_STEPS_MINUTES = (30, 60, 120, 180, 240, 360, 720)
_CLOCK_CELLS, _DATE_CELLS = 6, 7


def time_axis(columns: Columns) -> list[str]:
    """Ticks, clock times, and (where a day changes) dates: lines as wide as the chart."""
    step = _step(columns)
    if step is None:
        return _days_only(columns)
    ticks = [m for m in _multiples(columns, step) if m.minute % 30 == 0]
    lines = [
        _ticks(columns, ticks),
        _labels(columns, [(m, f"{m:%H:%M}") for m in ticks]),
    ]
    dates = [(columns.start, f"{columns.start:%m-%d}")]
    dates += [(m, f"{m:%m-%d}") for m in _midnights(columns)]
    if len(dates) > 1:
        lines.append(_labels(columns, dates))
    return lines


def _step(columns: Columns) -> int | None:
    """Minutes between labels; None where not even one label a half day fits."""
    for step in _STEPS_MINUTES:
        if step / columns.minutes >= _CLOCK_CELLS:
            return step
    return None


def _days_only(columns: Columns) -> list[str]:
    per_day = 1440 / columns.minutes
    every = next(n for n in (1, 2, 7, 14, 28, 92) if n * per_day >= _DATE_CELLS or n == 92)
    midnights = _midnights(columns)
    if columns.start.hour == columns.start.minute == 0:
        midnights = [columns.start, *midnights]
    shown = midnights[::every]
    return [_ticks(columns, midnights), _labels(columns, [(m, f"{m:%m-%d}") for m in shown])]


def _multiples(columns: Columns, step: int) -> list[datetime]:
    origin = datetime.combine(columns.start.date(), datetime.min.time())
    first = -(-(columns.start - origin) // timedelta(minutes=step))
    found, moment = [], origin + first * timedelta(minutes=step)
    while columns.cell(moment) < columns.width:
        found.append(moment)
        moment += timedelta(minutes=step)
    return found


def _midnights(columns: Columns) -> list[datetime]:
    return [m for m in _multiples(columns, 1440) if m > columns.start]


def _ticks(columns: Columns, moments: list[datetime]) -> str:
    line = ["─"] * columns.width
    for moment in moments:
        line[columns.cell(moment)] = "┬"
    return "".join(line)


def _labels(columns: Columns, labels: list[tuple[datetime, str]]) -> str:
    """Labels that begin at their ticks; one that would touch its neighbour or the edge is left
    out, but may stand a little out of the chart at the right if it is the only one."""
    line = ""
    for moment, label in labels:
        at = columns.cell(moment)
        if (not line or at > len(line)) and (at + len(label) <= columns.width or not line):
            line = line.ljust(at) + label
    return line
