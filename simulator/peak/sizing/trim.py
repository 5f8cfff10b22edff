"""Repair what is still short, then take away whoever can be, until nobody can (2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.peak.parallel import run_all
from simulator.peak.sizing.certify import without_one
from simulator.peak.sizing.slack import Floats
from simulator.peak.sizing.step import Effects, improve, sparable
from simulator.peak.sizing.trial import Parts, try_plans
from simulator.peak.staffing import Plan

if TYPE_CHECKING:
    from simulator.peak.sizing.search import Search

NOBODY, NOT_CERTIFIED = -1, -2

_MOST_SWEEPS = 5
_MOST_SINGLES = 80
"""So many are tried one by one in a sweep; the rest stay for the next, or uncertified."""

_ENOUGH = 3
"""Fewer than this many gone at once: measured effects have done their part."""

Losses = dict[tuple[int, int], list[Floats]]
Binds = NDArray[np.int64]


def trim(search: Search, plan: Plan, margins: Floats, certify: bool) -> tuple[Plan, Binds]:
    """A plan from which no single agent-interval can be taken away on the sizing seeds, and per
    [group, interval] the target that would break (−1 nobody there, −2 not certified). Without
    ``certify`` each is tried on one replication only, and what breaks nothing there stays −2."""
    trimmer = _Trimmer(search, margins)
    plan = trimmer.repaired(plan)
    trimmer.accept_shortfalls(plan)
    plan = trimmer.tightened(plan)
    binds: Binds = np.where(plan == 0, NOBODY, NOT_CERTIFIED)
    if not certify:
        search.told("trim", 0, 1)
        binds, _losses = trimmer.sweep(plan, trimmer.run(plan), most_positions=1)
        return plan, binds
    for sweep in range(_MOST_SWEEPS):
        search.told("trim", sweep, _MOST_SWEEPS)
        base = trimmer.run(plan)
        binds, losses = trimmer.sweep(plan, base)
        if not losses:
            break
        plan, refused, taken = trimmer.take(plan, losses)
        if not taken:
            for (g, i), broken in refused.items():
                binds[g, i] = broken
            break
        binds = np.where(plan == 0, NOBODY, NOT_CERTIFIED)
    return plan, binds


class _Trimmer:
    def __init__(self, search: Search, margins: Floats) -> None:
        self.search, self.bench, self.margins = search, search.bench, margins
        # Where a target cannot be reached, what was reached must at least be kept.
        self.floors = [np.zeros(r.cells) for r in self.bench.requirements]
        self.effects: Effects | None = None

    def run(self, plan: Plan) -> Parts:
        return self.search.run(plan, self.search.numbers, "trim")

    def slacks(self, parts: Parts) -> list[Floats]:
        return [parts.slack(self.bench, t, m) for t, m in enumerate(self.margins)]

    def tightness(self, slacks: list[Floats]) -> list[Floats]:
        pairs = zip(self.bench.requirements, slacks, strict=True)
        return [r.tightness(s) for r, s in pairs]

    def broken(self, slacks: list[Floats]) -> int:
        """The first target that does not hold (or, where it cannot, is missed by more than before),
        −1 for none."""
        for t, tight in enumerate(self.tightness(slacks)):
            if (tight < self.floors[t]).any():
                return t
        return -1

    def _room(self, slacks: list[Floats]) -> list[Floats]:
        """[target][cell]: slack that may still be used up."""
        pairs = zip(self.tightness(slacks), self.floors, strict=True)
        return [tight - low for tight, low in pairs]

    def accept_shortfalls(self, plan: Plan) -> None:
        """From now on, a cell that falls short with ``plan`` must only not get worse."""
        tight = self.tightness(self.slacks(self.run(plan)))
        self.floors = [np.minimum(0.0, t) for t in tight]

    def repaired(self, plan: Plan) -> Plan:
        """Add people where it helps most until the targets hold on the sizing seeds, or nothing
        helps."""
        for attempt in range(12):
            parts = self.run(plan)
            slacks = self.slacks(parts)
            if self.broken(slacks) < 0:
                break
            if attempt >= 1:
                more = self._where_it_hurts(plan, parts, slacks)
                if (more == plan).all():
                    break
                plan = more
                continue
            effects = self.search.effects(plan, parts, self.margins)
            # Ask for a little more than is missing, so that rounding does not eat it.
            asked = [np.where(s < 0.0, s * 1.2 - 1.0, np.inf) for s in self.tightness(slacks)]
            better = improve(
                plan, self.search.ceiling, self.search.cost, asked, effects, 0.1, caution=1.0
            )
            plan = np.maximum(better, plan)
        return plan

    def _where_it_hurts(self, plan: Plan, parts: Parts, slacks: list[Floats]) -> Plan:
        """One person more in the worst intervals of every cell that falls short, in the first group
        of its queues that has one left."""
        more = plan.copy()
        for t, (r, tight) in enumerate(
            zip(self.bench.requirements, self.tightness(slacks), strict=True)
        ):
            by_interval = r.slack(parts.numerator[t], parts.denominator[t], self.margins[t])
            hurt = by_interval.mean(axis=0)
            for cell in np.flatnonzero(tight < 0.0):
                inside = np.flatnonzero((r.cell_of == cell) & (hurt < 0.0))
                worst = inside[np.argsort(hurt[inside], kind="stable")][: max(1, len(inside) // 3)]
                for g in self._groups_of(r.lanes):
                    room = worst[more[g, worst] < self.search.ceiling[g, worst]]
                    if room.size:
                        more[g, room] = plan[g, room] + 1
                        break
        return more

    def _groups_of(self, lanes: NDArray[np.bool_]) -> list[int]:
        """Groups that serve the queues of these lanes, in the order of preference."""
        floor = self.bench.prepared.floor
        queues = np.unique(self.bench.prepared.lanes.queue[lanes])
        rows = floor.skills[np.isin(floor.skills["queue"], queues)]
        return list(dict.fromkeys(int(g) for g in rows["group"]))

    def tightened(self, plan: Plan) -> Plan:
        """Take away by measured effects, many at a time, as long as that goes well."""
        parts = self.run(plan)
        if self.broken(self.slacks(parts)) >= 0:
            return plan
        self.effects = effects = self.search.effects(plan, parts, self.margins)
        budget = 0.9
        for _attempt in range(6):
            losses = {
                (int(g), int(i)): [e[g, i] for e in effects.by_cell]
                for g, i in np.argwhere(plan > 0)
            }
            tight = self._room(self.slacks(parts))
            gone = sparable(tight, losses, self.search.cost, budget, plan)
            if len(gone) < _ENOUGH:
                break
            trial = _less(plan, gone)
            tried = self.run(trial)
            if self.broken(self.slacks(tried)) < 0:
                plan, parts = trial, tried
            else:
                budget /= 2.5
        return plan

    def sweep(self, plan: Plan, base: Parts, most_positions: int = 3) -> tuple[Binds, Losses]:
        """Take each agent-interval away alone on the replications that decide: what breaks, and
        what those cost that break nothing there."""
        slacks = self.slacks(base)
        binds: Binds = np.where(plan == 0, NOBODY, NOT_CERTIFIED)
        changed: Losses = {}
        losses: Losses = {}
        for position in self._deciding(slacks)[:most_positions]:
            only = binds == NOT_CERTIFIED
            for g, i, numerator, denominator in self._without_one(plan, position, only):
                mine = changed.setdefault((g, i), [s.copy() for s in slacks])
                lost = losses.setdefault(
                    (g, i), [np.zeros(r.cells) for r in self.bench.requirements]
                )
                for t, r in enumerate(self.bench.requirements):
                    now = r.slack(
                        r.by_cell(numerator[t]), r.by_cell(denominator[t]), self.margins[t]
                    )
                    lost[t] = np.maximum(lost[t], slacks[t][position] - now)
                    mine[t][position] = now
            for (g, i), mine in changed.items():
                binds[g, i] = self.broken(mine) if self.broken(mine) >= 0 else NOT_CERTIFIED
        self._judge_pooled(binds, self.tightness(slacks))
        return binds, {at: x for at, x in losses.items() if binds[at] == NOT_CERTIFIED}

    def _judge_pooled(self, binds: Binds, tight: list[Floats]) -> None:
        """A target pooled over all replications has no single one that decides: where one person's
        measured effect is more than its slack, taking that person away counts as breaking it."""
        if self.effects is None:
            return
        for t, r in enumerate(self.bench.requirements):
            if r.target.probability is None:
                over = (self.effects.by_cell[t] > tight[t] - self.floors[t]).any(axis=2)
                binds[over & (binds == NOT_CERTIFIED)] = t

    def _without_one(
        self, plan: Plan, position: int, only: NDArray[np.bool_]
    ) -> list[tuple[int, int, Floats, Floats]]:
        parts = max(1, min(plan.shape[0], self.bench.workers.count))
        shares = [tuple(range(k, plan.shape[0], parts)) for k in range(parts)]
        number = self.search.numbers[position]
        self.search.simulations += int(only.sum())
        calls = (
            (without_one, (self.bench.reference(), plan, number, mine, only)) for mine in shares
        )
        return [one for part in run_all(self.bench.workers, calls) for one in part]

    def _deciding(self, slacks: list[Floats]) -> list[int]:
        """Positions of the replications on which one contact more or less can decide a target:
        the last one that must hold, in the tightest cell of each."""
        positions: list[tuple[float, int]] = []
        for r, slack in zip(self.bench.requirements, slacks, strict=True):
            tight = r.tightness(slack)
            cell = int(np.argmin(tight))
            if r.target.probability is not None and np.isfinite(tight[cell]):
                order = np.argsort(-slack[:, cell], kind="stable")
                positions.append((float(tight[cell]), int(order[max(0, r.needed(len(slack)) - 1)])))
        if not positions:
            return [0]
        return list(dict.fromkeys(at for _tight, at in sorted(positions)))[:3]

    def take(self, plan: Plan, losses: Losses) -> tuple[Plan, dict[tuple[int, int], int], int]:
        """Take away those that can be, checked on all sizing seeds: as many at once as their losses
        allow, fewer when that breaks something, at last one by one. Returns the plan, what single
        ones would break, and how many went."""
        refused: dict[tuple[int, int], int] = {}
        taken, budget, singles = 0, 0.9, 0
        parts = self.run(plan)
        while losses and singles < _MOST_SINGLES:
            slacks = self.slacks(parts)
            tight = self._room(slacks)
            gone = sparable(tight, losses, self.search.cost, budget, plan)
            if not gone or budget < 0.05:
                gone = [min(losses, key=lambda at: (-self.search.cost[at[0]], at[1], at[0]))]
            trial = _less(plan, gone)
            if len(gone) == 1:
                singles += 1
                broken = self._breaks(trial, slacks)
            else:
                broken = self.broken(self.slacks(self.run(trial)))
            if broken < 0:
                plan, parts = trial, self.run(trial)
                taken += len(gone)
                for at in gone:
                    del losses[at]
            elif len(gone) == 1:
                refused[gone[0]] = broken
                del losses[gone[0]]
            else:
                budget /= 2.5
        return plan, refused, taken

    def _breaks(self, trial: Plan, slacks: list[Floats]) -> int:
        """The target that ``trial`` breaks, −1 for none: the replications nearest to failing are
        run first, and no more than it takes to be certain."""
        nearness = np.full(len(self.search.numbers), np.inf)
        for r, slack in zip(self.bench.requirements, slacks, strict=True):
            if r.target.probability is not None:
                scale = np.maximum(slack.std(axis=0), 1e-9)
                nearness = np.minimum(nearness, (slack / scale).min(axis=1))
        order = np.argsort(nearness, kind="stable")
        known = [np.full_like(s, np.inf) for s in slacks]
        step = 2 * max(1, self.bench.workers.count)
        for start in range(0, len(order), step):
            positions = order[start : start + step]
            numbers = [self.search.numbers[k] for k in positions]
            self.search.simulations += len(numbers)
            tried = try_plans(self.bench, [trial], numbers)[0]
            for mine, fresh in zip(known, self.slacks(tried), strict=True):
                mine[positions] = fresh
            broken = self.broken(known)
            if broken >= 0:
                return broken
        return -1


def _less(plan: Plan, gone: list[tuple[int, int]]) -> Plan:
    trial = plan.copy()
    for g, i in gone:
        trial[g, i] -= 1
    return trial
