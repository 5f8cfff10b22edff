"""Benchmark: the Double 11 day at 200,000 and 2 million records and at 1 million human contacts.

`python benchmarks/double11.py` takes about a minute, `--quick` leaves the largest day out;
`--json` prints one object and nothing else on standard output. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.answer import environment, give, options  # noqa: E402

SMALL, LARGE = 200_000, 2_000_000
HUMAN = 1_000_000
REFERENCE_FACTOR = 0.2
ROUNDS = 3
SMALL_RUNS = 5
LARGE_RUNS = 3
"""Runs in a process; the first of each also waits for the system to find memory, at both sizes."""
TARGETS = {
    "contacts_per_cpu_s": 300_000.0,
    "cost_ratio_2m_200k": 1.5,
    "peak_rss_mb": 1500.0,
}
"""The first is a least value, the others are most."""


def run(engine: str, factor: float, first_seed: int, runs: int) -> list[dict[str, Any]]:
    """Simulates in a process of its own; exits with its message if that fails."""
    print(f"double11 {engine}: × {factor:.3g}, {runs} runs", file=sys.stderr, flush=True)
    done = subprocess.run(
        [
            sys.executable, "-m", "benchmarks.double11_worker",
            engine, repr(factor), str(first_seed), str(runs),
        ],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"double11 {engine}: exit code {done.returncode}")
    return list(json.loads(done.stdout))


def summary(runs: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Medians over runs of one size."""
    return {
        "contacts": statistics.median(r["contacts"] for r in runs),
        "human_contacts": statistics.median(r["human_contacts"] for r in runs),
        "most_on_duty": statistics.median(r["most_on_duty"] for r in runs),
        "cpu_s": statistics.median(r["cpu_s"] for r in runs),
        "us_per_contact": statistics.median(r["cpu_s"] / r["contacts"] for r in runs) * 1e6,
        "contacts_per_cpu_s": statistics.median(r["contacts"] / r["cpu_s"] for r in runs),
        "peak_rss_mb": max(r["peak_rss_mb"] for r in runs),
        "runs": len(runs),
    }


def measure(quick: bool) -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object."""
    once = run("kernel", 1.0, 1, 3)
    contacts = statistics.median(r["contacts"] for r in once)
    human = statistics.median(r["human_contacts"] for r in once)
    small, large = [], []
    # In turns, so that a slow minute of the machine falls on both sizes.
    for turn in range(ROUNDS):
        small += run("kernel", SMALL / contacts, 1 + turn * SMALL_RUNS, SMALL_RUNS)
        large += run("kernel", LARGE / contacts, 1 + turn * LARGE_RUNS, LARGE_RUNS)
    sizes = {"records_200k": summary(small), "records_2m": summary(large)}
    if not quick:
        sizes["human_1m"] = summary(run("kernel", HUMAN / human, 1, 2))
    engines = compare_engines()
    decisive = sizes["records_2m" if quick else "human_1m"]
    report = {
        "benchmark": "double11",
        "contacts_per_cpu_s": decisive["contacts_per_cpu_s"],
        "at_human_contacts": decisive["human_contacts"],
        "cost_ratio_2m_200k": (
            sizes["records_2m"]["us_per_contact"] / sizes["records_200k"]["us_per_contact"]
        ),
        "peak_rss_mb": sizes["records_2m"]["peak_rss_mb"],
        "kernel_over_reference": engines["kernel"] / engines["reference"],
        "engines_contacts_per_cpu_s": engines,
        "sizes": sizes,
        "targets": TARGETS,
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in ("numpy", "numba")},
        },
    }
    return {**report, "reached": reached(report)}


def compare_engines() -> dict[str, float]:
    """Contacts per CPU second of both engines on one small day, which they simulate alike."""
    kernel = run("kernel", REFERENCE_FACTOR, 1, 7)
    reference = run("reference", REFERENCE_FACTOR, 1, 2)
    if any(k["contacts"] != r["contacts"] for k, r in zip(kernel, reference, strict=False)):
        raise SystemExit("double11: the engines do not leave equally many records")
    return {
        "kernel": summary(kernel)["contacts_per_cpu_s"],
        "reference": summary(reference)["contacts_per_cpu_s"],
        "contacts": summary(reference)["contacts"],
    }


def reached(report: Mapping[str, Any]) -> bool:
    """Whether all targets hold."""
    return bool(
        report["contacts_per_cpu_s"] >= TARGETS["contacts_per_cpu_s"]
        and report["cost_ratio_2m_200k"] <= TARGETS["cost_ratio_2m_200k"]
        and report["peak_rss_mb"] <= TARGETS["peak_rss_mb"]
    )


def show(report: Mapping[str, Any]) -> None:
    """Prints the tables a person reads."""
    print("双11 double11 · simulate() 的 CPU 秒，记录全部保留 CPU seconds, records kept")
    print(
        f"{'':14}{'contacts':>11}{'human':>11}{'people':>8}{'CPU s':>8}"
        f"{'µs each':>9}{'per CPU s':>11}{'peak MB':>9}{'runs':>6}"
    )
    for name, row in report["sizes"].items():
        print(
            f"{name:14}{row['contacts']:>11,.0f}{row['human_contacts']:>11,.0f}"
            f"{row['most_on_duty']:>8,.0f}{row['cpu_s']:>8.2f}{row['us_per_contact']:>9.2f}"
            f"{row['contacts_per_cpu_s']:>11,.0f}{row['peak_rss_mb']:>9,.0f}{row['runs']:>6}"
        )
    limits = report["targets"]
    print(
        f"\n联系/CPU 秒 contacts per CPU second  {report['contacts_per_cpu_s']:>10,.0f}"
        f"   ≥ {limits['contacts_per_cpu_s']:,.0f}"
        f"\n200 万对 20 万的单价 cost 2 M / 200 k {report['cost_ratio_2m_200k']:>10.2f}"
        f"   ≤ {limits['cost_ratio_2m_200k']}"
        f"\n200 万记录的内存峰值 peak MB at 2 M   {report['peak_rss_mb']:>10,.0f}"
        f"   ≤ {limits['peak_rss_mb']:,.0f}"
        f"\n内核 / 参照引擎 kernel / reference    {report['kernel_over_reference']:>10.0f}×"
    )


def main() -> int:
    """Reads the options, measures and prints."""
    parser = options(__doc__)
    parser.add_argument("--quick", action="store_true", help="leave the largest day out")
    chosen = parser.parse_args()
    report = measure(chosen.quick)
    return give(report, chosen.json, show, report["reached"])


if __name__ == "__main__":
    raise SystemExit(main())
