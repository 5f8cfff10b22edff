"""Benchmark: the people that Erlang-A asks for, 48 half hours of up to 2,333 erlang.

Shapan's `people_needed` beside a plain-Python Erlang-A in the same run, which must ask for equally
many. `--json` prints one object and nothing else on standard output. Exit code 1 if they differ.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.answer import give, options  # noqa: E402
from benchmarks.b1_model import INTERVAL_MINUTES, INTERVAL_S, shape  # noqa: E402
from simulator.peak.people_needed import Target, people_needed  # noqa: E402

HANDLE_S, PATIENCE_S = 300.0, 120.0
LEVEL, WITHIN_S = 0.8, 20.0
TOP_ERLANG = 2333.0
RUNS = 15


def arrivals_per_s() -> list[float]:
    """The B1 day, scaled so that its busiest half hour offers `TOP_ERLANG`."""
    volume = shape().reshape(-1, INTERVAL_MINUTES).sum(axis=1) / INTERVAL_S
    return [float(v) for v in volume * (TOP_ERLANG / HANDLE_S / volume.max())]


def plain_service_level(people: int, rate: float) -> float:
    """P(answered within `WITHIN_S`) of M/M/n+M in plain Python, by integrals over the offered wait.

    The virtual wait u has the density proportional to exp(rate·H(u) − people·u/handle) with
    H(u) = ∫ exp(−s/patience) ds; its atom at 0 is 1/B(people − 1) by Erlang B.
    """
    load, blocked = rate * HANDLE_S, 1.0
    for k in range(1, people):
        blocked = load * blocked / (k + load * blocked)
    idle = 1.0 / blocked

    def log_weight(u: float) -> float:
        return rate * PATIENCE_S * -math.expm1(-u / PATIENCE_S) - people * u / HANDLE_S

    step, u, total, kept = 0.05, 0.025, 0.0, 0.0
    # With fewer people than load the density grows before it falls.
    top = max(0.0, PATIENCE_S * math.log(load / people)) if people else math.inf
    while True:
        weight = math.exp(log_weight(u)) * step
        total += weight
        if u < WITHIN_S:
            kept += weight * math.exp(-u / PATIENCE_S)
        if u > top and u > WITHIN_S and weight < 1e-12 * total:
            break
        u += step
    return (idle + rate * kept) / (idle + rate * total)


def plain_people(rate: float) -> int:
    """The fewest people by bisection in plain Python."""
    load = rate * HANDLE_S
    low, high = int(load * 0.7), math.ceil(load + 3.0 * math.sqrt(load))
    while high - low > 1:
        middle = (low + high) // 2
        if plain_service_level(middle, rate) >= LEVEL:
            high = middle
        else:
            low = middle
    return high


def measure() -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object."""
    rates, target = arrivals_per_s(), Target(service_level=LEVEL, within_s=WITHIN_S)
    people_needed(rates[:1], HANDLE_S, PATIENCE_S, target)
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        needed = people_needed(rates, HANDLE_S, PATIENCE_S, target)
        times.append(time.process_time() - started)
    started = time.process_time()
    plain = [plain_people(rate) for rate in rates]
    plain_s = time.process_time() - started
    own_s = statistics.median(times)
    return {
        "benchmark": "erlang",
        "intervals": len(rates),
        "top_erlang": max(rates) * HANDLE_S,
        "cpu_s": own_s,
        "plain_python_cpu_s": plain_s,
        "ratio": plain_s / own_s,
        "people": [int(p) for p in needed.people],
        "agree": plain == [int(p) for p in needed.people],
    }


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    print(
        f"Erlang-A：{report['intervals']} 个半小时，最高 {report['top_erlang']:,.0f} erlang，"
        f"{WITHIN_S:.0f} 秒内接起 {LEVEL:.0%}\n"
        f"  people_needed        {report['cpu_s'] * 1e3:>10.1f} ms CPU\n"
        f"  纯 Python plain      {report['plain_python_cpu_s'] * 1e3:>10.1f} ms CPU"
        f"   {report['ratio']:,.0f}×\n"
        f"  人数相同 same people {'是 yes' if report['agree'] else '否 no':>10}"
    )


def main() -> int:
    """Reads the options, measures and prints."""
    chosen = options(__doc__).parse_args()
    report = measure()
    return give(report, chosen.json, show, report["agree"])


if __name__ == "__main__":
    raise SystemExit(main())
