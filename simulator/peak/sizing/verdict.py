"""Whether a plan keeps the targets on the sizing seeds, known from as few replications as it takes
(2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.peak.sizing.slack import Floats
from simulator.peak.sizing.trial import Bench, Parts, Reference, bench_of, run_plan
from simulator.peak.staffing import Plan

HOLDS = -1

Slacks = list[Floats]
"""Per target: [replication, cell]."""


@dataclass(frozen=True)
class Standard:
    """What a plan has to keep: targets with their margins, and where one cannot be reached, what
    was reached."""

    margins: Floats
    """[target], in level units."""
    floors: tuple[Floats, ...]
    """Per target: [cell], the least slack that counts as kept."""

    def slacks(self, bench: Bench, parts: Parts) -> Slacks:
        """Slack of every target on every replication."""
        return [parts.slack(bench, t, m) for t, m in enumerate(self.margins)]

    def slack_of(self, bench: Bench, numerator: Floats, denominator: Floats) -> Slacks:
        """Per target [cell]: slack on one replication, from its sums [target, interval]."""
        return [
            r.slack(r.by_cell(numerator[t]), r.by_cell(denominator[t]), float(self.margins[t]))
            for t, r in enumerate(bench.requirements)
        ]

    def broken(self, bench: Bench, slacks: Slacks) -> int:
        """The first target that is not kept, HOLDS for none."""
        for t, r in enumerate(bench.requirements):
            if (r.tightness(slacks[t]) < self.floors[t]).any():
                return t
        return HOLDS

    def room(self, bench: Bench, slacks: Slacks) -> Slacks:
        """Per target [cell]: slack that may still be used up."""
        pairs = zip(bench.requirements, slacks, self.floors, strict=True)
        return [r.tightness(s) - floor for r, s, floor in pairs]


def deciding(bench: Bench, standard: Standard, slacks: Slacks, base: Parts) -> list[int]:
    """Positions of all replications, those first on which a contact more or less is likeliest to
    break a target: of every cell the last replication that must hold."""
    first: list[tuple[float, int]] = []
    nearness = np.full(base.numerator.shape[1], np.inf)
    for t, r in enumerate(bench.requirements):
        if r.target.probability is None:
            continue
        counted = r.by_cell(base.denominator[t]).mean(axis=0)
        # Sums vary with luck by about the root of the contacts counted.
        scale = np.sqrt(np.maximum(counted, 1.0)) * max(1.0, r.level)
        close = (slacks[t] - standard.floors[t]) / scale
        order = np.argsort(-close, axis=0, kind="stable")
        for cell in range(r.cells):
            at = int(order[max(0, r.needed(len(close)) - 1), cell])
            first.append((float(close[at, cell]), at))
        nearness = np.minimum(nearness, np.where(close < 0.0, np.inf, close).min(axis=1))
    rest = [int(k) for k in np.argsort(nearness, kind="stable")]
    return list(dict.fromkeys([at for _close, at in sorted(first)] + rest))


@dataclass(frozen=True)
class Verdict:
    """What became of a plan."""

    broken: int
    """Target, or HOLDS as far as was looked."""
    parts: dict[int, tuple[Floats, Floats]]
    """Sums of the replications that were run, by position."""


def judge(
    reference: Reference,
    plan: Plan,
    numbers: Sequence[int],
    positions: Sequence[int],
    assumed: Slacks,
    standard: Standard,
    guess: bool = False,
) -> Verdict:
    """Run a plan on ``positions`` of ``numbers``, in that order, until a target breaks if elsewhere
    slack is as ``assumed``; with ``guess`` also if a pooled target will if elsewhere it changes as
    much as here."""
    bench = bench_of(reference)
    known = [s.copy() for s in assumed]
    parts = {}
    broken = HOLDS
    changes = [np.zeros(s.shape[1]) for s in assumed]
    for position in positions:
        parts[position] = run_plan(bench, plan, numbers[position])
        for mine, fresh in zip(known, standard.slack_of(bench, *parts[position]), strict=True):
            mine[position] = fresh
        broken = standard.broken(bench, known)
        for t, change in enumerate(changes):
            change += known[t][position] - assumed[t][position]
        if broken == HOLDS and guess and len(parts) >= _A_FEW:
            broken = _pooled_breaks(bench, standard, assumed, [c / len(parts) for c in changes])
        if broken != HOLDS:
            break
    return Verdict(broken, parts)


def _pooled_breaks(bench: Bench, standard: Standard, assumed: Slacks, changes: Slacks) -> int:
    for t, r in enumerate(bench.requirements):
        if r.target.probability is None:
            after = r.tightness(assumed[t]) + changes[t]
            if (after < standard.floors[t]).any():
                return t
    return HOLDS


_A_FEW = 2
"""Replications it takes to guess what the others will do."""


def nothing_known(slacks: Slacks) -> Slacks:
    """Slack to assume where nothing is: enough, so that only what was run can break a target."""
    return [np.full_like(s, np.inf) for s in slacks]


def with_parts(slacks: Slacks, bench: Bench, standard: Standard, verdict: Verdict) -> Slacks:
    """Slacks with those of the replications that were run put in."""
    known = [s.copy() for s in slacks]
    for position, sums in verdict.parts.items():
        for mine, fresh in zip(known, standard.slack_of(bench, *sums), strict=True):
            mine[position] = fresh
    return known


def assembled(parts: dict[int, tuple[Floats, Floats]]) -> Parts:
    """Sums of all replications, in order of position."""
    order = sorted(parts)
    return Parts(
        np.stack([parts[k][0] for k in order], axis=1),
        np.stack([parts[k][1] for k in order], axis=1),
    )
