"""What the review desk shows, read from the records in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.appeal import Appeal
    from simulator.records.cohort import Cohort
    from simulator.records.item_total import ItemTotal
    from simulator.records.scorecard import Score
    from simulator.review.agreement import Agreement

SAMPLE = 10
"""Sessions drawn each week for blind scoring."""
_DRAWN_FROM_DAYS = 14


@dataclass(frozen=True)
class Board:
    """Everything of one cohort (None: of all whom the caller leads), as the caller sees it."""

    cohort_id: str | None
    cohorts: tuple[Cohort, ...]
    names: Mapping[str, str]
    scores: tuple[Score, ...]
    totals: tuple[ItemTotal, ...]
    appeals: tuple[Appeal, ...]
    sample: tuple[Score, ...]
    agreement: tuple[Agreement, ...]

    def sop_of(self, contact_type: str) -> str:
        """The SOP of a type of contact."""
        found = (total.sop_id for total in self.totals if total.contact_type == contact_type)
        return next(found, "")


def read_board(records: Records, me: str, cohort_id: str | None = None) -> Board:
    """Read it all; slow where there is much, so not on the screen's own thread."""
    scores = records.scorecards.scores(cohort_id=cohort_id)
    blind = records.reviews.list(kind="blind")
    return Board(
        cohort_id, records.cohorts.list(), names(records), scores,
        records.item_totals.list(cohort_id=cohort_id), records.appeals.list(state="open"),
        _sample(records, me, scores, {r.session_id for r in blind if r.reviewer_id == me}),
        _agreement(records),
    )  # fmt: skip


def names(records: Records) -> dict[str, str]:
    """People as they are called: name, else login."""
    return {each.id: each.name or each.login for each in records.people.list()}


def _sample(
    records: Records, me: str, scores: tuple[Score, ...], done: set[str]
) -> tuple[Score, ...]:
    from simulator.review.worklist import blind_sample

    year, week, _day = date.today().isocalendar()
    # Sessions of before this week only: new ones would change the draw. Never one's own.
    monday = date.fromisocalendar(year, week, 1)
    others = [
        each for each in scores
        if (records.local or each.person_id != me)
        and 0 <= (monday - each.started_at.date()).days <= _DRAWN_FROM_DAYS
    ]  # fmt: skip
    return blind_sample(others, done, SAMPLE, f"{me} {year}-{week}")


def _agreement(records: Records) -> tuple[Agreement, ...]:
    from simulator.review.agreement import Blind, agreement

    given = records.reviews.list(kind="blind")
    kept = {}
    for session in {each.session_id for each in given}:
        card = records.scorecards.latest(session)
        for item in card.items if card else ():
            if item.possible > 0:
                kept[f"{session} {item.item}"] = item
    blind = [
        Blind(thing, each.reviewer_id, kept[thing].part, each.new_points / kept[thing].possible)
        for each in given
        if (thing := f"{each.session_id} {each.item}") in kept and each.new_points is not None
    ]
    return agreement(blind, {thing: item.points / item.possible for thing, item in kept.items()})
