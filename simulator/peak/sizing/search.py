"""size(): the people a scenario needs (2.6).

Offered load and Erlang-A give a first plan; measured effects and small linear programmes improve
it on common random numbers; a look at fresh replications sets the margin; then nobody is left who
could be taken away; last, the plan is verified on replications that the search has never seen."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from scenarios.peak.scenario import PeakScenario
from simulator.peak.parallel import Workers
from simulator.peak.replication import Prepared
from simulator.peak.simulation import warm_up
from simulator.peak.sizing.effects import APART, Effects, measure_effects, nearest
from simulator.peak.sizing.lesson import Lesson
from simulator.peak.sizing.reach import with_plenty
from simulator.peak.sizing.sized import Check, SizedPlan
from simulator.peak.sizing.slack import Floats, requirements_of
from simulator.peak.sizing.start import first_plan
from simulator.peak.sizing.step import FINE_STEPS, STEPS, Step, improve
from simulator.peak.sizing.trial import Bench, Parts, kept, try_plans
from simulator.peak.sizing.trim import trim
from simulator.peak.sizing.verify import check, margins_for
from simulator.peak.staffing import Plan

PILOT = 1_000_000
FRESH = 2_000_000
"""First numbers of the replications that set the margin, and of those that verify."""

_LOOKED_AT = 500_000
"""About so many first attempts are simulated per measured pattern."""

_REMEMBERED = 8

AIR = 1.0
"""Slack that the search aims for, in standard deviations of the luck of a cell."""

_CHEAP = 5e7
"""Up to so many first attempts (cells × replications × a day's) certifying is not worth asking
about: some tens of seconds."""

_SMALL = 0.05
"""A cell with a smaller share of the contacts of the largest is small."""

_MENDING = 0.1
"""Trust region when only what is short is mended."""


class Told(Protocol):
    """Hears how far the search is: a stage (``start``, ``search``, ``margin``, ``trim``,
    ``verify``), steps done and steps in all."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def size(
    scenario: PeakScenario,
    *,
    seed: int = 1,
    replications: int = 20,
    verify: int = 200,
    workers: Workers | None = None,
    certify: bool | None = None,
    told: Told = _silent,
) -> SizedPlan:
    """People per group and interval such that the scenario's targets hold, at the least cost found.

    Deterministic for a scenario, ``seed`` and ``replications``, whatever the workers. ``verify``
    fresh replications give the probabilities; about as many others before them set the margin.
    ``certify`` tries every single agent-interval at the end on as many replications as it takes,
    and takes away whoever can be (by default where that is cheap; for a large day that may take
    more than an hour).
    Raises ValueError if the scenario has no targets or named shifts."""
    if not scenario.targets:
        raise ValueError("a scenario without targets needs nobody")
    if scenario.floor.shift_end == "named":
        raise ValueError("sizing plans headcounts; named shifts are scheduled, not sized")
    workers = workers or Workers()
    if workers.count > 1 or workers.backend != "loky":
        warm_up()
    told("start", 0, 1)
    prepared = Prepared.of(scenario)
    token = f"{scenario.name}-{abs(hash(scenario.model_dump_json()))}"
    requirements = requirements_of(scenario, prepared.lanes)
    with kept(Bench(prepared, requirements, seed, token, workers)) as bench:
        return _sized(Search(bench, replications, told), verify, certify)


