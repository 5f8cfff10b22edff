"""A roster on the floor: each person is a named agent (F12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from scenarios.peak.group import Break, Shift
from scenarios.peak.scenario import PeakScenario
from simulator.peak.roster.rostered import Roster
from simulator.peak.schedule.slot import Slot


def on_the_floor(scenario: PeakScenario, roster: Roster) -> PeakScenario:
    """The scenario with those on the roster as its only people. Whoever is on it is taken to come,
    but for what shrinkage and absence of their group take away."""
    taken: Counter[Slot] = Counter()
    for person in range(len(roster.people)):
        taken.update(roster.shifts_of(person))
    return _on_shifts(scenario, taken)


def staffed(scenario: PeakScenario, slots: Iterable[Slot]) -> PeakScenario:
    """The scenario with these shifts, all places filled, as its only people."""
    taken: Counter[Slot] = Counter()
    for slot in slots:
        taken[slot] += slot.people
    return _on_shifts(scenario, taken)


def _on_shifts(scenario: PeakScenario, taken: Counter[Slot]) -> PeakScenario:
    groups = []
    for group in scenario.groups:
        shifts = _shifts(scenario, group.name, group.shrinkage, taken)
        groups.append(
            group.model_copy(
                update={
                    "people": None, "staff": None, "people_per_interval": None,
                    "shrinkage": 0.0, "shifts": shifts,
                }
            )
        )  # fmt: skip
    floor = scenario.floor.model_copy(
        update={"shift_end": "named", "staff_scale": 1.0, "seats": ()}
    )
    return scenario.model_copy(update={"groups": tuple(groups), "floor": floor})


def _shifts(
    scenario: PeakScenario, group: str, shrinkage: float, taken: Counter[Slot]
) -> tuple[Shift, ...]:
    """Shifts of a group that touch the horizon; shrinkage is spread over the starts of each day."""
    clock = scenario.clock
    found: list[Shift] = []
    owed: dict[date, float] = {}
    for slot in sorted(taken, key=_order):
        if slot.group != group or slot.end <= clock.start or slot.start >= clock.end:
            continue
        day = slot.start.date()
        exact = taken[slot] * (1.0 - shrinkage) + owed.get(day, 0.0)
        there = min(taken[slot], int(exact + 0.5))
        owed[day] = exact - there
        found.append(
            Shift(
                start=slot.start.hour * 60 + slot.start.minute,
                length_minutes=(slot.end - slot.start).total_seconds() / 60.0,
                people=there,
                dates=(day,),
                breaks=tuple(Break(after_minutes=r.after, minutes=r.minutes) for r in slot.rests),
            )
        )
    return tuple(found)


def _order(slot: Slot) -> tuple[object, ...]:
    return slot.start, slot.end, slot.shift, tuple((r.after, r.minutes) for r in slot.rests)
