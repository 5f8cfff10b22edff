"""Every KPI there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.kpi.bot import BOT_KPIS
from simulator.peak.kpi.cases import CASE_KPIS
from simulator.peak.kpi.cost import COST_KPIS
from simulator.peak.kpi.definition import Kpi
from simulator.peak.kpi.people import PEOPLE_KPIS, service_levels
from simulator.peak.kpi.percentile import PERCENTILE_KPIS

if TYPE_CHECKING:
    from simulator.peak.result import Result


def registry(thresholds_s: tuple[float, ...]) -> tuple[Kpi, ...]:
    """Every KPI, with service levels for these thresholds."""
    return (
        *service_levels(thresholds_s),
        *PEOPLE_KPIS,
        *PERCENTILE_KPIS,
        *BOT_KPIS,
        *CASE_KPIS,
        *COST_KPIS,
    )


def kpis_of(result: Result) -> tuple[Kpi, ...]:
    """Every KPI of a result."""
    return registry(result.lanes.thresholds_s)


def find(result: Result, kpi_id: str) -> Kpi:
    """The KPI of that id; ValueError where the result has none."""
    for kpi in kpis_of(result):
        if kpi.id == kpi_id:
            return kpi
    raise ValueError(f"no KPI {kpi_id!r}; see simulator.peak.kpi.registry")