def _sized(search: Search, verify: int, certify: bool | None) -> SizedPlan:
    scenario = search.bench.prepared.scenario
    margins = np.zeros(len(scenario.targets))
    plan = search.approach(search.start, margins, STEPS)
    if verify:
        margins = search.margins(plan, max(20, verify // 2))
        if margins.any():
            plan = search.approach(plan, margins, FINE_STEPS)
    if certify is None:
        effort = plan.size * len(search.numbers) * search.bench.prepared.streams.rate.sum()
        certify = bool(effort <= _CHEAP)
    for attempt in range(2):
        plan, binds = trim(search, plan, margins, certify)
        first = FRESH + attempt * 100_000
        fresh = list(range(first, first + verify)) or search.numbers
        parts = search.run(plan, fresh, "verify")
        checks = check(search.bench, parts, margins)
        more = _missed(search, checks)
        if not verify or not more.any():
            break
        margins = margins + more
    capped = _capped(scenario, plan, search.ceiling)
    if not capped:
        checks = with_plenty(search, plan, checks, fresh)
    return SizedPlan(
        scenario=scenario,
        people=plan,
        seed=search.bench.seed,
        replications=len(search.numbers),
        verified_on=verify,
        checks=checks,
        binds=binds,
        certified=bool((binds != -2).all()),
        capped=capped,
        uncovered=_uncovered(search),
        simulations=search.simulations,
    )


class Search:
    """The state of one search: bench, first plan, and the plans tried."""

    def __init__(self, bench: Bench, replications: int, told: Told) -> None:
        self.bench = bench
        prepared, scenario = bench.prepared, bench.prepared.scenario
        self.numbers = list(range(replications))
        self.start, self.ceiling = first_plan(prepared, bench.seed)
        self.cost: Floats = np.array([max(g.yuan_per_hour, 0.01) for g in scenario.groups])
        self.told = told
        self._known: dict[tuple[bytes, int, int], Parts] = {}
        self.simulations = 1
        self.last_effects: Effects | None = None
        self.least = [np.zeros(r.cells) for r in bench.requirements]
        self._lesson = Lesson()
        # Effects are measured on few replications where one is long, on all where it is short.
        self.looks = int(
            np.clip(_LOOKED_AT / max(1.0, prepared.streams.rate.sum()), 2, replications)
        )
        told("start", 1, 1)

    def run(self, plan: Plan, numbers: list[int], stage: str) -> Parts:
        """Sums of the targets on the given replications; the last few plans are remembered."""
        known = (plan.tobytes(), numbers[0], len(numbers))
        if known in self._known:
            return self._known[known]
        self.simulations += len(numbers)
        batches = [numbers[i : i + 40] for i in range(0, len(numbers), 40)]
        done = []
        for i, batch in enumerate(batches):
            if stage in ("verify", "margin"):
                self.told(stage, i, len(batches))
            done.append(try_plans(self.bench, [plan], batch)[0])
        parts = Parts(
            np.concatenate([p.numerator for p in done], axis=1),
            np.concatenate([p.denominator for p in done], axis=1),
        )
        self.remember(plan, parts, known)
        return parts

    def remember(
        self, plan: Plan, parts: Parts, known: tuple[bytes, int, int] | None = None
    ) -> None:
        """Keep the sums of a plan, by default those of the sizing seeds."""
        self._known[known or (plan.tobytes(), self.numbers[0], len(self.numbers))] = parts
        if len(self._known) > _REMEMBERED:
            self._known.pop(next(iter(self._known)))

    def approach(self, plan: Plan, margins: Floats, steps: tuple[Step, ...]) -> Plan:
        """Improve a plan with ever smaller steps: the cheapest met that holds everything on all
        replications, else the last."""
        best: Plan | None = None
        for i, step in enumerate(steps):
            self.told("search", i, len(steps))
            numbers = self.numbers[: step.replications]
            parts = self.run(plan, numbers, "search")
            slacks = [parts.slack(self.bench, t, margins[t]) for t in range(len(margins))]
            tight = [r.tightness(s) for r, s in zip(self.bench.requirements, slacks, strict=True)]
            if (
                len(numbers) == len(self.numbers)
                and all((t >= 0.0).all() for t in tight)
                and (best is None or self._price(plan) < self._price(best))
            ):
                best = plan
            if step.replications is not None:
                effects = self._lesson.coarse(self.effects(plan, parts, margins, numbers, 1))
            else:
                few = max(1, self.looks // 2)
                effects = self._lesson.fine(self.effects(plan, parts, margins, numbers, few))
                self.last_effects = effects
                effects = self._lesson.corrected(effects, plan, tight, self.air(effects))
            aim = [t - a for t, a in zip(tight, self.air(effects), strict=True)]
            plan = improve(
                plan, self.ceiling, self.cost, aim, effects, step.radius,
                caution=1.0 + step.radius,
            )  # fmt: skip
        return plan if best is None else self._cheaper(best, plan, margins)

    def mended(self, plan: Plan, tight: list[Floats], effects: Effects) -> Plan:
        """``plan`` with as many more as it takes, by the measured effects, where slack ``tight``
        [cell] is short: a little more than is missing, so that neither rounding nor luck eats
        it."""
        air = self.air(effects)
        asked = [np.where(s < low, s - 0.2 * np.abs(s) - 1.0 - low - a, np.inf)
                 for s, a, low in zip(tight, air, self.least, strict=True)]  # fmt: skip
        more = improve(plan, self.ceiling, self.cost, asked, effects, _MENDING, 1.0)
        return np.maximum(more, plan)

    def effects(
        self, plan: Plan, parts: Parts, margins: Floats, numbers: list[int], looks: int
    ) -> Effects:
        """Measured effects of one person more or less, on as many as ``looks`` of ``numbers``,
        those that decide."""
        slacks = [parts.slack(self.bench, t, margins[t]) for t in range(len(margins))]
        tight = [r.tightness(s) for r, s in zip(self.bench.requirements, slacks, strict=True)]
        near = nearest(tight, slacks, looks)
        self.simulations += len(near) * APART * plan.shape[0]
        self.last_effects = measure_effects(
            self.bench, plan, parts, [numbers[p] for p in near], near, margins
        )
        return self.last_effects

    def breathe(self, parts: Parts) -> None:
        """Where a cell is small beside the largest, some slack costs few people: enough is kept
        that luck does not break that target whenever people are taken away elsewhere."""
        assert self.last_effects is not None
        counted = [r.by_cell(d).mean(axis=0) for r, d in
                   zip(self.bench.requirements, parts.denominator, strict=True)]  # fmt: skip
        most = max(float(c.max(initial=0.0)) for c in counted)
        self.least = [
            np.where(c < _SMALL * most, 2.0 * a, 0.0)
            for c, a in zip(counted, self.air(self.last_effects), strict=True)
        ]

    def air(self, effects: Effects) -> list[Floats]:
        """Per target [cell]: slack to aim for, so that luck alone rarely breaks a target while
        people are moved about for another."""
        n = len(self.numbers)
        pairs = zip(self.bench.requirements, effects.luck, strict=True)
        return [AIR * luck / (np.sqrt(n) if r.target.probability is None else 1.0)
                for r, luck in pairs]  # fmt: skip

    def margins(self, plan: Plan, fresh: int) -> Floats:
        """By how much the levels must be raised on the sizing seeds so that fresh ones hold
        them."""
        here = self.run(plan, self.numbers, "search")
        there = self.run(plan, list(range(PILOT, PILOT + fresh)), "margin")
        return margins_for(self.bench, here, there)

    def _price(self, plan: Plan) -> float:
        return float(plan.sum(axis=1) @ self.cost)

    def _cheaper(self, best: Plan, last: Plan, margins: Floats) -> Plan:
        if self._price(last) >= self._price(best):
            return best
        parts = self.run(last, self.numbers, "search")
        for t, r in enumerate(self.bench.requirements):
            if (r.tightness(parts.slack(self.bench, t, margins[t])) < 0.0).any():
                return best
        return last


def _missed(search: Search, checks: tuple[Check, ...]) -> Floats:
    """[target], in level units: by how much fresh replications miss the level; all 0 where some
    target is missed by far, since then people are short, not margin."""
    more = np.zeros(len(checks))
    levels = [max(r.target.level, 1e-9) for r in search.bench.requirements]
    if any(float(c.short.max(initial=0.0)) > 0.03 * x for c, x in zip(checks, levels, strict=True)):
        return more
    for t, c in enumerate(checks):
        unit = 1e6 if search.bench.requirements[t].target.kpi.endswith("_s") else 1.0
        more[t] = 1.2 * float(c.short.max(initial=0.0)) * unit
    return more


def _uncovered(search: Search) -> tuple[str, ...]:
    """Queues that no target is about."""
    lanes = search.bench.prepared.lanes
    covered = np.zeros(len(lanes.queue), bool)
    for r in search.bench.requirements:
        covered |= r.lanes
    queues = search.bench.prepared.scenario.queues
    return tuple(q.name for i, q in enumerate(queues) if not covered[lanes.queue == i].any())


def _capped(scenario: PeakScenario, plan: Plan, ceiling: Plan) -> tuple[tuple[str, int], ...]:
    where = np.argwhere((plan >= ceiling) & (ceiling < 20_000))
    return tuple((scenario.groups[g].name, int(i)) for g, i in where)
