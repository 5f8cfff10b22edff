"""schedule(): from the people a plan asks for to shifts that keep its targets (2.6).

Covering programmes give first shifts; the floor is simulated with them as named agents; shifts are
added where a target falls short and taken away where none does without; last, fresh replications
that nothing was tried on tell whether the targets hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from scenarios.labour.labour import Labour
from simulator.peak.parallel import Workers, run_all
from simulator.peak.schedule.bench import Floorwork, floorwork
from simulator.peak.schedule.duty import Duties, Duty, yuan
from simulator.peak.schedule.fit import Fitted, fit
from simulator.peak.schedule.grid import Floats
from simulator.peak.schedule.pattern import Pattern
from simulator.peak.schedule.repair import Helper, hurt, spare, without
from simulator.peak.schedule.scheduled import Schedule
from simulator.peak.schedule.solve import Effort
from simulator.peak.simulation import warm_up
from simulator.peak.sizing.sized import Check, SizedPlan

FRESH = 5_000_000
"""First number of the replications that verify; sizing has used none of them."""
PILOT = 4_000_000

_LEVELS = (0.97, 0.94, 0.91, 0.88)
_HIGHER = (1.03, 1.06, 1.1, 1.15)
"""Shares of the requirement that are covered instead, while the targets hold, or until they do."""
_LONG = 200
"""Intervals from which on the programmes take long, and fewer of them are solved."""
_ATTEMPTS = 3
_MOST_REPAIRS = 14
_REFUSED = 12
"""So many people in a row that cannot be taken away end the search for more."""

Told = Callable[[str, int, int], None]
"""Hears a stage (``cover``, ``simulate``, ``repair``, ``trim``, ``verify``), steps done, in all."""


def _silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def schedule(
    plan: SizedPlan,
    labour: Labour,
    *,
    patterns: int | None = None,
    replications: int = 20,
    verify: int = 200,
    workers: Workers | None = None,
    effort: Effort | None = None,
    told: Told = _silent,
) -> Schedule:
    """Shifts of least cost found with which the plan's targets hold, or the best there are.

    ``patterns``: at most so many per group (default: what the labour file says). With ``verify`` 0
    the requirement is covered and nothing simulated. The same arguments give the same shifts,
    whatever the workers. KeyboardInterrupt ends the search: the best shifts so far are returned,
    marked ``interrupted``; before the first cover there are none, and it is passed on."""
    workers = workers or Workers()
    most = labour.patterns_per_group if patterns is None else patterns
    work = _Work(plan, labour, most, workers, effort or _effort(plan), told)
    work.cover_first()
    if not verify:
        return work.result(replications, 0, False)
    if workers.count > 1 or workers.backend != "loky":
        warm_up()
    interrupted = False
    try:
        with floorwork(plan, plan.seed, workers) as floor:
            work.on_the_floor(floor, replications, verify)
    except KeyboardInterrupt:
        interrupted = True
    return work.result(replications, verify, interrupted)


def _effort(plan: SizedPlan) -> Effort:
    long = plan.scenario.clock.intervals > _LONG
    return Effort(0.005, 50) if long else Effort()


@dataclass
class _Work:
    """The state of one search: the best shifts so far and what is known of them."""

    plan: SizedPlan
    labour: Labour
    most: int | None
    workers: Workers
    effort: Effort
    told: Told
    duties: Duties = ()
    first: Duties = ()
    fitted: tuple[Fitted, ...] = ()
    checks: tuple[Check, ...] = ()
    simulations: int = 0

    def cover_first(self) -> None:
        """Shifts that cover the requirement."""
        self.fitted = tuple(self._fits(1.0))
        self.duties = self.first = _all(self.fitted)

    def _fits(self, share: float) -> Iterator[Fitted]:
        scenario = self.plan.scenario
        only: list[tuple[Pattern, ...] | None] = [f.patterns for f in self.fitted]
        only = only or [None] * len(scenario.groups)
        calls = (
            (fit, (scenario, self.labour, g, self.plan.people[g] * share, self.most,
                   self.effort, only[g]))
            for g in range(len(scenario.groups))
        )  # fmt: skip
        self.told("cover", 0, len(scenario.groups))
        for done, fitted in enumerate(run_all(self.workers, calls), start=1):
            self.told("cover", done, len(scenario.groups))
            yield fitted

    def on_the_floor(self, floor: Floorwork, replications: int, verify: int) -> None:
        """Simulate, repair, trim, verify."""
        try:
            numbers = list(range(replications))
            margins = self._plan_margins()
            self._level(floor, numbers, margins)
            for attempt in range(_ATTEMPTS):
                self._repair(floor, numbers, margins)
                self._trim(floor, numbers, margins)
                first = FRESH + attempt * 100_000
                self.told("verify", attempt, _ATTEMPTS)
                fresh = floor.run(self.duties, range(first, first + verify))
                self.checks = floor.checks(fresh, margins)
                if all(bool(c.reached.all()) for c in self.checks):
                    break
                if attempt + 1 < _ATTEMPTS:
                    pilot = floor.run(self.duties, range(PILOT, PILOT + max(20, verify // 2)))
                    more = floor.margins(floor.run(self.duties, numbers), pilot)
                    margins = np.maximum(margins + self._missed(), more)
        finally:
            self.simulations = floor.simulated

    def _plan_margins(self) -> Floats:
        """[target], in level units: what sizing found to be needed."""
        margins = {c.name: c.margin for c in self.plan.checks}
        return np.array([
            margins.get(t.name, 0.0) * (1e6 if t.kpi.endswith("_s") else 1.0)
            for t in self.plan.scenario.targets
        ])  # fmt: skip

    def _missed(self) -> Floats:
        units = [1e6 if t.kpi.endswith("_s") else 1.0 for t in self.plan.scenario.targets]
        return np.array([
            1.2 * float(c.short.max(initial=0.0)) * unit
            for c, unit in zip(self.checks, units, strict=True)
        ])  # fmt: skip

    def _level(self, floor: Floorwork, numbers: list[int], margins: Floats) -> None:
        """Cover a little less of the requirement while the targets hold, or more until they do:
        shifts bring more people than were asked for at some times, which helps at others."""
        self.told("simulate", 0, 1)
        short = self._short(floor, self.duties, numbers, margins)
        long = self.plan.scenario.clock.intervals > _LONG
        steps = _LEVELS if not short else _HIGHER
        for share in steps[: 1 if long else len(steps)]:
            trial = _all(tuple(self._fits(share)))
            missed = self._short(floor, trial, numbers, margins)
            if not short and missed:
                break
            if missed <= short and (missed or short or self._price(trial) < self._price()):
                self.duties = trial
            if short and not missed:
                break
            short = missed if short else 0.0

    def _short(
        self, floor: Floorwork, duties: Duties, numbers: list[int], margins: Floats
    ) -> float:
        """How many cells of targets fall short, and a little for by how much."""
        tight = floor.tightness(floor.run(duties, numbers), margins)
        return float(sum((t < 0.0).sum() for t in tight))

    def _price(self, duties: Duties | None = None) -> float:
        mine = self.duties if duties is None else duties
        return float(yuan(self.plan.scenario, self.labour, mine).sum())

    def _repair(self, floor: Floorwork, numbers: list[int], margins: Floats) -> None:
        """Add people where it helps most, more every time, until the targets hold on the trial
        seeds."""
        helper = Helper(self.plan.scenario, self.labour, [f.patterns for f in self.fitted])
        total = sum(d.people for d in self.duties)
        for step in range(_MOST_REPAIRS):
            self.told("repair", step, _MOST_REPAIRS)
            parts = floor.run(self.duties, numbers)
            tight = floor.tightness(parts, margins)
            if all((t >= 0.0).all() for t in tight):
                return
            prepared = floor.bench.prepared
            weights = hurt(
                self.plan.scenario, prepared.floor, prepared.lanes.queue.tolist(),
                floor.bench.requirements, parts, tight, margins,
            )  # fmt: skip
            people = max(1, round(0.004 * total * 1.4**step))
            more = helper.add(self.duties, weights, people)
            if more == self.duties:
                return
            self.duties = more

    def _trim(self, floor: Floorwork, numbers: list[int], margins: Floats) -> None:
        """Take people away, several at once while that goes, as long as nothing gets worse."""
        kept = [np.minimum(t, 0.0) for t in floor.tightness(
            floor.run(self.duties, numbers), margins)]  # fmt: skip
        need = self.plan.people.astype(float)
        trials = self._trials(floor, len(numbers))
        batch = max(1, len(self.duties) // 8)
        refused: set[Duty] = set()
        for trial in range(trials):
            self.told("trim", trial, trials)
            ranked = spare(self.plan.scenario, need, self.duties)
            gone = [k for k in ranked if self.duties[k] not in refused][:batch]
            if not gone or len(refused) >= _REFUSED:
                return
            fewer = without(self.duties, gone)
            tight = floor.tightness(floor.run(fewer, numbers), margins)
            if all((t >= k).all() for t, k in zip(tight, kept, strict=True)):
                self.duties = fewer
            elif len(gone) == 1:
                refused.add(self.duties[gone[0]])
            else:
                batch = max(1, len(gone) // 3)

    def _trials(self, floor: Floorwork, replications: int) -> int:
        attempts = floor.bench.prepared.streams.rate.sum() * replications
        return int(np.clip(6e7 / max(1.0, float(attempts)), 6, 60))

    def result(self, replications: int, verify: int, interrupted: bool) -> Schedule:
        """What there is now."""
        change = sum(d.people for d in self.duties) - sum(d.people for d in self.first)
        return Schedule(
            plan=self.plan, labour=self.labour, duties=self.duties, seed=self.plan.seed,
            replications=replications, verified_on=verify if self.checks else 0,
            checks=self.checks, cover_yuan=sum(f.cost for f in self.fitted),
            bound_yuan=sum(f.bound for f in self.fitted), most_patterns=self.most,
            changed=change, simulations=self.simulations, interrupted=interrupted,
        )  # fmt: skip


def _all(fitted: tuple[Fitted, ...]) -> Duties:
    return tuple(d for f in fitted for d in f.duties)
