"""Assignments: what a person or a cohort is to drill, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, insert, or_, select, update
from sqlalchemy import true as everything

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import maybe_to_us, now_us
from simulator.records.row import values_of
from simulator.records.table import assignments, memberships
from sops.language import _
from sops.problem import printable


@dataclass(frozen=True, slots=True)
class Assignment:
    """For one person or one cohort; one drill or all of a contact type."""

    id: str
    person_id: str | None
    cohort_id: str | None
    drill_id: str | None
    contact_type: str | None
    due_at: datetime | None
    assigned_by: str
    created_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Assignments:
    """`records.assignments`."""

    access: Access

    def assign(
        self, *, person_id: str | None = None, cohort_id: str | None = None,
        drill_id: str | None = None, contact_type: str | None = None,
        due_at: datetime | None = None,
    ) -> Assignment:  # fmt: skip
        """Assign; leads to their cohorts and the people in them.

        `Conflict` unless exactly one of person and cohort, of drill and contact type is given.
        """
        if (person_id is None) == (cohort_id is None):
            raise Conflict(_("布置给一个人或一个培训班，二选一"))
        if (drill_id is None) == (contact_type is None):
            raise Conflict(_("布置一个演练或一类业务，二选一"))
        self.access.need("lead")
        values = {
            "id": new_id(), "person_id": person_id, "cohort_id": cohort_id,
            "drill_id": drill_id, "contact_type": contact_type, "due_us": maybe_to_us(due_at),
        }  # fmt: skip
        with self.access.write() as connection:
            self._need_lead(connection, person_id, cohort_id)
            by = self.access.caller.person_id or person_id
            if by is None:
                raise NotAllowed(_("本地记录库里没有培训班，请布置给本人"))
            give(connection, by, **values)
            return self._get(connection, str(values["id"]))

    def withdraw(self, assignment_id: str) -> Assignment:
        """Take an assignment back; leads of the one it was given to."""
        with self.access.write() as connection:
            found = self._get(connection, assignment_id)
            self._need_lead(connection, found.person_id, found.cohort_id)
            if found.withdrawn_at is None:
                connection.execute(
                    update(assignments)
                    .where(assignments.c.id == assignment_id)
                    .values(withdrawn_us=now_us())
                )
                by = self.access.caller.person_id
                enter(connection, by, "assignments.withdraw", assignment_id)
            return self._get(connection, assignment_id)

    def list(
        self, *, person_id: str | None = None, cohort_id: str | None = None,
        withdrawn: bool = False,
    ) -> tuple[Assignment, ...]:  # fmt: skip
        """Assignments that the caller may see, next due first. Those of a person include those
        of the cohorts the person trains in."""
        wanted = select(assignments).where(self._seen())
        if person_id is not None:
            wanted = wanted.where(_reaches(person_id))
        if cohort_id is not None:
            wanted = wanted.where(assignments.c.cohort_id == cohort_id)
        if not withdrawn:
            wanted = wanted.where(assignments.c.withdrawn_us.is_(None))
        order = (assignments.c.due_us.is_(None), assignments.c.due_us, assignments.c.id)
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(*order))
            return tuple(Assignment(**values_of(row)) for row in rows)

    def _need_lead(
        self, connection: Connection, person_id: str | None, cohort_id: str | None
    ) -> None:
        caller = self.access.caller
        if caller.trusted:
            return
        if person_id is not None:
            good = self.access.leads(connection, person_id)
        else:
            wanted = _led_cohorts(caller.person_id).where(memberships.c.cohort_id == cohort_id)
            good = caller.role == "lead" and connection.execute(wanted).first() is not None
        if not good:
            raise NotAllowed(_("只能给自己带的培训班和其中的学员布置"))

    def _seen(self) -> ColumnElement[bool]:
        caller = self.access.caller
        if caller.trusted:
            return everything()
        seen = _reaches(caller.person_id) | (assignments.c.assigned_by == caller.person_id)
        if caller.role == "lead":
            seen |= assignments.c.person_id.in_(self.access.led())
            seen |= assignments.c.cohort_id.in_(_led_cohorts(caller.person_id))
        return seen

    def _get(self, connection: Connection, assignment_id: str) -> Assignment:
        wanted = select(assignments).where(assignments.c.id == assignment_id, self._seen())
        row = connection.execute(wanted).first()
        if row is None:
            raise Missing(_("没有这个布置：{id}").format(id=printable(assignment_id)))
        return Assignment(**values_of(row))


def give(connection: Connection, by: str, **values: Any) -> None:
    """Write an assignment whose giver has been asked for the right to it."""
    row = {"created_us": now_us(), **values, "assigned_by": by}
    connection.execute(insert(assignments).values(row))
    enter(connection, by, "assignments.assign", values["id"])


def _reaches(person_id: str) -> ColumnElement[bool]:
    trains_in = select(memberships.c.cohort_id).where(
        memberships.c.person_id == person_id, ~memberships.c.leads
    )
    return or_(assignments.c.person_id == person_id, assignments.c.cohort_id.in_(trains_in))


def _led_cohorts(person_id: str) -> Select[tuple[str]]:
    return select(memberships.c.cohort_id).where(
        memberships.c.person_id == person_id, memberships.c.leads
    )
