"""The least-cost hires that cover a need: a small whole-number programme, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.hiring.hiring import Hiring
from simulator.peak.hiring.cohort import Floats, left_of, on_payroll, worth, yuan

_NODES = 20_000
_GAP = 1e-6
_LOOSE = 1e-6


@dataclass(frozen=True)
class Programme:
    """``brings`` [group × week, column]: experienced people that a hire of a column is expected to
    be in a week; a column is a way, a group and a week of decision."""

    columns: tuple[tuple[int, int, int], ...]
    brings: Floats
    price: Floats
    most: Floats
    """Places a week [way, week]; infinite where there is no limit."""
    present: Floats
    """[group, week]."""


@dataclass(frozen=True)
class Hires:
    """``count`` [way, group, week]. No answer misses fewer head-weeks than ``missing``; of those
    that miss as few none costs less than ``bound_yuan``."""

    count: NDArray[np.int64]
    yuan: float
    bound_yuan: float
    missing: float


def programme_of(hiring: Hiring, groups: tuple[str, ...], weeks: int) -> Programme:
    """What each possible hire brings and costs."""
    columns, brings, price = [], [], []
    for i, way in enumerate(hiring.ways):
        alive, value = on_payroll(way, weeks), worth(way, weeks)
        for g, group in enumerate(groups):
            if way.groups is not None and group not in way.groups:
                continue
            for w in range(weeks):
                effect = np.zeros((len(groups), weeks))
                effect[g, w:] = (alive * value)[: weeks - w]
                if not effect.any():
                    continue
                columns.append((i, g, w))
                brings.append(effect.ravel())
                price.append(yuan(way, weeks - w))
    most = np.array(
        [[np.inf if way.most_per_week is None else way.most_per_week] * weeks
         for way in hiring.ways]
    )  # fmt: skip
    attrition = hiring.present.attrition_per_week
    present = [left_of(hiring.present.have.get(name, 0), attrition, weeks) for name in groups]
    matrix = np.array(brings).T if brings else np.zeros((len(groups) * weeks, 0))
    return Programme(tuple(columns), matrix, np.array(price), most, np.array(present))


def cheapest(programme: Programme, need: Floats, closed_weeks: int = 0) -> Hires:
    """First as few head-weeks missing as can be, then the least cost with that; nobody is hired in
    the first ``closed_weeks`` weeks. Limits are nodes and a gap, never the clock."""
    ways, weeks = programme.most.shape
    count = np.zeros((ways, len(need), weeks), np.int64)
    lack = np.maximum(need - programme.present, 0.0).ravel()
    if not programme.columns or not lack.any():
        return Hires(count, 0.0, 0.0, float(lack.sum()))
    missing = _fewest_missing(programme, lack, closed_weeks)
    x, bound = _solve(programme, lack, closed_weeks, programme.price, missing)
    for (i, g, w), hires in zip(programme.columns, x, strict=True):
        count[i, g, w] = hires
    short = np.maximum(lack - programme.brings @ x, 0.0)
    short[short < 1e-6] = 0.0
    return Hires(count, float(programme.price @ x), bound, float(short.sum()))


def _fewest_missing(programme: Programme, lack: Floats, closed_weeks: int) -> float:
    """Head-weeks that no hires can cover."""
    x, _bound = _solve(programme, lack, closed_weeks, None, np.inf)
    short = np.maximum(lack - programme.brings @ x, 0.0)
    return float(short[short > 1e-6].sum())


def _solve(
    programme: Programme, lack: Floats, closed_weeks: int, price: Floats | None, missing: float
) -> tuple[Floats, float]:
    """Hires per column, and a bound of their cost. Without a price: the fewest missing."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    n, rows = len(programme.columns), len(lack)
    hired = np.zeros(n) if price is None else price
    costs = np.concatenate([hired, np.full(rows, 1.0 if price is None else 0.0)])
    cover = hstack([csr_array(programme.brings), eye_array(rows)], format="csr")
    limits = [LinearConstraint(cover, lack - 1e-7, np.inf)]
    places = _places(programme)
    if len(places[0]):
        padded = np.hstack([places[0], np.zeros((len(places[0]), rows))])
        limits.append(LinearConstraint(padded, -np.inf, places[1]))
    if np.isfinite(missing):
        together = np.concatenate([np.zeros(n), np.ones(rows)])
        limits.append(LinearConstraint(together, -np.inf, missing + _LOOSE))
    above = np.concatenate([_upper(programme, lack, closed_weeks), np.full(rows, np.inf)])
    found = milp(
        costs,
        integrality=np.concatenate([np.ones(n), np.zeros(rows)]),
        bounds=Bounds(0.0, above),
        constraints=limits,
        options={"mip_rel_gap": _GAP, "node_limit": _NODES},
    )
    if found.x is None:
        raise ArithmeticError(f"HiGHS found no hires: {found.message}")
    bound = found.mip_dual_bound
    return np.round(found.x[:n]), float(found.fun if bound is None else bound)


def _upper(programme: Programme, lack: Floats, closed_weeks: int) -> Floats:
    """Most hires of a column: with so many it alone would cover all it reaches."""
    above = np.zeros(len(programme.columns))
    for c, (_i, _g, w) in enumerate(programme.columns):
        reached = programme.brings[:, c] > 1e-9
        if w >= closed_weeks:
            above[c] = np.ceil((lack[reached] / programme.brings[reached, c]).max(initial=0.0))
    return above


def _places(programme: Programme) -> tuple[Floats, Floats]:
    """Rows and limits of the places a week, over all groups."""
    rows, limits = [], []
    for i, w in zip(*np.nonzero(np.isfinite(programme.most)), strict=True):
        rows.append([1.0 if (c[0], c[2]) == (i, w) else 0.0 for c in programme.columns])
        limits.append(programme.most[i, w])
    return np.array(rows).reshape(len(rows), len(programme.columns)), np.array(limits)
