"""How quick a drill is: start to the customer's first words, and a message answered.

    python benchmarks/drill.py [--json]

Start: the whole command, from an empty records folder brought up to date before, until it has
printed the opening line; wall seconds, the median of several processes. Messages: CPU
milliseconds from a message of the agent to what was understood, over the reference runs of
the library with the memory of earlier messages turned off. A drill loads what it listens with
once its opening line is shown, while that is read (`Ear.prepare`); how long that takes in a
fresh process is given too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

ASKED = {"start_s": 1.0, "message_ms_p95": 20.0, "understood_ms_p95": 5.0}
DRILL = "price-drop-gift"


def start_seconds(runs: int, folder: str) -> float:
    """Median wall time of `shapan drill play` until the opening line is there."""
    environment = {**os.environ, "SHAPAN_DATA": folder, "SHAPAN_CACHE": folder}
    times = []
    for run in range(runs + 1):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "tui.main", "drill", "play", DRILL, "--seed", "1"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        while "00:00" not in process.stdout.readline():
            pass
        if run:
            times.append(time.perf_counter() - began)
        process.kill()
        process.wait()
    return median(times)


def message_milliseconds() -> tuple[float, list[float], list[float]]:
    """CPU milliseconds to be prepared for the first drill, and of each message of the reference
    runs: understood, and answered."""
    from scenarios.drill.case import case_of
    from scenarios.drill.load import drill_names, load_drill
    from simulator.drill.conversation.session import Session
    from simulator.drill.ear import Ear
    from simulator.drill.players.player import reference
    from simulator.drill.players.run import listen, typing_us
    from simulator.drill.understanding import understand as module

    prepared, understood, answered = [], [], []
    for name in drill_names():
        drill, sop = load_drill(name)
        case = case_of(drill, sop, 5)
        session = Session(case, ear=Ear(sop, "zh"))
        began = time.process_time()
        session.ear.prepare()
        prepared.append((time.process_time() - began) * 1_000)
        for move in reference(case):
            if move.do is not None:
                session.act(move.do, move.with_, session.at_us + 1)
            if move.say is None:
                continue
            module._understand.cache_clear()
            began = time.process_time()
            module.understand(move.say, "", "zh", session.ear.cues)
            understood.append((time.process_time() - began) * 1_000)
            module._understand.cache_clear()
            began = time.process_time()
            session.message(move.say, session.at_us + typing_us(move.say, "zh"))
            listen(session)
            answered.append((time.process_time() - began) * 1_000)
    return prepared[0], understood, answered


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[int(len(values) * 0.95)]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = start_seconds(options.runs, folder)
    prepared, understood, answered = message_milliseconds()
    figures = {
        "start_s": round(start, 3), "prepared_ms": round(prepared, 1),
        "messages": len(answered),
        "understood_ms_median": round(median(understood), 2),
        "understood_ms_p95": round(p95(understood), 2),
        "message_ms_median": round(median(answered), 2), "message_ms_p95": round(p95(answered), 2),
    }  # fmt: skip
    if options.json:
        print(json.dumps(figures))
        return 0
    for name, value in figures.items():
        asked = f"  (asked for: at most {ASKED[name]})" if name in ASKED else ""
        print(f"{name:24} {value}{asked}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
