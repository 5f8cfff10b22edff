"""A table whose columns are as wide as what is in them, also on a busy machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.widgets import DataTable


class Table(DataTable):
    """Draws anew once the widths of new rows are known.

    Textual measures rows when it is idle. A table that is filled again and drawn before that
    keeps its lines cut to the width of the headers, if its whole size is what it was before.
    """

    def _update_dimensions(self, new_rows: Iterable[Any]) -> None:
        super()._update_dimensions(new_rows)
        self._clear_caches()
        self.refresh()
