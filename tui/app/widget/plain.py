"""Texts that people typed, for cells of a table: shown as typed, whatever is in them."""

from __future__ import annotations

from rich.text import Text

from sops.problem import printable


def plain(text: object, limit: int | None = 80) -> Text:
    """`text` without markup and controls; a plain string in a cell would be read as markup."""
    return Text(printable(text, limit))
