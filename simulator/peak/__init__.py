"""The floor: from a peak scenario to records, KPIs and the people it needs.

``simulate(scenario, …) -> Result`` and ``size(scenario, …) -> Plan``: data, parameters and a seed go in,
one frozen value comes out. Names are loaded when first used, so that importing this package is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.peak.parallel import Workers
    from simulator.peak.result import Result
    from simulator.peak.simulation import simulate

_HOMES = {
    "Result": "simulator.peak.result",
    "Workers": "simulator.peak.parallel",
    "simulate": "simulator.peak.simulation",
}

__all__ = ["Result", "Workers", "simulate"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
