"""From a result to a figure with its interval, per cell of a view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.peak.confidence import CONFIDENCE, half_width_of_mean, pooled_ratio, ratio
from simulator.peak.kpi.cells import Cells
from simulator.peak.kpi.definition import Kpi, View
from simulator.peak.kpi.percentile import percentiles
from simulator.peak.kpi.registry import find, kpis_of
from simulator.peak.kpi.where import EVERYWHERE, Where
from simulator.peak.result import Result

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """A KPI in each cell of a view. NaN where nothing was counted."""

    kpi: Kpi
    view: View
    cells: tuple[str, ...]
    values: Floats
    """[replication, cell]: of each replication alone."""
    estimate: Floats
    """[cell]: ratio of sums over all replications; of sums and percentiles, the mean of ``values``.
    Percentiles by interval or day: of the pooled histogram, then ``values`` are NaN."""
    half_width: Floats
    """[cell]: of the confidence interval; NaN for a single replication."""
    numerator: Floats | None = None
    """[replication, cell]; None for percentiles."""
    denominator: Floats | None = None
    """[replication, cell]; None for percentiles and plain sums."""


def measure(
    result: Result,
    kpi: str | Kpi,
    by: View | None = None,
    where: Where = EVERYWHERE,
    confidence: float = CONFIDENCE,
) -> Measured:
    """A KPI of a result, in total or by cells, over the selection ``where``.

    Raises ValueError where the KPI is not told apart that way (``Kpi.views``), or is unknown."""
    definition = find(result, kpi) if isinstance(kpi, str) else kpi
    view = by or "total"
    _check(definition, view, where)
    return _measured(definition, Cells(result, view, where), confidence)


def measure_all(
    result: Result,
    by: View | None = None,
    where: Where = EVERYWHERE,
    confidence: float = CONFIDENCE,
) -> dict[str, Measured]:
    """Every KPI that can be told apart that way, by id, in the order of the registry."""
    view = by or "total"
    cells = Cells(result, view, where)
    return {
        kpi.id: _measured(kpi, cells, confidence)
        for kpi in kpis_of(result)
        if misfit(kpi, view, where) is None
    }


def misfit(kpi: Kpi, view: View, where: Where = EVERYWHERE) -> str | None:
    """Why a KPI cannot be measured so; None if it can."""
    asked = [view]
    for name in ("queue", "channel", "shop", "group"):
        if getattr(where, f"{name}s") is not None:
            asked.append(name)
    if where.horizon_only and kpi.percentile is not None and view not in ("interval", "day"):
        return f"{kpi.id} is kept for the whole run only"
    wrong = [a for a in asked if a not in kpi.views]
    return f"{kpi.id} is not counted by {', '.join(wrong)}" if wrong else None


def _check(kpi: Kpi, view: View, where: Where) -> None:
    wrong = misfit(kpi, view, where)
    if wrong is not None:
        raise ValueError(wrong)


def _measured(kpi: Kpi, cells: Cells, confidence: float) -> Measured:
    cells = cells.on(kpi.channels, kpi.first_line_only)
    if kpi.percentile is not None:
        values, estimate = percentiles(cells, kpi.percentile)
        half = half_width_of_mean(values, confidence)
        return Measured(kpi, cells.view, cells.names, values, estimate, half)
    top = kpi.numerator(cells)
    if kpi.denominator is None:
        half = half_width_of_mean(top, confidence)
        return Measured(kpi, cells.view, cells.names, top, top.mean(axis=0), half, top)
    bottom = kpi.denominator(cells)
    pooled, half = pooled_ratio(top, bottom, confidence)
    values = ratio(top, bottom)
    return Measured(kpi, cells.view, cells.names, values, pooled, half, top, bottom)
