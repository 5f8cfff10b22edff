"""Blind scores as agreement is computed from them (D13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy import true as everything

from simulator.records.access import Access
from simulator.records.table import counting, reviews, score_items


@dataclass(frozen=True, slots=True)
class BlindScore:
    """A lead's and the machine's share of what was possible, for one item of one session."""

    session_id: str
    item: str
    part: str
    reviewer_id: str
    share: float
    machine: float


@dataclass(frozen=True)
class BlindScores:
    """`records.blind_scores`: of sessions that the caller may see."""

    access: Access

    def done_by(self, reviewer_id: str, among: Collection[str]) -> frozenset[str]:
        """Which of these sessions that lead has scored blind."""
        wanted = select(reviews.c.session_id).where(
            reviews.c.session_id.in_(among), reviews.c.kind == "blind",
            reviews.c.reviewer_id == reviewer_id,
        )  # fmt: skip
        with self.access.read() as connection:
            return frozenset(connection.execute(wanted).scalars())

    def list(self) -> tuple[BlindScore, ...]:
        """All of them, with what the machine gave by the same version of the rubric; never what
        a lead has made of it later."""
        joined = _blind_items()
        columns = (
            reviews.c.session_id, reviews.c.item, score_items.c.part, reviews.c.reviewer_id,
            (reviews.c.new_points / score_items.c.possible).label("share"),
            (score_items.c.points / score_items.c.possible).label("machine"),
        )  # fmt: skip
        wanted = (
            select(*columns)
            .select_from(joined)
            .where(
                reviews.c.kind == "blind",
                reviews.c.new_points.is_not(None),
                score_items.c.possible > 0,
                self._seen(),
            )
        )
        with self.access.read() as connection:
            return tuple(BlindScore(*row) for row in connection.execute(wanted))

    def _seen(self) -> ColumnElement[bool]:
        """One's own and those of the sessions one leads; never those about oneself."""
        caller = self.access.caller
        if caller.trusted:
            return everything()
        own = reviews.c.reviewer_id == caller.person_id
        if caller.role != "lead":
            return own
        return own | counting.c.person_id.in_(self.access.led())


def _blind_items() -> Any:
    return reviews.join(
        counting,
        (counting.c.session_id == reviews.c.session_id)
        & (counting.c.rubric_id == reviews.c.rubric_id)
        & (counting.c.rubric_version == reviews.c.rubric_version),
    ).join(
        score_items,
        (score_items.c.scorecard_id == counting.c.scorecard_id)
        & (score_items.c.item == reviews.c.item),
    )
