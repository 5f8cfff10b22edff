"""The covering problem of one group as a mixed-integer programme (2.6).

Breaks are variables of their own: of the people on a pattern, so many begin each break at each
place. Breaks of a shift cannot overlap, so any such numbers can be dealt out to persons. What
stays uncovered costs, so there always is an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from scenarios.labour.labour import Labour
from scenarios.peak.group import Group
from scenarios.peak.scenario import PeakScenario
from simulator.peak.schedule.grid import Floats, absence, presence
from simulator.peak.schedule.pattern import Pattern, allowed_on, day_of, yuan_of

Ints = NDArray[np.int64]

SHORT_STEPS = ((0.1, 1.0), (np.inf, 2.0))
"""Missing people cost 1 × up to a tenth of the requirement (at least one person), then 2 ×, so that
what is missing is spread out."""


@dataclass(frozen=True)
class Cover:
    """A programme: minimise ``price`` · x. Columns: people per (day, pattern), then break places,
    then missing people."""

    price: Floats
    matrix: csr_matrix
    low: Floats
    high: Floats
    most: Floats
    shifts: tuple[tuple[int, int], ...]
    """(day, pattern) of each people column."""
    breaks: tuple[tuple[int, int, int], ...]
    """(people column, rule, minutes after the beginning) of each break column."""
    whole: int
    """The first so many columns are whole numbers: people and breaks."""
    intervals: Ints
    """Intervals whose missing people the last columns are, once per step."""

    def savings(self, worth: Floats) -> Floats:
        """[people column]: what one more would save, less its price, at a ``worth`` [interval] of
        one person there, with its breaks where they hurt least. Not above 0 at the duals of the
        relaxation."""
        people, n = len(self.shifts), len(self.intervals)
        value = self.matrix[:n].T @ worth
        saving = value[:people] - self.price[:people]
        least: dict[tuple[int, int], float] = {}
        for b, (column, rule, _after) in enumerate(self.breaks):
            here = float(value[people + b])
            least[column, rule] = max(least.get((column, rule), -np.inf), here)
        for (column, _rule), lost in least.items():
            saving[column] += lost
        return np.asarray(saving)

    def only(self, keep: NDArray[np.bool_]) -> tuple[Cover, Ints]:
        """The programme with these people columns [people column] and their breaks, and the places
        of its columns in this one."""
        people = len(self.shifts)
        breaks = np.array([keep[c] for c, _r, _a in self.breaks], bool)
        columns = np.concatenate([
            np.flatnonzero(keep), people + np.flatnonzero(breaks),
            np.arange(self.whole, len(self.price)),
        ])  # fmt: skip
        at = np.cumsum(keep) - 1
        fewer = Cover(
            price=self.price[columns], matrix=self.matrix[:, columns], low=self.low,
            high=self.high, most=self.most[columns],
            shifts=tuple(s for s, k in zip(self.shifts, keep, strict=True) if k),
            breaks=tuple((int(at[c]), r, a) for c, r, a in self.breaks if keep[c]),
            whole=int(keep.sum() + breaks.sum()), intervals=self.intervals,
        )  # fmt: skip
        return fewer, columns

    def missing(self, x: Floats) -> Floats:
        """[interval of ``intervals``]: people missing."""
        return np.asarray(x[self.whole :].reshape(len(SHORT_STEPS), -1).sum(axis=0))


def build(
    scenario: PeakScenario,
    labour: Labour,
    group: Group,
    patterns: Sequence[Pattern],
    days: Sequence[int],
    need: Floats,
    intervals: Ints,
) -> Cover:
    """The programme of a group for shifts that begin on ``days``, to cover ``need`` [interval] in
    the given intervals."""
    made = _Builder(scenario, labour, group, intervals)
    for day in days:
        made.add_day(day, patterns)
    return made.finish(need)


def missing_yuan(scenario: PeakScenario, labour: Labour) -> float:
    """The weight of a missing agent-hour."""
    rates = [g.yuan_per_hour for g in scenario.groups]
    rates += [k.yuan_per_hour for k in labour.shifts if k.yuan_per_hour is not None]
    return labour.pay.missing_factor * max(max(rates), 0.01)


class _Builder:
    def __init__(
        self, scenario: PeakScenario, labour: Labour, group: Group, intervals: Ints
    ) -> None:
        self.scenario, self.labour, self.group = scenario, labour, group
        self.intervals = intervals
        self.price: list[float] = []
        self.shifts: list[tuple[int, int]] = []
        self.breaks: list[tuple[int, int, int]] = []
        self.cover: list[tuple[int, int, float]] = []
        """(row, column, share); break columns count from the end of the people columns."""
        self.broken: list[tuple[int, int, float]] = []
        self.caps: list[tuple[list[int], float]] = []

    def add_day(self, day: int, patterns: Sequence[Pattern]) -> None:
        """Columns of the shifts that begin on a day, and the day's limits."""
        clock, date = self.scenario.clock, day_of(self.scenario, day)
        by_kind: dict[str, list[int]] = {}
        today: list[int] = []
        for p, pattern in enumerate(patterns):
            if not allowed_on(pattern, date):
                continue
            row = presence(clock, day, pattern)[self.intervals]
            if not row.any():
                continue
            column = len(self.shifts)
            self.shifts.append((day, p))
            # A hair more for every further pattern, so that equals are told apart alike.
            self.price.append(yuan_of(pattern, self.group, self.labour, date) + 1e-5 * p)
            self.cover += [(int(i), column, float(row[i])) for i in np.flatnonzero(row)]
            self._add_breaks(column, day, pattern)
            by_kind.setdefault(pattern.kind.name, []).append(column)
            today.append(column)
        for kind in self.labour.shifts:
            if kind.most_people is not None and kind.name in by_kind:
                self.caps.append((by_kind[kind.name], float(kind.most_people)))
        if self.group.name in self.labour.on_roll and today:
            self.caps.append((today, float(self.labour.on_roll[self.group.name])))

    def _add_breaks(self, column: int, day: int, pattern: Pattern) -> None:
        for rule, each in enumerate(pattern.rules):
            for after in each.positions:
                row = absence(self.scenario.clock, day, pattern, after, each.minutes)
                row = row[self.intervals]
                at = len(self.breaks)
                self.breaks.append((column, rule, after))
                self.broken += [(int(i), at, -float(row[i])) for i in np.flatnonzero(row)]

    def finish(self, need: Floats) -> Cover:
        """All rows: cover, breaks that belong to their shifts, limits of the day."""
        people, n = len(self.shifts), len(self.intervals)
        whole = people + len(self.breaks)
        entries = self.cover + [(r, people + c, v) for r, c, v in self.broken]
        wanted = np.maximum(need[self.intervals], 0.0)
        for step in range(len(SHORT_STEPS)):
            entries += [(r, whole + step * n + r, 1.0) for r in range(n)]
        low, high = list(wanted), [np.inf] * n
        at = {key: n + k for k, key in enumerate(dict.fromkeys(b[:2] for b in self.breaks))}
        for b, (column, rule, _after) in enumerate(self.breaks):
            entries.append((at[column, rule], people + b, 1.0))
        entries += [(row, column, -1.0) for (column, _rule), row in at.items()]
        low += [0.0] * len(at)
        high += [0.0] * len(at)
        for columns, cap in self.caps:
            entries += [(len(low), column, 1.0) for column in columns]
            low.append(-np.inf)
            high.append(cap)
        rows, columns_, values = zip(*entries, strict=True) if entries else ((), (), ())
        total = whole + len(SHORT_STEPS) * n
        matrix = coo_matrix((values, (rows, columns_)), shape=(len(low), total)).tocsr()
        price, most = self._missing(wanted, whole)
        return Cover(
            price=price, matrix=matrix, low=np.array(low), high=np.array(high), most=most,
            shifts=tuple(self.shifts), breaks=tuple(self.breaks), whole=whole,
            intervals=self.intervals,
        )  # fmt: skip

    def _missing(self, wanted: Floats, whole: int) -> tuple[Floats, Floats]:
        """(price, most) of every column."""
        unit = missing_yuan(self.scenario, self.labour) * self.scenario.clock.interval_minutes / 60
        price = [np.array(self.price), np.zeros(len(self.breaks))]
        most = [np.full(whole, np.inf)]
        before = np.zeros(len(wanted))
        for share, times in SHORT_STEPS:
            upto = np.maximum(1.0, share * wanted) if np.isfinite(share) else np.inf
            most.append(np.asarray(upto - before) + np.zeros(len(wanted)))
            before = before + upto
            price.append(np.full(len(wanted), unit * times))
        return np.concatenate(price), np.concatenate(most)
