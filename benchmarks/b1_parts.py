"""Where `simulate()` spends its CPU time on the B1 day: milliseconds by part, medians over runs.

`--json` prints one object and nothing else on standard output.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.answer import give, options  # noqa: E402
from benchmarks.b1_model import b1_day  # noqa: E402
from benchmarks.b1_shapan import scenario_of  # noqa: E402
from simulator.peak import replication, simulation  # noqa: E402
from simulator.peak.kernel import engine  # noqa: E402
from simulator.peak.warm import compile_all  # noqa: E402

CONTACTS, RUNS = 200_000, 15
PARTS: tuple[tuple[str, ModuleType, str], ...] = (
    ("rates", replication, "streams_of"),
    ("floor", replication, "lay_out"),
    ("arrivals", replication, "draw_arrivals"),
    ("memory", engine, "State"),
    ("event_loop", engine, "advance"),
    ("closing", engine, "_records"),
    ("tally", replication, "tally"),
)
"""Name of the part, and the function that does it by the name under which its caller knows it."""


def timed(function: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    """The function, with its CPU seconds added to the last entry of ``spent``."""

    def call(*arguments: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[-1] += time.process_time() - started

    return call


def measure() -> dict[str, Any]:
    """CPU milliseconds of each part and of the whole."""
    compile_all()
    scenario = scenario_of(b1_day(CONTACTS))
    simulation.simulate(scenario, seed=1, keep_records=True)
    spent: dict[str, list[float]] = defaultdict(list)
    for part, module, name in PARTS:
        setattr(module, name, timed(getattr(module, name), spent[part]))
    for run in range(RUNS):
        for part, _module, _name in PARTS:
            spent[part].append(0.0)
        started = time.process_time()
        simulation.simulate(scenario, seed=1 + run, keep_records=True)
        spent["whole"].append(time.process_time() - started)
    parts_ms = {part: statistics.median(times) * 1e3 for part, times in spent.items()}
    whole_ms = parts_ms.pop("whole")
    return {
        "benchmark": "b1_parts",
        "contacts": CONTACTS,
        "runs": RUNS,
        "parts_ms": parts_ms,
        "whole_ms": whole_ms,
    }


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    print(f"B1 · {CONTACTS:,} 联系 contacts · simulate() 的 CPU 毫秒 CPU ms")
    for part, milliseconds in report["parts_ms"].items():
        print(f"  {part:12}{milliseconds:>8.1f}")
    print(f"  {'whole':12}{report['whole_ms']:>8.1f}")


def main() -> int:
    """Reads the options, measures and prints."""
    chosen = options(__doc__).parse_args()
    report = measure()
    return give(report, chosen.json, show)


if __name__ == "__main__":
    raise SystemExit(main())
