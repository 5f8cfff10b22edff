"""The score that counts of each session: the newest card, as leads have corrected it (D13).

The rule stands in `migrations/sql/0003_counting.sql`; here it is only read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from simulator.records.access import Access
from simulator.records.moment import from_us, to_us
from simulator.records.table import appeals, counting, memberships, reviews, sessions

Source = Literal["local", "house", "claim"]


@dataclass(frozen=True, slots=True)
class Score:
    """What counts of a session, and beside it what the machine gave.

    `solved` and `warm` (None where empathy is not scored) are over the rubric's marks, `near`
    within three points of one. `changed` items have been overridden; where it is 0 the numbers
    are the machine's.
    """

    id: str
    session_id: str
    person_id: str
    drill_id: str
    sop_id: str
    contact_type: str
    mode: str
    started_at: datetime
    rubric_id: str
    rubric_version: str
    scored_at: datetime
    source: Source
    resolution: float
    empathy: float | None
    felt: float | None
    passed: bool
    uncertain: bool
    critical_count: int
    solved: bool
    warm: bool | None
    near: bool
    changed: int
    machine_resolution: float
    machine_empathy: float | None
    machine_passed: bool


@dataclass(frozen=True)
class Scores:
    """`records.scores`: only sessions that the caller may see."""

    access: Access

    def of(self, session_id: str) -> Score | None:
        """What counts of one session; None where it has no card."""
        wanted = self._wanted().where(counting.c.session_id == session_id)
        with self.access.read() as connection:
            row = connection.execute(wanted).first()
        return None if row is None else _score_of(row)

    def list(
        self, *, person_id: str | None = None, cohort_id: str | None = None,
        sop_id: str | None = None, since: datetime | None = None,
        uncertain: bool | None = None, session_ids: Collection[str] | None = None,
        limit: int | None = None,
    ) -> tuple[Score, ...]:  # fmt: skip
        """Newest session first."""
        wanted = self._wanted()
        if session_ids is not None:
            wanted = wanted.where(self.access.among(counting.c.session_id, session_ids))
        if person_id is not None:
            wanted = wanted.where(counting.c.person_id == person_id)
        if cohort_id is not None:
            wanted = wanted.where(in_cohort(counting.c.person_id, cohort_id))
        if sop_id is not None:
            wanted = wanted.where(counting.c.sop_id == sop_id)
        if since is not None:
            wanted = wanted.where(counting.c.started_us >= to_us(since))
        if uncertain is not None:
            wanted = wanted.where(counting.c.uncertain == uncertain)
        wanted = wanted.order_by(*_NEWEST).limit(limit)
        with self.access.read() as connection:
            return tuple(map(_score_of, connection.execute(wanted).all()))

    def count(self, *, person_id: str | None = None, cohort_id: str | None = None) -> int:
        """How many sessions `list` would give."""
        wanted = self._seen(select(func.count()).select_from(counting), cohort_id)
        if person_id is not None:
            wanted = wanted.where(counting.c.person_id == person_id)
        with self.access.read() as connection:
            return int(connection.execute(wanted).scalar_one())

    def square(self, *, cohort_id: str | None = None) -> dict[tuple[bool, bool], int]:
        """How many sessions were solved and warm, in all four pairs (solved, warm); drills that
        do not score empathy are left out."""
        wanted = self._seen(select(counting.c.solved, counting.c.warm, func.count()), cohort_id)
        wanted = wanted.where(counting.c.warm.is_not(None)).group_by(
            counting.c.solved, counting.c.warm
        )
        with self.access.read() as connection:
            found = {(row[0], row[1]): row[2] for row in connection.execute(wanted).all()}
        pairs = ((solved, warm) for solved in (True, False) for warm in (True, False))
        return {pair: found.get(pair, 0) for pair in pairs}

    def to_look_at(self, *, cohort_id: str | None = None, limit: int) -> Worklist:
        """Sessions a lead looks at first: appeals, critical errors, doubts, near a mark; each
        kind newest first. Once a lead has written to a session only an open appeal brings it
        back."""
        urgency = _urgency()
        columns = (*_COLUMNS, urgency.label("urgency"), func.count().over().label("total"))
        wanted = self._seen(select(*columns), cohort_id).where(urgency < _NOT_URGENT)
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(urgency, *_NEWEST).limit(limit)).all()
        total, found = 0, []
        for row in rows:
            values = row._asdict()
            total, appealed = values.pop("total"), values.pop("urgency") == 0
            found.append((_score_of_values(values), appealed))
        return Worklist(tuple(found), total)

    def between(
        self, first: datetime, until: datetime, *, cohort_id: str | None = None,
        without: str | None = None,
    ) -> tuple[str, ...]:  # fmt: skip
        """Ids of the sessions begun from `first` until before `until`, but those of `without`."""
        wanted = self._seen(select(counting.c.session_id), cohort_id).where(
            counting.c.started_us >= to_us(first), counting.c.started_us < to_us(until)
        )
        if without is not None:
            wanted = wanted.where(counting.c.person_id != without)
        with self.access.read() as connection:
            ids = connection.execute(wanted.order_by(counting.c.session_id)).scalars()
            return tuple(ids.all())

    def missing(self, person_id: str) -> tuple[str, ...]:
        """Ids of the sessions that a person has ended and nobody has scored, newest first."""
        scored = select(counting.c.session_id).where(counting.c.session_id == sessions.c.id)
        wanted = select(sessions.c.id).where(
            sessions.c.person_id == person_id, sessions.c.state == "ended",
            sessions.c.erased_us.is_(None), ~scored.exists(),
            self.access.sees(sessions.c.person_id),
        ).order_by(sessions.c.started_us.desc(), sessions.c.id.desc())  # fmt: skip
        with self.access.read() as connection:
            return tuple(connection.execute(wanted).scalars())

    def _wanted(self) -> Select[Any]:
        return select(*_COLUMNS).where(self.access.sees(counting.c.person_id))

    def _seen(self, wanted: Select[Any], cohort_id: str | None) -> Select[Any]:
        wanted = wanted.where(self.access.sees(counting.c.person_id))
        return wanted if cohort_id is None else wanted.where(
            in_cohort(counting.c.person_id, cohort_id)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Worklist:
    """The first of `total` sessions to look at, and whether each has an open appeal."""

    scores: tuple[tuple[Score, bool], ...]
    total: int


def in_cohort(person: ColumnElement[str], cohort_id: str) -> ColumnElement[bool]:
    """Whether a person trains in a cohort."""
    members = select(memberships.c.person_id).where(
        memberships.c.cohort_id == cohort_id, ~memberships.c.leads
    )
    return person.in_(members)


def passed_by_others_machine(connection: Connection, session_id: str) -> bool | None:
    """Whether the score that counts passes; None where it is the trainee's own machine's."""
    wanted = select(counting.c.passed).where(
        counting.c.session_id == session_id, counting.c.source == "house"
    )
    found = connection.execute(wanted).scalar()
    return None if found is None else bool(found)


_NOT_URGENT = 4
_NEWEST = (counting.c.started_us.desc(), counting.c.session_id.desc())
_COLUMNS = (
    counting.c.scorecard_id.label("id"),
    *(column for column in counting.c if column.name not in (
        "scorecard_id", "solved_from", "warm_from", "doubt_resolution", "doubt_empathy",
    )),
)  # fmt: skip


def _urgency() -> ColumnElement[int]:
    appealed = counting.c.session_id.in_(
        select(appeals.c.session_id).where(appeals.c.state == "open")
    )
    # In a local file the one person is also the one who reviews.
    answered = counting.c.session_id.in_(
        select(reviews.c.session_id).where(reviews.c.kind.in_(("override", "comment")))
    )
    open_ = or_(counting.c.critical_count > 0, counting.c.uncertain, counting.c.near)
    return case(
        (appealed, 0),
        (and_(open_, answered), _NOT_URGENT),
        (counting.c.critical_count > 0, 1),
        (counting.c.uncertain, 2),
        (counting.c.near, 3),
        else_=_NOT_URGENT,
    )


def _score_of(row: Row[Any]) -> Score:
    return _score_of_values(row._asdict())


def _score_of_values(values: dict[str, Any]) -> Score:
    values["scored_at"] = from_us(values.pop("scored_us"))
    values["started_at"] = from_us(values.pop("started_us"))
    return Score(**values)
