"""What the review desk computes by itself: missed steps, reasons to look, the blind draw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from simulator.records.item_total import ItemTotal
from simulator.records.score import Score
from simulator.review.miss import missed_steps
from simulator.review.worklist import blind_sample, reasons

START = datetime(2026, 11, 1, tzinfo=UTC)


def score(number: int, **changes: Any) -> Score:
    """A good score of trainee `t`, `number` days after the start."""
    values: dict[str, Any] = {
        "id": f"c{number}", "session_id": f"s{number}", "person_id": "t", "drill_id": "d",
        "sop_id": "s", "contact_type": "returns", "mode": "practise",
        "started_at": START + timedelta(days=number), "rubric_id": "r", "rubric_version": "1",
        "scored_at": START, "source": "house", "resolution": 95.0, "empathy": 90.0,
        "felt": 70.0, "passed": True, "uncertain": False, "critical_count": 0, "solved": True,
        "warm": True, "near": False, "changed": 0, "machine_resolution": 95.0,
        "machine_empathy": 90.0, "machine_passed": True,
    }  # fmt: skip
    return Score(**{**values, **changes})


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


def test_every_reason_to_look_at_a_session_is_told() -> None:
    """The most urgent first; a clear pass has none."""
    assert reasons(score(1), appealed=False) == ()
    assert reasons(score(1, uncertain=True, near=True), appealed=False) == ("uncertain", "near")
    assert reasons(score(1, critical_count=1), appealed=True) == ("appeal", "critical")


def test_the_blind_sample_cannot_be_drawn_again() -> None:
    """One seed, one draw, whatever the order; what was scored blind leaves it and nothing comes
    in its place."""
    many = [f"s{n:02}" for n in range(30)]
    first = blind_sample(many, (), 5, "seed")
    assert len(first) == 5
    assert blind_sample(reversed(many), (), 5, "seed") == first
    assert blind_sample(many, {first[0]}, 5, "seed") == first[1:]
    assert blind_sample(many, (), 5, "other") != first
