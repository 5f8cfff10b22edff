"""Solving a covering programme by HiGHS: limits are a gap and nodes, never the clock, so that the
same input gives the same answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.peak.schedule.cover import Cover
from simulator.peak.schedule.grid import Floats


@dataclass(frozen=True)
class Solved:
    """``x`` per column; ``cost`` of it, weights of missing people included; no answer can cost
    less than ``bound``."""

    x: Floats
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """How much dearer than the bound, as a share of the cost."""
        return 0.0 if self.cost <= 1e-9 else max(0.0, (self.cost - self.bound) / self.cost)


@dataclass(frozen=True)
class Effort:
    """When the search of a programme may stop: within ``gap`` of what it can prove, after so many
    ``nodes``. ``enough``: an answer from the columns of the relaxation alone that is so near to the
    bound is not tried to better with all columns."""

    gap: float = 0.002
    nodes: int = 500
    enough: float = 0.03


def solve(cover: Cover, effort: Effort) -> Solved:
    """The best answer found within the effort.

    First only the columns that the relaxation uses; unless that is near enough to the bound, then
    all that could be part of a better answer: a column whose reduced cost is more than what there
    is to gain cannot."""
    if len(cover.price) == 0:
        return Solved(np.zeros(0), 0.0, 0.0)
    relaxed = relax(cover)
    used = np.asarray(relaxed.x[: len(cover.shifts)] > 1e-7)
    first = _of_some(cover, used, effort)
    best = Solved(first.x, first.cost, relaxed.cost)
    if best.gap <= effort.enough or used.all():
        return Solved(best.x, best.cost, max(best.bound, first.bound) if used.all() else best.bound)
    lost = -cover.savings(relaxed.worth)
    able = used | (lost <= best.cost - relaxed.cost + 1e-6)
    if (able == used).all():
        return Solved(best.x, best.cost, min(best.cost, max(relaxed.cost, first.bound)))
    second = _of_some(cover, able, effort)
    bound = min(best.cost, max(relaxed.cost, second.bound))
    return min(Solved(best.x, best.cost, bound), Solved(second.x, second.cost, bound),
               key=lambda s: s.cost)  # fmt: skip


def _of_some(cover: Cover, keep: NDArray[np.bool_], effort: Effort) -> Solved:
    fewer, columns = cover.only(keep)
    found = _solve(fewer, effort)
    x = np.zeros(len(cover.price))
    x[columns] = found.x
    return Solved(x, found.cost, found.bound)


def _solve(cover: Cover, effort: Effort) -> Solved:
    from scipy.optimize import Bounds, LinearConstraint, milp

    integral = np.zeros(len(cover.price))
    integral[: cover.whole] = 1.0
    result = milp(
        cover.price,
        integrality=integral,
        bounds=Bounds(0.0, cover.most),
        constraints=LinearConstraint(cover.matrix, cover.low, cover.high),
        options={"mip_rel_gap": effort.gap, "node_limit": effort.nodes},
    )
    if result.x is None:
        # The node limit came before the first answer: nobody comes is one, the worst.
        return _nobody(cover)
    x = np.asarray(result.x)
    x[: cover.whole] = np.round(x[: cover.whole])
    bound = result.mip_dual_bound
    return Solved(x, float(cover.price @ x), float(bound if bound is not None else 0.0))


@dataclass(frozen=True)
class Relaxed:
    """The linear relaxation: cost (a bound of the whole-number cost), columns, and what one person
    more or less to cover would cost in each interval."""

    x: Floats
    cost: float
    worth: Floats


def relax(cover: Cover) -> Relaxed:
    """The programme without whole numbers."""
    from scipy.optimize import linprog

    if len(cover.price) == 0:
        return Relaxed(np.zeros(0), 0.0, np.zeros(0))
    n = len(cover.intervals)
    equal = np.isfinite(cover.low) & (cover.low == cover.high)
    above = np.isfinite(cover.low) & ~equal
    below = np.isfinite(cover.high) & ~equal
    from scipy.sparse import vstack

    upper = vstack([-cover.matrix[above], cover.matrix[below]])
    limits = np.concatenate([-cover.low[above], cover.high[below]])
    found = linprog(
        cover.price,
        A_ub=upper,
        b_ub=limits,
        A_eq=cover.matrix[equal] if equal.any() else None,
        b_eq=cover.low[equal] if equal.any() else None,
        bounds=np.column_stack([np.zeros(len(cover.price)), cover.most]),
        method="highs",
    )
    return Relaxed(np.asarray(found.x), float(found.fun), -np.asarray(found.ineqlin.marginals)[:n])


def _nobody(cover: Cover) -> Solved:
    x = np.zeros(len(cover.price))
    short = np.maximum(cover.low[: len(cover.intervals)], 0.0)
    at = cover.whole
    for _ in range((len(cover.price) - cover.whole) // max(1, len(short))):
        here = np.minimum(short, cover.most[at : at + len(short)])
        x[at : at + len(short)] = here
        short = short - here
        at += len(short)
    return Solved(x, float(cover.price @ x), 0.0)
