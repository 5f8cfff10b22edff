"""KPIs: definitions first, then figures with intervals (2.4).

``measure(result, "abandonment", by="day")`` gives one, ``measure_all(result)`` all of them."""

from simulator.peak.kpi.definition import ALL_VIEWS, Kpi, View
from simulator.peak.kpi.measure import Measured, measure, measure_all
from simulator.peak.kpi.registry import find, kpis_of, registry
from simulator.peak.kpi.where import EVERYWHERE, Where

__all__ = [
    "ALL_VIEWS",
    "EVERYWHERE",
    "Kpi",
    "Measured",
    "View",
    "Where",
    "find",
    "kpis_of",
    "measure",
    "measure_all",
    "registry",
]
