"""An app in a real terminal that is played by keys and killed at some moment."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from real_terminal import PATIENCE_S, ROOT, Terminal

MESSAGE = re.compile(r"say\d+x")
ACTION = re.compile(r"▸ 看订单 (act\d+x)：")
BOX = "─ 回复 "
CARD = "─ 成绩单 "


class DeadError(Exception):
    """The app is no more."""


class OverError(Exception):
    """The customer has left, and the card has come."""


class KilledApp:
    """Rounds of one app after another on one database; `screen` is what the last one left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.screen: list[str] = []
        self._number = -1
        self._pid = 0
        self._terminal = Terminal(
            120, 36, SHAPAN_LANG="zh", TERM="xterm-256color", PYTHONPATH=str(ROOT),
            SHAPAN_DATA=str(folder / "data"), SHAPAN_CONFIG=str(folder / "config"),
        )  # fmt: skip
        nursery = Path(__file__).with_name("app_nursery.py")
        self._terminal.type(f"'{sys.executable}' '{nursery}' '{folder}'")
        self._terminal.key("Enter")

    def close(self) -> None:
        """End the terminal and whatever runs in it."""
        self._terminal.close()

    # A round ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Another app, up to its first screen."""
        self._number += 1
        (self.folder / f"go-{self._number}").touch()
        self._until(lambda: self._file("pid").exists())
        self._pid = int(self._file("pid").read_text())
        self.shows("演练场")

    def kill_after(self, seconds: float) -> None:
        """SIGKILL from now on at any time."""
        threading.Timer(seconds, _kill, [self._pid]).start()

    def last_screen(self) -> None:
        """Wait until the app is gone and the terminal has drawn all it was sent."""
        self._until(lambda: self._file("dead").exists())
        before: list[str] = []
        while True:
            self.screen = self._terminal.lines()
            if self.screen == before:
                return
            before = self.screen
            time.sleep(0.03)

    def acknowledges(self, token: str) -> None:
        """Wait until the conversation shows what has been said or done."""

        def there() -> bool:
            self.screen = self._terminal.lines()
            if any(CARD in line for line in self.screen):
                raise OverError
            return any(token in found for found in self.shown())

        self._until(there, alive=True)

    def shown(self) -> tuple[set[str], set[str]]:
        """Messages and actions that the conversation on the last screen shows."""
        border = [n for n, line in enumerate(self.screen) if BOX in line]
        # Lines of the box are no conversation, and none of a form that lies over it.
        above = self.screen[: border[0]] if border else []
        text = "\n".join(line[: line.find("╭", 1)] if "╭" in line[1:] else line for line in above)
        return set(MESSAGE.findall(text)), set(ACTION.findall(text))

    # Keys -----------------------------------------------------------------------------------------

    def key(self, name: str) -> None:
        """Press a key, unless the app is gone."""
        self._alive()
        self._terminal.key(name)

    def type(self, text: str) -> None:
        """Type a text, unless the app is gone."""
        self._alive()
        self._terminal.type(text)

    def shows(self, *words: str) -> str:
        """Wait for one of these words on the screen; which. `DeadError` once the app is gone."""
        found: list[str] = []

        def there() -> bool:
            text = "\n".join(self._terminal.lines())
            found.extend(word for word in words if word in text)
            if not found and CARD in text:
                raise OverError
            return bool(found)

        self._until(there, alive=True)
        return found[0]

    def _alive(self) -> None:
        if self._file("dead").exists():
            raise DeadError

    def _until(self, true: object, alive: bool = False) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not true():  # type: ignore[operator]
            if alive:
                self._alive()
            assert time.monotonic() < deadline, "\n".join(self._terminal.lines())
            time.sleep(0.02)

    def _file(self, kind: str) -> Path:
        return self.folder / f"{kind}-{self._number}"


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


class Player:
    """Sends numbered messages and looks numbered orders up, as chance will have it."""

    def __init__(self, app: KilledApp, chance: random.Random) -> None:
        self._app = app
        self._chance = chance
        self.messages: list[str] = []
        self.actions: list[str] = []

    def play(self) -> None:
        """Say or do one or two things, see them on the screen; be killed at a moment drawn here.
        `OverError` where the customer leaves before.

        Half of the moments are shortly after an enter, where the writing is, the others anywhere.
        """
        close = self._chance.random() < 0.5
        inputs = self._chance.randint(1, 2)
        if not close:
            self._app.kill_after(self._chance.uniform(0.1, 1.5))
        with suppress(DeadError):
            for _n in range(inputs):
                self._app.acknowledges(self._input())
            if close:
                # From one millisecond to half a second.
                self._app.kill_after(10 ** self._chance.uniform(-3.0, -0.3))
            self._input()
            self._app.shows("never shown")

    def _input(self) -> str:
        return self._act() if self._chance.random() < 0.35 else self._say()

    def _say(self) -> str:
        token = f"say{len(self.messages):04d}x"
        self._app.type(f"请稍等 {token}")
        self.messages.append(token)
        self._app.key("Enter")
        return token

    def _act(self) -> str:
        token = f"act{len(self.actions):04d}x"
        self._app.key("F2")
        self._app.shows("look_customer")
        self._app.type("看订单")
        self._app.shows("看订单  look_order")
        self._app.key("Enter")
        self._app.shows("─ 看订单 ")
        self._app.type(token)
        self._app.shows(token)
        self.actions.append(token)
        self._app.key("Enter")
        return token
