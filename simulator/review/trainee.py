"""One line for each trainee: how many sessions, how good, which way it goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from simulator.records.scorecard import Score

TREND = 12
"""The newest sessions that a trend shows."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """Means over all sessions given, 0–100; `empathy` is None where none was scored for it.

    `trend`: resolution of the newest `TREND` sessions, oldest first.
    """

    person_id: str
    sessions: int
    resolution: float
    empathy: float | None
    trend: tuple[float, ...]
    passed: int
    critical: int
    last_at: datetime


def trainees(scores: Iterable[Score]) -> tuple[Trainee, ...]:
    """A line for each person in these scores, the weakest in resolution first."""
    mine: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        mine[score.person_id].append(score)
    lines = (_line(person, found) for person, found in mine.items())
    return tuple(sorted(lines, key=lambda line: (line.resolution, line.person_id)))


def _line(person_id: str, scores: Sequence[Score]) -> Trainee:
    ordered = sorted(scores, key=lambda score: (score.started_at, score.session_id))
    return Trainee(
        person_id, len(ordered), mean([score.resolution for score in ordered]) or 0.0,
        mean([score.empathy for score in ordered]),
        tuple(score.resolution for score in ordered[-TREND:]),
        sum(score.passed for score in ordered),
        sum(score.critical_count > 0 for score in ordered),
        ordered[-1].started_at,
    )  # fmt: skip


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of what is there; None where nothing is."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None
