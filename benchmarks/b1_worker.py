"""Runs one implementation of B1 several times in a process of its own and prints its outcomes.

Called by `b1.py` as `python -m benchmarks.b1_worker ENGINE CONTACTS FIRST_SEED RUNS`. A small day
comes first and is not counted, so that imports and compiling stay out of the figures.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict

from benchmarks.b1_model import b1_day

ENGINES = {
    "shapan": ("benchmarks.b1_shapan", "run_shapan"),
    "simpy_callbacks": ("benchmarks.b1_simpy_callbacks", "run"),
    "simpy_processes": ("benchmarks.b1_simpy_processes", "run"),
    "ciw": ("benchmarks.b1_ciw", "run"),
}
WARM_UP_CONTACTS = 1000


def main() -> int:
    """Prints a JSON list of outcomes, one for each seed."""
    engine, contacts, first_seed, runs = sys.argv[1], *map(int, sys.argv[2:5])
    module, function = ENGINES[engine]
    run = getattr(importlib.import_module(module), function)
    try:
        run(b1_day(WARM_UP_CONTACTS), first_seed)
    except NotImplementedError as missing:
        print(missing, file=sys.stderr)
        return 1
    day = b1_day(contacts)
    print(json.dumps([asdict(run(day, first_seed + i)) for i in range(runs)]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
