"""What a roster is judged by, beside the rules: filled hours, contracts, fairness, wishes (2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from simulator.peak.roster.rules import Floats, Ints, World

UNFILLED = 1000.0
"""An hour of a shift that nobody takes."""
WISH_OFF, WISH_SHIFT, OTHER_GROUP = 30.0, 4.0, 3.0
"""Work on a day wished off; a shift of a kind not wished; work outside the usual group."""
OVERTIME = 10.0
"""An hour of overtime, or of work on a rest day."""
HOURS, NIGHTS, WEEKENDS = 0.2, 20.0, 10.0
"""Squared distance from the hours that one should get, the fair share of nights, of weekends."""


@dataclass(frozen=True)
class Aims:
    """What each person should get, and what each (person, slot) costs whatever else they work."""

    hours: Floats
    nights: Floats
    weekends: Floats
    fixed: Floats
    """[person, slot]."""


def aims_of(world: World) -> Aims:
    """Contract hours for the days of the roster, or a fair share of what there is; nights and
    weekend shifts shared alike among those who can do any, by what they could do."""
    people = np.array([s.people for s in world.slots], float)
    able = world.static < 0
    weeks = world.days / 7.0
    hours = np.array([
        np.nan if p.weekly_hours is None else min(p.weekly_hours, world.contract(k)) * weeks
        for k, p in enumerate(world.people)
    ], float)  # fmt: skip
    share = _share(able, people * world.work, np.ones(len(world.people)))
    hours = np.where(np.isnan(hours), share, hours)
    weight = np.maximum(hours, 1e-9)
    return Aims(
        hours=hours,
        nights=_share(able & world.night[None, :], people * world.night, weight),
        weekends=_share(able & world.weekend[None, :], people * world.weekend, weight),
        fixed=_fixed(world),
    )


def _share(able: np.ndarray, amount: Floats, weight: Floats) -> Floats:
    """[person]: each slot's amount split over those who could take it, by weight."""
    among = able * weight[:, None]
    total = among.sum(axis=0)
    return np.asarray((among / np.where(total > 0, total, 1.0)) @ amount)


def _fixed(world: World) -> Floats:
    cost = np.zeros((len(world.people), len(world.slots)))
    dates = [world.first + timedelta(days=int(d)) for d in world.day]
    for k, person in enumerate(world.people):
        for s, slot in enumerate(world.slots):
            if dates[s] in person.wish_off:
                cost[k, s] += WISH_OFF
            if person.wish_shifts and slot.shift not in person.wish_shifts:
                cost[k, s] += WISH_SHIFT
            if person.groups and slot.group != person.groups[0]:
                cost[k, s] += OTHER_GROUP
    return cost


@dataclass
class Load:
    """Hours, nights, weekend shifts and days of each week per person so far."""

    hours: Floats
    nights: Floats
    weekends: Floats
    days: Ints
    """[person, week]: with those that were worked before the roster."""

    @classmethod
    def of(cls, world: World, given: Ints) -> Load:
        """Of a roster [person, day]."""
        work, night, weekend = (
            np.concatenate([values, [0.0]])[given].sum(axis=1)
            for values in (world.work, world.night.astype(float), world.weekend.astype(float))
        )
        return cls(work, night, weekend, _days(world, given))


def _days(world: World, given: Ints) -> Ints:
    days = np.array([world.worked_before(k) for k in range(len(world.people))])
    for week in range(len(world.month)):
        days[:, week] += (given[:, world.week == week] >= 0).sum(axis=1)
    return days


def marginal(world: World, aims: Aims, load: Load, person: int, slots: Ints) -> Floats:
    """[of ``slots``, all of one day]: what it costs that a person takes it, besides filling it, on
    top of ``load``."""
    hours = world.work[slots]
    cost = aims.fixed[person, slots].copy()
    cost += HOURS * ((load.hours[person] + hours - aims.hours[person]) ** 2
                     - (load.hours[person] - aims.hours[person]) ** 2)  # fmt: skip
    night = NIGHTS * (1.0 + 2.0 * (load.nights[person] - aims.nights[person]))
    weekend = WEEKENDS * (1.0 + 2.0 * (load.weekends[person] - aims.weekends[person]))
    cost += night * world.night[slots] + weekend * world.weekend[slots]
    limits = world.labour.limits
    week = int(world.week[world.day[slots[0]]])
    if load.days[person, week] + 1 > 7 - limits.rest_days_per_week:
        return np.asarray(cost + OVERTIME * hours)
    over = np.maximum(0.0, hours - limits.hours_per_day)
    return np.asarray(cost + OVERTIME * over)


def price(world: World, aims: Aims, given: Ints) -> float:
    """What a roster costs in all: the less the better."""
    load = Load.of(world, given)
    places = np.array([s.people for s in world.slots])
    taken = np.bincount(given[given >= 0], minlength=len(places))
    total = UNFILLED * float(((places - taken) * world.work).sum())
    who, when = np.nonzero(given >= 0)
    slots = given[who, when]
    total += float(aims.fixed[who, slots].sum())
    total += HOURS * float(((load.hours - aims.hours) ** 2).sum())
    total += NIGHTS * float(((load.nights - aims.nights) ** 2).sum())
    total += WEEKENDS * float(((load.weekends - aims.weekends) ** 2).sum())
    over = np.maximum(0.0, world.work[slots] - world.labour.limits.hours_per_day)
    return total + OVERTIME * float(over.sum()) + OVERTIME * _on_rest_days(world, given)


def _on_rest_days(world: World, given: Ints) -> float:
    """Hours, without what of them is counted as overtime of their day anyway."""
    days = np.array([world.worked_before(k) for k in range(len(world.people))])
    most, total = 7 - world.labour.limits.rest_days_per_week, 0.0
    for day in range(world.days):
        mine = given[:, day]
        days[:, world.week[day]] += mine >= 0
        resting = (mine >= 0) & (days[:, world.week[day]] > most)
        hours = world.work[mine[resting]]
        total += float(np.minimum(hours, world.labour.limits.hours_per_day).sum())
    return total
