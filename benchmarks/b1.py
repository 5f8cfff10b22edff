"""Benchmark B1: contacts per CPU second of Shapan and of three baselines on the same day.

`python benchmarks/b1.py` measures at 200,000 contacts (about two minutes, most of it Ciw),
`--quick` at 20,000; `--json` prints one object and nothing else on standard output.
Exit code 1 if the implementations do not agree.
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
from benchmarks.b1_agreement import CONFIDENCE, FIGURES, Difference, differences  # noqa: E402
from benchmarks.b1_model import Outcome  # noqa: E402
from benchmarks.b1_worker import ENGINES  # noqa: E402

FULL_CONTACTS = 200_000
QUICK_CONTACTS = 20_000
FULL_RUNS = {"shapan": 9, "simpy_callbacks": 5, "simpy_processes": 2, "ciw": 1}
QUICK_RUNS = {"shapan": 20, "simpy_callbacks": 9, "simpy_processes": 5, "ciw": 3}
AGREEMENT_RUNS = {"shapan": 60, "simpy_callbacks": 60, "simpy_processes": 20, "ciw": 10}
REFERENCE = "simpy_callbacks"
TARGET_SPEED = 2_000_000.0
TARGET_RATIOS = {"simpy_processes": 80.0, "simpy_callbacks": 8.0, "ciw": 300.0}


def replicate(engine: str, contacts: int, first_seed: int, runs: int) -> list[Outcome]:
    """Runs one implementation in its own process; exits with its message if that fails."""
    print(f"B1 {engine}: {contacts:,} × {runs}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "benchmarks.b1_worker", engine]
    done = subprocess.run(
        [*command, str(contacts), str(first_seed), str(runs)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"B1 {engine}: exit code {done.returncode}")
    return [Outcome(**fields) for fields in json.loads(done.stdout)]


def speed(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Median, lowest and highest contacts per CPU second over the runs."""
    rates = [outcome.contacts / outcome.cpu_s for outcome in outcomes]
    return {
        "contacts_per_cpu_s": statistics.median(rates),
        "lowest": min(rates),
        "highest": max(rates),
        "runs": len(rates),
    }


def measure_agreement(engines: Sequence[str]) -> dict[str, Any]:
    """Replicates the smaller day with seeds of each implementation's own and compares."""
    outcomes = {
        engine: replicate(engine, QUICK_CONTACTS, 1000 * (number + 1), AGREEMENT_RUNS[engine])
        for number, engine in enumerate(engines)
    }
    found = differences(outcomes, REFERENCE if REFERENCE in outcomes else engines[0])
    return {
        "contacts": QUICK_CONTACTS,
        "confidence": CONFIDENCE,
        "agree": all(difference.agrees for difference in found),
        "means": {
            engine: {
                figure: statistics.fmean(map(value, runs)) for figure, value in FIGURES.items()
            }
            for engine, runs in outcomes.items()
        },
        "replications": {engine: len(runs) for engine, runs in outcomes.items()},
        "differences": [describe(difference) for difference in found],
    }


def describe(difference: Difference) -> dict[str, Any]:
    """A comparison as JSON fields."""
    return {
        "engine": difference.engine,
        "figure": difference.figure,
        "difference": difference.difference,
        "half_width": difference.half_width,
        "agrees": difference.agrees,
    }


def measure(engines: Sequence[str], quick: bool) -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object."""
    contacts, runs = (QUICK_CONTACTS, QUICK_RUNS) if quick else (FULL_CONTACTS, FULL_RUNS)
    speeds = {e: speed(replicate(e, contacts, 1, runs[e])) for e in engines}
    own = speeds.get("shapan", {}).get("contacts_per_cpu_s")
    return {
        "benchmark": "B1",
        "contacts": contacts,
        "contacts_per_cpu_s": own,  # null when --engines leaves Shapan out
        "speeds": speeds,
        "ratios": ratios(speeds),
        "targets": {"contacts_per_cpu_s": TARGET_SPEED, "ratios": TARGET_RATIOS},
        "agreement": measure_agreement(engines),
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in ("numpy", "simpy", "ciw")},
        },
    }


def ratios(speeds: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """How many times faster Shapan is than each baseline; empty without Shapan."""
    if "shapan" not in speeds:
        return {}
    own = speeds["shapan"]["contacts_per_cpu_s"]
    return {e: own / s["contacts_per_cpu_s"] for e, s in speeds.items() if e != "shapan"}


def show(report: Mapping[str, Any]) -> None:
    """Prints the tables a person reads."""
    print(f"B1 · {report['contacts']:,} 联系 contacts · 联系/CPU 秒 contacts per CPU second")
    print(f"{'':16}{'median':>12}{'lowest':>12}{'highest':>12}{'runs':>6}{'ratio':>9}{'goal':>7}")
    for engine, row in report["speeds"].items():
        ratio = report["ratios"].get(engine)
        target = report["targets"]["ratios"].get(engine)
        goal = "" if ratio is None else f"{ratio:>8.1f}×{target:>6.0f}×"
        print(
            f"{engine:16}{row['contacts_per_cpu_s']:>12,.0f}{row['lowest']:>12,.0f}"
            f"{row['highest']:>12,.0f}{row['runs']:>6}{goal}"
        )
    agreement = report["agreement"]
    confidence = f"{agreement['confidence']:.0%} 联合置信 joint confidence"
    print(f"\n一致性 agreement · {agreement['contacts']:,} 联系 contacts · {confidence}")
    print(f"{'':16}{'abandoned':>12}{'in 20 s':>12}{'wait s':>12}{'runs':>6}")
    for engine, means in agreement["means"].items():
        print(
            f"{engine:16}{means['abandonment']:>12.2%}{means['service_level']:>12.2%}"
            f"{means['mean_wait_s']:>12.2f}{agreement['replications'][engine]:>6}"
        )
    for row in agreement["differences"]:
        mark = "ok" if row["agrees"] else "不一致 DIFFERS"
        print(
            f"  {row['engine']:16}{row['figure']:14}"
            f"{row['difference']:>+10.4f} ± {row['half_width']:.4f}  {mark}"
        )


def main() -> int:
    """Reads the options, measures and prints."""
    parser = options(__doc__)
    parser.add_argument("--quick", action="store_true", help="20,000 contacts for all")
    parser.add_argument("--engines", default=",".join(ENGINES), help="some of: %(default)s")
    chosen = parser.parse_args()
    engines = chosen.engines.split(",")
    if unknown := [engine for engine in engines if engine not in ENGINES]:
        parser.error(f"unknown engines: {', '.join(unknown)}")
    report = measure(engines, chosen.quick)
    return give(report, chosen.json, show, report["agreement"]["agree"])


if __name__ == "__main__":
    raise SystemExit(main())
