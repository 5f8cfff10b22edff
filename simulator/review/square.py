"""The 2×2 of solved against warm: two things that do not stand for each other (D8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from simulator.records.scorecard import Score

SOLVED_FROM = 80.0
WARM_FROM = 60.0


def corner(score: Score) -> tuple[bool, bool] | None:
    """Whether solved and whether warm; None where the drill does not score empathy."""
    if score.empathy is None:
        return None
    return score.resolution >= SOLVED_FROM, score.empathy >= WARM_FROM


def square(scores: Iterable[Score]) -> Mapping[tuple[bool, bool], int]:
    """Sessions in each of the four corners (solved, warm)."""
    found = Counter(corner(score) for score in scores)
    return {(solved, warm): found[solved, warm] for solved in (True, False)
            for warm in (True, False)}  # fmt: skip
