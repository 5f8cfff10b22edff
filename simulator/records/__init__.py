"""What is kept: drill sessions and their events, scores, reviews, people and plans (D10, D11, D13).

``open_records(url=None) -> Records``: a SQLite file in the user's data folder, or the database of
``SHAPAN_DATABASE_URL``. Everything kept goes through here; there is no other store. Names are
loaded when first used, so that importing this package is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.records.caller import Caller
    from simulator.records.error import Conflict, Missing, NotAllowed, RecordsError, Unusable
    from simulator.records.event import Event
    from simulator.records.records import Records, open_records
    from simulator.records.scorecard import Scorecard, ScoreItem
    from simulator.records.session import Session

_HOMES = {
    "Caller": "simulator.records.caller",
    "Conflict": "simulator.records.error",
    "Event": "simulator.records.event",
    "Missing": "simulator.records.error",
    "NotAllowed": "simulator.records.error",
    "Records": "simulator.records.records",
    "RecordsError": "simulator.records.error",
    "ScoreItem": "simulator.records.scorecard",
    "Scorecard": "simulator.records.scorecard",
    "Session": "simulator.records.session",
    "Unusable": "simulator.records.error",
    "open_records": "simulator.records.records",
}

__all__ = [
    "Caller", "Conflict", "Event", "Missing", "NotAllowed", "Records", "RecordsError",
    "ScoreItem", "Scorecard", "Session", "Unusable", "open_records",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
