"""A card as leads have corrected it (D13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.records import Records
from simulator.records.score import Score


@dataclass(frozen=True)
class Corrected:
    """What counts, and the points of the items that were overridden, by name."""

    score: Score
    points: Mapping[str, float]


def corrected(records: Records, session_id: str) -> Corrected | None:
    """None where nobody has overridden anything of the card that counts: overrides of another
    version of the rubric stay with that version."""
    score = records.scores.of(session_id)
    if score is None or not score.changed:
        return None
    version = (score.rubric_id, score.rubric_version)
    points = {
        each.item: each.new_points
        for each in records.reviews.list(session_id=session_id, kind="override")
        if each.item and each.new_points is not None
        and (each.rubric_id, each.rubric_version) == version
    }  # fmt: skip
    return Corrected(score, points)
