"""What rostering gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from simulator.peak.roster.pay import Pay, pay_of
from simulator.peak.roster.person import Person
from simulator.peak.roster.rules import Floats, Ints, World, overtime_hours
from simulator.peak.roster.wishes import Aims, Load
from simulator.peak.schedule.slot import Slot


@dataclass(frozen=True)
class Unfilled:
    """A shift that nobody could be found for."""

    slot: int
    missing: int
    reasons: tuple[tuple[str, int], ...]
    """(REASONS, how many of those who have the group): what keeps each from it, most first;
    ``free`` would be allowed to, but is needed elsewhere that day or would make others short."""


@dataclass(frozen=True)
class Roster:
    """Who works what (2.6)."""

    world: World
    aims: Aims
    given: Ints
    """[person, day]: slot, or −1 for a day off."""
    unfilled: tuple[Unfilled, ...]
    at_least_unfilled: int
    """No roster fills all but fewer: counted from who can work on which day, and days of rest."""
    price: float
    """Of unfilled hours, unfairness and wishes; see the guide."""
    seed: int
    rounds: int
    interrupted: bool

    @property
    def people(self) -> tuple[Person, ...]:
        """Those of the people file."""
        return self.world.people

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The shifts to fill."""
        return self.world.slots

    @property
    def places(self) -> int:
        """People-shifts to fill."""
        return sum(slot.people for slot in self.slots)

    @property
    def filled(self) -> int:
        """People-shifts filled."""
        return int((self.given >= 0).sum())

    @property
    def load(self) -> Load:
        """[person]: hours, nights, weekend shifts."""
        return Load.of(self.world, self.given)

    @property
    def overtime(self) -> Floats:
        """[person]: hours of overtime."""
        return np.array([overtime_hours(self.world, self.given[k], k)
                         for k in range(len(self.people))])  # fmt: skip

    @cached_property
    def pay(self) -> Pay:
        """What everybody is paid for these shifts."""
        return pay_of(self.world, self.given)

    def date(self, day: int) -> date:
        """The date of a day of the roster."""
        return self.world.first + timedelta(days=day)

    def shifts_of(self, person: int) -> list[Slot]:
        """A person's shifts in order."""
        return [self.slots[s] for s in self.given[person] if s >= 0]

    @property
    def broken_wishes(self) -> tuple[tuple[int, int], ...]:
        """(person, day) where somebody works on a day they wished off."""
        return tuple(
            (k, d)
            for k, person in enumerate(self.people)
            for d in range(self.world.days)
            if self.given[k, d] >= 0 and self.date(d) in person.wish_off
        )
