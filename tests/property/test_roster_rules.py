"""Labour rules hold in every roster, on random people and shifts; small ones are filled as well as
can be."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import numpy as np
import pytest

from scenarios.labour.labour import Labour
from scenarios.labour.load import load_labour
from simulator.peak.roster.person import Person, Window
from simulator.peak.roster.rostered import Roster
from simulator.peak.roster.search import roster
from simulator.peak.schedule.pattern import Rest
from simulator.peak.schedule.slot import Slot

FIRST = date(2025, 10, 27)
GROUPS = ("a", "b")


def at(day: int, minutes: int) -> datetime:
    """A moment of the roster."""
    return datetime.combine(FIRST, datetime.min.time()) + timedelta(days=day, minutes=minutes)


def random_people(rng: np.random.Generator, count: int, days: int) -> tuple[Person, ...]:
    """People with every kind of condition."""
    found = []
    for k in range(count):
        groups = ("a", "b") if rng.random() < 0.3 else (GROUPS[int(rng.integers(2))],)
        windows = ()
        if rng.random() < 0.3:
            windows = (Window(frozenset(range(1, 6)), 7 * 60, 20 * 60),
                       Window(frozenset((6, 7)), 20 * 60, 32 * 60))  # fmt: skip
        leave = {FIRST + timedelta(days=int(d)) for d in rng.integers(0, days, 2)}
        found.append(Person(
            id=str(k), name=f"n{k}", groups=groups,
            weekly_hours=[None, 20.0, 40.0][int(rng.integers(3))], windows=windows,
            leave=frozenset(leave), nights=bool(rng.random() < 0.6),
            overtime=bool(rng.random() < 0.5), overtime_used_h=float(rng.choice([0.0, 30.0, 36.0])),
            days_worked=int(rng.integers(0, 7)),
            last_end=at(-1, 23 * 60) if rng.random() < 0.3 else None,
        ))  # fmt: skip
    return tuple(found)


def random_slots(rng: np.random.Generator, days: int, most: int) -> tuple[Slot, ...]:
    """Day, late, night, long and short shifts."""
    kinds = ((8, 9), (13, 9), (22, 9), (7, 12), (18, 4))
    found = []
    for day in range(days):
        for hour, length in kinds:
            people = int(rng.integers(0, most + 1))
            rests = (Rest(240, 60, False),) if length > 6 else ()
            group = GROUPS[int(rng.integers(2))]
            slot = Slot(group, f"k{hour}", at(day, hour * 60), at(day, (hour + length) * 60),
                        rests, people)  # fmt: skip
            if people:
                found.append(slot)
    return tuple(found)


def check_people(found: Roster, labour: Labour) -> None:
    """Every rule about people, said anew and plainly from the shifts of each."""
    limits = labour.limits
    for k, person in enumerate(found.people):
        shifts = found.shifts_of(k)
        days = [s.start.date() for s in shifts]
        assert len(set(days)) == len(days), "one shift a day"
        month, weeks = defaultdict(float), defaultdict(float)
        for slot in shifts:
            assert slot.group in person.groups
            assert slot.start.date() not in person.leave
            assert (slot.end - timedelta(minutes=1)).date() not in person.leave
            if person.windows:
                assert available(person, slot)
            if not person.nights:
                assert slot.start.hour != 22
            over = max(0.0, slot.work_hours - limits.hours_per_day)
            assert over <= (limits.overtime_hours_per_day if person.overtime else 0.0)
            week = slot.start.isocalendar()[:2]
            weeks[week] += min(slot.work_hours, limits.hours_per_day)
            month[month_of(week, found)] += over
        own = limits.hours_per_week
        if person.weekly_hours is not None:
            own = min(own, person.weekly_hours)
        for week, hours in weeks.items():
            month[month_of(week, found)] += max(0.0, hours - own)
        for which, over in month.items():
            used = (
                person.overtime_used_h
                if which == (found.date(0).year, found.date(0).month)
                else 0.0
            )
            room = max(0.0, limits.overtime_hours_per_month - used) if person.overtime else 0.0
            assert over <= room + 1e-6
        moments = [person.last_end] if person.last_end else []
        ends = moments + [s.end for s in shifts]
        starts = [s.start for s in shifts]
        for end, start in zip(ends, starts[len(starts) - len(ends) + 1 if not moments else 0 :],
                              strict=False):  # fmt: skip
            assert start - end >= timedelta(hours=limits.rest_hours_between_shifts)
        run = person.days_worked
        for d in range(found.world.days):
            run = run + 1 if found.date(d) in days else 0
            assert run <= limits.days_in_a_row or found.date(d) not in days


def check_rules(found: Roster, labour: Labour) -> None:
    """The rules about people, and that places and people add up."""
    check_people(found, labour)
    taken: dict[Slot, int] = defaultdict(int)
    for k in range(len(found.people)):
        for slot in found.shifts_of(k):
            taken[slot] += 1
    for slot, n in taken.items():
        assert n <= sum(s.people for s in found.slots if s == slot)
    missing = sum(u.missing for u in found.unfilled)
    assert found.filled + missing == found.places
    assert missing >= found.at_least_unfilled


def available(person: Person, slot: Slot) -> bool:
    """Whether some window of some day holds the whole shift."""
    for back in (0, 1):
        day = slot.start.date() - timedelta(days=back)
        midnight = datetime.combine(day, datetime.min.time())
        for window in person.windows:
            if day.isoweekday() in window.weekdays:
                opens = midnight + timedelta(minutes=window.start)
                closes = midnight + timedelta(minutes=window.end)
                if opens <= slot.start and slot.end <= closes:
                    return True
    return False


def month_of(week: tuple[int, int], found: Roster) -> tuple[int, int]:
    """The month of a week's first day in the roster."""
    day = next(found.date(d) for d in range(found.world.days)
               if found.date(d).isocalendar()[:2] == week)  # fmt: skip
    return day.year, day.month


