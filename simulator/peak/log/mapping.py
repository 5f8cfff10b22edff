"""The column mapping of a contact log: which column says what, and which rows to leave out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from scenarios.peak.channel import ChannelName
from scenarios.peak.strict import Name, Note, Positive, Strict
from sops.document import Document
from sops.language import _
from sops.model_errors import Misfit


def _as_text(value: Any) -> Any:
    """A cell as it stands in the log: YAML numbers are taken for their text."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Cell = Annotated[str, BeforeValidator(_as_text), Field(max_length=200)]
Column = Annotated[str, Field(min_length=1, max_length=200)]
Columns = Annotated[tuple[Column, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""One column or several: the first that holds something counts."""


class Day(Strict):
    """The log writes times of day: column ``column`` has the date on which those of column ``of``
    lie; other times more than 12 hours earlier in the day belong to the next one."""

    column: Column
    of: Column


class Times(Strict):
    """Columns of moments: when the contact asked for a person, was answered, and ended."""

    arrived: Columns
    answered: Columns | None = None
    ended: Columns | None = None
    day: Day | None = None
    """Absent: moments are written in full, such as ``2026-11-11 20:00:05``."""


class Lengths(Strict):
    """Columns of lengths in seconds. Absent: taken from the moments, where those are there."""

    wait: Column | None = None
    """From asking for a person until answered or gone."""
    service: Column | None = None
    others: tuple[Column, ...] = ()
    """Not used, but a row in which one is negative or too long is not believed."""


class Outcomes(Strict):
    """Which cells of ``column`` mean that people served the contact, and that it left unserved;
    any other cell is a mistake of the row."""

    column: Column
    served: Annotated[tuple[Cell, ...], Field(min_length=1)]
    left: tuple[Cell, ...] = ()


class Place(Strict):
    """How a row names a shop, intent or tier of the scenario: ``always`` the same, or what
    ``column`` says, translated by ``values``; ``otherwise`` for cells that are not among them."""

    always: Name | None = None
    column: Column | None = None
    values: dict[str, Name] = Field(default_factory=dict)
    otherwise: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Place:
        _always_or_column(self.always, self.column)
        return self


class ChannelPlace(Strict):
    """As `Place`, for channels."""

    always: ChannelName | None = None
    column: Column | None = None
    values: dict[str, ChannelName] = Field(default_factory=dict)
    otherwise: ChannelName | None = None

    @model_validator(mode="after")
    def _one_way(self) -> ChannelPlace:
        _always_or_column(self.always, self.column)
        return self


def _always_or_column(always: str | None, column: str | None) -> None:
    if (always is None) == (column is None):
        raise Misfit(_("always 和 column 须恰好写一个"), *(("always",) if always else ()))


class Repeat(Strict):
    """The log tells repeats apart: only rows whose ``column`` holds one of ``first`` are first
    attempts."""

    column: Column
    first: Annotated[tuple[Cell, ...], Field(min_length=1)]


class BotEnd(Strict):
    """Rows that ended in the bot: those where every listed column holds one of its cells."""

    where: Annotated[dict[str, tuple[Cell, ...]], Field(min_length=1)]
    as_: Annotated[Literal["left", "resolved", "contained"], Field(alias="as")]


class BotRule(Strict):
    """The bot in front of people: ``seconds`` is each contact's time in it; ``ended`` tells the
    rows that went no further (the first that fits counts), all others went on to people."""

    seconds: Column
    ended: tuple[BotEnd, ...] = ()


class Drop(Strict):
    """Rows to leave out: those where every listed column holds one of its listed cells."""

    where: Annotated[dict[str, tuple[Cell, ...]], Field(min_length=1)]
    because: Note


class Limits(Strict):
    """Longer than this is not believed: the row is put aside."""

    wait_minutes: Annotated[Positive, Field(le=525_600.0)] = 1440.0
    service_minutes: Annotated[Positive, Field(le=525_600.0)] = 1440.0


class Mapping(Strict):
    """What the columns of a log mean."""

    kind: Literal["contact-log"]
    note: Note | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    nothing: tuple[Cell, ...] = ()
    """Cells that say nothing, besides empty ones."""
    id: Column | None = None
    """Names the contact; absent: all cells of the row together do (F3 keys hang on it)."""
    times: Times
    seconds: Lengths = Lengths()
    outcome: Outcomes | None = None
    """Absent: whoever has an answer time was served, everybody else left."""
    agent: Column | None = None
    shop: Place
    intent: Place
    channel: ChannelPlace
    tier: Place
    repeat: Repeat | None = None
    customer: Column | None = None
    """Names the customer. Without ``repeat``, whoever comes again within ``repeat_hours`` of the
    last contact is a repeat."""
    repeat_hours: Annotated[Positive, Field(le=720.0)] = 24.0
    bot: BotRule | None = None
    drop: tuple[Drop, ...] = ()
    limits: Limits = Limits()

    def columns(self) -> dict[str, tuple[str | int, ...]]:
        """Every column that the mapping names, with the first place where it does."""
        found: dict[str, tuple[str | int, ...]] = {}
        for column, place in self._named():
            if column is not None:
                found.setdefault(column, place)
        return found

    def _named(self) -> Iterator[tuple[str | None, tuple[str | int, ...]]]:
        yield self.id, ("id",)
        times, seconds = self.times, self.seconds
        for key in ("arrived", "answered", "ended"):
            for column in getattr(times, key) or ():
                yield column, ("times", key)
        if times.day is not None:
            yield times.day.column, ("times", "day", "column")
            yield times.day.of, ("times", "day", "of")
        yield seconds.wait, ("seconds", "wait")
        yield seconds.service, ("seconds", "service")
        for index, column in enumerate(seconds.others):
            yield column, ("seconds", "others", index)
        yield self.agent, ("agent",)
        yield self.customer, ("customer",)
        for key in ("outcome", "shop", "intent", "channel", "tier", "repeat"):
            part = getattr(self, key)
            yield (part.column if part is not None else None), (key, "column")
        if self.bot is not None:
            yield self.bot.seconds, ("bot", "seconds")
            for index, end in enumerate(self.bot.ended):
                for column in end.where:
                    yield column, ("bot", "ended", index, "where", column)
        for index, drop in enumerate(self.drop):
            for column in drop.where:
                yield column, ("drop", index, "where", column)


def read_mapping(path: str | Path) -> tuple[Mapping, Document]:
    """The mapping in a YAML file, and the document that knows where it is written; `Problems`
    with every mistake, located."""
    document = Document.read(path)
    return document.validate(Mapping), document
