"""What the steps of a sizing teach about effects, and which groups count for a target."""

from __future__ import annotations

import numpy as np

from scenarios.peak.load import load
from simulator.peak.parallel import Workers
from simulator.peak.replication import Prepared
from simulator.peak.sizing.effects import Effects, groups_of
from simulator.peak.sizing.lesson import Lesson
from simulator.peak.sizing.slack import requirements_of
from simulator.peak.sizing.trial import Bench


def effects(worth: float) -> Effects:
    """One group, two intervals, one target with one cell."""
    return Effects([np.full((1, 2, 1), worth)], [np.array([1.0])])


def test_a_step_that_did_half_of_what_it_promised_halves_the_next_promise() -> None:
    """Two people promised 20 and brought 10: the next step reckons with 5 each."""
    lesson, luck = Lesson(), [np.array([1.0])]
    lesson.corrected(effects(10.0), np.array([[3, 3]]), [np.array([-20.0])], luck)
    after = lesson.corrected(effects(10.0), np.array([[4, 4]]), [np.array([-10.0])], luck)
    assert after.by_cell[0].ravel().tolist() == [5.0, 5.0]


def test_promises_within_luck_teach_nothing() -> None:
    """What was promised is less than luck moves: effects stay as measured."""
    lesson, luck = Lesson(), [np.array([100.0])]
    lesson.corrected(effects(10.0), np.array([[3, 3]]), [np.array([-20.0])], luck)
    after = lesson.corrected(effects(10.0), np.array([[4, 4]]), [np.array([-60.0])], luck)
    assert after.by_cell[0].ravel().tolist() == [10.0, 10.0]


def test_fine_steps_go_by_the_mean_of_fine_ones_alone() -> None:
    """A coarse measurement is forgotten at the first fine one; two fine ones are averaged."""
    lesson = Lesson()
    lesson.coarse(effects(100.0))
    assert lesson.fine(effects(4.0)).by_cell[0].ravel().tolist() == [4.0, 4.0]
    assert lesson.fine(effects(8.0)).by_cell[0].ravel().tolist() == [6.0, 6.0]


def test_coarse_steps_remember_when_people_were_scarce() -> None:
    """An effect measured at a lean plan is not forgotten at once where there are more people."""
    lesson = Lesson()
    lesson.coarse(effects(10.0))
    assert lesson.coarse(effects(1.0)).by_cell[0].ravel().tolist() == [6.0, 6.0]


def test_only_groups_that_serve_a_target_count_for_it() -> None:
    """On Double 11 the phone target has the hotline alone, the second line's has the second line
    alone, and no chat group counts for either."""
    scenario = load("double11")
    prepared = Prepared.of(scenario)
    requirements = requirements_of(scenario, prepared.lanes)
    bench = Bench(prepared, requirements, 1, "test", Workers(1))
    names = [group.name for group in scenario.groups]
    serving = {r.target.name: {names[g] for g in groups_of(bench, r.lanes)} for r in requirements}
    assert serving["phone-day"] == {"hotline"}
    assert serving["second-line-phone"] == {"second-line"}
    assert {"juniors", "seniors"} <= serving["chat-day"]
    assert "hotline" not in serving["chat-day"]
