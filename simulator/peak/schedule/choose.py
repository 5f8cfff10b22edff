"""Choosing at most k patterns for a group: drop what the relaxation hardly uses, then exchange
(2.6)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios.labour.labour import Labour
from scenarios.peak.group import Group
from scenarios.peak.scenario import PeakScenario
from simulator.peak.schedule.cover import Cover, build
from simulator.peak.schedule.grid import Floats
from simulator.peak.schedule.pattern import Pattern, campaign_days
from simulator.peak.schedule.solve import Relaxed, relax

_LOOKS = 300
_COLUMNS = 300_000
"""At most so many relaxations are looked at, and so many columns in all."""

_PROMISING, _LEAST_USED = 60, 5
"""How many patterns may come in, and go out, in one round of exchanges."""


def chosen(
    scenario: PeakScenario,
    labour: Labour,
    group: Group,
    patterns: Sequence[Pattern],
    need: Floats,
    most: int,
    looks: int | None = None,
) -> tuple[Pattern, ...]:
    """At most ``most`` patterns whose relaxation is cheap. ``looks`` relaxations are solved at
    most (by default as many as are worth it for the size)."""
    days = list(campaign_days(scenario))
    everything = np.arange(scenario.clock.intervals)
    cover = build(scenario, labour, group, patterns, days, need, everything)
    if looks is None:
        looks = int(np.clip(_COLUMNS / max(1, len(cover.price)), 20, _LOOKS))
    search = _Choice(cover, len(patterns), most, looks)
    search.drop()
    search.exchange()
    return tuple(patterns[p] for p in sorted(search.inside))


class _Choice:
    """A set of patterns, and the relaxation of the programme with only these."""

    def __init__(self, cover: Cover, patterns: int, most: int, looks: int) -> None:
        self.cover, self.most, self.left = cover, most, looks
        self.pattern = np.array([p for _d, p in cover.shifts], np.int64)
        self.column = np.array([c for c, _r, _a in cover.breaks], np.int64)
        self.patterns = patterns
        self.inside: set[int] = set(range(patterns))
        self.state = self._look(self.inside)

    def _look(self, inside: set[int]) -> Relaxed:
        """The relaxation with the others' columns closed; their reduced costs stay."""
        self.left -= 1
        allowed = np.isin(self.pattern, sorted(inside))
        most = self.cover.most.copy()
        people = len(self.pattern)
        most[:people] = np.where(allowed, most[:people], 0.0)
        # Breaks of a closed shift are zero by their own row.
        closed = Cover(
            self.cover.price, self.cover.matrix, self.cover.low, self.cover.high, most,
            self.cover.shifts, self.cover.breaks, self.cover.whole, self.cover.intervals,
        )  # fmt: skip
        return relax(closed)

    def _use(self) -> Floats:
        """[pattern]: money spent on it."""
        people = len(self.pattern)
        spent = self.state.x[:people] * self.cover.price[:people]
        return np.asarray(np.bincount(self.pattern, spent, self.patterns), float)

    def drop(self) -> None:
        """Drop the least used until few enough are left, a share at a time."""
        while len(self.inside) > self.most:
            use = self._use()
            ranked = sorted(self.inside, key=lambda p: (use[p], -p))
            unused = [p for p in ranked if use[p] <= 1e-9]
            excess = len(self.inside) - self.most
            some = max(len(unused), 1, excess // 4)
            self.inside = self.inside - set(ranked[: min(some, excess)])
            self.state = self._look(self.inside)

    def exchange(self) -> None:
        """Take in a pattern that promises most for one of those used least, while that helps."""
        better = True
        while better and self.left > 0:
            better = False
            for added in self._promising():
                if self._try(added):
                    better = True
                    break
                if self.left <= 0:
                    break

    def _promising(self) -> list[int]:
        """Patterns outside, best first, by what their shifts would save at the present worth of
        every interval, breaks placed where they hurt least."""
        saving = self.cover.savings(self.state.worth)
        best = np.zeros(self.patterns)
        np.add.at(best, self.pattern, np.maximum(saving, 0.0))
        outside = [p for p in range(self.patterns) if p not in self.inside and best[p] > 1e-6]
        return sorted(outside, key=lambda p: (-best[p], p))[:_PROMISING]

    def _try(self, added: int) -> bool:
        """Whether the set is cheaper with ``added`` instead of the one then used least."""
        wider = self.inside | {added}
        before, old = self.state, self.inside
        if len(wider) > self.most:
            self.state = self._look(wider)
            if self.state.cost >= before.cost - 1e-6:
                self.state = before
                return False
            use = self._use()
            ranked = sorted(wider - {added}, key=lambda p: (use[p], -p))
            for out in ranked[:_LEAST_USED]:
                self.inside = wider - {out}
                self.state = self._look(self.inside)
                if self.state.cost < before.cost - 1e-6:
                    return True
        else:
            self.inside, self.state = wider, self._look(wider)
            if self.state.cost < before.cost - 1e-6:
                return True
        self.inside, self.state = old, before
        return False
