"""Seeds of exams, and how far a person is from a certificate."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.drill.load import load_drill
from simulator.drill.exam import (
    FRESH,
    PRACTICE,
    begin_exam,
    drawn,
    exam_seed,
    practice_seed,
    standing_of,
)  # fmt: skip
from simulator.drill.pin import pin
from simulator.drill.sitting import Sitting
from simulator.records import Records, open_records


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """An empty file."""
    return open_records(str(tmp_path / "r.sqlite3"))


def ended(sitting: Sitting) -> Sitting:
    """Over at once, and scored."""
    sitting.close(1_000_000)
    sitting.finish()
    return sitting


def test_every_exam_meets_new_customers(records: Records) -> None:
    """Kept seeds first, each once, also over two drills of one SOP; then fresh ones, never met."""
    me = records.local_person()
    first, sop = load_drill("price-drop-gift")
    second, _sop = load_drill("price-drop-too-late")
    seeds = [
        begin_exam(records, me, drill, sop).kept.seed for drill in (first, second, first, second)
    ]
    assert set(seeds[:3]) == set(first.exam_seeds)
    assert seeds[3] in FRESH
    assert len(set(seeds)) == 4


def test_practice_never_uses_what_is_kept_for_exams() -> None:
    """Whatever a drill keeps is left out of the draw."""
    drill, _sop = load_drill("price-drop-gift")
    all_but_one = drill.model_copy(update={"exam_seeds": tuple(PRACTICE)[1:]})
    assert practice_seed(all_but_one) == PRACTICE[0]


def test_a_seed_that_was_practised_is_not_examined(records: Records) -> None:
    """A kept seed that the person has met is left out."""
    me = records.local_person()
    drill, sop = load_drill("price-drop-gift")
    one = drill.model_copy(update={"exam_seeds": (9001,)})
    assert exam_seed(one, ()) == 9001
    begin_exam(records, me, one, sop)
    assert exam_seed(one, records.sessions.list()) != 9001


def test_the_drill_that_was_examined_least_is_drawn(records: Records) -> None:
    """After an exam in one of two drills the other one is next."""
    me = records.local_person()
    first, sop = load_drill("price-drop-gift")
    second, _sop = load_drill("price-drop-too-late")
    begin_exam(records, me, first, sop)
    assert drawn((first, second), records.sessions.list()) is second


def test_failed_exams_count_for_nothing(records: Records) -> None:
    """Two exams without a word leave two to be passed, and another SOP has none of them."""
    me = records.local_person()
    drill, sop = load_drill("price-drop-gift")
    for _n in range(2):
        ended(begin_exam(records, me, drill, sop))
    found = standing_of(records, me, sop.id, pin(sop))
    assert (found.passed, found.missing, found.holding) == (0, 2, "short")
