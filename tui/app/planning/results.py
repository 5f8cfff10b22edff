"""The pages of one run: overview, people, heat map, targets, figures, what it rests on."""

from __future__ import annotations

from typing import Any

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from sops.language import N_, _
from tui.app.planning.desk import Desk
from tui.app.planning.process import Wrong
from tui.app.widget.heat_grid import HeatGrid
from tui.app.widget.painted import Painted

_MARGIN = 4
"""Cells beside the text: padding and the scroll bar."""


def empty_text() -> str:
    """What to do while there is no run."""
    return _("还没有结果。第 1 页选场景，第 2 页改数字，然后 F5 推演现有人数，F6 按目标测算人数。")


class ResultPage(VerticalScroll):
    """A page of the shown run, drawn for the width there is."""

    HELP = N_("上下键、翻页键滚动。数字键换页；F2 把这次的结果存成方案。")

    def __init__(self, desk: Desk, page: str) -> None:
        super().__init__(id=f"page-{page}", classes="result")
        self._desk = desk
        self._page = page
        self._drawn: tuple[Any, ...] = ()

    def compose(self) -> ComposeResult:
        """The text."""
        yield Painted(empty_text())

    def on_mount(self) -> None:
        """Draw."""
        self.draw()

    def on_show(self, _event: events.Show) -> None:
        """The page was turned to."""
        self.draw()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self.draw()

    def draw(self) -> None:
        """Draw the shown run, unless it stands there already."""
        done, width = self._desk.shown, self.size.width - _MARGIN
        wanted = (done.key if done else None, width)
        if wanted != self._drawn and width > 0 and done is not None:
            self._drawn = wanted
            self._draw(done.key, width)

    @work(exclusive=True)
    async def _draw(self, key: str, width: int) -> None:
        try:
            told = await self._desk.helper.ask("page", key=key, page=self._page, width=width)
        except Wrong as wrong:
            told = "\n".join(wrong.told)
        self.query_one(Painted).show(told)


class HeatPage(Vertical):
    """The heat map of the shown run, and the figure under the cursor."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="page-heat", classes="result")
        self._desk = desk
        self._drawn: str | None = None

    def compose(self) -> ComposeResult:
        """The map, the figure, what the characters mean."""
        yield Static(empty_text(), id="heat-told", markup=False)
        yield Static("", id="heat-legend", markup=False, classes="faint")
        with VerticalScroll(can_focus=False):
            yield HeatGrid(id="heat")

    def on_mount(self) -> None:
        """Draw."""
        self.draw()

    def draw(self) -> None:
        """Draw the shown run, unless it stands there already."""
        done = self._desk.shown
        if done is not None and done.key != self._drawn:
            self._drawn = done.key
            self._draw(done.key)

    @work(exclusive=True)
    async def _draw(self, key: str) -> None:
        try:
            self.query_one(HeatGrid).show(await self._desk.helper.ask("heat", key=key))
        except Wrong as wrong:
            self.query_one("#heat-told", Static).update("\n".join(wrong.told))

    def on_heat_grid_moved(self, event: HeatGrid.Moved) -> None:
        """Write the figure out."""
        self.query_one("#heat-told", Static).update(event.told)
        self.query_one("#heat-legend", Static).update(event.legend)
