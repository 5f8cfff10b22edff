"""Tables that people wrote: every cell is read with its place, every mistake is collected."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from simulator.peak.log.table import Line, read_lines, refusal
from sops.language import _
from sops.problem import Problem, Problems, printable

T = TypeVar("T")

MOST_ROWS = 100_000


class Wrong(Exception):
    """What is wrong with a cell, in words."""


@dataclass
class Table:
    """Rows under a header whose names are known, in either language; `problems` so far."""

    file: str
    columns: dict[str, int]
    """Name of a column → its place."""
    titles: dict[str, str]
    """Name → how the file calls it."""
    rows: list[Line]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, name: str, message: str) -> None:
        """Note a mistake in a cell; its column number counts cells from 1."""
        column = self.columns.get(name, -1) + 1
        self.problems.append(Problem(self.file, line, max(1, column), self.titles.get(name, name),
                                     message))  # fmt: skip

    def cell(self, row: Line, name: str) -> str:
        """The text of a cell; empty where the file has no such column."""
        at = self.columns.get(name)
        return row.cells[at].strip() if at is not None and at < len(row.cells) else ""

    def read(self, row: Line, name: str, reader: Callable[[str], T], otherwise: T) -> T:
        """A cell as what it means; `otherwise` where it is empty or (noted) wrong."""
        text = self.cell(row, name)
        if not text:
            return otherwise
        try:
            return reader(text)
        except Wrong as reason:
            self.wrong(row.number, name, str(reason))
            return otherwise

    def needed(self, row: Line, name: str) -> str:
        """A cell that must not be empty."""
        text = self.cell(row, name)
        if not text:
            self.wrong(row.number, name, _("这一格不能空着"))
        return text

    def check(self) -> None:
        """Raise `Problems` if there were mistakes."""
        if self.problems:
            raise Problems(self.problems)


def read_table(
    path: str | Path, names: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> Table:
    """A CSV file (UTF-8 with or without mark, or GB18030) under a header. ``names``: column → other
    names it may have. Raises `Problems` for what makes the rest unreadable."""
    file = os.fspath(path)
    lines = read_lines(path)
    head = next(lines, None)
    if head is None:
        raise refusal(file, _("文件是空的"), 1)
    table = Table(file, {}, {}, [])
    _read_header(table, head, names, required)
    for row in lines:
        if len(row.cells) > len(head.cells) and any(
            c.strip() for c in row.cells[len(head.cells) :]
        ):
            message = _("有 {n} 格，表头有 {width} 格")
            table.problems.append(
                Problem(file, row.number, len(head.cells) + 1, "",
                        message.format(n=len(row.cells), width=len(head.cells)))
            )  # fmt: skip
        table.rows.append(row)
        if len(table.rows) > MOST_ROWS:
            raise refusal(file, _("行太多：最多 {n} 行").format(n=MOST_ROWS), row.number)
    if not table.rows:
        raise refusal(file, _("只有表头，没有一行内容"), 1)
    return table


def _read_header(
    table: Table, head: Line, names: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> None:
    meaning = {alias.lower(): name for name, more in names.items() for alias in (name, *more)}
    for place, cell in enumerate(head.cells):
        text = cell.strip().lstrip("'")
        name = meaning.get(text.lower())
        if not text:
            continue
        if name is None:
            near = difflib.get_close_matches(text.lower(), list(meaning), n=1)
            message = _("不认识的列 {column}").format(column=printable(text))
            if near:
                message = _("不认识的列 {column}；是不是 {near}？").format(
                    column=printable(text), near=near[0]
                )
            table.problems.append(Problem(table.file, head.number, place + 1, "", message))
        elif name in table.columns:
            message = _("{column} 写了两列").format(column=printable(text))
            table.problems.append(Problem(table.file, head.number, place + 1, "", message))
        else:
            table.columns[name], table.titles[name] = place, text
    for name in required:
        if name not in table.columns:
            message = _("缺少列 {column}").format(column=_(" 或 ").join((name, *names[name])))
            table.problems.append(Problem(table.file, head.number, 1, "", message))
    if any(name not in table.columns for name in required):
        table.check()
