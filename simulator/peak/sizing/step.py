"""One step of the search: a linear programme over measured effects, within a trust region (2.6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.peak.sizing.effects import Effects, smoothed
from simulator.peak.sizing.slack import Floats
from simulator.peak.staffing import Plan


@dataclass(frozen=True)
class Step:
    """A step of the search."""

    radius: float
    """Trust region, as a share of the people there."""
    replications: int | None = None
    """On so many; None: on all."""


STEPS = (Step(0.6, 5), Step(0.4, 5), Step(0.25, 5), Step(0.12), Step(0.08), Step(0.05))
FINE_STEPS = (Step(0.06), Step(0.05), Step(0.04), Step(0.03))
"""Of the search and of its correction."""

_ADDED = (0.8, 0.5, 0.3, 0.15)
_TAKEN = (1.25, 1.7, 2.3, 3.5)
"""Worth of the first, second … 0.4·√n people added or taken away, relative to the measured
effect: returns diminish, on the scale of square-root staffing. The gap between the first two
keeps noise in the effects from moving people about."""


def sparable(
    tightness: list[Floats],
    losses: dict[tuple[int, int], list[Floats]],
    cost: Floats,
    budget: float,
    plan: Plan,
) -> list[tuple[int, int]]:
    """Agent-intervals that can probably go together: the dearest per share of slack used first, and
    rather where more are planned than in the hours around, until ``budget`` of the slack of some
    cell would be gone. ``losses``: slack lost per target [cell]."""
    around = smoothed(plan[:, :, None].astype(float))[:, :, 0]
    left = [np.where(np.isfinite(s), s * budget, np.inf) for s in tightness]
    scored = []
    for (g, i), lost in losses.items():
        shares = [
            float(np.max(np.maximum(x, 0.0) / np.maximum(s, 1e-9), initial=0.0))
            for x, s in zip(lost, tightness, strict=True)
        ]
        above = float(plan[g, i] + 1.0) / float(around[g, i] + 1.0)
        scored.append((max(max(shares), 1e-6) / cost[g] / above**4, -cost[g], i, g))
    chosen = []
    for _share, _cost, i, g in sorted(scored):
        lost = losses[g, i]
        if all((np.maximum(x, 0.0) <= room).all() for x, room in zip(lost, left, strict=True)):
            chosen.append((g, i))
            for x, room in zip(lost, left, strict=True):
                room -= np.maximum(x, 0.0)
    return chosen


def improve(
    plan: Plan,
    ceiling: Plan,
    cost: Floats,
    tightness: list[Floats],
    effects: Effects,
    radius: float,
    caution: float,
) -> Plan:
    """The cheapest plan near ``plan`` whose linearised slack is not negative; where none is, the
    one that falls least short. ``cost`` [group]; ``caution`` > 1 makes taking away look worse
    than measured."""
    from scipy.optimize import linprog

    groups, intervals = plan.shape
    n = groups * intervals
    more, fewer = _segments(plan, ceiling, radius)
    rows, limits = [], []
    for slack, effect in zip(tightness, effects.by_cell, strict=True):
        for cell in range(len(slack)):
            column = np.maximum(effect[:, :, cell].reshape(-1), 0.0)
            if not np.isfinite(slack[cell]) or (slack[cell] >= 0.0 and not column.any()):
                continue
            # Adding x and taking y away: slack + effect·x − caution·effect·y + short ≥ 0.
            adding = [-column * worth for worth in _ADDED]
            taking = [caution * column * worth for worth in _TAKEN]
            rows.append(np.concatenate(adding + taking))
            limits.append(slack[cell])
    if not rows:
        return plan
    unit = np.repeat(cost, intervals)
    price = np.concatenate([unit] * len(_ADDED) + [-unit] * len(_TAKEN))
    matrix = np.array(rows)
    scale = np.maximum(np.abs(matrix).max(axis=1, initial=1e-9), 1e-9)
    solved = linprog(
        np.concatenate([price, np.full(len(rows), 50.0 * float(cost.max())) / scale]),
        A_ub=np.hstack([matrix, -np.eye(len(rows))]),
        b_ub=np.array(limits),
        bounds=[(0.0, b) for b in (*more.reshape(-1), *fewer.reshape(-1))]
        + [(0.0, None)] * len(rows),
    )
    if solved.x is None:
        return plan
    moves = solved.x[: len(price)].reshape(-1, n)
    change = moves[: len(_ADDED)].sum(axis=0) - moves[len(_ADDED) :].sum(axis=0)
    rounded = np.trunc(change + np.sign(change) * 0.5)
    return np.clip(plan + rounded.reshape(plan.shape).astype(np.int64), 0, ceiling)


def _segments(plan: Plan, ceiling: Plan, radius: float) -> tuple[Floats, Floats]:
    """[segment, group × interval]: how many may be added, and taken away, at each worth."""
    reach = np.maximum(1.0, np.ceil(plan * radius))
    width = np.maximum(1.0, 0.4 * np.sqrt(plan))
    steps = np.arange(len(_ADDED))[:, None, None]
    most_more = np.minimum(reach, ceiling - plan)
    most_fewer = np.minimum(reach, plan)
    more = np.clip(most_more - steps * width, 0.0, width)
    fewer = np.clip(most_fewer - steps * width, 0.0, width)
    return more.reshape(len(_ADDED), -1), fewer.reshape(len(_TAKEN), -1)
