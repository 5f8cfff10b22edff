"""Benchmark: calibrating a scenario from a synthetic log of 2,000,000 rows.

The log is made here and is no real one: 30 days, 400 agents in two skills, two queues, Gamma busy
days, lognormal calls, exponential patience. `--json` prints one object and nothing else on standard
output. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

ROWS = 2_000_000
DAYS, AGENTS = 30, 400
TARGET_S, TARGET_BYTES = 60.0, 2e9
TALK_S, PATIENCE_S = 200.0, 300.0

MAPPING = """kind: contact-log
nothing: ["-"]
id: 编号
times: {arrived: 进线时间, answered: 接起时间, ended: 结束时间}
seconds: {wait: 等待秒数, service: 通话秒数}
outcome: {column: 结果, served: [已接], left: [放弃]}
agent: 坐席
shop: {always: shop}
intent: {column: 业务, values: {物流: delivery, 退款: refund, 发票: invoice}}
channel: {always: phone}
tier: {always: regular}
limits: {wait_minutes: 60, service_minutes: 120}
"""
HEADER = "编号,进线时间,接起时间,结束时间,等待秒数,通话秒数,结果,坐席,业务"
NAMES = ("物流", "退款", "发票")


def make_log(path: Path, rows: int) -> None:
    """A log in which agents of a day take calls one after the other."""
    rng = np.random.default_rng(1)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER + "\n")
        number = 0
        for day in range(DAYS):
            count = rows // DAYS if day < DAYS - 1 else rows - number
            for line in _day(rng, day, count, number):
                stream.write(line)
            number += count


def _day(rng: np.random.Generator, day: int, rows: int, first: int) -> list[str]:
    """One day in order of arrival; whoever finds a wait beyond its patience leaves."""
    minute = 480 + 840 * rng.beta(2.0, 2.0, rows)
    arrived = np.sort((minute * 60).astype(np.int64))
    intent = rng.choice(3, rows, p=(0.6, 0.3, 0.1))
    talk = np.maximum(rng.lognormal(np.log(TALK_S) - 0.32, 0.8, rows), 1).astype(np.int64)
    level = np.maximum(
        np.sin((arrived - arrived.min()) / (arrived.max() - arrived.min()) * np.pi), 0
    )
    wait = (rng.exponential(60.0 * level + 1.0) * (rng.random(rows) < 0.6)).astype(np.int64)
    patience = rng.exponential(PATIENCE_S, rows)
    left = patience < wait
    wait = np.where(left, patience, wait).astype(np.int64)
    free = np.zeros(AGENTS, np.int64)
    agent = rng.integers(0, AGENTS, rows)
    date = f"2026-09-{day + 1:02d}"
    lines = []
    clock = [f"{h:02d}:{m:02d}:{s:02d}" for h in range(24) for m in range(60) for s in range(60)]
    for n in range(rows):
        start = int(arrived[n])
        answered = min(start + int(wait[n]), 86_000)
        ended = min(answered + (0 if left[n] else int(talk[n])), 86_399)
        who = int(agent[n])
        free[who] = ended
        tail = f"{ended - answered},已接,A{who:03d}" if not left[n] else "-,放弃,-"
        served = f"{date} {clock[answered]}" if not left[n] else "-"
        lines.append(f"{first + n},{date} {clock[start]},{served},{date} {clock[ended]},"
                     f"{answered - start},{tail},{NAMES[intent[n]]}\n")  # fmt: skip
    return lines


def calibrate_once(folder: Path) -> dict[str, Any]:
    """Read and calibrate, in this process; seconds and bytes."""
    from simulator.peak.calibration.calibration import Wish, calibrate
    from simulator.peak.log.reading import read_log

    started, used = time.perf_counter(), time.process_time()
    log = read_log(folder / "log.csv", folder / "log.map.yaml")
    read_s = time.perf_counter() - started
    found = calibrate(log, Wish("bench", hold_back=7))
    total = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "rows": log.read, "bad_rows": log.bad_count, "wall_s": total, "read_s": read_s,
        "cpu_s": time.process_time() - used,
        "memory_bytes": memory, "patience_s": found.patience[0].law.mean_s,
        "groups": len(found.scenario.groups),
    }  # fmt: skip


def measure(rows: int) -> dict[str, Any]:
    """Make the log, and calibrate in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_log(folder / "log.csv", rows)
        (folder / "log.map.yaml").write_text(MAPPING, encoding="utf-8")
        command = [sys.executable, __file__, "--inside", name]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
    report = json.loads(ran.stdout)
    report["benchmark"] = "calibrate"
    report["targets"] = {"wall_s": TARGET_S, "memory_bytes": TARGET_BYTES}
    report["reached"] = report["wall_s"] <= TARGET_S and report["memory_bytes"] <= TARGET_BYTES
    return report


def main() -> int:
    """Reads the options, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(calibrate_once(Path(options.inside))))
        return 0
    report = measure(options.rows)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        print(
            f"校准 calibrate，{report['rows']:,} 行 rows\n"
            f"  墙钟秒 wall seconds   {report['wall_s']:>8.1f}   ≤ {TARGET_S:.0f}"
            f"（读入 reading {report['read_s']:.1f}）\n"
            f"  CPU 秒 CPU seconds    {report['cpu_s']:>8.1f}\n"
            f"  内存 memory GB        {report['memory_bytes'] / 1e9:>8.2f}   ≤ "
            f"{TARGET_BYTES / 1e9:.0f}"
        )
    return 0 if report["reached"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
