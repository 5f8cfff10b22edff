"""What the review desk shows, read from the records when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sops.language import _

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
    """One cohort (None: all whom the caller may see) as `me` sees it.

    Every part is read once; with many sessions that is slow, so not on the screen's own thread.
    """

    records: Records
    me: str
    cohort_id: str | None = None

    @cached_property
    def names(self) -> Mapping[str, str]:
        """People as they are called: name, else login."""
        return {
            each.id: _("本人") if each.local else each.name or each.login
            for each in self.records.people.list()
        }

    @cached_property
    def cohorts(self) -> tuple[Cohort, ...]:
        """Cohorts to choose from."""
        return self.records.cohorts.list()

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The score that counts of each session, newest first."""
        return self.records.scorecards.scores(cohort_id=self.cohort_id)

    @cached_property
    def totals(self) -> tuple[ItemTotal, ...]:
        """What is missed where."""
        return self.records.item_totals.list(cohort_id=self.cohort_id)

    @cached_property
    def appeals(self) -> tuple[Appeal, ...]:
        """Appeals without an answer."""
        return self.records.appeals.list(state="open")

    def sop_of(self, contact_type: str) -> str:
        """The SOP of a type of contact."""
        found = (total.sop_id for total in self.totals if total.contact_type == contact_type)
        return next(found, "")

    @cached_property
    def sample(self) -> tuple[Score, ...]:
        """The week's draw for blind scoring that `me` has not scored yet."""
        from simulator.review.worklist import blind_sample

        year, week, _day = date.today().isocalendar()
        # Sessions of before this week only: new ones would change the draw. Never one's own.
        monday = date.fromisocalendar(year, week, 1)
        others = [
            each for each in self.scores
            if (self.records.local or each.person_id != self.me)
            and 0 <= (monday - each.started_at.date()).days <= _DRAWN_FROM_DAYS
        ]  # fmt: skip
        blind = self.records.reviews.list(kind="blind")
        done = {each.session_id for each in blind if each.reviewer_id == self.me}
        return blind_sample(others, done, SAMPLE, f"{self.me} {year}-{week}")

    @cached_property
    def agreement(self) -> tuple[Agreement, ...]:
        """Between leads, and of leads with the machine, over all blind scores."""
        from simulator.review.agreement import Blind, agreement

        given = self.records.reviews.list(kind="blind")
        kept = {}
        for session in {each.session_id for each in given}:
            card = self.records.scorecards.latest(session)
            for item in card.items if card else ():
                if item.possible > 0:
                    kept[f"{session} {item.item}"] = item
        blind = [
            Blind(thing, each.reviewer_id, kept[thing].part, each.new_points / kept[thing].possible)
            for each in given
            if (thing := f"{each.session_id} {each.item}") in kept and each.new_points is not None
        ]
        machine = {thing: item.points / item.possible for thing, item in kept.items()}
        return agreement(blind, machine)
