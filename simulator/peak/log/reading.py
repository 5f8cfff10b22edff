"""Reading a contact log by its column mapping."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.peak.draw import name_key
from simulator.peak.log.columns import ColumnReader, Names
from simulator.peak.log.log import BOT_WENT_ON, KEPT_ASIDE, BadRow, Dropped, Log
from simulator.peak.log.mapping import Mapping, read_mapping
from simulator.peak.log.row import Bad, Contact, RowReader
from simulator.peak.log.table import Line, read_lines, refusal
from sops.document import Document
from sops.language import _
from sops.problem import Problems, printable

_CHUNK_ROWS = 50_000


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
    with _without_collector():
        for chunk in _chunks(lines):
            collected.add(chunk)
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
        self._names = {key: Names() for key in ("shop", "intent", "tier", "agent")}
        self._reader = RowReader(rules, header)
        self._columns = ColumnReader(rules, header, self._names)
        self._rules = rules
        self._header = header
        self._seen: dict[int, int] = {}
        self._dropped = np.zeros(len(rules.drop), np.int64)
        self._parts: list[NDArray[np.void]] = []
        self._bot: list[NDArray[np.void]] = []
        self._in_bot = 0
        self._read = 0
        self.contacts = 0
        self.bad: list[BadRow] = []
        self.bad_count = 0

    def add(self, lines: list[Line]) -> None:
        """Sort a chunk of rows in."""
        self._read += len(lines)
        width = len(self._header)
        kept = [line for line in lines if len(line.cells) == width]
        if len(kept) < len(lines):
            for line in lines:
                if len(line.cells) != width:
                    self._put_aside(line, self._why(line.cells))
        if self._rules.drop:
            rule = self._columns.dropped([line.cells for line in kept])
            self._dropped += np.bincount(rule[rule >= 0], minlength=len(self._dropped))
            kept = [line for line, out in zip(kept, rule.tolist(), strict=True) if out < 0]
        if self._rules.bot is not None:
            kept = self._past_the_bot(kept)
        if not kept:
            return
        rows, odd = self._columns.read([line.cells for line in kept])
        good = np.ones(len(kept), bool)
        for place in np.flatnonzero(odd).tolist():
            good[place] = self._read_alone(kept[place], rows, place)
        keys = [0] * len(kept)
        for place in np.flatnonzero(good).tolist():
            try:
                keys[place] = self._key(kept[place].cells)
            except Bad as reason:
                self._put_aside(kept[place], str(reason))
                good[place] = False
        rows["key"] = np.array(keys, np.uint64)
        rows["line"] = [line.number for line in kept]
        self._parts.append(rows[good])
        self.contacts += int(good.sum())

    def _past_the_bot(self, lines: list[Line]) -> list[Line]:
        """The rows that went on to people; everybody's time in the bot is noted."""
        cells = [line.cells for line in lines]
        ends = self._columns.bot_ends(cells)
        self._bot.append(self._columns.bot(cells, ends))
        went_on = ends == BOT_WENT_ON
        self._in_bot += int((~went_on).sum())
        return [line for line, on in zip(lines, went_on.tolist(), strict=True) if on]

    def _read_alone(self, line: Line, rows: NDArray[np.void], place: int) -> bool:
        """Read one row with care into its place; whether it can be believed."""
        try:
            contact = self._reader.read(line.cells)
        except Bad as reason:
            self._put_aside(line, str(reason))
            return False
        for field in Contact._fields:
            value = getattr(contact, field)
            rows[field][place] = self._names[field].of(value) if field in self._names else value
        return True

    def _why(self, cells: list[str]) -> str:
        try:
            self._reader.read(cells)
        except Bad as reason:
            return str(reason)
        return ""

    def _put_aside(self, line: Line, why: str) -> None:
        self.bad_count += 1
        if len(self.bad) < KEPT_ASIDE:
            self.bad.append(BadRow(line.number, why, tuple(line.cells)))

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
        """Everything as arrays; names in alphabetical order."""
        rows = np.concatenate(self._parts)
        self._parts.clear()
        bot = np.concatenate(self._bot) if self._bot else None
        sorted_names: dict[str, tuple[str, ...]] = {}
        for field, names in self._names.items():
            used = np.bincount(rows[field][rows[field] >= 0], minlength=len(names.place))
            if field == "intent" and bot is not None:
                used += np.bincount(bot["intent"], minlength=len(names.place))
            known = sorted(name for name, place in names.place.items() if used[place])
            sorted_names[field] = tuple(known)
            place_of = {name: place for place, name in enumerate(known)}
            moved = np.array([place_of.get(name, -1) for name in names.place] + [-1])
            rows[field] = moved[rows[field]]
            if field == "intent" and bot is not None:
                bot["intent"] = moved[bot["intent"]]
        rows = rows[np.lexsort((rows["line"], rows["arrived"]))]
        if self._rules.repeat is None and self._rules.customer is not None:
            rows["repeat"] = _again(rows, round(self._rules.repeat_hours * 3.6e9))
        dropped = tuple(
            Dropped(rule.because, int(n))
            for rule, n in zip(self._rules.drop, self._dropped, strict=True)
        )
        bad = tuple(sorted(self.bad, key=lambda row: row.line))
        return Log(
            file, rows, sorted_names["shop"], sorted_names["intent"], sorted_names["tier"],
            sorted_names["agent"],
            self._rules.repeat is not None or self._rules.customer is not None,
            self._read, dropped, self.bad_count, bad, self._header, bot, self._in_bot,
        )  # fmt: skip


def _again(rows: NDArray[np.void], within_us: int) -> NDArray[np.bool_]:
    """[row]: the same customer came less than ``within_us`` before."""
    found = np.zeros(len(rows), bool)
    order = np.lexsort((rows["arrived"], rows["customer"]))
    who, when = rows["customer"][order], rows["arrived"][order]
    soon = (who[1:] == who[:-1]) & (when[1:] - when[:-1] <= within_us) & (who[1:] >= 0)
    found[order[1:][soon]] = True
    return found


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows hold no cycles; looking for some in millions of lists takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, _CHUNK_ROWS)):
        yield chunk
