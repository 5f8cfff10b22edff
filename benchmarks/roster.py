"""Benchmark: 300 people on 14 days of shifts, with rest, weekly hours, leave, wishes and fairness.

The people and shifts are synthetic and drawn from a fixed seed. Prints wall seconds, how much is
filled against the proven bound, and how nights and weekends are spread. Exit code 1 if it takes
longer than five minutes. `--json` prints one object and nothing else."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from scenarios.labour.load import load_labour  # noqa: E402
from simulator.peak.roster.person import Person, Window  # noqa: E402
from simulator.peak.roster.rostered import Roster  # noqa: E402
from simulator.peak.roster.search import roster  # noqa: E402
from simulator.peak.schedule.pattern import Rest  # noqa: E402
from simulator.peak.schedule.slot import Slot  # noqa: E402

TARGET_S = 300.0
GROUPS = ("seniors", "juniors", "hotline", "second-line")
FIRST = date(2025, 11, 3)
SHIFTS = (
    ("full", 8, 9.0), ("full", 9, 9.0), ("full", 12, 9.0), ("full", 15, 9.0), ("night", 22, 9.0),
    ("part-4h", 10, 4.0), ("part-4h", 18, 4.0),
)  # fmt: skip
WEIGHTS = (0.2, 0.18, 0.15, 0.2, 0.1, 0.07, 0.1)


def people(count: int, days: int, seed: int = 7) -> tuple[Person, ...]:
    """A staff with leave, limits and wishes."""
    rng = np.random.default_rng(seed)
    found = []
    for k in range(count):
        groups = [GROUPS[k % len(GROUPS)]]
        if rng.random() < 0.25:
            groups.append(GROUPS[int(rng.integers(len(GROUPS)))])
        part = rng.random() < 0.15
        windows = (Window(frozenset(range(1, 8)), 8 * 60, 23 * 60),) if part else ()
        off = {FIRST + timedelta(days=int(d)) for d in rng.integers(0, days, 2)}
        leave = {FIRST + timedelta(days=int(rng.integers(days)))} if rng.random() < 0.2 else set()
        found.append(Person(
            id=f"A{k:04d}", name=f"P{k}", groups=tuple(dict.fromkeys(groups)),
            weekly_hours=20.0 if part else 40.0, windows=windows, leave=frozenset(leave),
            wish_off=frozenset(off), nights=bool(rng.random() < 0.7) and not part,
            overtime=bool(rng.random() < 0.8), days_worked=int(rng.integers(0, 5)),
        ))  # fmt: skip
    return tuple(found)


def shifts(count: int, days: int, seed: int = 7) -> tuple[Slot, ...]:
    """Shifts that ask for about two thirds of the staff on a day, more on the peak days."""
    rng = np.random.default_rng(seed)
    found = []
    for d in range(days):
        for group in GROUPS:
            level = 0.6 * count / len(GROUPS) * (1.15 if d in (7, 8) else 1.0)
            for (kind, hour, hours), weight in zip(SHIFTS, WEIGHTS, strict=True):
                n = round(level * weight * float(rng.uniform(0.9, 1.1)))
                start = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=d, hours=hour)
                rests = (Rest(240, 60, False),) if hours > 6 else ()
                found.append(Slot(group, kind, start, start + timedelta(hours=hours), rests, n))
    return tuple(s for s in found if s.people)


def measure(count: int, days: int, rounds: int) -> dict[str, Any]:
    """Everything this benchmark reports."""
    labour = load_labour("standard")
    started = time.perf_counter()
    found = roster(shifts(count, days), people(count, days), labour, rounds=rounds)
    return report(found, time.perf_counter() - started)


def report(found: Roster, seconds: float) -> dict[str, Any]:
    """A roster in figures."""
    load = found.load
    able = (found.world.static < 0) & found.world.night[None, :]
    nights = load.nights[able.any(axis=1)]
    return {
        "benchmark": "roster",
        "people": len(found.people),
        "days": found.world.days,
        "wall_s": round(seconds, 1),
        "places": found.places,
        "filled": found.filled,
        "unfilled": found.places - found.filled,
        "unfilled_at_least": found.at_least_unfilled,
        "price": round(found.price, 1),
        "nights_min_max": [float(nights.min()), float(nights.max())],
        "nights_sd": round(float(nights.std()), 3),
        "weekends_sd": round(float(load.weekends.std()), 3),
        "broken_wishes": len(found.broken_wishes),
        "wishes": sum(len(p.wish_off) for p in found.people),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.people, arguments.days, arguments.rounds)
    if arguments.json:
        print(json.dumps(found))
    else:
        for key, value in found.items():
            print(f"{key:20} {value}")
    return 0 if found["wall_s"] <= TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
