"""Repair what is still short, then take away whoever can be, until nobody can (2.6).

Taking one person away shuffles who is served by whom for the rest of the day: what that does to a
target is mostly luck, several times larger than what the person is worth. So taking away is a
search among neighbours, by trial: many at a time while that goes well, at last one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.peak.parallel import run_all
from simulator.peak.sizing.effects import Effects, groups_of
from simulator.peak.sizing.singles import NOBODY, NOT_CERTIFIED, Binds, Singles
from simulator.peak.sizing.slack import Floats
from simulator.peak.sizing.step import sparable
from simulator.peak.sizing.trial import Parts
from simulator.peak.sizing.verdict import (
    HOLDS,
    Standard,
    Verdict,
    assembled,
    deciding,
    judge,
    nothing_known,
    with_parts,
)
from simulator.peak.staffing import Plan

if TYPE_CHECKING:
    from simulator.peak.sizing.search import Search

_MOST_SWEEPS = 25

_BY_EFFECTS = 4
"""Repairs that go by measured effects; the others add where it hurts most."""

_WAVE = 4
"""Plans that are tried side by side; fixed, so that the answer does not depend on the workers."""

_MOST_WAVES = 24

_ENOUGH = 3
"""Fewer than this many gone at once: measured effects have done their part."""


def trim(search: Search, plan: Plan, margins: Floats, certify: bool) -> tuple[Plan, Binds]:
    """A plan from which no single agent-interval can be taken away on the sizing seeds, and per
    [group, interval] the target that would break (−1 nobody there, −2 not certified). Without
    ``certify`` each is tried on one replication only, and what breaks nothing there stays −2."""
    trimmer = _Trimmer(search, margins)
    plan = trimmer.repaired(plan)
    trimmer.accept_shortfalls(plan)
    plan = trimmer.tightened(plan)
    if not certify:
        search.told("trim", 0, 1)
        singles = Singles(search, plan, trimmer.run(plan), trimmer.standard)
        singles.look(most=1)
        return plan, singles.binds
    plan = trimmer.thinned(plan)
    binds: Binds = np.where(plan == 0, NOBODY, NOT_CERTIFIED)
    for sweep in range(_MOST_SWEEPS):
        search.told("trim", sweep, _MOST_SWEEPS)
        singles = Singles(search, plan, trimmer.run(plan), trimmer.standard)
        singles.look()
        singles.look_nearby()
        less = trimmer.without_some(plan, singles)
        if less is None:
            singles.confirm()
            less = trimmer.without_some(plan, singles)
        binds = singles.binds
        if less is None:
            break
        plan = less
        binds = np.where(plan == 0, NOBODY, NOT_CERTIFIED)
    return plan, binds


class _Trimmer:
    def __init__(self, search: Search, margins: Floats) -> None:
        self.search, self.bench = search, search.bench
        self.standard = Standard(margins, tuple(np.zeros(r.cells) for r in self.bench.requirements))
        self.effects: Effects | None = None
        self.random = np.random.default_rng(self.bench.seed)

    def run(self, plan: Plan) -> Parts:
        return self.search.run(plan, self.search.numbers, "trim")

    def slacks(self, plan: Plan) -> list[Floats]:
        return self.standard.slacks(self.bench, self.run(plan))

    def accept_shortfalls(self, plan: Plan) -> None:
        """Where a target cannot be reached with ``plan``, it must only not get worse."""
        tight = self.standard.room(self.bench, self.slacks(plan))
        floors = tuple(np.minimum(0.0, t) for t in tight)
        self.standard = Standard(self.standard.margins, floors)

    def repaired(self, plan: Plan) -> Plan:
        """Add people where it helps most until the targets hold on the sizing seeds, or nothing
        helps."""
        self.search.breathe(self.run(plan))
        by_effects = True
        for attempt in range(12):
            slacks = self.slacks(plan)
            tight = self.standard.room(self.bench, slacks)
            by_effects = by_effects and attempt < _BY_EFFECTS
            pairs = zip(tight, self.search.least, strict=True)
            if self.standard.broken(self.bench, slacks) == HOLDS and (
                not by_effects or all((s >= least).all() for s, least in pairs)
            ):
                break
            more = plan
            if by_effects:
                more = self.search.mended(plan, tight, self._effects(plan))
                by_effects = bool((more != plan).any())
            if not by_effects:
                more = self._where_it_hurts(plan, tight)
                if (more == plan).all():
                    break
            plan = more
        return plan

    def _effects(self, plan: Plan) -> Effects:
        """Effects of one person more or less, measured once: plans change little from here on."""
        if self.effects is None:
            self.effects = self.search.last_effects
        if self.effects is None:
            self.effects = self.search.effects(
                plan, self.run(plan), self.standard.margins, self.search.numbers, self.search.looks
            )
        return self.effects

    def _where_it_hurts(self, plan: Plan, tight: list[Floats]) -> Plan:
        """One person more in the worst intervals of every cell that falls short, in the first group
        of its queues that has one left."""
        more, parts = plan.copy(), self.run(plan)
        for t, r in enumerate(self.bench.requirements):
            margin = float(self.standard.margins[t])
            by_interval = r.slack(parts.numerator[t], parts.denominator[t], margin)
            hurt = by_interval.mean(axis=0)
            for cell in np.flatnonzero(tight[t] < 0.0):
                inside = np.flatnonzero((r.cell_of == cell) & (hurt < 0.0))
                worst = inside[np.argsort(hurt[inside], kind="stable")][: max(1, len(inside) // 3)]
                for g in groups_of(self.bench, r.lanes):
                    room = worst[more[g, worst] < self.search.ceiling[g, worst]]
                    if room.size:
                        more[g, room] = plan[g, room] + 1
                        break
        return more

    def tightened(self, plan: Plan) -> Plan:
        """Take away by measured effects, many at a time, as long as that goes well."""
        if self.standard.broken(self.bench, self.slacks(plan)) != HOLDS:
            return plan
        effects = self._effects(plan)
        air = self.search.air(effects)
        budget = 0.9
        for _attempt in range(8):
            losses = {
                (int(g), int(i)): [e[g, i] for e in effects.by_cell]
                for g, i in np.argwhere(plan > 0)
            }
            room = self.standard.room(self.bench, self.slacks(plan))
            room = [np.maximum(x - a, 0.0) for x, a in zip(room, air, strict=True)]
            gone = sparable(room, losses, self.search.cost, budget, plan)
            if len(gone) < _ENOUGH:
                break
            kept = self._first_that_holds(plan, [_less(plan, gone)])
            if kept is None:
                budget /= 2.0
            else:
                plan = kept
        return plan

    def thinned(self, plan: Plan) -> Plan:
        """Take some away at random, rather the dear and those of little effect, many at a time as
        long as that goes well."""
        if self.standard.broken(self.bench, self.slacks(plan)) != HOLDS:
            return plan
        size: float = max(2, int(np.count_nonzero(plan)) // 8)
        for _wave in range(_MOST_WAVES):
            if size < 1.0:
                break
            weights = self._weights(plan)
            self.search.told("trim", 0, _MOST_SWEEPS)
            trials = [self._picked(plan, weights, int(size)) for _ in range(_WAVE)]
            kept = self._first_that_holds(plan, trials)
            if kept is None:
                size /= 1.6
            else:
                plan = kept
        return plan

    def _weights(self, plan: Plan) -> Floats:
        """[group × interval]: how gladly one would see somebody go."""
        shares = np.zeros(plan.shape)
        room = self.standard.room(self.bench, self.slacks(plan))
        parts = self.run(plan)
        for t, r in enumerate(self.bench.requirements):
            luck = np.sqrt(np.maximum(r.by_cell(parts.denominator[t]).mean(axis=0), 1.0)) * max(
                1.0, r.level
            )
            effect = np.maximum(self._effects(plan).by_cell[t], 0.0)
            if r.target.probability is None:
                luck = luck / np.sqrt(len(self.search.numbers))
            near = effect / (luck + np.clip(room[t], 0.0, 1e12))
            shares = np.maximum(shares, near.max(axis=2))
        weights = np.where(plan > 0, self.search.cost[:, None] / (0.02 + shares), 0.0)
        return np.asarray((weights / weights.sum()).reshape(-1))

    def _picked(self, plan: Plan, weights: Floats, size: int) -> Plan:
        size = min(size, int(np.count_nonzero(weights)))
        gone = self.random.choice(plan.size, size, replace=False, p=weights)
        less = plan.reshape(-1).copy()
        less[gone] -= 1
        return less.reshape(plan.shape)

    def _first_that_holds(self, plan: Plan, trials: list[Plan]) -> Plan | None:
        """The first of some plans near ``plan`` that keeps every target. All are tried on the
        replications that decide; those that break nothing there, on all."""
        base = self.run(plan)
        slacks = self.standard.slacks(self.bench, base)
        order = deciding(self.bench, self.standard, slacks, base)
        numbers = self.search.numbers
        first = order[:_DECIDING]
        calls = (
            (judge, (self.bench.reference(), trial, numbers, first, slacks, self.standard, True))
            for trial in trials
        )
        verdicts = list(run_all(self.bench.workers, calls))
        self.search.simulations += sum(len(v.parts) for v in verdicts)
        for trial, verdict in zip(trials, verdicts, strict=True):
            if verdict.broken == HOLDS and self._breaks(trial, slacks, order, verdict) == HOLDS:
                return trial
        return None

    def _breaks(self, trial: Plan, slacks: list[Floats], order: list[int], seen: Verdict) -> int:
        """The target that a plan breaks, HOLDS for none, given some replications: the rest are run
        a few at a time until that is known. Nothing is taken for granted."""
        parts = dict(seen.parts)
        rest = [k for k in order if k not in parts]
        step = 2 * _WAVE
        for start in range(0, len(rest), step):
            mine = rest[start : start + step]
            calls = (
                (judge, (self.bench.reference(), trial, self.search.numbers, [k], slacks,
                         self.standard)) for k in mine
            )  # fmt: skip
            for verdict in run_all(self.bench.workers, calls):
                parts.update(verdict.parts)
            self.search.simulations += len(mine)
            unknown = nothing_known(slacks)
            known = with_parts(unknown, self.bench, self.standard, Verdict(HOLDS, parts))
            broken = self.standard.broken(self.bench, known)
            if broken != HOLDS:
                return broken
        self.search.remember(trial, assembled(parts))
        return HOLDS

    def without_some(self, plan: Plan, singles: Singles) -> Plan | None:
        """``plan`` without those that turn out not to be needed, one after the other; None if all
        are."""
        less: Plan | None = None
        base = self.run(plan)
        slacks = self.standard.slacks(self.bench, base)
        order = deciding(self.bench, self.standard, slacks, base)
        for at in singles.survivors():
            trial = _less(plan if less is None else less, [at])
            verdict = Verdict(HOLDS, singles.parts_of(at) if less is None else {})
            broken = self._breaks(trial, slacks, order, verdict)
            if broken == HOLDS:
                less = trial
            elif less is None:
                singles.refuse(at, broken)
        return less


_DECIDING = 6


def _less(plan: Plan, gone: list[tuple[int, int]]) -> Plan:
    trial = plan.copy()
    for g, i in gone:
        trial[g, i] -= 1
    return trial
