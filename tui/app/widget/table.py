"""A table whose columns are as wide as what is in them, also on a busy machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text
from textual.widgets import DataTable


class Table(DataTable):
    """Rows with keys, one of them under the cursor; draws anew once new rows are measured.

    Textual measures rows when it is idle. A table that is filled again and drawn before that
    keeps its lines cut to the width of the headers, if its whole size is what it was before.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(cursor_type="row", **options)

    def fill(
        self, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Any]]], height: int = 1
    ) -> None:
        """Other columns and rows (key and cells), each `height` lines high; the cursor stays in
        its place."""
        place, rows = self.cursor_row, list(rows)
        self.clear(columns=True)
        self.add_columns(*(_headed(title, rows, n) for n, title in enumerate(columns)))
        for key, cells in rows:
            self.add_row(*cells, key=key, height=height)
        self.move_cursor(row=place)

    @property
    def here(self) -> str:
        """The key of the row under the cursor; empty where there are no rows."""
        if not self.row_count or not self.is_valid_coordinate(self.cursor_coordinate):
            return ""
        return str(self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value)

    def _update_dimensions(self, new_rows: Iterable[Any]) -> None:
        super()._update_dimensions(new_rows)
        self._clear_caches()
        self.refresh()


def _headed(title: str, rows: Sequence[tuple[str, Sequence[Any]]], column: int) -> Text:
    """A title stands over its numbers where these stand at the right."""
    first = rows[0][1][column] if rows else ""
    return Text(title, justify=first.justify if isinstance(first, Text) else None)
