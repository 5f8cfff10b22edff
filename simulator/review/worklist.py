"""Why a lead looks at a session first, and which are drawn for blind scoring (D13)."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from typing import Literal

from simulator.records.score import Score

Reason = Literal["appeal", "critical", "uncertain", "near"]


def reasons(score: Score, appealed: bool) -> tuple[Reason, ...]:
    """Every reason to look at a session, the most urgent first."""
    holds: dict[Reason, bool] = {
        "appeal": appealed,
        "critical": score.critical_count > 0,
        "uncertain": score.uncertain,
        "near": score.near,
    }
    return tuple(reason for reason, here in holds.items() if here)


def blind_sample(
    sessions: Iterable[str], done: Collection[str], count: int, seed: str
) -> tuple[str, ...]:
    """`count` sessions drawn at random, whatever their scores; the same seed and sessions give
    the same draw, so nobody draws again until it suits. `done` were scored blind already."""
    ordered = sorted(sessions)
    drawn = random.Random(seed).sample(ordered, min(count, len(ordered)))
    return tuple(session for session in drawn if session not in done)
