"""What a trainee has been given to do, and how far it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.records.assignment import Assignment
from simulator.records.review import Review
from simulator.records.score import Score

_TOGETHER = timedelta(seconds=10)
"""A lead who sends a session back writes a comment and an assignment in one go."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Of `drills` so many were `passed` without hints since it was assigned.

    `word`: what the lead wrote when a session was sent back; empty for any other assignment.
    """

    assignment: Assignment
    drills: int
    passed: int
    overdue: bool
    word: str

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
    kept, said = list(scores), list(reviews)
    found = [_duty(each, kept, said, library, now) for each in assignments]
    return tuple(sorted(found, key=lambda duty: duty.done))


def _duty(
    given: Assignment, scores: list[Score], reviews: list[Review], library: Mapping[str, str],
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
    return Duty(given, len(wanted), len(passed), overdue, _word(given, scores, reviews))


def _word(given: Assignment, scores: list[Score], reviews: list[Review]) -> str:
    sessions = {score.session_id for score in scores if score.drill_id == given.drill_id}
    said = (
        review.reason for review in reviews
        if review.kind == "comment" and review.reviewer_id == given.assigned_by
        and review.session_id in sessions and given.person_id is not None
        and timedelta(0) <= given.created_at - review.created_at <= _TOGETHER
    )  # fmt: skip
    return next(said, "")
