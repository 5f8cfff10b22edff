"""Rows of the tables as keyword arguments of the records' values."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from simulator.records.moment import maybe_from_us


def values_of(row: Row[Any]) -> dict[str, Any]:
    """The columns by name; microseconds (`…_us`) become moments (`…_at`)."""
    values = row._asdict()
    for name in [name for name in values if name.endswith("_us")]:
        stem = name.removesuffix("_us")
        values[stem if stem == "at" else f"{stem}_at"] = maybe_from_us(values.pop(name))
    return values
