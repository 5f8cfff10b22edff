"""KPIs of three floors at a fixed seed stay what they were.

After a wanted change: ``.venv/bin/python tests/golden/test_kpi_golden.py`` writes the file anew;
read the diff before committing it."""

import csv
import math
from pathlib import Path

import pytest

from scenarios.peak.load import load
from simulator.peak import simulate
from simulator.peak.kpi import View, measure_all

GOLDEN = Path(__file__).with_name("kpi.csv")
SEED = 20251111
FLOORS: dict[str, tuple[str, ...]] = {
    "minimal": (),
    "minimal-chat": (),
    "double11": ("demand.scale=0.05", "floor.staff_scale=0.05"),
}
VIEWS: tuple[View, ...] = ("total", "day", "queue", "shop", "group")
HEADER = ["scenario", "view", "cell", "kpi", "value", "half_width"]


def rows_of(name: str) -> list[list[str]]:
    """Every figure of two replications, to ten digits."""
    result = simulate(load(name, FLOORS[name]), seed=SEED, replications=2)
    return [
        [name, view, cell, m.kpi.key, f"{m.estimate[i]:.10g}", f"{m.half_width[i]:.10g}"]
        for view in VIEWS
        for m in measure_all(result, view).values()
        for i, cell in enumerate(m.cells)
        if not math.isnan(m.estimate[i])
    ]


@pytest.mark.parametrize("name", FLOORS)
def test_kpis_are_as_committed(name: str) -> None:
    """Every figure and half width equals the committed one to nine digits; none is new or gone."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        golden = [row for row in csv.reader(file) if row[0] == name]
    found = rows_of(name)
    assert [row[:4] for row in found] == [row[:4] for row in golden]
    for row, expected in zip(found, golden, strict=True):
        for value, known in zip(row[4:], expected[4:], strict=True):
            close = pytest.approx(float(known), rel=1e-9, abs=1e-9, nan_ok=True)
            assert float(value) == close, row[:4]


def write() -> None:
    """Write the golden file anew."""
    with GOLDEN.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for name in FLOORS:
            writer.writerows(rows_of(name))


if __name__ == "__main__":
    write()
