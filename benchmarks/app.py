"""Benchmark: how long the terminal app lets people wait.

The app runs in a terminal of its own, as it does for people. Wall seconds from starting it to the
answer to a first key; wall milliseconds from a key to its character on the screen, in the reply
box of a drill, alone and while a simulation runs beside it. `--json` prints one object and nothing
else on standard output. Exit code 1 if a target is missed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.answer import environment, give, options  # noqa: E402

RUNS = 7
KEYS = 300
SENTENCE = 30
COLUMNS, ROWS = 120, 36
TARGET_START_S = 1.5
TARGET_KEY_MS = 30.0
PATIENCE_S = 60.0
F1, ENTER, CLEAR = b"\x1bOP", b"\r", b"\x15"
SHAPAN = [sys.executable, "-m", "tui.main"]


class Screen:
    """The app in a pseudo-terminal; what it writes is read, not drawn."""

    def __init__(self, folder: str) -> None:
        self.began = time.perf_counter()
        self._pid, self._handle = pty.fork()
        if self._pid == 0:
            os.chdir(ROOT)
            os.execve(sys.executable, SHAPAN, {
                **environment(), "SHAPAN_LANG": "zh", "TERM": "xterm-256color",
                "SHAPAN_DATA": f"{folder}/data", "SHAPAN_CONFIG": f"{folder}/config",
            })  # fmt: skip
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, size)

    def press(self, keys: bytes) -> float:
        """Send keys; the moment they were sent."""
        while select.select([self._handle], [], [], 0)[0]:
            os.read(self._handle, 65_536)
        sent = time.perf_counter()
        os.write(self._handle, keys)
        return sent

    def until(self, text: str) -> float:
        """Read until this text comes; the moment it came."""
        wanted, seen = text.encode(), b""
        deadline = time.perf_counter() + PATIENCE_S
        while wanted not in seen:
            left = max(0.0, deadline - time.perf_counter())
            if not select.select([self._handle], [], [], left)[0] or not left:
                raise SystemExit(f"no {text!r} within {PATIENCE_S} s; the last was {seen[-500:]!r}")
            seen += os.read(self._handle, 65_536)
        return time.perf_counter()

    def cpu_s(self) -> float:
        """Processor seconds that the app has used so far; where the system does not tell, 0."""
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the app."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._handle)


@contextlib.contextmanager
def app() -> Iterator[Screen]:
    """The app with nothing kept, at its first screen or before."""
    with tempfile.TemporaryDirectory() as folder:
        screen = Screen(folder)
        try:
            yield screen
        finally:
            screen.close()


def starts() -> tuple[list[float], list[float], list[float]]:
    """Seconds to the first screen, to the help that a first key asks for, and of processor."""
    drawn, usable, cpu = [], [], []
    for _n in range(RUNS):
        with app() as screen:
            drawn.append(screen.until("演练场") - screen.began)
            screen.press(F1)
            usable.append(screen.until("Ctrl+P") - screen.began)
            cpu.append(screen.cpu_s())
    return drawn, usable, cpu


@contextlib.contextmanager
def simulation(wanted: bool) -> Iterator[None]:
    """A long run on one core beside the app."""
    if not wanted:
        yield
        return
    quick = [*SHAPAN, "simulate", "minimal", "--replications", "1", "--brief"]
    subprocess.run(quick, cwd=ROOT, env=environment(), capture_output=True, check=True)
    long = [*SHAPAN, "simulate", "double11", "--replications", "100000", "--jobs", "1"]
    run = subprocess.Popen(
        long, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        time.sleep(5.0)
        if run.poll() is not None:
            raise SystemExit("the simulation beside the app has ended")
        yield
    finally:
        # Its worker processes too.
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def keys_ms(beside: bool) -> list[float]:
    """Milliseconds from each key to its character, at the pace of a quick typist."""
    chance = random.Random(1)
    times = []
    with app() as screen:
        screen.until("演练场")
        time.sleep(2.0)
        screen.press(b"1")
        screen.until("没有提示")
        time.sleep(3.0)
        screen.press(ENTER)
        screen.until("回复")
        with simulation(beside):
            # The customer's patience runs meanwhile.
            time.sleep(1.0)
            for number in range(KEYS):
                # A character of its own for each key, so that nothing else can be taken for it.
                character = chr(0x4E00 + 41 * number)
                sent = screen.press(character.encode())
                times.append((screen.until(character) - sent) * 1000)
                time.sleep(chance.uniform(0.03, 0.15))
                if number % SENTENCE == SENTENCE - 1:
                    screen.press(CLEAR)
                    time.sleep(0.5)
    return times


def spread(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and the worst."""
    return {
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=100, method="inclusive")[94],
        "worst": max(times),
    }


def measure() -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object."""
    load = os.getloadavg()[0]
    drawn, usable, cpu = starts()
    report: dict[str, Any] = {
        "benchmark": "app", "cores": os.cpu_count(), "load_before": load,
        "drawn_s": statistics.median(drawn), "usable_s": statistics.median(usable),
        "start_cpu_s": statistics.median(cpu),
        "key_alone_ms": spread(keys_ms(False)), "key_beside_simulation_ms": spread(keys_ms(True)),
        "targets": {"usable_s": TARGET_START_S, "key_p95_ms": TARGET_KEY_MS},
    }  # fmt: skip
    report["reached"] = (
        report["usable_s"] <= TARGET_START_S
        and report["key_beside_simulation_ms"]["p95"] <= TARGET_KEY_MS
    )
    return report


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    load = f"{report['load_before']:.1f}"
    print(f"应用 app · {report['cores']} 核 cores · 此前的负载 load before {load}")
    print(f"  {report['drawn_s']:>8.2f} s   画出第一屏 first screen drawn")
    print(f"  {report['usable_s']:>8.2f} s   答出第一个键 first key answered")
    print(f"  {report['start_cpu_s']:>8.2f} s   其中处理器时间 of it processor time")
    for name, text in {
        "key_alone_ms": "按键到屏幕 key to screen",
        "key_beside_simulation_ms": "同上，旁边在推演 same, beside a simulation",
    }.items():
        found = report[name]
        print(f"  {found['median']:>8.1f} ms  {text} · p95 {found['p95']:.1f}"
              f" · 最慢 worst {found['worst']:.1f}")  # fmt: skip
    print(f"  第一个键 first key ≤ {TARGET_START_S} s · p95 ≤ {TARGET_KEY_MS:.0f} ms")


def main() -> int:
    """Reads the options, measures and prints."""
    chosen = options(__doc__).parse_args()
    report = measure()
    return give(report, chosen.json, show, report["reached"])


if __name__ == "__main__":
    raise SystemExit(main())
