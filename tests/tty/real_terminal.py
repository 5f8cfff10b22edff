"""A real terminal: tmux with a server of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90.0


class Terminal:
    """A tmux session of its own server, so that no session of the user is touched."""

    def __init__(self, columns: int, rows: int = 60, **environment: str) -> None:
        self.columns = columns
        self._server = f"shapan-test-{uuid.uuid4().hex[:8]}"
        start = ["-f", "/dev/null", "new-session", "-d", "-s", "t", "-c", str(ROOT)]
        size = ["-x", str(columns), "-y", str(rows)]
        extra = [f"{name}={value}" for name, value in environment.items()]
        self._tmux(*start, *size, "env", "PS1=$ ", "LC_ALL=C.UTF-8", *extra, "sh")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-u", "-L", self._server, *arguments]
        # Test runners may set the size of *their* terminal; here tmux says it.
        inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        environment = {**inherited, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        return done.stdout

    def run(self, arguments: str, colour: bool = False) -> list[str]:
        """The lines that a command leaves on the screen and above it."""
        self.start(arguments)
        return self.until("exit=", colour)

    def start(self, arguments: str, module: str = "tui.main") -> None:
        """Type a command; its end will be marked with `exit=CODE`."""
        line = f"clear; '{sys.executable}' -m {module} {arguments}; echo exit=$?"
        self._tmux("send-keys", "-t", "t", line, "Enter")

    def key(self, name: str) -> None:
        """Press a key."""
        self._tmux("send-keys", "-t", "t", name)

    def type(self, text: str) -> None:
        """Type a text as it is, as an input method would commit it."""
        self._tmux("send-keys", "-t", "t", "-l", text)

    def paste(self, text: str) -> None:
        """Paste a text, bracketed as terminals do."""
        self._tmux("set-buffer", "-b", "pasted", text)
        self._tmux("paste-buffer", "-p", "-b", "pasted", "-t", "t")

    def shows(self, *words: str) -> list[str]:
        """Wait until some line on the screen has all of `words` in it; the screen then."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            lines = self.lines()
            if any(all(word in line for word in words) for line in lines):
                return lines
            time.sleep(0.1)
        raise AssertionError(f"no {words} within {PATIENCE_S} s: {lines}")

    def lines(self) -> list[str]:
        """The screen as it is."""
        return self._tmux("capture-pane", "-p", "-t", "t").split("\n")

    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's own cursor, from 0."""
        x, y = self._tmux("display-message", "-p", "-t", "t", "#{cursor_x} #{cursor_y}").split()
        return int(x), int(y)

    def resize(self, columns: int, rows: int) -> None:
        """Another size of the window."""
        self._tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def until(self, word: str, colour: bool = False) -> list[str]:
        """Wait for a line that begins with `word`; all lines so far."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            options = ["-e"] if colour else []
            lines = self._tmux("capture-pane", "-p", "-t", "t", "-S", "-3000", *options).split("\n")
            if any(line.startswith(word) for line in lines):
                return lines
            time.sleep(0.1)
        raise AssertionError(f"no {word!r} within {PATIENCE_S} s")

    def close(self) -> None:
        """End this server and whatever runs in it."""
        self._tmux("kill-server")
