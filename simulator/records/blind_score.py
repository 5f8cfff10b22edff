"""Blind scores as agreement is computed from them (D13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy import true as everything

from simulator.records.access import Access
from simulator.records.table import counting, reviews, score_items


class BlindScore(NamedTuple):
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
            self.access.among(reviews.c.session_id, among), reviews.c.kind == "blind",
            reviews.c.reviewer_id == reviewer_id,
        )  # fmt: skip
        with self.access.read() as connection:
            return frozenset(connection.execute(wanted).scalars())

    def list(self) -> tuple[BlindScore, ...]:
        """All of them, with what the machine gave by the same version of the rubric; never what
        a lead has made of it later."""
        same = (
            (counting.c.session_id == reviews.c.session_id)
            & (counting.c.rubric_id == reviews.c.rubric_id)
            & (counting.c.rubric_version == reviews.c.rubric_version)
        )
        wanted = (
            select(
                reviews.c.session_id, reviews.c.item, reviews.c.reviewer_id,
                reviews.c.new_points, counting.c.scorecard_id,
            )
            .select_from(reviews.join(counting, same))
            .where(reviews.c.kind == "blind", reviews.c.new_points.is_not(None), self._seen())
        )  # fmt: skip
        found = []
        with self.access.read() as connection:
            rows = connection.execute(wanted).all()
            items = self._items(connection, {row[-1] for row in rows})
        for session_id, item, reviewer_id, points, card in rows:
            given = items.get((card, item))
            if given is not None:
                part, machine, possible = given
                share = points / possible
                found.append(
                    BlindScore(session_id, item, part, reviewer_id, share, machine / possible)
                )
        return tuple(found)

    def _items(
        self, connection: Connection, cards: Collection[str]
    ) -> dict[tuple[str, str], tuple[str, float, float]]:
        """Part, points and what was possible of each item of these cards that could win points.

        Asked for by name: joined with the reviews, PostgreSQL goes through the items of all cards
        for those of a few.
        """
        wanted = select(
            score_items.c.scorecard_id, score_items.c.item, score_items.c.part,
            score_items.c.points, score_items.c.possible,
        ).where(
            self.access.among(score_items.c.scorecard_id, cards), score_items.c.possible > 0
        )  # fmt: skip
        return {
            (card, item): (part, points, possible)
            for card, item, part, points, possible in connection.execute(wanted).all()
        }

    def _seen(self) -> ColumnElement[bool]:
        """One's own and those of the sessions one leads; never those about oneself."""
        caller = self.access.caller
        if caller.trusted:
            return everything()
        own = reviews.c.reviewer_id == caller.person_id
        if caller.role != "lead":
            return own
        return own | counting.c.person_id.in_(self.access.led())
