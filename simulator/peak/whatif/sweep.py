"""One or two parameters over a range: every point on the same customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.peak.comparison import pull
from simulator.peak.confidence import half_width_of_mean
from simulator.peak.kpi import Kpi, Where, measure
from simulator.peak.whatif.variant import Variant

MOST_POINTS = 200


class Axis(NamedTuple):
    """A path of the scenario (with ``*`` at its end: factors), and the values it takes."""

    path: str
    values: tuple[str, ...]

    @property
    def overrides(self) -> tuple[str, ...]:
        """As ``--set`` has them."""
        return tuple(f"{self.path}={value}" for value in self.values)


class Point(NamedTuple):
    """A KPI at one point: value, half width, and the paired difference to the first point."""

    value: float
    half_width: float
    difference: float
    difference_half_width: float


@dataclass(frozen=True)
class Curve:
    """A KPI over all points, in the order of ``grid``."""

    kpi: Kpi
    points: tuple[Point, ...]

    @property
    def values(self) -> NDArray[np.float64]:
        """[point]."""
        return np.array([p.value for p in self.points])


def grid(axes: Sequence[Axis]) -> list[tuple[int, ...]]:
    """Positions of every point on the axes, the last axis running fastest."""
    return list(product(*(range(len(axis.values)) for axis in axes)))


def curve(variants: Sequence[Variant], kpi: str, where: Where) -> Curve:
    """A KPI of every variant, each beside the first one on the same customers."""
    found = [measure(v.result, kpi, where=where) for v in variants]
    first = found[0]
    points = []
    for each in found:
        half = float(half_width_of_mean(pull(each)[:, 0] - pull(first)[:, 0]))
        value = float(each.estimate[0])
        step = value - float(first.estimate[0])
        points.append(Point(value, float(each.half_width[0]), step, half))
    return Curve(first.kpi, tuple(points))
