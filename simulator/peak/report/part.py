"""What a report is made of: sections of sentences, charts and tables, of plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Unit = Literal["text", "share", "seconds", "hours", "yuan", "count", "points", "people"]


class Cell(NamedTuple):
    """A value and its unit. ``half``: it is the half width of an interval (of a share: in
    percentage points). None or NaN: nothing was counted."""

    value: str | float | None
    unit: Unit = "text"
    half: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells under titles. ``alert``: positions of rows that fall short. ``folded``: long,
    shown only when opened."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    alert: frozenset[int] = frozenset()
    folded: bool = False


class Line(NamedTuple):
    """A series of a chart. ``axis``: 0 left, 1 right. ``stack``: series of one name lie on one
    another."""

    title: str
    values: tuple[float | None, ...]
    kind: Literal["line", "step", "area", "bar", "dashed"]
    axis: int = 0
    stack: str = ""


@dataclass(frozen=True)
class Chart:
    """Series over labels, and what the chart shows in words."""

    key: str
    title: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    units: tuple[Unit, ...]
    """Of the left axis and, if there is one, of the right."""
    told: str


@dataclass(frozen=True)
class Step:
    """A step of the funnel: its share of the first."""

    title: str
    cell: Cell
    share: float
    note: str


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    steps: tuple[Step, ...] = ()
    tables: tuple[Table, ...] = ()


class Headline(NamedTuple):
    """A figure at the top: what it is, the figure, and what stands beside it."""

    title: str
    cell: Cell
    beside: str
    good: bool | None = None


@dataclass(frozen=True)
class Report:
    """The whole report."""

    language: str
    title: str
    subtitle: str
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
