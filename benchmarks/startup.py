"""Benchmark: how long people wait before anything happens.

Wall seconds of `shapan --help`, of the first imports, of compiling into an empty cache and of the
next start. `--json` prints one object and nothing else on standard output. Exit code 1 if the
target is missed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.answer import give, options  # noqa: E402

RUNS = 7
TARGET_HELP_S = 0.5
IMPORT = "import simulator.peak"
SIMULATE = "from simulator.peak import simulate; from scenarios.peak.load import load; "
FIRST_RUN = SIMULATE + (
    "from simulator.peak.warm import compile_all; compile_all(); simulate(load('minimal'), seed=1)"
)


def wall_s(command: Sequence[str], cache: str | None = None) -> float:
    """Wall seconds of a command; exits with its output if it fails."""
    env = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    if cache is not None:
        env["SHAPAN_CACHE"] = cache
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}")
    return seconds


def python(code: str) -> list[str]:
    """The command that runs `code` in this Python."""
    return [sys.executable, "-c", code]


def measure() -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object; times are medians."""
    shapan = str(Path(sys.executable).parent / "shapan")
    commands = {
        "help_s": [shapan, "--help"],
        "python_s": python("pass"),
        "import_peak_s": python(IMPORT),
        "import_simulate_s": python(SIMULATE),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            times[name].append(wall_s(command))
    report: dict[str, Any] = {"benchmark": "startup"}
    report.update({name: statistics.median(found) for name, found in times.items()})
    with tempfile.TemporaryDirectory() as cache:
        report["first_run_s"] = wall_s(python(FIRST_RUN), cache)
        report["second_run_s"] = statistics.median(
            wall_s(python(FIRST_RUN), cache) for _ in range(RUNS)
        )
    report["compile_s"] = report["first_run_s"] - report["second_run_s"]
    report["help_over_python"] = report["help_s"] / report["python_s"]
    report["targets"] = {"help_s": TARGET_HELP_S}
    report["reached"] = report["help_s"] <= TARGET_HELP_S
    return report


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    print("启动 startup · 墙钟秒 wall seconds")
    for name, text in {
        "help_s": "shapan --help",
        "python_s": "空的 Python bare Python",
        "import_peak_s": "import simulator.peak",
        "import_simulate_s": "from simulator.peak import simulate",
        "first_run_s": "第一次推演（含编译）first run, compiling",
        "second_run_s": "以后的推演 later runs",
    }.items():
        print(f"  {report[name]:>8.2f}  {text}")
    print(f"  shapan --help ≤ {TARGET_HELP_S} s")


def main() -> int:
    """Reads the options, measures and prints."""
    chosen = options(__doc__).parse_args()
    report = measure()
    return give(report, chosen.json, show, report["reached"])


if __name__ == "__main__":
    raise SystemExit(main())
