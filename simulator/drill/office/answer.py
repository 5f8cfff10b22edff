"""What the back office answers to a look-up or an action (D6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """The answer to one call.

    `ok`: it was done. `code` names a refusal (`not_found`, `already_sent`, `beyond_authority`,
    …); `message` says it in the reader's language. `rows` are what a look-up shows, or the
    rows that an action wrote; `shows` names the look-up's table.
    """

    ok: bool
    code: str = "done"
    message: str = ""
    table: str = ""
    rows: tuple[Row, ...] = field(default=())


def shown(table: str, rows: list[Row]) -> Answer:
    """What a look-up found; an empty list is an answer too."""
    return Answer(True, "found", "", table, tuple(dict(row) for row in rows))


def done(table: str, row: Row, message: str) -> Answer:
    """An action carried out, and the row it wrote."""
    return Answer(True, "done", message, table, (dict(row),))


def refused(code: str, message: str) -> Answer:
    """A call that a real system would not carry out."""
    return Answer(False, code, message)
