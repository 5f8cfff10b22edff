"""Contact records as a Parquet file: one row per contact, names instead of positions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.command.output import replaced

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result

_MOMENTS = (
    "arrived", "bot_started", "bot_ended", "joined", "assigned", "answered", "second_joined",
    "second_assigned", "second_answered", "ended", "released",
)  # fmt: skip
_LENGTHS = ("work", "reply_wait_sum", "return_delay")
_FLAGS = ("understood", "resolved", "message")
_COUNTS = ("rounds", "replies", "handovers", "attempt")


def write_records(path: Path, result: Result) -> None:
    """Write the records of all replications; the result must have kept them.

    Moments are local time, lengths seconds; what never happened is null. `contact`, `case` and
    `next` count within a replication; so does `agent`, over all groups.
    """
    import polars as pl

    frames = [
        _frame(result.scenario, records.contacts, result.first_replication + i)
        for i, records in enumerate(result.records or ())
    ]
    with replaced(path) as draft:
        pl.concat(frames).write_parquet(draft)


def _frame(scenario: PeakScenario, rows: NDArray[np.void], replication: int) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    columns: dict[str, Any] = {
        "replication": np.full(len(rows), replication, np.int32),
        "contact": np.arange(len(rows), dtype=np.int32),
    }
    for name, known in _names(scenario).items():
        columns[name] = _named(rows[name], known)
    for name in (*_COUNTS, "case"):
        columns[name] = rows[name].astype(np.int32)
    for name in ("next", "agent", "second_agent"):
        columns[name] = pl.Series(rows[name]).replace({-1: None})
    for name in _FLAGS:
        columns[name] = rows[name] == 1
    for name in _LENGTHS:
        seconds = np.where(rows[name] < 0, np.nan, rows[name] / 1e6)
        columns[f"{name}_s"] = pl.Series(seconds).fill_nan(None)
    origin = np.datetime64(scenario.clock.origin, "us")
    for name in _MOMENTS:
        moments = origin + rows[name].astype("timedelta64[us]")
        columns[name] = np.where(rows[name] < 0, np.datetime64("NaT"), moments)
    return pl.DataFrame(columns)


def _names(scenario: PeakScenario) -> dict[str, list[str]]:
    from scenarios.peak.channel import CHANNELS
    from simulator.peak.record import BOT_LEAVES, OUTCOMES

    queues, groups = [q.name for q in scenario.queues], [g.name for g in scenario.groups]
    return {
        "shop": [s.name for s in scenario.shops],
        "intent": [i.name for i in scenario.intents],
        "channel": list(CHANNELS),
        "tier": [t.name for t in scenario.tiers],
        "outcome": list(OUTCOMES),
        "bot_leaf": list(BOT_LEAVES),
        "bot": [b.name for b in scenario.bots],
        "queue": queues,
        "group": groups,
        "second_queue": queues,
        "second_group": groups,
        "return_channel": list(CHANNELS),
    }


def _named(positions: NDArray[Any], known: list[str]) -> pl.Series:
    import numpy as np
    import polars as pl

    there = (positions >= 0) & (positions < len(known))
    index = pl.Series(np.where(there, positions, 0).astype(np.uint32))
    names = pl.Series([*known] or [""], dtype=pl.String).gather(index)
    return pl.select(pl.when(pl.Series(there)).then(names)).to_series()
