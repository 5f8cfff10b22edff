"""One line for each trainee: how many sessions, how good, which way it goes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from simulator.records.access import Access
from simulator.records.moment import from_us
from simulator.records.score import in_cohort
from simulator.records.table import counting

TREND = 12
"""The newest sessions that a trend shows."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """Means over all sessions, 0–100; `empathy` is None where none was scored for it.

    `trend`: resolution of the newest `TREND` sessions, oldest first. `changed`: sessions in which
    a lead has overridden something.
    """

    person_id: str
    sessions: int
    resolution: float
    empathy: float | None
    trend: tuple[float, ...]
    passed: int
    critical: int
    changed: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Weakest:
    """The first of `total` trainees, the weakest first."""

    trainees: tuple[Trainee, ...]
    total: int


@dataclass(frozen=True)
class Trainees:
    """`records.trainees`: by the scores that count."""

    access: Access

    def list(
        self, *, cohort_id: str | None = None, person_id: str | None = None,
        limit: int | None = None,
    ) -> tuple[Trainee, ...]:  # fmt: skip
        """People who have been scored and whom the caller may see, the weakest first."""
        return self.weakest(cohort_id=cohort_id, person_id=person_id, limit=limit).trainees

    def weakest(
        self, *, cohort_id: str | None = None, person_id: str | None = None,
        limit: int | None = None,
    ) -> Weakest:  # fmt: skip
        """The same, and how many there are without a limit."""
        mean = func.avg(counting.c.resolution)
        wanted = self._seen(_sums(), cohort_id)
        if person_id is not None:
            wanted = wanted.where(counting.c.person_id == person_id)
        wanted = wanted.group_by(counting.c.person_id).order_by(mean, counting.c.person_id)
        with self.access.read() as connection:
            rows = connection.execute(wanted.limit(limit)).all()
            trends = self._trends(connection, [row.person_id for row in rows])
        total, found = 0, []
        for row in rows:
            values = row._asdict()
            total = values.pop("total")
            values["last_at"] = from_us(values.pop("last_us"))
            found.append(Trainee(**values, trend=trends.get(row.person_id, ())))
        return Weakest(tuple(found), total)

    def _seen(self, wanted: Select[Any], cohort_id: str | None) -> Select[Any]:
        wanted = wanted.where(self.access.sees(counting.c.person_id))
        return wanted if cohort_id is None else wanted.where(
            in_cohort(counting.c.person_id, cohort_id)
        )  # fmt: skip

    def _trends(
        self, connection: Connection, people: Collection[str]
    ) -> dict[str, tuple[float, ...]]:
        """Of those on the list only, or a window over everybody's sessions would be drawn up."""
        place = func.row_number().over(
            partition_by=counting.c.person_id,
            order_by=(counting.c.started_us.desc(), counting.c.session_id.desc()),
        )
        numbered = (
            select(counting.c.person_id, counting.c.resolution, place.label("place"))
            .where(self.access.among(counting.c.person_id, people))
            .subquery()
        )
        wanted = select(numbered.c.person_id, numbered.c.resolution).where(
            numbered.c.place <= TREND
        )
        found: dict[str, list[float]] = {}
        for person, resolution in connection.execute(
            wanted.order_by(numbered.c.place.desc())
        ).all():
            found.setdefault(person, []).append(resolution)
        return {person: tuple(values) for person, values in found.items()}


def _sums() -> Select[Any]:
    def how_many(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    return select(
        counting.c.person_id, func.count().label("sessions"),
        func.avg(counting.c.resolution).label("resolution"),
        func.avg(counting.c.empathy).label("empathy"),
        how_many(counting.c.passed).label("passed"),
        how_many(counting.c.critical_count > 0).label("critical"),
        how_many(counting.c.changed > 0).label("changed"),
        func.max(counting.c.started_us).label("last_us"), func.count().over().label("total"),
    )  # fmt: skip
