"""Simulates the Double 11 day at one size in a process of its own and prints what it took.

Called by `double11.py` as `python -m benchmarks.double11_worker ENGINE FACTOR FIRST_SEED RUNS`. A
small day comes first and is not counted, so that imports and compiling stay out of the figures.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any, cast

from benchmarks.double11_model import scaled
from simulator.peak.replication import Engine
from simulator.peak.simulation import simulate
from simulator.peak.warm import compile_all

WARM_UP_FACTOR = 0.005


def peak_rss_mb() -> float:
    """Largest resident memory of this process so far, in MB of 10⁶ bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> int:
    """Prints a JSON list with one object for each seed."""
    engine = cast(Engine, sys.argv[1])
    factor, first_seed, runs = float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    compile_all()
    simulate(scaled(WARM_UP_FACTOR), seed=1, engine=engine, keep_records=True)
    scenario = scaled(factor)
    done: list[dict[str, Any]] = []
    for seed in range(first_seed, first_seed + runs):
        before_mb = peak_rss_mb()
        started = time.process_time()
        result = simulate(scenario, seed=seed, engine=engine, keep_records=True)
        cpu_s = time.process_time() - started
        # Human contacts are those that joined a queue of people.
        human = int((result.contacts["joined"] >= 0).sum())
        people = int(result.group_time["on_duty"][0].sum(axis=1).max() / scenario.clock.interval_us)
        done.append(
            {
                "contacts": len(result.contacts),
                "human_contacts": human,
                "most_on_duty": people,
                "cpu_s": cpu_s,
                "before_mb": before_mb,
                "peak_rss_mb": peak_rss_mb(),
            }
        )
        del result
    print(json.dumps(done))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
