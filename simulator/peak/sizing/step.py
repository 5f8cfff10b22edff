"""One step of the search: a linear programme over measured effects, within a trust region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.peak.sizing.slack import Floats
from simulator.peak.sizing.trial import Bench, Parts, try_plans
from simulator.peak.staffing import Plan

APART = 4
"""Intervals between people taken away at once when effects are measured: each effect is looked
for in its own interval and the next APART − 1."""


_ADDED = (0.8, 0.5, 0.3, 0.15)
_TAKEN = (1.25, 1.7, 2.3, 3.5)
"""Worth of the first, second … 0.4·√n people added or taken away, relative to the measured
effect: returns diminish, on the scale of square-root staffing. The gap between the first two
keeps noise in the effects from moving people about."""


@dataclass(frozen=True)
class Effects:
    """What one person more in an interval does to the slack of every cell, per person."""

    by_cell: list[Floats]
    """Per target: [group, interval, cell]."""


def measure_effects(
    bench: Bench, plan: Plan, base: Parts, replications: list[int], positions: list[int],
    margins: Floats,
) -> Effects:  # fmt: skip
    """Take some people away in every APART-th interval of one group at a time and see what it
    costs.

    ``positions`` are the places of ``replications`` in ``base``."""
    groups, intervals = plan.shape
    plans, patterns = [], []
    for g in range(groups):
        for offset in range(APART):
            where = np.arange(offset, intervals, APART)
            size = np.maximum(1, np.round(plan[g, where] * 0.04)).astype(np.int64)
            size = np.minimum(size, plan[g, where])
            if not size.any():
                continue
            trial = plan.copy()
            trial[g, where] -= size
            plans.append(trial)
            patterns.append((g, where, size))
    tried = try_plans(bench, plans, replications)
    effects = []
    for t, r in enumerate(bench.requirements):
        effect = np.zeros((groups, intervals, r.cells))
        level = r.level + r.sign * margins[t]
        before = r.sign * (base.numerator[t] - level * base.denominator[t])[positions].mean(axis=0)
        for (g, where, size), parts in zip(patterns, tried, strict=True):
            after = r.sign * (parts.numerator[t] - level * parts.denominator[t]).mean(axis=0)
            lost = before - after
            for i, n in zip(where, size, strict=True):
                if n:
                    for j in range(i, min(i + APART, intervals)):
                        effect[g, i, r.cell_of[j]] += lost[j] / n
        effects.append(_smoothed(effect) if r.cells < intervals else effect)
    return Effects(effects)


def _smoothed(effect: Floats) -> Floats:
    """Effects on a day's cell, averaged with the neighbouring intervals: one replication more or
    less is noisy, and neighbours are alike."""
    reach = len(_SMOOTH) // 2
    padded = np.pad(effect, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    n = effect.shape[1]
    return np.asarray(sum(w * padded[:, k : k + n] for k, w in enumerate(_SMOOTH)))


_SMOOTH = (0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05)


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
    around = _smoothed(plan[:, :, None].astype(float))[:, :, 0]
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


def nearest(tightness: list[Floats], slacks: list[NDArray[np.float64]], most: int) -> list[int]:
    """Positions of the replications that decide: those nearest to the slack of the tightest cell
    of a target with a probability."""
    score = np.zeros(len(slacks[0]))
    for t, slack in enumerate(slacks):
        scale = np.maximum(slack.std(axis=0), 1e-9)
        tight = np.where(np.isfinite(tightness[t]), tightness[t], slack.mean(axis=0))
        score += (np.abs(slack - tight) / scale).min(axis=1)
    return [int(i) for i in np.argsort(score, kind="stable")[:most]]
