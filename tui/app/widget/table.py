"""A table whose columns are as wide as what is in them, or as there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from sops.language import capital
from tui.app.widget.column import Column, Fitted, fitted
from tui.terminal.cell import cut, wrap

_SCROLLBAR = 2


class Table(DataTable):
    """Rows with keys, one of them under the cursor; draws anew once new rows are measured.

    Textual measures rows when it is idle. A table that is filled again and drawn before that
    keeps its lines cut to the width of the headers, if its whole size is what it was before.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(cursor_type="row", **options)
        self._all: tuple[Column, ...] = ()
        self._rows: list[tuple[str, Sequence[Any]]] = []
        self._tall = 1
        self._fitted: Fitted | None = None

    def fill(
        self,
        columns: Sequence[str | Column],
        rows: Iterable[tuple[str, Sequence[Any]]],
        height: int = 1,
    ) -> None:
        """Other columns and rows (key and cells), each `height` lines high, laid out for the room
        there is; the cursor stays in its place. Titles are in sentence case."""
        heads = (each if isinstance(each, Column) else Column(each) for each in columns)
        self._all = tuple(Column(capital(c.title), c.least, c.spare) for c in heads)
        self._rows, self._tall = list(rows), height
        self._lay(self._fit())

    def on_resize(self) -> None:
        """Lay the same rows out for another room."""
        found = self._fit()
        if self._all and found != self._fitted:
            self._lay(found)

    @property
    def here(self) -> str:
        """The key of the row under the cursor; empty where there are no rows."""
        if not self.row_count or not self.is_valid_coordinate(self.cursor_coordinate):
            return ""
        return str(self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value)

    def fitted_to(self, width: int) -> Fitted:
        """The columns and their cells where the table is `width` cells wide."""
        bodies = [
            max((_wide(cells[n]) for _key, cells in self._rows), default=0)
            for n in range(len(self._all))
        ]
        return fitted(self._all, bodies, width - _SCROLLBAR, 2 * self.cell_padding)

    def _fit(self) -> Fitted:
        # Before the first layout there is no size: then everything is as wide as it likes.
        return self.fitted_to(self.size.width or 10_000)

    def _lay(self, found: Fitted) -> None:
        place, self._fitted = self.cursor_row, found
        shown = list(zip(found.places, found.widths, strict=True))
        self.clear(columns=True)
        heads = [wrap(self._all[n].title, width) for n, width in shown]
        self.header_height = max(map(len, heads), default=1)
        for (n, width), lines in zip(shown, heads, strict=True):
            self.add_column(self._head(n, lines), width=width)
        for key, cells in self._rows:
            self.add_row(*(_cut(cells[n], width) for n, width in shown), key=key, height=self._tall)
        self.move_cursor(row=place)

    def _head(self, place: int, lines: Sequence[str]) -> Text:
        """A title stands at the foot of the header, over its numbers where these stand at the
        right."""
        first = self._rows[0][1][place] if self._rows else ""
        above = [""] * (self.header_height - len(lines))
        return Text(
            "\n".join([*above, *lines]),
            justify=first.justify if isinstance(first, Text) else None,
        )

    def _update_dimensions(self, new_rows: Iterable[Any]) -> None:
        super()._update_dimensions(new_rows)
        self._clear_caches()
        self.refresh()


def _wide(cell: Any) -> int:
    text = cell.plain if isinstance(cell, Text) else str(cell)
    return max(map(cell_len, text.split("\n")))


def _cut(cell: Any, width: int) -> Any:
    """A cell in `width` cells, ending in `…` where something had to go."""
    if _wide(cell) <= width:
        return cell
    if not isinstance(cell, Text):
        return cut(str(cell), width)
    lines = [cut(line, width) for line in cell.plain.split("\n")]
    return Text("\n".join(lines), cell.style, justify=cell.justify)
