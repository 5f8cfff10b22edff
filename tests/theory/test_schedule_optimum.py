"""Covering programmes find what trying everything finds, and no answer is below its bound."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from schedule_world import labour, world

from scenarios.labour.labour import Labour
from scenarios.peak.scenario import PeakScenario
from simulator.peak.schedule.cover import SHORT_STEPS, missing_yuan
from simulator.peak.schedule.duty import cover_of
from simulator.peak.schedule.fit import Fitted, fit
from simulator.peak.schedule.grid import covered
from simulator.peak.schedule.pattern import Pattern, Rest, day_of, patterns_of, yuan_of
from simulator.peak.schedule.solve import Effort

EXACT = Effort(gap=0.0, nodes=100_000, enough=0.0)
MOST = 2
"""So many people per pattern and break place are tried by brute force."""

KINDS = (
    {"starts": ["08:00", "09:00"], "hours": [3],
     "breaks": [{"minutes": 30, "earliest_after_minutes": 60, "latest_after_minutes": 90}]},
    {"starts": ["10:00"], "hours": [2], "yuan_per_shift": 5},
)  # fmt: skip


def need_of(scenario: PeakScenario, seed: int) -> np.ndarray:
    """Up to two people between eight and noon."""
    need = np.zeros(scenario.clock.intervals)
    need[16:24] = np.random.default_rng(seed).integers(0, 3, 8)
    return need


def short_cost(scenario: PeakScenario, rules: Labour, need: np.ndarray, there: np.ndarray) -> float:
    """The weight of missing people, step by step, written out."""
    unit = missing_yuan(scenario, rules) * scenario.clock.interval_minutes / 60.0
    total = 0.0
    for wanted, lacks in zip(need, np.maximum(need - there, 0.0), strict=True):
        first = min(lacks, max(1.0, SHORT_STEPS[0][0] * wanted))
        total += unit * (first * SHORT_STEPS[0][1] + (lacks - first) * SHORT_STEPS[1][1])
    return total


def ways(pattern: Pattern) -> list[tuple[Rest, ...]]:
    """All places of a pattern's breaks."""
    return [
        tuple(Rest(a, r.minutes, r.paid) for a, r in zip(places, pattern.rules, strict=True))
        for places in product(*(r.positions for r in pattern.rules))
    ]


def cheapest(
    scenario: PeakScenario, rules: Labour, need: np.ndarray, patterns: tuple[Pattern, ...]
) -> float:
    """The least cost over all numbers of people on all shifts with all break places."""
    choices = [(p, way) for p in patterns for way in ways(p)]
    rows = [covered(scenario.clock, 0, p, way) for p, way in choices]
    pay = [yuan_of(p, scenario.groups[0], rules, day_of(scenario, 0)) for p, _way in choices]
    best = np.inf
    for counts in product(range(MOST + 1), repeat=len(choices)):
        there = sum((n * row for n, row in zip(counts, rows, strict=True)), np.zeros(len(need)))
        cost = sum(n * y for n, y in zip(counts, pay, strict=True))
        if cost < best:
            best = min(best, cost + short_cost(scenario, rules, need, there))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_same_cost_as_trying_everything(seed: int) -> None:
    """The programme's answer costs what the best of all combinations costs."""
    scenario, rules = world(), labour(*KINDS)
    need = need_of(scenario, seed)
    found = fit(scenario, rules, 0, need, None, EXACT)
    patterns = patterns_of(rules, scenario.groups[0])
    assert found.cost == pytest.approx(cheapest(scenario, rules, need, patterns), abs=0.01)


@pytest.mark.parametrize("seed", range(4))
def test_few_patterns_never_beat_the_best_choice(seed: int) -> None:
    """With at most two patterns the answer uses two and is near the best of all pairs."""
    scenario, rules = world(), labour(*KINDS)
    need = need_of(scenario, seed)
    patterns = patterns_of(rules, scenario.groups[0])
    best = min(cheapest(scenario, rules, need, pair) for pair in combinations(patterns, 2))
    found = fit(scenario, rules, 0, need, 2, EXACT)
    assert len({d.pattern for d in found.duties}) <= 2
    assert best - 0.01 <= found.cost <= best * 1.03 + 0.01


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_is_below_every_answer(seed: int) -> None:
    """No effort and no limit on patterns gives less than the bound says."""
    scenario, rules = world(), labour(*KINDS)
    need = need_of(scenario, seed) * 7
    exact = fit(scenario, rules, 0, need, None, EXACT)
    answers: list[Fitted] = [exact] + [
        fit(scenario, rules, 0, need, k, Effort(gap=0.2, nodes=1)) for k in (None, 1, 2)
    ]
    for found in answers:
        assert found.bound <= exact.cost + 0.02
        assert exact.cost <= found.cost + 0.02


def test_missing_people_are_told_not_refused() -> None:
    """Where shifts may not reach, people are missing and the answer says how many."""
    scenario, rules = world(), labour(KINDS[1])
    need = np.zeros(scenario.clock.intervals)
    need[4], need[20] = 5.0, 3.0
    found = fit(scenario, rules, 0, need, None, EXACT)
    there = cover_of(scenario, found.duties)[0]
    assert there[4] == 0.0
    assert there[20] == 3.0
    assert found.cost > short_cost(scenario, rules, need, there) > 0.0


def test_limits_of_a_kind_and_of_the_roll_are_kept() -> None:
    """No more people than a kind or the roll allows, however many are needed."""
    scenario = world()
    need = np.zeros(scenario.clock.intervals)
    need[16:24] = 40.0
    few = labour({**KINDS[0], "most_people": 3}, KINDS[1], on_roll={"agents": 5})
    found = fit(scenario, few, 0, need, None, EXACT)
    first = sum(d.people for d in found.duties if d.pattern.kind.name == "s0")
    assert first == 3
    assert sum(d.people for d in found.duties) == 5


def test_night_shifts_of_one_day_cover_the_next_morning() -> None:
    """Over two days, shifts that begin at ten at night cover both days' nights once."""
    scenario = world(days=2)
    rules = labour({"starts": ["22:00"], "hours": [8]}, {"starts": ["08:00"], "hours": [8]})
    need = np.zeros(scenario.clock.intervals)
    need[44:60] = 2.0
    found = fit(scenario, rules, 0, need, None, EXACT)
    assert [(d.day, d.pattern.start, d.people) for d in found.duties] == [(0, 22 * 60, 2)]


def test_pay_by_hand() -> None:
    """Eleven hours with an unpaid hour: ten paid, two of them at half as much again, two hours of
    night premium; on a holiday threefold."""
    scenario = world()
    rules = labour(
        {"starts": ["13:00"], "hours": [11],
         "breaks": [{"minutes": 60, "earliest_after_minutes": 240, "latest_after_minutes": 240}]},
        pay={"night": {"start": "22:00", "end": "06:00", "yuan_per_hour": 6},
             "holidays": ["2025-11-11"]},
    )  # fmt: skip
    (pattern,) = patterns_of(rules, scenario.groups[0])
    plain = yuan_of(pattern, scenario.groups[0], rules, day_of(scenario, 0))
    assert plain == pytest.approx(30.0 * (10.0 + 0.5 * 2.0) + 2.0 * 6.0)
    holiday = yuan_of(pattern, scenario.groups[0], rules, day_of(scenario, 1))
    assert holiday == pytest.approx(30.0 * 30.0 + 12.0)
