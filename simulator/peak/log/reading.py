"""Reading a contact log by its column mapping."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from simulator.peak.draw import name_key
from simulator.peak.log.log import KEPT_ASIDE, LOG_DTYPE, BadRow, Dropped, Log
from simulator.peak.log.mapping import Mapping, read_mapping
from simulator.peak.log.row import Bad, Contact, RowReader
from simulator.peak.log.table import Line, read_lines, refusal
from sops.document import Document
from sops.language import _
from sops.problem import Problems, printable


def read_log(path: str | Path, mapping: str | Path) -> Log:
    """The log in a CSV file (plain or gzip; UTF-8, GB18030 …) or Parquet file, by a mapping file.

    Rows that cannot be read or believed are put aside in `Log.bad`, never guessed at. Raises
    `Problems` where the mapping is wrong, names columns that the log lacks, or no row is good.
    """
    rules, document = read_mapping(mapping)
    file = os.fspath(path)
    lines = iter(read_lines(path, rules.delimiter))
    first = next(lines, None)
    if first is None:
        raise refusal(file, _("文件是空的"))
    header = tuple(cell.strip() for cell in first.cells)
    _check_header(rules, document, header, file)
    collected = _Collected(rules, header)
    for line in lines:
        collected.add(line)
    if not collected.contacts:
        raise _nothing_good(file, collected)
    return collected.log(file)


def _check_header(rules: Mapping, document: Document, header: tuple[str, ...], file: str) -> None:
    named = rules.columns()
    missing = [
        document.problem(place, _("日志 {file} 没有叫 {column} 的列；有的是：{known}").format(
            file=printable(file, 200), column=printable(column),
            known=printable(", ".join(header), 300)))
        for column, place in named.items() if column not in header
    ]  # fmt: skip
    twice = [
        document.problem(place, _("日志里有两列都叫 {column}").format(column=printable(column)))
        for column, place in named.items() if header.count(column) > 1
    ]  # fmt: skip
    if missing or twice:
        raise Problems([*missing, *twice])


def _nothing_good(file: str, collected: _Collected) -> Problems:
    if collected.bad:
        worst = collected.bad[0]
        message = _("没有一行可用（坏行 {n}）；第一个原因：{why}")
        return refusal(file, message.format(n=collected.bad_count, why=worst.why), worst.line)
    return refusal(file, _("没有一行可用"))


class _Collected:
    """Rows so far, sorted into good, dropped and bad."""

    def __init__(self, rules: Mapping, header: tuple[str, ...]) -> None:
        self._reader = RowReader(rules, header)
        self._rules = rules
        self._header = header
        self._seen: dict[int, int] = {}
        self._dropped = [0] * len(rules.drop)
        self._keys: list[int] = []
        self._lines: list[int] = []
        self._read = 0
        self.contacts: list[Contact] = []
        self.bad: list[BadRow] = []
        self.bad_count = 0

    def add(self, line: Line) -> None:
        """Sort one row in."""
        self._read += 1
        rule = self._reader.rule(line.cells)
        if rule is not None:
            self._dropped[rule] += 1
            return
        try:
            contact = self._reader.read(line.cells)
            key = self._key(line.cells)
        except Bad as reason:
            self.bad_count += 1
            if len(self.bad) < KEPT_ASIDE:
                self.bad.append(BadRow(line.number, str(reason), tuple(line.cells)))
            return
        self.contacts.append(contact)
        self._keys.append(key)
        self._lines.append(line.number)

    def _key(self, cells: list[str]) -> int:
        """64 bits of the row's identity; alike rows are told apart by how often they have come."""
        identity = self._reader.identity(cells)
        plain = name_key(identity)
        before = self._seen.get(plain, 0)
        if before and self._rules.id is not None:
            raise Bad(_("编号重复：{id}").format(id=printable(identity, 40)))
        self._seen[plain] = before + 1
        return name_key(identity, str(before)) if before else plain

    def log(self, file: str) -> Log:
        """Everything as arrays."""
        names = {key: _names(getattr(c, key) for c in self.contacts)
                 for key in ("shop", "intent", "tier", "agent")}  # fmt: skip
        rows = np.empty(len(self.contacts), LOG_DTYPE)
        rows["line"], rows["key"] = self._lines, np.array(self._keys, np.uint64)
        for field in Contact._fields:
            values = [getattr(c, field) for c in self.contacts]
            if field in names:
                position = {name: place for place, name in enumerate(names[field])}
                values = [position.get(value, -1) for value in values]
            rows[field] = values
        rows = rows[np.lexsort((rows["line"], rows["arrived"]))]
        dropped = tuple(
            Dropped(rule.because, n)
            for rule, n in zip(self._rules.drop, self._dropped, strict=True)
        )
        return Log(
            file, rows, names["shop"], names["intent"], names["tier"], names["agent"],
            self._rules.repeat is not None, self._read, dropped, self.bad_count, tuple(self.bad),
            self._header,
        )  # fmt: skip


def _names(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value is not None}))
