"""From shifts to names (2.6).

``roster(slots, people, labour, …) -> Roster``; names are loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.peak.roster.rostered import Roster
    from simulator.peak.roster.search import roster

_HOMES = {
    "Roster": "simulator.peak.roster.rostered",
    "roster": "simulator.peak.roster.search",
}

__all__ = ["Roster", "roster"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
