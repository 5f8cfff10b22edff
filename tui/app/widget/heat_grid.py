"""A map of figures by half hour: keys move over it, the figure under the cursor is written out.

Each class has its character and its colour. The colours go from blue to orange over grey, which
people who are blind to red or green tell apart; without any colour the characters say the same.
"""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from sops.language import N_
from tui.terminal.cell import cells, left
from tui.terminal.columns import Columns
from tui.terminal.time_axis import time_axis

CHARACTERS = "·░▒▓█"
_DARK = ("#56b4e9", "#8fc1dc", "#b9b4a8", "#e0a458", "#f08a24")
_LIGHT = ("#00629b", "#4d7f9e", "#77736a", "#a8661a", "#b84a00")
_MOST_TITLE = 30


class HeatGrid(Widget, can_focus=True):
    """Rows of classes; `grid` is what `tui.planning.heat` makes."""

    HELP = N_("方向键走到一格，下面写出那半小时的数；字符越实越差（或越多），颜色只是再说一遍。")
    DEFAULT_CSS = "HeatGrid { height: auto; } HeatGrid:focus { background: $background; }"
    BINDINGS: ClassVar[list[Any]] = [
        Binding("left", "move(0,-1)", show=False), Binding("right", "move(0,1)", show=False),
        Binding("up", "move(-1,0)", show=False), Binding("down", "move(1,0)", show=False),
        Binding("home", "move(0,-999)", show=False), Binding("end", "move(0,999)", show=False),
    ]  # fmt: skip
    cursor: reactive[tuple[int, int]] = reactive((0, 0))

    class Moved(Message):
        """The cursor stands on a figure: what it is, in words, and what the row's classes mean."""

        def __init__(self, told: str, legend: str) -> None:
            super().__init__()
            self.told = told
            self.legend = legend

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.grid: dict[str, Any] = {"rows": [], "columns": [], "minutes": 30, "start": None}

    def show(self, grid: dict[str, Any]) -> None:
        """Show another map; the cursor goes to its beginning."""
        self.grid = grid
        self.cursor = (0, 0)
        self.refresh(layout=True)
        self._tell()

    def get_content_height(self, *_args: Any) -> int:
        """A line for each row, three for the clock."""
        return len(self.grid["rows"]) + 3 if self.grid["rows"] else 1

    def _columns(self) -> tuple[int, Columns]:
        titles = max((cells(row["title"]) for row in self.grid["rows"]), default=0)
        wide = min(titles, _MOST_TITLE, self.size.width // 3) + 2
        start = datetime.fromisoformat(self.grid["start"])
        room = max(self.size.width - wide, 1)
        count = len(self.grid["columns"])
        return wide, Columns.within(start, self.grid["minutes"], count, room)

    def render(self) -> Text:
        """The map and the clock under it."""
        if not self.grid["rows"]:
            return Text()
        wide, columns = self._columns()
        colours = _DARK if self.app.current_theme.dark else _LIGHT
        text = Text(no_wrap=True)
        for number, row in enumerate(self.grid["rows"]):
            here = number == self.cursor[0]
            text.append(left(row["title"], wide - 2), Style(bold=here))
            text.append("▸ " if here and self.has_focus else "  ")
            self._append_row(text, row["classes"], columns, colours, here)
            text.append("\n")
        axis = "\n".join(" " * wide + line for line in time_axis(columns))
        text.append(axis, Style(color=self.app.theme_variables["secondary"]))
        return text

    def _append_row(
        self, text: Text, classes: list[int], columns: Columns, colours: Any, here: bool
    ) -> None:
        cells = [
            (max(classes[first : first + columns.merged]),
             here and first <= self.cursor[1] < first + columns.merged)
            for first in range(0, len(classes), columns.merged)
        ]  # fmt: skip
        for (worst, at), alike in groupby(cells):
            character = CHARACTERS[worst] if worst >= 0 else " "
            style = Style(color=colours[worst] if worst >= 0 else None, reverse=at)
            text.append(character * columns.cells * len(list(alike)), style)

    def action_move(self, down: int, right: int) -> None:
        """Go to another figure."""
        row, column = self.cursor
        rows, count = len(self.grid["rows"]), len(self.grid["columns"])
        if rows:
            self.cursor = (
                min(max(row + down, 0), rows - 1), min(max(column + right, 0), count - 1)
            )  # fmt: skip

    def watch_cursor(self) -> None:
        """Say what stands there."""
        self._tell()

    def on_click(self, event: events.Click) -> None:
        """Go where the mouse is."""
        if not self.grid["rows"]:
            return
        wide, columns = self._columns()
        column = max(event.x - wide, 0) // columns.cells * columns.merged
        rows, count = len(self.grid["rows"]), len(self.grid["columns"])
        self.cursor = (min(event.y, rows - 1), min(column, count - 1))

    def _tell(self) -> None:
        if not self.grid["rows"] or not self.is_mounted:
            return
        row, column = self.cursor
        found = self.grid["rows"][row]
        told = f"{self.grid['columns'][column]}  {found['title']}  {found['texts'][column]}"
        self.post_message(self.Moved(told, found["legend"]))
        self.refresh()
