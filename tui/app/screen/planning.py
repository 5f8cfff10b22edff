"""The planning desk: choose a scenario, run it with progress, look at the plan."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from sops.language import N_, _, current_language, localized
from tui.app.binding import WordedFooter


class Planning(Screen[None]):
    """Scenarios on the left, the answer on the right. A run is a process of its own."""

    HELP = N_(
        "选一个场景：F5 推演现有人数，F6 测算人数，F7 看进线。下面可以写 PATH=VALUE 改数字，"
        "空格分开。F9 停下。"
    )
    CHOICES = (
        ("d", N_("看进线"), "screen.run('demand')"),
        ("s", N_("推演现有人数"), "screen.run('simulate')"),
        ("p", N_("测算人数"), "screen.run('plan')"),
        ("x", N_("停下"), "screen.cancel"),
        ("b", N_("返回"), "app.pop_screen"),
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("f7", "run('demand')", N_("看进线")), ("f6", "run('plan')", N_("测算")),
        ("f5", "run('simulate')", N_("推演")), ("f9", "cancel", N_("停下")),
        ("escape", "app.pop_screen", N_("返回")),
    ]  # fmt: skip

    class Done(Message):
        """A run has ended: its text."""

        def __init__(self, text: str, ok: bool) -> None:
            super().__init__()
            self.text = text
            self.ok = ok

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def compose(self) -> ComposeResult:
        """The list, the levers, the answer."""
        with Horizontal():
            with Vertical(id="left", classes="pane") as box:
                box.border_title = _("场景")
                yield DataTable(cursor_type="row", id="scenarios")
                yield Input(placeholder=_("改数字，如 demand.scale=1.2"), id="sets")
            with VerticalScroll(id="answer", classes="pane") as pane:
                pane.border_title = _("答案")
                yield Static(_("选一个场景，F7 看进线，F5 推演，F6 测算人数。"), id="text")
        yield WordedFooter()

    def on_mount(self) -> None:
        """Fill the list."""
        from scenarios.peak.library import peak_names
        from scenarios.peak.load import load
        from sops.problem import Problems

        table = self.query_one("#scenarios", DataTable)
        table.add_columns(_("名字"), _("标题"))
        for name in peak_names():
            try:
                scenario = load(name)
            except Problems:
                continue
            self._names.append(name)
            table.add_row(name, localized(scenario.title))
        table.focus()

    def action_run(self, command: str) -> None:
        """Run a command on the scenario under the cursor."""
        if self._process is not None:
            self.notify(_("上一次还没算完，F9 停下"), severity="warning")
            return
        name = self._names[self.query_one("#scenarios", DataTable).cursor_row]
        sets = self.query_one("#sets", Input).value.split()
        arguments = [command, name, *(part for each in sets for part in ("--set", each))]
        if command == "simulate":
            arguments += ["--replications", "10"]
        self.query_one("#text", Static).update(
            _("正在算：{what} …").format(what=" ".join(arguments))
        )
        self._start(arguments, max(60, self.query_one("#answer").size.width - 4))

    @work(thread=True, exclusive=True)
    def _start(self, arguments: list[str], width: int) -> None:
        import os

        environment = {**os.environ, "COLUMNS": str(width), "SHAPAN_LANG": current_language()}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tui.main", *arguments], env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        out, error = self._process.communicate()
        code = self._process.returncode
        self._process = None
        self.post_message(self.Done(out if code == 0 else error or out, code == 0))

    def on_planning_done(self, event: Done) -> None:
        """Show the answer."""
        text = event.text or _("已停下")
        self.query_one("#text", Static).update(text)
        self.query_one("#answer").set_class(not event.ok, "alert")

    def action_cancel(self) -> None:
        """Stop the run."""
        if self._process is not None:
            self._process.terminate()

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self.action_cancel()
