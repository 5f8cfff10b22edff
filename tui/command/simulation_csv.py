"""KPIs as CSV: one file in long form, or a folder with a file per view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tui.command.output import write_csv

if TYPE_CHECKING:
    from simulator.peak import Result
    from simulator.peak.kpi import View

_VIEWS: tuple[View, ...] = (
    "total", "channel", "shop", "queue", "group", "day", "interval",
)  # fmt: skip
_HEADER = ("view", "cell", "kpi", "title", "unit", "value", "half_width")


def write_kpis(path: Path, result: Result) -> None:
    """A path that ends in `.csv` becomes one file; anything else a folder with `kpi_VIEW.csv`."""
    if path.suffix.lower() == ".csv":
        write_csv(path, _HEADER, (row for view in _VIEWS for row in _rows(result, view)))
        return
    path.mkdir(parents=True, exist_ok=True)
    for view in _VIEWS:
        write_csv(path / f"kpi_{view}.csv", _HEADER, _rows(result, view))


def _rows(result: Result, view: View) -> Iterator[tuple[object, ...]]:
    from simulator.peak.kpi import measure_all

    for found in measure_all(result, by=view).values():
        for i, cell in enumerate(found.cells):
            yield (
                view, cell, found.kpi.key, found.kpi.title, found.kpi.unit,
                float(found.estimate[i]), float(found.half_width[i]),
            )  # fmt: skip
