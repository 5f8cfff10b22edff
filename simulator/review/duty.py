"""What a trainee has been given to do, and how far it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from simulator.records.assignment import Assignment
from simulator.records.review import Review
from simulator.records.score import Score


@dataclass(frozen=True, slots=True)
class Duty:
    """Of `drills` so many were `passed` without hints since it was assigned.

    `word`: what the lead wrote when a session was sent back; None for any other assignment.
    """

    assignment: Assignment
    drills: int
    passed: int
    overdue: bool
    word: str | None

    @property
    def done(self) -> bool:
        """Whether everything in it has been passed."""
        return 0 < self.drills <= self.passed


def duties(
    assignments: Iterable[Assignment], scores: Iterable[Score], reviews: Iterable[Review],
    library: Mapping[str, str], now: datetime,
) -> tuple[Duty, ...]:  # fmt: skip
    """Of one person: what is open before what is done, in each the next due first.

    `library`: the type of contact of each drill.
    """
    kept = list(scores)
    words = {each.assignment_id: each.reason for each in reviews if each.assignment_id}
    found = [_duty(each, kept, words.get(each.id), library, now) for each in assignments]
    return tuple(sorted(found, key=lambda duty: duty.done))


def _duty(
    given: Assignment, scores: list[Score], word: str | None, library: Mapping[str, str],
    now: datetime,
) -> Duty:  # fmt: skip
    wanted = {given.drill_id} if given.drill_id else {
        drill for drill, contact_type in library.items() if contact_type == given.contact_type
    }  # fmt: skip
    passed = {
        score.drill_id for score in scores
        if score.drill_id in wanted and score.passed and score.mode != "coach"
        and score.started_at >= given.created_at
    }  # fmt: skip
    done = 0 < len(wanted) <= len(passed)
    overdue = not done and given.due_at is not None and given.due_at < now
    return Duty(given, len(wanted), len(passed), overdue, word)
