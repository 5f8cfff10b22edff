"""A person who can be rostered, as the people file tells (2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Window:
    """On these weekdays (1 Monday … 7 Sunday) available from ``start`` to ``end``, minutes of the
    day; ``end`` beyond 24 h is the next morning."""

    weekdays: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True)
class Person:
    """Who they are, what they can and may do, what they wish, and what they have behind them."""

    id: str
    name: str
    groups: tuple[str, ...]
    """Groups whose work they can do, the usual one first."""
    weekly_hours: float | None = None
    """Of their contract: what they should get; more is overtime. None: the law's limit, and a fair
    share."""
    yuan_per_h: float | None = None
    """Before anything on top; None: what the shift pays."""
    windows: tuple[Window, ...] = ()
    """Empty: always available."""
    leave: frozenset[date] = frozenset()
    wish_off: frozenset[date] = frozenset()
    wish_shifts: frozenset[str] = frozenset()
    """Kinds of shifts they would rather have; empty: any."""
    nights: bool = True
    overtime: bool = True
    overtime_used_h: float = 0.0
    """In the month in which the roster begins, before it begins."""
    days_worked: int = 0
    """In a row, up to the day before the roster begins."""
    last_end: datetime | None = None
    """When the last shift before the roster ends."""
