"""Every single agent-interval of a plan taken away alone, on as few replications as decide
(2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.peak.parallel import run_all
from simulator.peak.sizing.certify import without_one
from simulator.peak.sizing.slack import Floats
from simulator.peak.sizing.trial import Parts
from simulator.peak.sizing.verdict import HOLDS, Standard, deciding, nothing_known
from simulator.peak.staffing import Plan

if TYPE_CHECKING:
    from simulator.peak.sizing.search import Search

NOBODY, NOT_CERTIFIED = -1, -2

Binds = NDArray[np.int64]
At = tuple[int, int]

_LOOKED_AT = 8
"""On so many replications, those that decide, everybody is tried; who breaks nothing there is
tried on all, one by one."""


_REACH = 4
"""Intervals that are simulated to see what a missing person does nearby; all but the last are
known then."""


class Singles:
    """What is known of each agent-interval (group, interval) taken away from one plan."""

    def __init__(self, search: Search, plan: Plan, base: Parts, standard: Standard) -> None:
        self.search, self.bench, self.plan, self.standard = search, search.bench, plan, standard
        self.base = standard.slacks(self.bench, base)
        self.order = deciding(self.bench, standard, self.base, base)
        self.binds: Binds = np.where(plan == 0, NOBODY, NOT_CERTIFIED)
        self._certain: set[At] = set()
        self._sums: dict[At, dict[int, tuple[Floats, Floats]]] = {
            (int(g), int(i)): {} for g, i in np.argwhere(plan > 0)
        }

    def look(self, most: int = _LOOKED_AT) -> None:
        """Try everybody on the replications that decide until a target breaks there. The others
        are taken to be as before."""
        for position in self.order[:most]:
            only = np.zeros(self.plan.shape, bool)
            for at in self.survivors():
                only[at] = position not in self._sums[at]
            self._try(position, only)
            for at in self.survivors():
                self.binds[at] = self._broken(at, self.base)
            if not self.survivors():
                break

    def look_nearby(self) -> None:
        """Try those left on all replications, but only through the next few intervals: enough to
        know what becomes of a service level that must hold in every interval."""
        targets = [t for t, r in enumerate(self.bench.requirements) if self._is_local(t)]
        only = self.binds == NOT_CERTIFIED
        if not targets or not only.any():
            return
        reference, numbers = self.bench.reference(), self.search.numbers
        calls = ((without_one, (reference, self.plan, n, only, _REACH)) for n in numbers)
        sums: dict[At, list[tuple[Floats, Floats]]] = {}
        for part in run_all(self.bench.workers, calls):
            for g, i, numerator, denominator in part:
                sums.setdefault((g, i), []).append((numerator, denominator))
        self.search.simulations += int(only.sum())
        for (g, i), parts in sums.items():
            known = slice(i, min(i + _REACH - 1, self.plan.shape[1]))
            for t in targets:
                slack = np.mean([self.standard.slack_of(self.bench, *p)[t] for p in parts], axis=0)
                if (slack < self.standard.floors[t])[known].any():
                    self.refuse((g, i), t)
                    break

    def _is_local(self, t: int) -> bool:
        """Whether target ``t`` is a pooled service level per interval: known for an interval as
        soon as the one after it is over."""
        r = self.bench.requirements[t]
        seconds = self.bench.prepared.scenario.clock.interval_minutes * 60.0
        return (
            r.target.probability is None
            and r.target.per == "interval"
            and r.target.kpi in ("service_level", "service_level_net")
            and float(r.target.within_seconds or 0.0) <= seconds
        )

    def confirm(self) -> None:
        """Run whatever replications were taken to fail as before, until nothing is taken for
        granted."""
        unknown = nothing_known(self.base)
        open_ = [at for at in self._sums if self.binds[at] >= 0 and at not in self._certain]
        while open_:
            open_ = [at for at in open_ if self._broken(at, unknown) == HOLDS]
            wanted: dict[int, NDArray[np.bool_]] = {}
            for at in open_:
                position = self._taken_for_granted(at)
                if position is None:
                    self.binds[at] = NOT_CERTIFIED
                else:
                    wanted.setdefault(position, np.zeros(self.plan.shape, bool))[at] = True
            open_ = [at for at in open_ if self.binds[at] >= 0]
            for position, only in sorted(wanted.items()):
                self._try(position, only)

    def survivors(self) -> list[At]:
        """Those of whom nothing is known to break, the ones that seem least needed first."""
        left = [at for at in self._sums if self.binds[at] == NOT_CERTIFIED]
        return sorted(left, key=lambda at: (-self.search.cost[at[0]], at[1], at[0]))

    def parts_of(self, at: At) -> dict[int, tuple[Floats, Floats]]:
        """Sums without that person on the replications tried so far, by position."""
        return self._sums[at]

    def refuse(self, at: At, broken: int) -> None:
        """That person was tried on all replications, and target ``broken`` breaks."""
        self.binds[at] = broken
        self._certain.add(at)

    def _known(self, at: At, assumed: list[Floats]) -> list[Floats]:
        known = [s.copy() for s in assumed]
        for position, sums in self._sums[at].items():
            for mine, fresh in zip(known, self.standard.slack_of(self.bench, *sums), strict=True):
                mine[position] = fresh
        return known

    def _broken(self, at: At, assumed: list[Floats]) -> int:
        broken = self.standard.broken(self.bench, self._known(at, assumed))
        return NOT_CERTIFIED if broken == HOLDS and assumed is self.base else broken

    def _taken_for_granted(self, at: At) -> int | None:
        """A replication not run yet on which the target that breaks is taken to be missed; None if
        nothing breaks any more."""
        known = self._known(at, self.base)
        t = self.standard.broken(self.bench, known)
        if t == HOLDS:
            return None
        r, floor = self.bench.requirements[t], self.standard.floors[t]
        missed = r.tightness(known[t]) < floor
        for position in self.order:
            if position in self._sums[at]:
                continue
            if r.target.probability is None or (known[t][position] < floor)[missed].any():
                return position
        return None

    def _try(self, position: int, only: NDArray[np.bool_]) -> None:
        """Take each of ``only`` [group, interval] away alone on one replication."""
        number = self.search.numbers[position]
        shares = _shares(only, self.bench.workers.count)
        self.search.simulations += int(only.sum())
        calls = (
            (without_one, (self.bench.reference(), self.plan, number, share)) for share in shares
        )
        for part in run_all(self.bench.workers, calls):
            for g, i, numerator, denominator in part:
                self._sums[g, i][position] = numerator, denominator


def _shares(only: NDArray[np.bool_], count: int) -> list[NDArray[np.bool_]]:
    """Split a selection into about equal parts, each over the whole day."""
    where = np.argwhere(only.T)
    shares = []
    for k in range(max(1, min(count, len(where)))):
        share = np.zeros_like(only)
        mine = where[k::count]
        share[mine[:, 1], mine[:, 0]] = True
        shares.append(share)
    return shares
