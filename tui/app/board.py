"""What the review desk shows, read from the records when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sops.language import _

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.cohort import Cohort
    from simulator.records.gap import Gap
    from simulator.records.item_total import ItemTotal
    from simulator.records.score import Score, Worklist
    from simulator.records.trainee import Weakest
    from simulator.review.agreement import Agreement

SHOWN = 100
"""Rows of a page; more than anybody reads through, and it says how many there are."""
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
    def weakest(self) -> Weakest:
        """People who have been scored, the weakest first, as many as a page shows."""
        return self.records.trainees.weakest(cohort_id=self.cohort_id, limit=SHOWN)

    @cached_property
    def square(self) -> Mapping[tuple[bool, bool], int]:
        """Sessions by (solved, warm)."""
        return self.records.scores.square(cohort_id=self.cohort_id)

    @cached_property
    def work(self) -> Worklist:
        """What to look at first."""
        return self.records.scores.to_look_at(cohort_id=self.cohort_id, limit=SHOWN)

    @cached_property
    def totals(self) -> tuple[ItemTotal, ...]:
        """What is missed where."""
        return self.records.item_totals.list(cohort_id=self.cohort_id, steps=True)

    def sessions_of(self, person_id: str | None) -> tuple[tuple[Score, ...], int]:
        """The newest sessions, of one person or of all, and how many there are."""
        scores = self.records.scores
        shown = scores.list(cohort_id=self.cohort_id, person_id=person_id, limit=SHOWN)
        if len(shown) < SHOWN:
            return shown, len(shown)
        return shown, scores.count(cohort_id=self.cohort_id, person_id=person_id)

    def sent_back(self, scores: Sequence[Score]) -> frozenset[str]:
        """Which of these sessions a lead has sent back."""
        among = [score.session_id for score in scores]
        found = self.records.reviews.list(among=among, sent_back=True)
        return frozenset(each.session_id for each in found)

    def gaps(self, scores: Sequence[Score]) -> Mapping[str, tuple[Gap, ...]]:
        """Where exams among them were interrupted."""
        return self.records.gaps.of([each.session_id for each in scores if each.mode == "exam"])

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
        monday = datetime.combine(date.fromisocalendar(year, week, 1), time(), UTC)
        others = self.records.scores.between(
            monday - timedelta(days=_DRAWN_FROM_DAYS), monday, cohort_id=self.cohort_id,
            without=None if self.records.local else self.me,
        )  # fmt: skip
        seed = f"{self.me} {year}-{week}"
        done = self.records.blind_scores.done_by(self.me, blind_sample(others, (), SAMPLE, seed))
        return self.records.scores.list(session_ids=blind_sample(others, done, SAMPLE, seed))

    @cached_property
    def agreement(self) -> tuple[Agreement, ...]:
        """Between leads, and of leads with the machine, over all blind scores."""
        from simulator.review.agreement import Blind, agreement

        blind, machine = [], {}
        for each in self.records.blind_scores.list():
            thing = f"{each.session_id} {each.item}"
            blind.append(Blind(thing, each.reviewer_id, each.part, each.share))
            machine[thing] = each.machine
        return agreement(blind, machine)
