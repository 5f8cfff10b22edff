"""The reference and the kernel carry out the same rules: their records are equal field by field."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from invariants import violations
from random_scenarios import Case, cases, seeded_case

from scenarios.peak.check import check
from simulator.peak.kernel import engine as kernel
from simulator.peak.record import OUTCOMES, Records
from simulator.peak.reference import engine as reference

SEEDS = range(400)
BATCH = 20
DIFFERED = (3535,)
"""Seeds of scenarios whose records once differed."""


def differences(mine: Records, other: Records) -> list[str]:
    """Where two runs differ, the first contact of every field; empty if nowhere."""
    found = []
    if len(mine.contacts) != len(other.contacts):
        return [f"{len(mine.contacts)} contacts against {len(other.contacts)}"]
    for name in mine.contacts.dtype.names or ():
        differ = np.flatnonzero(mine.contacts[name] != other.contacts[name])
        if len(differ):
            first = differ[0]
            a, b = mine.contacts[name][first], other.contacts[name][first]
            found.append(f"{name} of {len(differ)} contacts, first {first}: {a} against {b}")
    for table in ("within", "histogram"):
        if not np.array_equal(getattr(mine, table), getattr(other, table)):
            found.append(table)
    for name in mine.group_time.dtype.names or ():
        differ = np.argwhere(mine.group_time[name] != other.group_time[name])
        if len(differ):
            k, g = differ[0]
            a, b = mine.group_time[name][k, g], other.group_time[name][k, g]
            found.append(f"{name} of interval {k}, group {g}: {a} against {b}")
    return found


@pytest.mark.parametrize("first", SEEDS[::BATCH])
def test_seeded_scenarios_agree(first: int) -> None:
    """Hundreds of random scenarios leave identical records in both engines."""
    for seed in range(first, first + BATCH):
        case = seeded_case(seed)
        told = reference.run(case.floor, case.arrivals)
        assert differences(told, kernel.run(case.floor, case.arrivals)) == [], f"seed {seed}"


@pytest.mark.parametrize("seed", DIFFERED)
def test_scenarios_that_once_differed_agree(seed: int) -> None:
    """Scenarios on which the engines once disagreed leave identical records in both."""
    case = seeded_case(seed)
    told = reference.run(case.floor, case.arrivals)
    assert differences(told, kernel.run(case.floor, case.arrivals)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_found_scenarios_agree(case: Case) -> None:
    """Hypothesis finds no scenario whose records differ."""
    told = reference.run(case.floor, case.arrivals)
    assert differences(told, kernel.run(case.floor, case.arrivals)) == []


@pytest.mark.parametrize("first", SEEDS[::BATCH])
def test_records_are_sound(first: int) -> None:
    """Whatever happens, records add up, times are in order, nobody holds more than it may."""
    for seed in range(first, first + BATCH):
        case = seeded_case(seed)
        assert violations(case.floor, reference.run(case.floor, case.arrivals)) == [], (
            f"seed {seed}"
        )


def test_scenarios_use_every_rule() -> None:
    """The seeds reach every outcome and shift end, handovers, second lines, 留言 and returns."""
    outcomes: set[int] = set()
    reached = dict.fromkeys(("handovers", "second_assigned", "message", "attempt", "replies"), 0)
    shift_ends: set[str] = set()
    for seed in SEEDS:
        case = seeded_case(seed)
        assert check(case.scenario) == (), f"seed {seed}"
        rows = reference.run(case.floor, case.arrivals).contacts
        outcomes.update(rows["outcome"].tolist())
        shift_ends.add(case.scenario.floor.shift_end)
        for name in reached:
            reached[name] += int((rows[name] > 0).sum())
    assert outcomes == set(range(len(OUTCOMES)))
    assert shift_ends == {"first_free", "handover", "named"}
    assert min(reached.values()) >= 20, reached


@pytest.mark.soak
@pytest.mark.parametrize("first", range(1_000, 6_000, 250))
def test_engines_agree_on_thousands(first: int) -> None:
    """Five thousand more random scenarios give the same records on both engines."""
    for seed in range(first, first + 250):
        case = seeded_case(seed)
        mine = kernel.run(case.floor, case.arrivals)
        other = reference.run(case.floor, case.arrivals)
        assert not differences(mine, other), seed
