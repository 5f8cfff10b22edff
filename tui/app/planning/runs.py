"""The page of runs: which there are, which one is shown, and those marked, side by side."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import DataTable, Static

from sops.language import N_, _
from tui.app.planning.desk import Desk
from tui.app.planning.process import Wrong
from tui.app.widget.column import Column
from tui.app.widget.painted import Painted
from tui.app.widget.plain import plain, right
from tui.app.widget.table import Table
from tui.planning.headline import headline_cells, headline_titles

MOST = 6


class RunList(Vertical):
    """Enter shows a run, space marks it; two or more marked ones are compared below."""

    HELP = N_(
        "空格标上要比的，先标的是基准；标了两个以上，下面就比：差值带置信区间，哪个在哪方面最好。"
        "回车看那一次的结果。"
    )
    BINDINGS: ClassVar[list[Any]] = [Binding("space", "mark", N_("标上"), show=False)]

    class Opened(Message):
        """A run is to be shown."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="run-list")
        self._desk = desk
        self._drawn: tuple[Any, ...] = ()

    def compose(self) -> ComposeResult:
        """The runs and the comparison."""
        yield Table(id="runs")
        yield Static("", id="run-about", markup=False, classes="faint")
        with VerticalScroll(id="compared"):
            yield Painted("")
        yield Static("", id="runs-told", markup=False, classes="faint")

    def on_mount(self) -> None:
        """Fill it."""
        self.fill()

    def fill(self) -> None:
        """List the runs again, and compare the marked ones."""
        table = self.query_one("#runs", Table)
        letters = {key: "ABCDEF"[n] for n, key in enumerate(self._desk.marked)}
        rows = []
        for done in self._desk.runs:
            shown = "▸" if done is self._desk.shown else " "
            mark = f"{shown}{letters.get(done.key, '')}"
            figures = map(right, headline_cells(done.numbers))
            rows.append((done.key, (mark, plain(done.label, 120), *figures)))
        columns = (Column(_("标")), Column(_("哪一次"), least=24), *map(Column, headline_titles()))
        table.fill(columns, rows)
        table.display = bool(self._desk.runs)
        self._say()
        self.query_one("#runs-told", Static).update(self._told())
        self._compare()

    def _told(self) -> str:
        if not self._desk.runs:
            return _("还没有算过。改几个数字各算一次，就可以在这里比；存好的方案打开后也在这里。")
        if len(self._desk.marked) < 2:
            return _("空格标上两次或更多来比，先标的是基准；回车看那一次的结果。")
        return ""

    def action_mark(self) -> None:
        """Mark the run under the cursor."""
        table = self.query_one("#runs", Table)
        if not table.here:
            return
        done = self._desk.run_of(table.here)
        if done is not None and done.job["kind"] == "whatif":
            self.notify(_("逐个试杠杆的结果自己就是比较，不用标"), severity="warning")
        elif not self._desk.mark(table.here, MOST):
            self.notify(_("最多比 {n} 次").format(n=MOST), severity="warning")
        self.fill()

    def on_data_table_row_highlighted(self, _event: DataTable.RowHighlighted) -> None:
        """Say which one it is, in full."""
        self._say()

    def _say(self) -> None:
        done = self._desk.run_of(self.query_one("#runs", Table).here)
        self.query_one("#run-about", Static).update(done.label if done else "")

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Show it."""
        self.post_message(self.Opened(str(event.row_key.value)))

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._compare()

    def _compare(self) -> None:
        width = self.size.width - 4
        wanted = (tuple(self._desk.marked), width)
        self.query_one("#compared").display = len(self._desk.marked) >= 2
        if width > 0 and len(self._desk.marked) >= 2 and wanted != self._drawn:
            self._drawn = wanted
            self._draw(width)

    @work(exclusive=True)
    async def _draw(self, width: int) -> None:
        runs = [self._desk.run_of(key) for key in self._desk.marked]
        named = [(done.key, done.label) for done in runs if done is not None]
        try:
            told = await self._desk.helper.ask("compare", runs=named, width=width)
        except Wrong as wrong:
            told = "\n".join(wrong.told)
        self.query_one(Painted).show(told)
