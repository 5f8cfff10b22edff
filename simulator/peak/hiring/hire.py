"""hire(): how many to hire in which week, so that the roster can be filled on the day (2.6)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenarios.hiring.hiring import Hiring
from simulator.peak.hiring.chance import DRAWS, draw_people
from simulator.peak.hiring.cohort import Floats, on_payroll
from simulator.peak.hiring.hired import HiringPlan, Late
from simulator.peak.hiring.need import Counts, Need
from simulator.peak.hiring.programme import Hires, Programme, cheapest, programme_of

_ROUNDS = 12

Told = Callable[[int, int], None]


def hire(
    hiring: Hiring,
    need: Need,
    *,
    probability: float | None = 0.9,
    late_weeks: int = 8,
    seed: int = 1,
    draws: int = DRAWS,
    told: Told = lambda done, total: None,
) -> HiringPlan:
    """The cheapest hires for a need; deterministic for its arguments.

    Expected people have to cover need and reserve; the reserve grows until, on drawn leavings, each
    week has enough people with ``probability``; fresh draws then say how sure that is. A late start
    is asked to cover the same need and reserve."""
    programme = programme_of(hiring, need.groups, need.weeks)
    reserve, found = _with_reserve(hiring, need, programme, probability, seed, draws)
    wanted = (need.people + reserve).astype(float)
    expected = _expected(programme, found)
    late = []
    for k in range(min(late_weeks, need.weeks - 1) + 1):
        told(k, late_weeks + 1)
        late.append(_late(programme, wanted, k, found))
    fresh = draw_people(hiring, need.groups, found.count, seed + 1_000_003, draws)
    chance, low, high = _shares(fresh, need.people)
    return HiringPlan(
        hiring=hiring, need=need, probability=probability, seed=seed, reserve=reserve,
        hires=found.count, expected=expected, payroll=_payroll(hiring, programme, found),
        missing=_missing(wanted, expected), yuan=found.yuan, bound_yuan=found.bound_yuan,
        draws=draws, chance=chance, low=low, high=high, late=tuple(late),
    )  # fmt: skip


def _with_reserve(
    hiring: Hiring,
    need: Need,
    programme: Programme,
    probability: float | None,
    seed: int,
    draws: int,
) -> tuple[Counts, Hires]:
    """People beyond the need, and the hires for both; a week that cannot be covered gets none."""
    reserve = np.zeros_like(need.people)
    found = cheapest(programme, need.people.astype(float))
    if probability is None:
        return reserve, found
    coverable = _missing(need.people.astype(float), _expected(programme, found)) == 0.0
    # One standard error on the careful side, so that fresh draws hold the probability too.
    careful = min(0.999, probability + float(np.sqrt(probability * (1.0 - probability) / draws)))
    for _round in range(_ROUNDS):
        people = draw_people(hiring, need.groups, found.count, seed, draws)
        k = int(np.floor((1.0 - careful) * draws + 1e-9))
        sure = np.partition(people, k, axis=0)[k]
        more = np.where((need.people > 0) & coverable, need.people - sure, 0.0)
        more = np.ceil(np.maximum(more, 0.0) - 1e-9).astype(np.int64)
        if not more.any():
            break
        raised = reserve + more
        better = cheapest(programme, (need.people + raised).astype(float))
        short = _missing((need.people + raised).astype(float), _expected(programme, better)) > 0.0
        coverable &= ~(short & (more > 0))
        reserve, found = raised, better
    return reserve, found


def _expected(programme: Programme, hires: Hires) -> Floats:
    x = np.array([hires.count[c] for c in programme.columns], float)
    return programme.present + (programme.brings @ x).reshape(programme.present.shape)


def _missing(wanted: Floats, expected: Floats) -> Floats:
    lack = np.maximum(wanted - expected, 0.0)
    return np.where(lack < 1e-6, 0.0, lack)


def _late(programme: Programme, wanted: Floats, weeks: int, on_time: Hires) -> Late:
    found = on_time if weeks == 0 else cheapest(programme, wanted, weeks)
    return Late(
        weeks, found.yuan, int(found.count.sum()), _missing(wanted, _expected(programme, found))
    )


def _payroll(hiring: Hiring, programme: Programme, hires: Hires) -> Floats:
    heads = programme.present.copy()
    weeks = heads.shape[1]
    for i, way in enumerate(hiring.ways):
        alive = on_payroll(way, weeks)
        for g, w in zip(*np.nonzero(hires.count[i]), strict=True):
            heads[g, w:] += hires.count[i, g, w] * alive[: weeks - w]
    return heads


def _shares(people: Floats, need: Counts) -> tuple[Floats, Floats, Floats]:
    """Share of draws with enough people, and its interval; NaN where nobody is needed."""
    from scipy.stats import beta

    n = len(people)
    k = (people >= need - 1e-9).sum(axis=0)
    low = np.where(k > 0, beta.ppf(0.025, k, n - k + 1), 0.0)
    high = np.where(k < n, beta.ppf(0.975, k + 1, n - k), 1.0)
    nobody = need == 0
    return tuple(np.where(nobody, np.nan, each) for each in (k / n, low, high))  # type: ignore[return-value]
