"""How many come, when, and how unevenly from day to day: first attempts only (F2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from simulator.peak.calibration.span import Span
from simulator.peak.log.log import BOT_WENT_ON, Log

Floats = NDArray[np.float64]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALF_LIFE_DAYS = 14.0
"""A day this much older weighs half as much in the level of the days to come."""
_OWN_PROFILE_LEAST = 500
_OWN_PROFILE_SURE, _OWN_PROFILE_APART = 1e-4, 0.15
"""An intent has a profile of its own if its contacts come at clearly other times (χ²), and at least
this share of them would have to move."""
_LEAST_DAY_SHARE = 0.02
"""A day with less than this share of the median day is a closed one, not a quiet one."""


@dataclass(frozen=True)
class Counts:
    """First attempts [day, slot, intent] of the fitted days; slots are equal parts of a day."""

    days: tuple[date, ...]
    table: NDArray[np.int64]
    slot_minutes: int

    @property
    def by_day(self) -> NDArray[np.int64]:
        """[day, intent]."""
        return self.table.sum(axis=1)

    @property
    def weekday(self) -> NDArray[np.int64]:
        """[day]: 0 is Monday."""
        return np.array([day.weekday() for day in self.days])


@dataclass(frozen=True)
class Busy:
    """How unevenly days of a kind turn out beyond chance; ``freedom`` days say so."""

    cv: float
    correlation: float
    freedom: int

    @property
    def measured(self) -> bool:
        """Whether the log has enough days to tell."""
        return self.freedom >= 3


@dataclass(frozen=True)
class Part:
    """Intents that share an intraday profile: ``profiles`` [weekday, slot], each of sum 1 (0 on
    weekdays never seen)."""

    name: str
    intents: tuple[int, ...]
    profiles: Floats
    weight: float
    """Days' worth of the overall profile mixed into each weekday's own."""
    misfit: float
    """χ² ÷ freedom of the days' counts per slot against their profile; 1 is chance alone."""


@dataclass(frozen=True)
class DemandFit:
    """First attempts as a scenario can hold them."""

    counts: Counts
    expected: Floats
    """[weekday, intent]: first attempts of such a day to come."""
    seen: NDArray[np.int64]
    """[weekday]: fitted days of that kind with contacts."""
    parts: tuple[Part, ...]
    busy: Busy

    def of_day(self, day: date) -> Floats:
        """[intent]: first attempts expected on a day; a weekday never seen gets the mean day."""
        weekday = day.weekday()
        if self.seen[weekday]:
            return self.expected[weekday]
        weights = self.seen[:, None]
        return np.asarray((self.expected * weights).sum(axis=0) / weights.sum())


def count(log: Log, span: Span, slot_minutes: int) -> Counts:
    """Count the fitted days."""
    rows = log.rows[~log.rows["repeat"]][["arrived", "intent"]]
    if log.bot is not None:
        # Whoever ended in the bot came too.
        ended = log.bot[(log.bot["end"] != BOT_WENT_ON) & (log.bot["arrived"] >= 0)]
        rows = np.concatenate([rows, ended[["arrived", "intent"]].astype(rows.dtype)])
    rows = rows[(rows["arrived"] >= span.start_us) & (rows["arrived"] < span.end_us)]
    slots = 1440 // slot_minutes
    place = (rows["arrived"] - span.start_us) // (slot_minutes * 60_000_000)
    shape = (len(span.fitted), slots, len(log.intents))
    flat = place * shape[2] + rows["intent"]
    table = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
    days = tuple(span.fitted[0] + timedelta(days=n) for n in range(shape[0]))
    return Counts(days, table, slot_minutes)


def fit_demand(counts: Counts, last: date) -> DemandFit:
    """Volumes by weekday, profiles, and busyness. ``last`` is the day before those to come."""
    by_day = counts.by_day.astype(float)
    total = by_day.sum(axis=1)
    typical = np.median(total[total > 0])
    is_open = total > _LEAST_DAY_SHARE * typical
    seen = np.bincount(counts.weekday[is_open], minlength=7)
    age = np.array([(last - day).days for day in counts.days])
    weights = np.where(is_open, 0.5 ** (age / HALF_LIFE_DAYS), 0.0)
    expected = _by_weekday(by_day, counts.weekday, weights)
    return DemandFit(
        counts, expected, seen, tuple(_parts(counts, is_open)), _busyness(counts, is_open)
    )


def _by_weekday(values: Floats, weekday: NDArray[np.int64], weights: Floats) -> Floats:
    """[weekday, …]: weighted means, 0 where no day of that kind counts."""
    sums = np.zeros((7, *values.shape[1:]))
    total = np.zeros(7)
    np.add.at(sums, weekday, values * weights[:, None])
    np.add.at(total, weekday, weights)
    return sums / np.maximum(total, 1e-300)[:, None]


