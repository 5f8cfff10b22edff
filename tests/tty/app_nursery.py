"""Starts the app again and again in one terminal, each time as a process that may be killed.

What Python loads is loaded once, so that a start costs a fork; everything else, the terminal,
the database, the threads, is each process's own. Talks to the test by files in a folder:
`go-N` asks for the app, `pid-N` says which process it is, `dead-N` that it is gone.
"""

from __future__ import annotations

import os
import sys
import termios
import time
from importlib import import_module
from pathlib import Path

os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"

for name in (
    "simulator.drill.sitting", "simulator.drill.scoring.scorecard", "simulator.records.records",
    "simulator.records.scorecard", "tui.app.app", "tui.app.screen.drill_choice",
    "tui.app.screen.drill_floor", "tui.app.screen.home", "tui.app.screen.scorecard",
):  # fmt: skip
    import_module(name)

from tui.app.start import start  # noqa: E402

RESET = b"\x1bc"


def tell(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.rename(path)


def main(folder: Path) -> None:
    """One app after another, until the test ends this process."""
    modes = termios.tcgetattr(0)
    number = 0
    while True:
        while not (folder / f"go-{number}").exists():
            time.sleep(0.01)
        termios.tcsetattr(0, termios.TCSAFLUSH, modes)
        os.write(1, RESET)
        child = os.fork()
        if child == 0:
            os._exit(start())
        tell(folder / f"pid-{number}", str(child))
        os.waitpid(child, 0)
        tell(folder / f"dead-{number}", "")
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