@pytest.mark.parametrize("seed", range(25))
def test_no_rule_is_ever_broken(seed: int) -> None:
    """Hours, overtime, rest, rest days, leave, availability and skills hold in random rosters."""
    rng = np.random.default_rng(seed)
    days = int(rng.integers(3, 12))
    slots = random_slots(rng, days, 3)
    people = random_people(rng, int(rng.integers(3, 16)), days)
    labour = load_labour("standard")
    found = roster(slots, people, labour, seed=seed, rounds=4)
    check_rules(found, labour)


@pytest.mark.parametrize("seed", range(15))
def test_small_rosters_are_filled_as_well_as_trying_everything(seed: int) -> None:
    """On three people and three days no roster fills more hours."""
    rng = np.random.default_rng(1000 + seed)
    labour = load_labour("standard")
    slots = tuple(s for s in random_slots(rng, 3, 1) if s.group == "a")[:5]
    if not slots:
        slots = (Slot("a", "k8", at(0, 480), at(0, 1020), (), 1),)
    people = tuple(replace(p, groups=("a",)) for p in random_people(rng, 3, 3))
    found = roster(slots, people, labour, seed=1, rounds=30)
    hours = sum(s.work_hours for k in range(3) for s in found.shifts_of(k))
    assert hours == pytest.approx(most_hours(slots, people, labour, found))


def most_hours(
    slots: tuple[Slot, ...], people: tuple[Person, ...], labour: Labour, found: Roster
) -> float:
    """The most hours over all ways to give each shift to one person or nobody."""
    best = 0.0
    world = found.world
    for who in product(range(-1, len(people)), repeat=len(world.slots)):
        given = np.full_like(found.given, -1)
        hours = 0.0
        for s, person in enumerate(who):
            if person < 0:
                continue
            day = int(world.day[s])
            if given[person, day] >= 0:
                break
            given[person, day] = s
            hours += world.slots[s].work_hours
        else:
            if hours > best and holds(replace(found, given=given, unfilled=()), labour):
                best = hours
    return best


def holds(trial: Roster, labour: Labour) -> bool:
    """Whether the plain rules allow a roster."""
    try:
        check_people(trial, labour)
    except AssertionError:
        return False
    return True


def test_nights_are_shared() -> None:
    """Seven nights over seven people alike: everybody has one."""
    slots = tuple(Slot("a", "n", at(d, 22 * 60), at(d + 1, 7 * 60), (), 1) for d in range(7))
    people = tuple(Person(str(k), f"n{k}", ("a",)) for k in range(7))
    found = roster(slots, people, load_labour("standard"), rounds=5)
    assert found.load.nights.tolist() == [1.0] * 7


def test_wishes_are_granted_where_others_can_come() -> None:
    """Who wishes a day off gets it while somebody else is there for it."""
    slots = tuple(Slot("a", "d", at(d, 480), at(d, 960), (), 1) for d in range(4))
    off = frozenset({FIRST, FIRST + timedelta(days=1)})
    people = (Person("1", "x", ("a",), wish_off=off), Person("2", "y", ("a",)))
    found = roster(slots, people, load_labour("standard"), rounds=3)
    assert found.broken_wishes == ()
    assert found.filled == 4


def test_what_is_missing_says_why() -> None:
    """Three cannot come for three reasons, and each is counted."""
    slots = (Slot("a", "n", at(2, 22 * 60), at(3, 7 * 60), (), 4),)
    people = (
        Person("1", "x", ("a",), leave=frozenset({FIRST + timedelta(days=2)})),
        Person("2", "y", ("a",), nights=False),
        Person("3", "z", ("a",), windows=(Window(frozenset({1}), 0, 600),)),
        Person("4", "w", ("b",)),
    )
    found = roster(slots, people, load_labour("standard"), rounds=0)
    (unfilled,) = found.unfilled
    assert unfilled.missing == 4
    assert dict(unfilled.reasons) == {"leave": 1, "night": 1, "available": 1}
    assert found.at_least_unfilled == 4


def test_same_arguments_same_roster_and_interruption_keeps_the_best() -> None:
    """A roster is a function of its arguments; Ctrl-C gives the best so far, marked so."""
    rng = np.random.default_rng(5)
    slots, people = random_slots(rng, 6, 2), random_people(rng, 8, 6)
    labour = load_labour("standard")
    once, again = (roster(slots, people, labour, seed=3, rounds=6) for _ in range(2))
    assert (once.given == again.given).all()

    def stop(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    stopped = roster(slots, people, labour, seed=3, rounds=6, told=stop)
    assert stopped.interrupted
    check_rules(stopped, labour)
