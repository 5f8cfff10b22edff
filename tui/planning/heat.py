"""The heat map of an outcome: KPIs and queues by half hour, each cell with its class and text."""

from __future__ import annotations

import math
from typing import Any

from scenarios.peak.channel import channel_title
from simulator.peak.kpi.definition import Kpi
from sops.language import N_, _, localized
from tui.command.clock_text import interval_start
from tui.command.kpi_text import value_text
from tui.planning.outcome import Outcome, Row
from tui.planning.page import kpis

CLASSES = 5
_GOOD = (0.9, 0.8, 0.6, 0.4)
"""Shares that should be high: from each of these on the next better class."""
_BAD = (0.02, 0.05, 0.10, 0.20)
"""Shares that should be low: up to each of these the next better class."""
_BUSY = (0.5, 0.65, 0.8, 0.9)
_LEGENDS = {
    "good": "· ≥90%  ░ 80–90%  ▒ 60–80%  ▓ 40–60%  █ <40%",
    "bad": "· ≤2%  ░ 2–5%  ▒ 5–10%  ▓ 10–20%  █ >20%",
    "busy": "· <50%  ░ 50–65%  ▒ 65–80%  ▓ 80–90%  █ ≥90%",
    "size": N_("按这一行的最高值分五档，█ 最高"),
}


def heat(outcome: Outcome) -> dict[str, Any]:
    """Columns (when each half hour begins) and rows: a title, a text and a class (0 the best or
    the least, −1 where nothing was counted) for each cell, and what the classes mean."""
    clock = outcome.loaded.clock
    starts = [interval_start(clock, i) for i in range(clock.intervals)]
    known = kpis(outcome)
    return {
        "start": clock.start.isoformat(), "minutes": clock.interval_minutes,
        "columns": [f"{start:%m-%d %H:%M}" for start in starts],
        "rows": [_drawn(row, known[row.kpi], outcome) for row in outcome.rows],
    }  # fmt: skip


def _drawn(row: Row, kpi: Kpi, outcome: Outcome) -> dict[str, Any]:
    scale = _scale(kpi)
    most = max((value for value in row.values if value is not None), default=0.0)
    return {
        "title": _title(row, kpi, outcome),
        "texts": [value_text(kpi.unit, math.nan if v is None else v) for v in row.values],
        "classes": [-1 if v is None else _class(scale, v, most) for v in row.values],
        "legend": _(_LEGENDS[scale]),
    }


def _title(row: Row, kpi: Kpi, outcome: Outcome) -> str:
    if row.queue is not None:
        queues = {queue.name: localized(queue.title) for queue in outcome.loaded.queues}
        return f"{queues[row.queue]} {kpi.title}"
    return f"{channel_title(row.channel)} {kpi.title}" if row.channel else kpi.title


def _scale(kpi: Kpi) -> str:
    if kpi.unit != "share":
        return "size"
    return {"more": "good", "less": "bad", "neither": "busy"}[kpi.better]


def _class(scale: str, value: float, most: float) -> int:
    if scale == "good":
        return sum(value < limit for limit in _GOOD)
    if scale == "bad":
        return sum(value > limit for limit in _BAD)
    if scale == "busy":
        return sum(value >= limit for limit in _BUSY)
    return min(int(value / most * CLASSES), CLASSES - 1) if most > 0 else 0
