"""The tables of the back office: before, and now (D6)."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

from scenarios.drill.office import COLUMNS

Row = dict[str, Any]
Tables = dict[str, list[Row]]


class OfficeState:
    """Rows by table and the customer's account, changed by actions only.

    `now` is the story's moment at session time zero; `at_us` moves it. Ids of new rows are
    the table's initial and a number, so a replay writes the same rows.
    """

    def __init__(
        self, tables: Tables, account: Row, now: datetime, authority_fen: dict[str, int]
    ) -> None:
        self.tables: Tables = {
            name: copy.deepcopy(tables.get(name, []))
            for name in (*COLUMNS, "identity", "handovers")
        }
        self.account: Row = copy.deepcopy(account)
        self.authority_fen = authority_fen
        self._start = now
        self.at_us = 0
        self.before: dict[str, Any] = self.snapshot()

    @property
    def now(self) -> datetime:
        """The story's moment."""
        return self._start + timedelta(microseconds=self.at_us)

    def stamp(self, hours: float = 0.0) -> str:
        """The story's moment, or one so many hours later, as rows write it."""
        return (self.now + timedelta(hours=hours)).isoformat(timespec="minutes")

    def snapshot(self) -> dict[str, Any]:
        """A copy of all rows, to compare with later."""
        return {"tables": copy.deepcopy(self.tables), "account": copy.deepcopy(self.account)}

    def rows(self, table: str, **where: Any) -> list[Row]:
        """The rows of a table whose columns have these values."""
        return [
            row for row in self.tables[table]
            if all(row.get(key) == value for key, value in where.items())
        ]  # fmt: skip

    def first(self, table: str, **where: Any) -> Row | None:
        """The first such row, if there is one."""
        found = self.rows(table, **where)
        return found[0] if found else None

    def add(self, table: str, **columns: Any) -> Row:
        """A new row with an id of its own."""
        row = {"id": f"{table[:2].upper()}{len(self.tables[table]) + 1:03d}", **columns}
        self.tables[table].append(row)
        return row