def _busyness(counts: Counts, is_open: NDArray[np.bool_]) -> Busy:
    """Gamma factor per day: what days of one weekday differ by, less Poisson's share of it.

    Moments over all days and intents: E(N − m)² = m + cv²·m², and E(Nᵢ − mᵢ)(Nⱼ − mⱼ) =
    ρ·cv²·mᵢ·mⱼ between intents; a weekday's mean takes one degree of freedom."""
    days, weekday = counts.by_day[is_open].astype(float), counts.weekday[is_open]
    many = np.bincount(weekday, minlength=7)
    mean = _by_weekday(days, weekday, np.ones(len(days)))[weekday]
    again = many[weekday] >= 2
    freedom = int(again.sum() - (many >= 2).sum())
    if freedom < 1:
        return Busy(0.0, 1.0, 0)
    factor = (many[weekday] / np.maximum(many[weekday] - 1, 1))[again]
    rest, mean = (days - mean)[again], mean[again]
    squares = (rest**2 * factor[:, None] - mean).sum()
    own = max(float(squares / (mean**2).sum()), 0.0)
    both = float(((rest.sum(axis=1) ** 2 - (rest**2).sum(axis=1)) * factor).sum())
    pairs = float((mean.sum(axis=1) ** 2 - (mean**2).sum(axis=1)).sum())
    if own <= 0.0:
        return Busy(0.0, 1.0, freedom)
    shared = both / pairs if pairs > 0 else own
    return Busy(float(np.sqrt(own)), float(np.clip(shared / own, 0.0, 1.0)), freedom)


def _parts(counts: Counts, is_open: NDArray[np.bool_]) -> Iterator[Part]:
    """Intents by profile: those whose day is clearly another than everybody's get their own."""
    table = counts.table[is_open]
    intents = np.flatnonzero(table.sum(axis=(0, 1)))
    own = [i for i in intents if len(intents) > 1 and _differs(table, int(i))]
    rest = [int(i) for i in intents if i not in own]
    for name, members in (("day", rest), *((f"intent-{i}", [int(i)]) for i in own)):
        if members:
            yield _part(name, table[:, :, members].sum(axis=2), members, counts, is_open)


def _differs(table: NDArray[np.int64], intent: int) -> bool:
    from scipy.stats import chi2

    mine, others = table[:, :, intent].sum(axis=0), table.sum(axis=(0, 2))
    others = others - mine
    if mine.sum() < _OWN_PROFILE_LEAST or others.sum() == 0:
        return False
    some = (mine + others) > 0
    apart = np.abs(mine / mine.sum() - others / others.sum()).sum() / 2
    if apart < _OWN_PROFILE_APART:
        return False
    pooled = (mine + others)[some] / (mine.sum() + others.sum())
    value = sum(
        float(((n[some] - n.sum() * pooled) ** 2 / (n.sum() * pooled)).sum())
        for n in (mine, others)
    )
    return bool(chi2.sf(value, max(int(some.sum()) - 1, 1)) < _OWN_PROFILE_SURE)


def _part(
    name: str, table: NDArray[np.int64], members: list[int], counts: Counts,
    is_open: NDArray[np.bool_],
) -> Part:  # fmt: skip
    weekday = counts.weekday[is_open]
    sums = np.zeros((7, table.shape[1]))
    np.add.at(sums, weekday, table)
    overall = sums.sum(axis=0) / max(sums.sum(), 1.0)
    weight = _shared_weight(sums, overall)
    totals = sums.sum(axis=1, keepdims=True)
    mixed = (sums + weight * overall) / np.maximum(totals + weight, 1e-300)
    # A weekday is open when it was seen open: what others do at night is no news about it.
    mixed = np.where(totals > 0, np.where(_neighbours(sums) > 0, mixed, 0.0), 0.0)
    profiles = mixed / np.maximum(mixed.sum(axis=1, keepdims=True), 1e-300)
    mean = table.sum(axis=1, keepdims=True) * profiles[weekday]
    some = mean > 0.5
    freedom = max(int(some.sum()) - len(table), 1)
    misfit = float(((table - mean)[some] ** 2 / mean[some]).sum() / freedom)
    return Part(name, tuple(members), profiles, float(weight), misfit)


def _neighbours(sums: Floats) -> Floats:
    """Contacts of each slot and its two neighbours."""
    wide = np.pad(sums, ((0, 0), (1, 1)))
    return np.asarray(wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:])


def _shared_weight(sums: Floats, overall: Floats) -> float:
    """How many contacts' worth of the overall profile each weekday's own gets mixed in: the
    Dirichlet–multinomial weight with the largest likelihood over the weekdays (empirical Bayes)."""
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    some, seen = overall > 0, sums.sum(axis=1) > 0
    table, base = sums[seen][:, some], overall[some]
    if len(table) < 2:
        return 0.0
    totals = table.sum(axis=1)

    def minus(z: float) -> float:
        a = np.exp(z)
        inner = gammaln(table + a * base) - gammaln(a * base)
        return -float(inner.sum() + (gammaln(a) - gammaln(totals + a)).sum())

    found = minimize_scalar(minus, bounds=(0.0, 16.0), method="bounded")
    return float(np.exp(found.x))


def of_span(days: tuple[date, ...]) -> str:
    """``2026-11-01 – 2026-11-10``."""
    return f"{days[0].isoformat()} – {days[-1].isoformat()}"
