"""What is missed where: points of rubric items, summed over sessions by type of contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Subquery, case, func, select

from simulator.records.access import Access
from simulator.records.moment import to_us
from simulator.records.score import in_cohort
from simulator.records.table import counting, reviews, score_items


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """Sums over the score that counts of each session, overrides included; `missed` counts items
    short of full."""

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
        since: datetime | None = None, steps: bool = False,
    ) -> tuple[ItemTotal, ...]:  # fmt: skip
        """Totals over the sessions that the caller may see, in order of their names. `steps`:
        only of what the SOP asks for, without penalties and what belongs to no step."""
        joined: FromClause = counting.join(
            score_items, score_items.c.scorecard_id == counting.c.scorecard_id
        )
        if self.access.store.local:
            points = _points_one_by_one()
        else:
            newest = _newest_overrides()
            points = func.coalesce(newest.c.new_points, score_items.c.points)
            joined = joined.outerjoin(
                newest,
                (newest.c.session_id == counting.c.session_id)
                & (newest.c.item == score_items.c.item)
                & (newest.c.rubric_id == counting.c.rubric_id)
                & (newest.c.rubric_version == counting.c.rubric_version),
            )
        missed = case((points < score_items.c.possible, 1), else_=0)
        names = (
            counting.c.contact_type, counting.c.sop_id, score_items.c.part, score_items.c.item,
            score_items.c.step,
        )  # fmt: skip
        wanted = select(
            *names, func.count(), func.sum(missed), func.sum(points),
            func.sum(score_items.c.possible),
        ).select_from(joined).where(self.access.sees(counting.c.person_id))  # fmt: skip
        if person_id is not None:
            wanted = wanted.where(counting.c.person_id == person_id)
        if cohort_id is not None:
            wanted = wanted.where(in_cohort(counting.c.person_id, cohort_id))
        if steps:
            wanted = wanted.where(score_items.c.step != "", score_items.c.possible > 0)
        if since is not None:
            wanted = wanted.where(counting.c.started_us >= to_us(since))
        # Put in order here: asked for an order, PostgreSQL sorts every item before it adds them up.
        with self.access.read() as connection:
            rows = connection.execute(wanted.group_by(*names)).all()
        return tuple(ItemTotal(*row) for row in sorted(rows, key=lambda row: tuple(row[:5])))


def _newest_overrides() -> Subquery:
    """The newest override of each item; all of them at once, as there are few."""
    names = [reviews.c[n] for n in ("session_id", "rubric_id", "rubric_version", "item")]
    place = func.row_number().over(
        partition_by=names, order_by=(reviews.c.created_us.desc(), reviews.c.id.desc())
    )
    numbered = (
        select(*names, reviews.c.new_points, place.label("place"))
        .where(reviews.c.kind == "override", reviews.c.new_points.is_not(None))
        .subquery()
    )
    return select(numbered).where(numbered.c.place == 1).subquery()


def _points_one_by_one() -> ColumnElement[float]:
    """The same looked up item by item, and only where a lead was at work: SQLite is fast at that
    and slow at joining what has no index; PostgreSQL the other way round."""
    newest = (
        select(reviews.c.new_points)
        .where(
            reviews.c.session_id == counting.c.session_id,
            reviews.c.kind == "override",
            reviews.c.rubric_id == counting.c.rubric_id,
            reviews.c.rubric_version == counting.c.rubric_version,
            reviews.c.item == score_items.c.item,
            reviews.c.new_points.is_not(None),
        )
        .order_by(reviews.c.created_us.desc(), reviews.c.id.desc())
        .limit(1)
        .correlate(counting, score_items)
        .scalar_subquery()
    )
    changed = func.coalesce(newest, score_items.c.points)
    return case((counting.c.changed > 0, changed), else_=score_items.c.points)
