"""The command line in a real terminal."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_terminal import Terminal

from tui.terminal.cell import cells

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture(params=[80, 100, 140])
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """A terminal of some width."""
    found = Terminal(request.param)
    yield found
    found.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_wraps(terminal: Terminal, language: str) -> None:
    """The answer follows the width of the terminal: rules and rows stay on one line each."""
    lines = terminal.run(f"--lang {language} demand double11 --by channel")
    assert "exit=0" in lines
    columns = terminal.columns
    axis = next(line for line in lines if "┼" in line)
    assert columns / 2 < cells(axis) <= columns
    (rule,) = (line for line in lines if line.startswith("──"))
    header = lines[lines.index(rule) - 1]
    assert cells(header) <= cells(rule) <= columns


def test_colour_is_for_terminals_that_want_it(terminal: Terminal) -> None:
    """Headings are strong in a terminal, and plain with NO_COLOR."""
    coloured = terminal.run("scenario show minimal", colour=True)
    assert any("\x1b[1m" in line for line in coloured)
    # A terminal of its own, so that nothing of the first answer is still on the screen.
    other = Terminal(terminal.columns)
    plain = other.run("scenario show minimal | cat", colour=True)
    other.close()
    assert not any("\x1b[1m" in line for line in plain if "exit=" not in line)


def test_ctrl_c_ends_a_long_run_quietly() -> None:
    """An interrupted simulation leaves one line and the exit code 130, no traceback."""
    shapan = [sys.executable, "-m", "tui.main", "simulate"]
    warm = [*shapan, "minimal", "--replications", "1", "--brief"]
    subprocess.run(warm, cwd=ROOT, check=True, capture_output=True, timeout=300)
    long = [*shapan, "double11", "--replications", "20000", "--jobs", "1"]
    run = subprocess.Popen(
        long, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        time.sleep(12.0)
        run.send_signal(signal.SIGINT)
        _answer, told = run.communicate(timeout=60)
    finally:
        run.kill()
    assert run.returncode == 130
    assert "已中断" in told
    assert "Traceback" not in told
