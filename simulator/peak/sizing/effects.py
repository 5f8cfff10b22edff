"""What one person more or less does to the targets, measured by trying (2.6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.peak.sizing.slack import Floats, Requirement
from simulator.peak.sizing.trial import Bench, Parts, try_plans
from simulator.peak.staffing import Plan

APART = 4
"""Intervals between people taken away at once when effects are measured: each effect is looked
for in its own interval and the next APART − 1."""


@dataclass(frozen=True)
class Effects:
    """What one person more in an interval does to the slack of every cell, per person."""

    by_cell: list[Floats]
    """Per target: [group, interval, cell]."""
    luck: list[Floats]
    """Per target [cell]: how far the slack of a replication moves by luck when a plan changes
    of groups that do not serve it: the median over the plans tried, as a standard deviation."""

    def mixed(self, later: Effects, weight: float) -> Effects:
        """The weighted mean with later ones."""

        def mean(mine: list[Floats], theirs: list[Floats]) -> list[Floats]:
            pairs = zip(mine, theirs, strict=True)
            return [(1.0 - weight) * a + weight * b for a, b in pairs]

        return Effects(mean(self.by_cell, later.by_cell), mean(self.luck, later.luck))

    def beside(self, earlier: Effects, share: float) -> Effects:
        """These effects, nowhere smaller than ``share`` of earlier ones."""
        pairs = zip(self.by_cell, earlier.by_cell, strict=True)
        return Effects([np.maximum(now, share * then) for now, then in pairs], self.luck)


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
    effects, luck = [], []
    used = {g for g, _where, _size in patterns}
    for t, r in enumerate(bench.requirements):
        effect = np.zeros((groups, intervals, r.cells))
        serving = groups_of(bench, r.lanes)
        level = r.level + r.sign * margins[t]
        before = r.sign * (base.numerator[t] - level * base.denominator[t])[positions].mean(axis=0)
        for (g, where, size), parts in zip(patterns, tried, strict=True):
            after = r.sign * (parts.numerator[t] - level * parts.denominator[t]).mean(axis=0)
            lost = before - after
            if g not in serving:
                continue
            for i, n in zip(where, size, strict=True):
                if n:
                    for j in range(i, min(i + APART, intervals)):
                        effect[g, i, r.cell_of[j]] += lost[j] / n
        if r.cells < intervals:
            effect = _likely(smoothed(effect), plan, _missed(r, base, t, positions), r.cell_of)
        effects.append(effect)
        margin = float(margins[t])
        moved = [np.abs(p.slack(bench, t, margin) - base.slack(bench, t, margin)[positions])
                 for (g, _w, _s), p in zip(patterns, tried, strict=True)
                 if g not in serving or used <= set(serving)]  # fmt: skip
        luck.append(np.median(np.concatenate(moved), axis=0) / _MEDIAN_OF_NORMAL)
    return Effects(effects, luck)


_MEDIAN_OF_NORMAL = 0.6745


def groups_of(bench: Bench, lanes: NDArray[np.bool_]) -> list[int]:
    """Groups that serve the queues of these lanes, in the order of preference. What others do to
    them is next to nothing, and would be measured as luck."""
    floor = bench.prepared.floor
    queues = np.unique(bench.prepared.lanes.queue[lanes])
    rows = floor.skills[np.isin(floor.skills["queue"], queues)]
    return list(dict.fromkeys(int(g) for g in rows["group"]))


def _missed(r: Requirement, base: Parts, t: int, positions: list[int]) -> Floats:
    """[interval]: what counts against target ``t``, of contacts that join there or soon after."""
    numerator, denominator = base.numerator[t][positions], base.denominator[t][positions]
    against = (denominator - numerator if r.sign > 0.0 else numerator).mean(axis=0)
    padded = np.concatenate([np.maximum(against, 0.0), np.zeros(APART - 1)])
    return np.asarray(sum(padded[k : k + len(against)] for k in range(APART)))


def _likely(measured: Floats, plan: Plan, missed: Floats, cell_of: NDArray[np.int64]) -> Floats:
    """Effects [group, interval, cell] half as measured, half spread over a cell's intervals by what
    is ``missed`` there per person: what single intervals seem to do is luck in good part, and
    a plan would buy where luck was good and sell where it was bad."""
    share = np.where(plan > 0, missed / np.maximum(plan, 1), 0.0)
    likely = measured.copy()
    for cell in range(measured.shape[2]):
        inside = cell_of == cell
        total = np.maximum(measured[:, :, cell].sum(axis=1), 0.0)
        weight = share * inside
        spread = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
        half = 0.5 * measured[:, inside, cell]
        likely[:, inside, cell] = half + 0.5 * total[:, None] * spread[:, inside]
    return likely


def smoothed(effect: Floats) -> Floats:
    """Effects on a day's cell, averaged with the neighbouring intervals: one replication more or
    less is noisy, and neighbours are alike."""
    reach = len(_SMOOTH) // 2
    padded = np.pad(effect, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    n = effect.shape[1]
    return np.asarray(sum(w * padded[:, k : k + n] for k, w in enumerate(_SMOOTH)))


_SMOOTH = (0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05)


def nearest(tightness: list[Floats], slacks: list[NDArray[np.float64]], most: int) -> list[int]:
    """Positions of the replications that decide: those nearest to the slack of the tightest cell
    of a target with a probability."""
    score = np.zeros(len(slacks[0]))
    for t, slack in enumerate(slacks):
        scale = np.maximum(slack.std(axis=0), 1e-9)
        tight = np.where(np.isfinite(tightness[t]), tightness[t], slack.mean(axis=0))
        score += (np.abs(slack - tight) / scale).min(axis=1)
    return [int(i) for i in np.argsort(score, kind="stable")[:most]]
