"""From the people a campaign needs to the shifts that bring them (2.6).

``schedule(plan, labour, …) -> Schedule``; names are loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.peak.schedule.scheduled import Schedule
    from simulator.peak.schedule.search import schedule

_HOMES = {
    "Schedule": "simulator.peak.schedule.scheduled",
    "schedule": "simulator.peak.schedule.search",
}

__all__ = ["Schedule", "schedule"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
