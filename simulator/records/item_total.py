"""What is missed where: points of rubric items, summed over sessions by type of contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from simulator.records.access import Access
from simulator.records.moment import to_us
from simulator.records.scorecard import counting_card
from simulator.records.table import memberships, score_items, scorecards, sessions


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """Sums over the scorecard that counts of each session; `missed` counts items short of full."""

    contact_type: str
    sop_id: str
    part: str
    item: str
    step: str
    sessions: int
    missed: int
    points: float
    possible: float


@dataclass(frozen=True)
class ItemTotals:
    """`records.item_totals`."""

    access: Access

    def list(
        self, *, person_id: str | None = None, cohort_id: str | None = None,
        since: datetime | None = None,
    ) -> tuple[ItemTotal, ...]:  # fmt: skip
        """Totals over the sessions that the caller may see, in order of their names."""
        newest = (
            select(counting_card().label("id"))
            .where(self.access.sees(scorecards.c.person_id))
            .group_by(scorecards.c.session_id)
        )
        if person_id is not None:
            newest = newest.where(scorecards.c.person_id == person_id)
        if cohort_id is not None:
            members = select(memberships.c.person_id).where(
                memberships.c.cohort_id == cohort_id, ~memberships.c.leads
            )
            newest = newest.where(scorecards.c.person_id.in_(members))
        cards = newest.subquery()
        missed = case((score_items.c.points < score_items.c.possible, 1), else_=0)
        names = (
            sessions.c.contact_type, sessions.c.sop_id, score_items.c.part, score_items.c.item,
            score_items.c.step,
        )  # fmt: skip
        joined = (
            cards.join(scorecards, scorecards.c.id == cards.c.id)
            .join(sessions, sessions.c.id == scorecards.c.session_id)
            .join(score_items, score_items.c.scorecard_id == scorecards.c.id)
        )
        wanted = select(
            *names, func.count(), func.sum(missed), func.sum(score_items.c.points),
            func.sum(score_items.c.possible),
        ).select_from(joined).group_by(*names).order_by(*names)  # fmt: skip
        if since is not None:
            wanted = wanted.where(sessions.c.started_us >= to_us(since))
        with self.access.read() as connection:
            return tuple(ItemTotal(*row) for row in connection.execute(wanted))
