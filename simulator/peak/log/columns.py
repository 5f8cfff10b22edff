"""Many rows of a log at once: what `RowReader` says of a row that holds no mistake, by column.

Rows with anything unusual in them are left to `RowReader`, which says what is wrong. Texts are
parsed once each: a log has few different days, clock times, lengths and names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Mapping_

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from simulator.peak.log.log import BOT_DTYPE, BOT_WENT_ON, LEFT, LOG_DTYPE, SERVED
from simulator.peak.log.mapping import ChannelPlace, Mapping, Place
from simulator.peak.log.moment import DAY_US, clock_us, day_us, seconds_us
from simulator.peak.log.row import customer_key

Ints = NDArray[np.int64]

BOT_ENDS = ("left", "resolved", "contained")

NOTHING, ODD = -1, -(1 << 62)
"""A cell that says nothing; one that only `RowReader` can judge."""


class _Parsed(dict[str, int]):
    """Texts and what they mean, parsed when first met."""

    def __init__(self, parse: Callable[[str], int]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> int:
        if len(self) > 1_000_000:
            self.clear()
        found = self[text] = self._parse(text)
        return found


class Names:
    """Names in the order in which they come."""

    def __init__(self) -> None:
        self.place: dict[str, int] = {}

    def of(self, name: str | None) -> int:
        """The number of a name; −1 for None."""
        return -1 if name is None else self.place.setdefault(name, len(self.place))


class ColumnReader:
    """Reads chunks of rows that have as many cells as the header."""

    def __init__(self, mapping: Mapping, header: Sequence[str], names: dict[str, Names]) -> None:
        self._mapping = mapping
        self._at = {name: place for place, name in reversed(list(enumerate(header)))}
        nothing = frozenset(("", *mapping.nothing))
        self._nothing = nothing
        clock = clock_us

        def known(parse: Callable[[str], int | None]) -> _Parsed:
            def parsed(text: str) -> int:
                text = text.strip()
                found = NOTHING if text in nothing else parse(text)
                return ODD if found is None else found

            return _Parsed(parsed)  # fmt: skip

        self._clock, self._seconds = known(clock), known(seconds_us)
        self._day = _Parsed(lambda text: _or_odd(day_us(text)))
        self._time = _Parsed(lambda text: _or_odd(clock_us(text)))
        # Of a moment in full: what follows its day.
        self._after = _Parsed(
            lambda text: _or_odd(clock_us(text[1:]) if text[:1] in ("T", " ") else None)
        )
        self._outcome = self._outcomes()
        self._agent = known(names["agent"].of)
        self._customer = known(customer_key)
        self._places = {key: self._place(getattr(mapping, key), names.get(key))
                        for key in ("shop", "intent", "channel", "tier")}  # fmt: skip

    def read(self, cells: Sequence[Sequence[str]]) -> tuple[NDArray[np.void], NDArray[np.bool_]]:
        """Rows (LOG_DTYPE, without line and key), and which of them have to be read one by one."""
        rows = np.zeros(len(cells), LOG_DTYPE)
        times, seconds = self._mapping.times, self._mapping.seconds
        midnight, anchor = self._anchor(cells)
        arrived = self._moment(cells, times.arrived, midnight, anchor)
        answered = self._moment(cells, times.answered or (), midnight, anchor)
        ended = self._moment(cells, times.ended or (), midnight, anchor)
        odd = (arrived < 0) | (answered == ODD) | (ended == ODD) | (midnight == ODD)
        outcome = self._outcome_of(cells, answered)
        odd |= outcome == ODD
        served = outcome == SERVED
        until = np.where(served, answered, ended)
        limits = self._mapping.limits
        longest = round(limits.wait_minutes * 60e6), round(limits.service_minutes * 60e6)
        wait = self._length(cells, seconds.wait, arrived, until, longest[0])
        odd |= wait == ODD
        answered = np.where((answered < 0) & served & (wait >= 0), arrived + wait, answered)
        service = self._length(cells, seconds.service, answered, ended, longest[1])
        odd |= served & (service == ODD)
        never = np.full(len(cells), NOTHING)
        for column in seconds.others:
            odd |= self._length(cells, column, never, never, longest[1]) == ODD
        rows["arrived"], rows["answered"], rows["ended"] = arrived, answered, ended
        rows["wait"], rows["service"] = wait, np.where(served, service, NOTHING)
        rows["outcome"] = np.where(odd, 0, outcome)
        for key, (at, names, always) in self._places.items():
            values = never + 1 + always if at is None else self._parse(cells, at, names)
            odd |= values == ODD
            rows[key] = np.where(values == ODD, 0, values)
        whose = (("agent", self._mapping.agent, self._agent),
                 ("customer", self._mapping.customer, self._customer))  # fmt: skip
        for key, named, table in whose:
            rows[key] = never if named is None else self._parse(cells, self._at[named], table)
        rule = self._mapping.repeat
        if rule is not None:
            which, first = self._at[rule.column], frozenset(rule.first)
            rows["repeat"] = [row[which].strip() not in first for row in cells]
        return rows, odd

    def dropped(self, cells: Sequence[Sequence[str]]) -> Ints:
        """The first rule of the mapping that leaves each row out; −1 for none."""
        found = np.full(len(cells), -1)
        for index, rule in reversed(list(enumerate(self._mapping.drop))):
            found[self._fits(cells, rule.where)] = index
        return found

    def bot_ends(self, cells: Sequence[Sequence[str]]) -> Ints:
        """How each row ended in the bot (BOT_LEFT …); BOT_WENT_ON for those that did not."""
        found = np.full(len(cells), BOT_WENT_ON)
        rule = self._mapping.bot
        for end in reversed(() if rule is None else rule.ended):
            found[self._fits(cells, end.where)] = BOT_ENDS.index(end.as_)
        return found

    def bot(self, cells: Sequence[Sequence[str]], ends: Ints) -> NDArray[np.void]:
        """Time in the bot (BOT_DTYPE); rows whose intent or channel is not known are left out."""
        rows = np.zeros(len(cells), BOT_DTYPE)
        rule = self._mapping.bot
        assert rule is not None
        seconds = self._parse(cells, self._at[rule.seconds], self._seconds)
        rows["seconds"] = np.where(seconds >= 0, seconds / 1e6, -1.0)
        midnight, anchor = self._anchor(cells)
        arrived = self._moment(cells, self._mapping.times.arrived, midnight, anchor)
        rows["arrived"], rows["end"] = np.maximum(arrived, -1), ends
        odd = np.zeros(len(cells), bool)
        for key in ("intent", "channel"):
            at, names, always = self._places[key]
            values = (np.full(len(cells), always) if at is None
                      else self._parse(cells, at, names))  # fmt: skip
            odd |= values == ODD
            rows[key] = np.where(values == ODD, 0, values)
        return rows[~odd]

    def _fits(
        self, cells: Sequence[Sequence[str]], where: Mapping_[str, tuple[str, ...]]
    ) -> NDArray[np.bool_]:
        hits = np.ones(len(cells), bool)
        for column, listed in where.items():
            at, texts = self._at[column], frozenset(listed)
            hits &= np.fromiter((row[at].strip() in texts for row in cells), bool, len(cells))
        return hits

    def _parse(self, cells: Sequence[Sequence[str]], at: int, table: dict[str, int]) -> Ints:
        return np.array([table[row[at]] for row in cells], np.int64)

    def _anchor(self, cells: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
        day = self._mapping.times.day
        if day is None:
            return np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int64)
        at, of = self._at[day.column], self._at[day.of]
        dates, clocks = self._day, self._time
        midnight = np.fromiter((dates[row[at].strip()] for row in cells), np.int64, len(cells))
        clock = np.fromiter((clocks[row[of]] for row in cells), np.int64, len(cells))
        return np.where(clock == ODD, ODD, midnight), clock

    def _moment(
        self, cells: Sequence[Sequence[str]], columns: tuple[str, ...], midnight: Ints, anchor: Ints
    ) -> Ints:
        found = np.full(len(cells), NOTHING)
        for column in reversed(columns):
            at = self._at[column]
            if self._mapping.times.day is None:
                value = self._full(cells, at)
            else:
                clock = self._parse(cells, at, self._clock)
                later = np.where(clock < anchor - DAY_US // 2, DAY_US, 0)
                value = np.where(clock >= 0, midnight + clock + later, clock)
            found = np.where(value == NOTHING, found, value)
        return found

    def _full(self, cells: Sequence[Sequence[str]], at: int) -> Ints:
        """Moments written in full; those not written as usual one by one."""
        day, after = self._day, self._after
        texts = [row[at].strip() for row in cells]
        date = np.array([day[text[:10]] for text in texts], np.int64)
        clock = np.array([after[text[10:]] for text in texts], np.int64)
        value = np.where((date == ODD) | (clock == ODD), ODD, date + clock)
        nothing = self._nothing
        return np.where([text in nothing for text in texts], NOTHING, value)

    def _length(
        self, cells: Sequence[Sequence[str]], column: str | None, start: Ints, end: Ints,
        longest: int,
    ) -> Ints:  # fmt: skip
        between = np.where((start >= 0) & (end >= 0), end - start, NOTHING)
        impossible = (start >= 0) & (end >= 0) & ((between < 0) | (between > longest))
        between = np.where(impossible, ODD, between)
        if column is None:
            return between
        value = self._parse(cells, self._at[column], self._seconds)
        # A length of −1 µs would read as nothing; a second is 10⁶ of them.
        bad = (value != NOTHING) & ((value < 0) | (value > longest))
        return np.where(value == NOTHING, between, np.where(bad, ODD, value))

    def _outcomes(self) -> dict[str, int]:
        rule = self._mapping.outcome
        if rule is None:
            return {}
        found = _Parsed(lambda text: found.get(text.strip(), ODD) if text != text.strip() else ODD)
        found.update(dict.fromkeys(rule.left, LEFT))
        found.update(dict.fromkeys(rule.served, SERVED))
        return found

    def _outcome_of(self, cells: Sequence[Sequence[str]], answered: Ints) -> Ints:
        rule = self._mapping.outcome
        if rule is None:
            return np.where(answered >= 0, SERVED, LEFT)
        return self._parse(cells, self._at[rule.column], self._outcome)

    def _place(
        self, place: Place | ChannelPlace, names: Names | None
    ) -> tuple[int | None, dict[str, int], int]:
        """(column, number of each cell's name, number of the only one there is)."""

        def number(name: str) -> int:
            return CHANNELS.index(name) if names is None else names.of(name)  # type: ignore[arg-type]

        if place.always is not None:
            return None, {}, number(place.always)
        assert place.column is not None

        def parse(text: str) -> int:
            found = place.values.get(text.strip(), place.otherwise)
            return ODD if found is None else number(found)

        return self._at[place.column], _Parsed(parse), 0


def _or_odd(value: int | None) -> int:
    return ODD if value is None else value
