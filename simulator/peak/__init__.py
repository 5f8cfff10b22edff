"""The floor: from a peak scenario to records, KPIs and the people it needs.

``simulate(scenario, …) -> Result`` and ``size(scenario, …) -> Plan``: data, parameters and a seed
go in, one frozen value comes out. Names are loaded when first used, so that importing this
package is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.peak.parallel import Workers
    from simulator.peak.result import Result
    from simulator.peak.simulation import simulate
    from simulator.peak.sizing.search import size
    from simulator.peak.sizing.sized import SizedPlan

_HOMES = {
    "Result": "simulator.peak.result",
    "Workers": "simulator.peak.parallel",
    "SizedPlan": "simulator.peak.sizing.sized",
    "simulate": "simulator.peak.simulation",
    "size": "simulator.peak.sizing.search",
}

__all__ = ["Result", "SizedPlan", "Workers", "simulate", "size"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
