"""Benchmark: sizing the Double 11 day, 20 replications, verified on 200 fresh ones, on two cores.

Wall seconds after compiling, beside the wall seconds that as many plain replications would take.
`--json` prints one object and nothing else on standard output. Exit code 1 if the target is missed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.answer import give, options  # noqa: E402
from scenarios.peak.load import load  # noqa: E402
from simulator.peak.parallel import Workers  # noqa: E402
from simulator.peak.simulation import simulate  # noqa: E402
from simulator.peak.sizing.search import size  # noqa: E402
from simulator.peak.warm import compile_all  # noqa: E402

REPLICATIONS, VERIFY, CORES = 20, 200, 2
PLAIN = 40
"""Plain replications that are timed; their cost is scaled to the number that sizing simulates."""
TARGET_S = 120.0


def tell(stage: str, done: int, total: int) -> None:
    """Says on standard error how far the search is."""
    print(f"sizing: {stage} {done}/{total}", file=sys.stderr, flush=True)


def measure(scenario_name: str) -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object."""
    scenario, workers = load(scenario_name), Workers(CORES)
    compile_all()
    simulate(scenario, seed=1, replications=2 * CORES, workers=workers)  # starts the processes
    started = time.perf_counter()
    simulate(scenario, seed=1, replications=PLAIN, workers=workers)
    plain_s = (time.perf_counter() - started) / PLAIN
    started = time.perf_counter()
    sized = size(
        scenario, seed=1, replications=REPLICATIONS, verify=VERIFY, workers=workers, told=tell
    )
    seconds = time.perf_counter() - started
    return {
        "benchmark": "sizing",
        "scenario": scenario_name,
        "wall_s": seconds,
        "simulations": sized.simulations,
        "plain_replication_s": plain_s,
        "over_plain_replications": seconds / (sized.simulations * plain_s),
        "agent_intervals": int(sized.people.size),
        "paid_hours": float(sized.hours.sum()),
        "yuan": sized.yuan,
        "targets_hold": sized.reached,
        "certified": sized.certified,
        "targets": {"wall_s": TARGET_S, "cores": CORES},
        "reached": seconds <= TARGET_S,
    }


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    yes = {True: "是 yes", False: "否 no"}
    print(
        f"人数测算 sizing {report['scenario']}：{REPLICATIONS} 次推演，{VERIFY} 次核实，"
        f"{CORES} 核 cores\n"
        f"  墙钟秒 wall seconds            {report['wall_s']:>9.1f}   ≤ {TARGET_S:.0f}\n"
        f"  推演次数 replications          {report['simulations']:>9,}\n"
        f"  与同样多的纯推演之比 over plain {report['over_plain_replications']:>8.2f}×\n"
        f"  计薪工时 paid hours            {report['paid_hours']:>9,.0f}\n"
        f"  目标都达到 targets hold        {yes[report['targets_hold']]:>9}"
    )


def main() -> int:
    """Reads the options, measures and prints."""
    parser = options(__doc__)
    parser.add_argument("--scenario", default="double11", help="library name or file")
    chosen = parser.parse_args()
    report = measure(chosen.scenario)
    return give(report, chosen.json, show, report["reached"])


if __name__ == "__main__":
    raise SystemExit(main())
