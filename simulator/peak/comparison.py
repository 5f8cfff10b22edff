"""Two results side by side: paired differences over the same customers (F3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.peak.confidence import CONFIDENCE, half_width_of_mean, influence
from simulator.peak.kpi.definition import ALL_VIEWS, Kpi, View
from simulator.peak.kpi.measure import Measured, measure_all
from simulator.peak.result import Result

Floats = NDArray[np.float64]

DEFAULT_VIEWS: tuple[View, ...] = ("total", "channel", "shop")


@dataclass(frozen=True)
class Difference:
    """A KPI of two results in one cell, in its own unit."""

    kpi: Kpi
    view: View
    cell: str
    before: float
    after: float
    difference: float
    """``after`` − ``before``."""
    half_width: float
    """Of the paired interval; NaN for a single replication."""

    @property
    def clear(self) -> bool:
        """The interval does not contain 0. Among many rows some are clear by chance alone."""
        return abs(self.difference) > self.half_width

    @property
    def better(self) -> bool | None:
        """Whether a clear difference is for the better; None if it is neither."""
        if not self.clear or self.kpi.better == "neither":
            return None
        return (self.difference > 0) == (self.kpi.better == "more")

    @property
    def strength(self) -> float:
        """|difference| ÷ half width: above 1 is clear; NaN where one of them is unknown."""
        if self.difference == 0:
            return 0.0
        return abs(self.difference) / self.half_width if self.half_width else float("inf")


def compare(
    before: Result,
    after: Result,
    views: tuple[View, ...] = DEFAULT_VIEWS,
    confidence: float = CONFIDENCE,
) -> tuple[Difference, ...]:
    """Differences of every KPI in every cell that both results have, the clearest first.

    Scenarios may differ in everything; cells are matched by name. Raises ValueError unless both
    are the same replications of the same seed: pairs are what makes small differences visible."""
    for name in ("seed", "first_replication", "replications"):
        if getattr(before, name) != getattr(after, name):
            raise ValueError(f"results to compare differ in {name}")
    rows = [
        row
        for view in views
        for pair in _pairs(before, after, view, confidence)
        for row in _rows(*pair, confidence)
    ]
    return ranked(rows)


def ranked(rows: list[Difference]) -> tuple[Difference, ...]:
    """The clearest first; rows of unknown width last, in the order of the registry."""
    return tuple(sorted(rows, key=lambda r: -r.strength if r.strength >= 0 else 1.0))


def _pairs(
    before: Result, after: Result, view: View, confidence: float
) -> list[tuple[Measured, Measured]]:
    assert view in ALL_VIEWS
    old = measure_all(before, view, confidence=confidence)
    new = measure_all(after, view, confidence=confidence)
    return [(old[kpi], new[kpi]) for kpi in old if kpi in new]


def _rows(old: Measured, new: Measured, confidence: float) -> list[Difference]:
    rows = []
    pulls = pull(new), pull(old)
    for cell in old.cells:
        if cell not in new.cells or old.kpi.channels != new.kpi.channels:
            continue
        i, j = old.cells.index(cell), new.cells.index(cell)
        before, after = float(old.estimate[i]), float(new.estimate[j])
        if np.isnan(before) or np.isnan(after):
            continue
        half = half_width_of_mean(pulls[0][:, j] - pulls[1][:, i], confidence)
        rows.append(Difference(old.kpi, old.view, cell, before, after, after - before, float(half)))
    return rows


def pull(measured: Measured) -> Floats:
    """[replication, cell]: how each replication moves the estimate; their mean's error is its."""
    if measured.numerator is not None and measured.denominator is not None:
        return influence(measured.numerator, measured.denominator)
    return measured.values
