"""roster(): names on shifts. Each day is an assignment problem solved exactly, given the others;
days are solved again and again, and parts taken apart and put together anew, while that helps."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from scenarios.labour.labour import Labour
from simulator.peak.roster.bound import most_filled
from simulator.peak.roster.person import Person
from simulator.peak.roster.rostered import Roster, Unfilled
from simulator.peak.roster.rules import REASONS, Ints, World, forbidden
from simulator.peak.roster.wishes import UNFILLED, Aims, Load, aims_of, marginal, price
from simulator.peak.schedule.slot import Slot

Told = Callable[[int, int], None]

ROUNDS = 150
_SWEEPS = 6
_SHARE_APART = 0.35
_WINDOW = 4


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def roster(
    slots: tuple[Slot, ...],
    people: tuple[Person, ...],
    labour: Labour,
    *,
    seed: int = 1,
    rounds: int = ROUNDS,
    told: Told = _silent,
) -> Roster:
    """Put people on shifts by the rules of ``labour``, as many as can be filled, then fairly and by
    wish. What is not filled is told with what kept everybody from it.

    Deterministic for the same arguments. KeyboardInterrupt ends the search with the best roster so
    far, marked ``interrupted``. Raises ValueError without shifts or without people."""
    if not slots or not people:
        raise ValueError("a roster needs shifts and people")
    search = _Search(World.of(labour, slots, people), np.random.default_rng(seed), told)
    interrupted = False
    try:
        search.run(rounds)
    except KeyboardInterrupt:
        interrupted = True
    return search.result(seed, rounds, interrupted)


class _Search:
    """The best roster so far, and the one that is tried."""

    def __init__(self, world: World, rng: np.random.Generator, told: Told) -> None:
        self.world, self.rng, self.told = world, rng, told
        self.aims: Aims = aims_of(world)
        self.best: Ints = np.full((len(world.people), world.days), -1, np.int64)
        self.price = price(world, self.aims, self.best)
        self.of_day = [np.flatnonzero(world.day == d) for d in range(world.days)]

    def run(self, rounds: int) -> None:
        """First roster, sweeps, then rounds of taking apart and putting together."""
        self.told(0, rounds)
        given = self.best.copy()
        places = np.array([s.people for s in self.world.slots])
        busiest = sorted(range(self.world.days), key=lambda d: -int(places[self.of_day[d]].sum()))
        for day in busiest:
            self._solve_day(given, day)
        self._keep(given)
        self._sweep(self.best.copy())
        for done in range(rounds):
            self.told(done, rounds)
            given = self.best.copy()
            days = self._take_apart(given)
            for day in days:
                self._solve_day(given, day)
            self._sweep(given, days)

    def _keep(self, given: Ints) -> bool:
        found = price(self.world, self.aims, given)
        if found < self.price - 1e-9:
            self.best, self.price = given.copy(), found
            return True
        return False

    def _sweep(self, given: Ints, days: Iterable[int] | None = None) -> None:
        """Solve every day again while that helps."""
        order = list(range(self.world.days)) if days is None else list(days)
        before = price(self.world, self.aims, given)
        for _ in range(_SWEEPS):
            for day in order:
                self._solve_day(given, day)
            now = price(self.world, self.aims, given)
            if now >= before - 1e-6:
                break
            before = now
        self._keep(given)

    def _take_apart(self, given: Ints) -> list[int]:
        """Some days in a row, some of the people: they are off now. Returns the days, in the order
        in which to solve them. Every other time the days around a gap."""
        world = self.world
        window = min(world.days, _WINDOW)
        first = int(self.rng.integers(0, world.days - window + 1))
        short = self._short_days(given)
        if short and self.rng.random() < 0.7:
            day = short[int(self.rng.integers(0, len(short)))]
            first = int(np.clip(day - self.rng.integers(0, window), 0, world.days - window))
        apart = self.rng.random(len(world.people)) < _SHARE_APART
        days = np.arange(first, first + window)
        given[np.ix_(np.flatnonzero(apart), days)] = -1
        self.rng.shuffle(days)
        return [int(d) for d in days]

    def _short_days(self, given: Ints) -> list[int]:
        taken = np.bincount(given[given >= 0], minlength=len(self.world.slots))
        places = np.array([s.people for s in self.world.slots])
        return sorted({int(d) for d in self.world.day[places > taken]})

    def _solve_day(self, given: Ints, day: int) -> None:
        """The best assignment of a day, the other days as they are."""
        from scipy.optimize import linear_sum_assignment

        slots = self.of_day[day]
        if not slots.size:
            return
        world = self.world
        given[:, day] = -1
        load = Load.of(world, given)
        gain = np.zeros((len(world.people), len(slots)))
        for person in range(len(world.people)):
            allowed = forbidden(world, given, person, slots) < 0
            if allowed.any():
                cost = marginal(world, self.aims, load, person, slots)
                here = np.minimum(cost - UNFILLED * world.work[slots], 0.0)
                gain[person] = np.where(allowed, here, 0.0)
        columns = np.repeat(np.arange(len(slots)), [world.slots[s].people for s in slots])
        who, which = linear_sum_assignment(gain[:, columns])
        taken = columns[which]
        useful = gain[who, taken] < 0.0
        given[who[useful], day] = slots[taken[useful]]

    def result(self, seed: int, rounds: int, interrupted: bool) -> Roster:
        """The best roster, and why what is missing is missing."""
        places = sum(s.people for s in self.world.slots)
        return Roster(
            world=self.world, aims=self.aims, given=self.best, unfilled=self._unfilled(),
            at_least_unfilled=places - most_filled(self.world), price=self.price, seed=seed,
            rounds=rounds, interrupted=interrupted,
        )  # fmt: skip

    def _unfilled(self) -> tuple[Unfilled, ...]:
        world = self.world
        taken = np.bincount(self.best[self.best >= 0], minlength=len(world.slots))
        found = []
        for s, slot in enumerate(world.slots):
            missing = slot.people - int(taken[s])
            if missing > 0:
                found.append(Unfilled(s, missing, self._why(s)))
        return tuple(found)

    def _why(self, s: int) -> tuple[tuple[str, int], ...]:
        world, counts = self.world, dict.fromkeys((*REASONS, "free"), 0)
        day = int(world.day[s])
        for person in range(len(world.people)):
            reason = int(forbidden(world, self.best, person, np.array([s]))[0])
            if reason == REASONS.index("group"):
                continue
            if reason >= 0 and world.static[person, s] >= 0:
                counts[REASONS[reason]] += 1
            elif self.best[person, day] >= 0:
                counts["busy"] += 1
            else:
                counts[REASONS[reason] if reason >= 0 else "free"] += 1
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        return tuple((name, n) for name, n in ranked if n)
