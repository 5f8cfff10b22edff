"""One row of a log, read by the mapping: what it says, or why it cannot be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scenarios.peak.channel import CHANNELS
from simulator.peak.draw import name_key
from simulator.peak.log.log import LEFT, SERVED
from simulator.peak.log.mapping import ChannelPlace, Mapping, Place
from simulator.peak.log.moment import clock_us, day_us, moment_us, on_day, seconds_us
from sops.language import _
from sops.problem import printable


class Bad(Exception):
    """Why a row is put aside, in words."""


class Contact(NamedTuple):
    """What a row says; times in µs from 1970-01-01, lengths in µs, −1 where it does not say."""

    arrived: int
    answered: int
    ended: int
    wait: int
    service: int
    outcome: int
    shop: str
    intent: str
    channel: int
    tier: str
    agent: str | None
    repeat: bool
    customer: int


class RowReader:
    """Reads rows of cells under a header; the header must have every column of the mapping."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self._mapping = mapping
        self._at = {name: place for place, name in reversed(list(enumerate(header)))}
        self._width = len(header)
        self._nothing = frozenset(("", *mapping.nothing))
        self._rules = [
            [(self._at[column], frozenset(cells)) for column, cells in drop.where.items()]
            for drop in mapping.drop
        ]
        limits = mapping.limits
        self._longest_wait = round(limits.wait_minutes * 60e6)
        self._longest_service = round(limits.service_minutes * 60e6)

    def rule(self, cells: Sequence[str]) -> int | None:
        """The first rule of the mapping that leaves this row out."""
        if len(cells) == self._width:
            for index, rule in enumerate(self._rules):
                if all(cells[place].strip() in listed for place, listed in rule):
                    return index
        return None

    def identity(self, cells: Sequence[str]) -> str:
        """The text that tells this contact from others, wherever it stands in the file."""
        if self._mapping.id is None:
            return "\x1f".join(cells)
        if name := cells[self._at[self._mapping.id]].strip():
            return name
        raise Bad(_("没有编号（{column}）").format(column=self._mapping.id))

    def read(self, cells: Sequence[str]) -> Contact:
        """What the row says; raises `Bad`."""
        if len(cells) != self._width:
            message = _("有 {n} 格，表头有 {width} 格")
            raise Bad(message.format(n=len(cells), width=self._width))
        times, seconds = self._mapping.times, self._mapping.seconds
        anchor = self._anchor(cells)
        arrived = self._moment(cells, times.arrived, anchor)
        if arrived < 0:
            raise Bad(_("没有进线时间"))
        answered = self._moment(cells, times.answered or (), anchor)
        ended = self._moment(cells, times.ended or (), anchor)
        outcome = self._outcome(cells, answered)
        until = answered if outcome == SERVED else ended
        wait = self._length(cells, seconds.wait, arrived, until, self._longest_wait)
        if answered < 0 and outcome == SERVED and wait >= 0:
            answered = arrived + wait
        service = -1
        if outcome == SERVED:
            service = self._length(cells, seconds.service, answered, ended, self._longest_service)
        for column in seconds.others:
            self._length(cells, column, -1, -1, self._longest_service)
        places = self._mapping
        return Contact(
            arrived, answered, ended, wait, service, outcome,
            self._place(cells, places.shop), self._place(cells, places.intent),
            CHANNELS.index(self._place(cells, places.channel)), self._place(cells, places.tier),  # type: ignore[arg-type]
            self._cell(cells, places.agent), self._repeat(cells),
            customer_key(self._cell(cells, places.customer)),
        )  # fmt: skip

    def _cell(self, cells: Sequence[str], column: str | None) -> str | None:
        """The text of a cell; None where it says nothing."""
        if column is None:
            return None
        text = cells[self._at[column]].strip()
        return None if text in self._nothing else text

    def _anchor(self, cells: Sequence[str]) -> tuple[int, int] | None:
        """(00:00 of the row's day, the time of day that lies on it), for logs with times of day."""
        day = self._mapping.times.day
        if day is None:
            return None
        date, time = cells[self._at[day.column]], cells[self._at[day.of]]
        midnight, clock = day_us(date.strip()), clock_us(time)
        if midnight is None:
            raise _unreadable(_("读不懂的日期"), day.column, date)
        if clock is None:
            raise _unreadable(_("读不懂的时间"), day.of, time)
        return midnight, clock

    def _moment(
        self, cells: Sequence[str], columns: tuple[str, ...], anchor: tuple[int, int] | None
    ) -> int:
        for column in columns:
            text = self._cell(cells, column)
            if text is None:
                continue
            found = moment_us(text) if anchor is None else clock_us(text)
            if found is None:
                raise _unreadable(_("读不懂的时间"), column, text)
            return found if anchor is None else on_day(*anchor, found)
        return -1

    def _length(
        self, cells: Sequence[str], column: str | None, start: int, end: int, longest: int
    ) -> int:
        """A length by its own column, else by its moments; −1 if neither says."""
        name = column
        if column is not None:
            text = self._cell(cells, column)
            length = -1
            if text is not None:
                found = seconds_us(text)
                if found is None:
                    raise _unreadable(_("读不懂的秒数"), column, text)
                length = found
            if text is None and (start < 0 or end < 0):
                return -1
            if text is None:
                length = end - start
        elif start >= 0 and end >= 0:
            length, name = end - start, _("时间先后")
        else:
            return -1
        if not 0 <= length <= longest:
            message = _("不可能的时长：{what} 是 {n:.0f} 秒")
            raise Bad(message.format(what=printable(name), n=length / 1e6))
        return length

    def _outcome(self, cells: Sequence[str], answered: int) -> int:
        rule = self._mapping.outcome
        if rule is None:
            return SERVED if answered >= 0 else LEFT
        text = cells[self._at[rule.column]].strip()
        if text in rule.served:
            return SERVED
        if text in rule.left:
            return LEFT
        raise _unreadable(_("不认识的结果"), rule.column, text)

    def _place(self, cells: Sequence[str], place: Place | ChannelPlace) -> str:
        if place.always is not None:
            return place.always
        assert place.column is not None
        text = cells[self._at[place.column]].strip()
        found = place.values.get(text, place.otherwise)
        if found is None:
            raise _unreadable(_("映射里没有的取值"), place.column, text)
        return found

    def _repeat(self, cells: Sequence[str]) -> bool:
        rule = self._mapping.repeat
        return rule is not None and cells[self._at[rule.column]].strip() not in rule.first


def customer_key(text: str | None) -> int:
    """63 bits that stand for a customer; −1 for nobody known."""
    return -1 if text is None else name_key(text) >> 1


def _unreadable(what: str, column: str, text: str) -> Bad:
    shown = _("{what}：{column} 是“{text}”")
    return Bad(shown.format(what=what, column=printable(column), text=printable(text, 40)))
