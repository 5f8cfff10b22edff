"""Which sessions a lead looks at first, and which are drawn for blind scoring (D13)."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from simulator.records.scorecard import Score
from simulator.review.square import SOLVED_FROM, WARM_FROM

Reason = Literal["appeal", "critical", "uncertain", "near"]
ORDER: tuple[Reason, ...] = ("appeal", "critical", "uncertain", "near")
MARGIN = 3.0
"""Points from a mark within which another look pays."""


@dataclass(frozen=True, slots=True)
class Work:
    """A session and every reason to look at it, the most urgent first."""

    score: Score
    reasons: tuple[Reason, ...]


def worklist(scores: Iterable[Score], appealed: Collection[str]) -> tuple[Work, ...]:
    """Sessions with a reason, the most urgent first, then the newest. `appealed` holds the ids of
    sessions with an open appeal."""
    found = [Work(score, _reasons(score, appealed)) for score in scores]
    urgent = [work for work in found if work.reasons]
    urgent.sort(key=lambda work: work.score.started_at, reverse=True)
    return tuple(sorted(urgent, key=lambda work: ORDER.index(work.reasons[0])))


def _reasons(score: Score, appealed: Collection[str]) -> tuple[Reason, ...]:
    holds = {
        "appeal": score.session_id in appealed,
        "critical": score.critical_count > 0,
        "uncertain": score.uncertain,
        "near": _near(score.resolution, SOLVED_FROM) or _near(score.empathy, WARM_FROM),
    }
    return tuple(reason for reason in ORDER if holds[reason])


def _near(points: float | None, mark: float) -> bool:
    return points is not None and abs(points - mark) <= MARGIN


def blind_sample(
    scores: Iterable[Score], done: Collection[str], count: int, seed: str
) -> tuple[Score, ...]:
    """`count` sessions drawn at random, whatever their scores; the same seed and sessions give
    the same draw, so nobody draws again until it suits. `done` were scored blind already."""
    ordered = sorted(scores, key=lambda score: score.session_id)
    drawn = random.Random(seed).sample(ordered, min(count, len(ordered)))
    return tuple(score for score in drawn if score.session_id not in done)
