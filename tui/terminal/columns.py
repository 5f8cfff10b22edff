"""How the intervals of a horizon spread over the columns of a chart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_CELLS = 3


@dataclass(frozen=True)
class Columns:
    """Either several cells for an interval (`cells`) or several intervals in a cell (`merged`)."""

    start: datetime
    interval_minutes: int
    intervals: int
    cells: int = 1
    merged: int = 1

    @classmethod
    def within(cls, start: datetime, interval_minutes: int, intervals: int, width: int) -> Columns:
        """The widest layout of `intervals` that `width` cells can hold."""
        if intervals <= width:
            cells = min(max(width // max(intervals, 1), 1), MOST_CELLS)
            return cls(start, interval_minutes, intervals, cells)
        return cls(start, interval_minutes, intervals, 1, math.ceil(intervals / width))

    @property
    def width(self) -> int:
        """Cells that all intervals take."""
        return math.ceil(self.intervals / self.merged) * self.cells

    @property
    def minutes(self) -> float:
        """Minutes of one cell."""
        return self.interval_minutes * self.merged / self.cells

    def mean(self, values: Sequence[float]) -> list[float]:
        """A value for each cell: the mean of what is merged, leaving NaN out."""
        return self._spread(values, lambda part: sum(part) / len(part))

    def most(self, values: Sequence[float]) -> list[float]:
        """A value for each cell: the largest of what is merged."""
        return self._spread(values, max)

    def least(self, values: Sequence[float]) -> list[float]:
        """A value for each cell: the smallest of what is merged."""
        return self._spread(values, min)

    def _spread(self, values: Sequence[float], of) -> list[float]:  # type: ignore[no-untyped-def]
        spread: list[float] = []
        for first in range(0, self.intervals, self.merged):
            part = [v for v in values[first : first + self.merged] if not math.isnan(v)]
            spread += [float(of(part)) if part else math.nan] * self.cells
        return spread

    def moment(self, cell: int) -> datetime:
        """When a cell begins."""
        return self.start + timedelta(minutes=self.minutes * cell)

    def cell(self, moment: datetime) -> int:
        """The cell in which `moment` falls."""
        return int((moment - self.start).total_seconds() / 60.0 // self.minutes)
