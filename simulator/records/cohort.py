"""Cohorts: who trains together, and who leads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy import true as everything
from sqlalchemy.exc import IntegrityError

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.error import Conflict, Missing
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.person import tidy_name
from simulator.records.row import values_of
from simulator.records.table import cohorts, memberships, people
from simulator.records.taking import take_membership
from sops.language import _
from sops.problem import printable


@dataclass(frozen=True, slots=True)
class Cohort:
    """A closed cohort takes nobody in."""

    id: str
    name: str
    created_at: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """`leads`: the person leads the cohort; otherwise trains in it."""

    cohort_id: str
    person_id: str
    leads: bool
    joined_at: datetime


@dataclass(frozen=True)
class Cohorts:
    """`records.cohorts`."""

    access: Access

    def add(self, name: str) -> Cohort:
        """A new cohort; administrators only. `Conflict` where the name is taken."""
        self.access.need("administrator")
        values = {
            "id": new_id(), "name": tidy_name(name), "created_us": now_us(), "closed": False,
        }  # fmt: skip
        with self.access.write() as connection:
            try:
                connection.execute(insert(cohorts).values(values))
            except IntegrityError as error:
                text = _("已经有叫 {name} 的培训班")
                raise Conflict(text.format(name=printable(name))) from error
            enter(connection, self.access.caller.person_id, "cohorts.add", str(values["id"]))
            return self._get(connection, str(values["id"]))

    def close(self, cohort_id: str, closed: bool = True) -> Cohort:
        """Close a cohort, or open it again; administrators only."""
        self.access.need("administrator")
        with self.access.write() as connection:
            self._get(connection, cohort_id)
            connection.execute(
                update(cohorts).where(cohorts.c.id == cohort_id).values(closed=closed)
            )
            enter(connection, self.access.caller.person_id, "cohorts.close", cohort_id,
                  closed=closed)  # fmt: skip
            return self._get(connection, cohort_id)

    def join(self, cohort_id: str, person_id: str, leads: bool = False) -> Membership:
        """Take a person in, to train or to lead; administrators only.

        Whoever leads must have the role of a lead. Nobody both leads and trains in one cohort.
        """
        self.access.need("administrator")
        with self.access.write() as connection:
            if self._get(connection, cohort_id).closed:
                raise Conflict(_("这个培训班已经关闭"))
            role = connection.execute(select(people.c.role).where(people.c.id == person_id))
            found = role.scalar()
            if found is None:
                raise Missing(_("没有这个人：{person}").format(person=printable(person_id)))
            if leads and found != "lead":
                raise Conflict(_("只有组长能带班"))
            take_membership(connection, cohort_id, person_id)
            values: dict[str, Any] = {
                "cohort_id": cohort_id, "person_id": person_id, "leads": leads,
                "joined_us": now_us(),
            }  # fmt: skip
            connection.execute(insert(memberships).values(values))
            enter(connection, self.access.caller.person_id, "cohorts.join", person_id,
                  cohort=cohort_id, leads=leads)  # fmt: skip
            row = connection.execute(
                select(memberships).where(
                    memberships.c.cohort_id == cohort_id, memberships.c.person_id == person_id
                )
            ).one()
            return Membership(**values_of(row))

    def leave(self, cohort_id: str, person_id: str) -> None:
        """Let a person go; administrators only."""
        self.access.need("administrator")
        with self.access.write() as connection:
            take_membership(connection, cohort_id, person_id)
            enter(connection, self.access.caller.person_id, "cohorts.leave", person_id,
                  cohort=cohort_id)  # fmt: skip

    def list(self, *, closed: bool = False) -> tuple[Cohort, ...]:
        """The caller's cohorts (an administrator: all), by name."""
        wanted = select(cohorts).where(self._seen())
        if not closed:
            wanted = wanted.where(~cohorts.c.closed)
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(cohorts.c.name))
            return tuple(Cohort(**values_of(row)) for row in rows)

    def members(self, cohort_id: str) -> tuple[Membership, ...]:
        """Who is in a cohort that the caller leads or keeps; others see who leads, and oneself."""
        with self.access.read() as connection:
            self._get(connection, cohort_id)
            wanted = select(memberships).where(memberships.c.cohort_id == cohort_id)
            caller = self.access.caller
            if not (caller.trusted or caller.role == "administrator"):
                leading = connection.execute(
                    wanted.where(memberships.c.person_id == caller.person_id, memberships.c.leads)
                ).first()
                if leading is None or caller.role != "lead":
                    mine = memberships.c.person_id == caller.person_id
                    wanted = wanted.where(memberships.c.leads | mine)
            rows = connection.execute(wanted.order_by(memberships.c.joined_us))
            return tuple(Membership(**values_of(row)) for row in rows)

    def _seen(self) -> Any:
        caller = self.access.caller
        if caller.trusted or caller.role == "administrator":
            return everything()
        mine = select(memberships.c.cohort_id).where(memberships.c.person_id == caller.person_id)
        return cohorts.c.id.in_(mine)

    def _get(self, connection: Connection, cohort_id: str) -> Cohort:
        wanted = select(cohorts).where(cohorts.c.id == cohort_id, self._seen())
        row = connection.execute(wanted).first()
        if row is None:
            raise Missing(_("没有这个培训班：{cohort}").format(cohort=printable(cohort_id)))
        return Cohort(**values_of(row))
