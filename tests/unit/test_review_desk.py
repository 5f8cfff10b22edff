"""What the review desk computes: trainees, the 2×2, missed steps, the worklist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.records.item_total import ItemTotal
from simulator.records.scorecard import Score
from simulator.review.miss import missed_steps
from simulator.review.square import square
from simulator.review.trainee import TREND, trainees
from simulator.review.worklist import blind_sample, worklist

START = datetime(2026, 11, 1, tzinfo=UTC)


def score(number: int, **changes: Any) -> Score:
    """A good score of trainee `t`, `number` days after the start."""
    values: dict[str, Any] = {
        "id": f"c{number}", "session_id": f"s{number}", "person_id": "t", "drill_id": "d",
        "sop_id": "s", "contact_type": "returns", "mode": "practise",
        "started_at": START + timedelta(days=number), "rubric_id": "r", "rubric_version": "1",
        "scored_at": START, "source": "house", "resolution": 95.0, "empathy": 90.0,
        "felt": 70.0, "passed": True, "uncertain": False, "critical_count": 0,
    }  # fmt: skip
    return Score(**{**values, **changes})


def test_a_trainee_has_means_and_a_trend() -> None:
    """Means over all sessions, unscored empathy left out; the trend has the newest, in order."""
    many = [score(n, resolution=float(n), empathy=None if n else 50.0) for n in range(15)]
    (line,) = trainees(reversed(many))
    assert (line.sessions, line.resolution, line.empathy) == (15, 7.0, 50.0)
    assert line.trend == tuple(float(n) for n in range(15 - TREND, 15))
    assert line.last_at == START + timedelta(days=14)


def test_the_weakest_trainee_comes_first() -> None:
    """A lead reads from the top."""
    lines = trainees([score(1, person_id="good"), score(2, person_id="weak", resolution=10.0)])
    assert [line.person_id for line in lines] == ["weak", "good"]


def test_solved_and_warm_are_two_things() -> None:
    """Each session stands in one corner; those not scored for empathy in none."""
    found = square(
        [score(1), score(2, empathy=59.9), score(3, resolution=79.9), score(4, empathy=None)]
    )
    assert found == {(True, True): 1, (True, False): 1, (False, True): 1, (False, False): 0}


def test_missed_steps_by_type_of_contact() -> None:
    """Shares over the sessions that needed the step; what nobody missed, and penalties, are not."""

    def total(contact_type: str, step: str, sessions: int, missed: int) -> ItemTotal:
        return ItemTotal(
            contact_type, "s", "constraints", f"constraints:{step}", step, sessions, missed, 0, 5
        )

    found = missed_steps([
        total("returns", "verify", 10, 2), total("returns", "close", 4, 3),
        total("returns", "greet", 10, 0), total("invoice", "verify", 1, 1),
        ItemTotal("returns", "s", "time", "time:replies", "", 10, 10, 0, 5),
        ItemTotal("returns", "s", "constraints", "constraints:breach-x", "breach-x", 3, 3, -9, 0),
    ])  # fmt: skip
    assert list(found) == ["invoice", "returns"]
    assert [(each.step, each.share) for each in found["returns"]] == [
        ("close", 0.75), ("verify", 0.2),
    ]  # fmt: skip


def test_the_worklist_has_the_most_urgent_first() -> None:
    """Appeals, critical errors, doubts, near the mark; a clear pass is not on it."""
    found = worklist(
        [score(1), score(2, resolution=82.0), score(3, uncertain=True, resolution=81.0),
         score(4, critical_count=1), score(5), score(6, empathy=57.0)],
        appealed={"s5"},
    )  # fmt: skip
    assert [(work.score.session_id, work.reasons) for work in found] == [
        ("s5", ("appeal",)), ("s4", ("critical",)), ("s3", ("uncertain", "near")),
        ("s6", ("near",)), ("s2", ("near",)),
    ]  # fmt: skip


def test_the_blind_sample_cannot_be_drawn_again() -> None:
    """One seed, one draw, whatever the order; what was scored blind leaves it and nothing comes
    in its place."""
    many = [score(n) for n in range(30)]
    first = blind_sample(many, (), 5, "seed")
    assert len(first) == 5
    assert blind_sample(reversed(many), (), 5, "seed") == first
    assert blind_sample(many, {first[0].session_id}, 5, "seed") == first[1:]
    assert blind_sample(many, (), 5, "other") != first
