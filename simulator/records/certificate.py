"""Certificates: two passed exams on unseen seeds and a lead's signature (D10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select
from sqlalchemy.exc import IntegrityError

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.row import values_of
from simulator.records.score import passed_by_others_machine
from simulator.records.table import certificates, sessions
from sops.language import _
from sops.problem import printable


@dataclass(frozen=True, slots=True)
class Certificate:
    """It holds for the SOP as it was: `lapsed` when the SOP has another hash."""

    id: str
    person_id: str
    sop_id: str
    sop_hash: str
    contact_type: str
    first_session_id: str
    second_session_id: str
    signed_by: str
    signed_at: datetime

    def lapsed(self, sop_hash: str) -> bool:
        """Whether the SOP, which has this hash now, has changed since."""
        return sop_hash != self.sop_hash


@dataclass(frozen=True)
class Certificates:
    """`records.certificates`."""

    access: Access

    def sign(self, first_session_id: str, second_session_id: str) -> Certificate:
        """Certify a person for the SOP of two exams.

        By a lead of the person's cohort, in a shared database or the served app only. `Conflict`
        unless both are ended exams of one person and one SOP (same hash), on different seeds that
        the person had not met in that drill before, and each is passed by the score that counts,
        as a lead may have corrected it, but not by one that the person's own machine computed.
        """
        if self.access.caller.trusted or (self.access.store.local and not self.access.served):
            raise NotAllowed(_("本地记录库只有一个人用、谁都能改，不能签发证书"))
        self.access.need("lead")
        with self.access.write() as connection:
            first = self._exam(connection, first_session_id)
            second = self._exam(connection, second_session_id)
            _check_pair(first, second)
            if first.person_id == self.access.caller.person_id:
                raise NotAllowed(_("不能给自己签发证书"))
            if not self.access.leads(connection, first.person_id):
                raise NotAllowed(_("只能给自己带的学员签发证书"))
            values = {
                "id": new_id(), "person_id": first.person_id, "sop_id": first.sop_id,
                "sop_hash": first.sop_hash, "contact_type": first.contact_type,
                "first_session_id": first.id, "second_session_id": second.id,
                "signed_by": self.access.caller.person_id, "signed_us": now_us(),
            }  # fmt: skip
            try:
                connection.execute(insert(certificates).values(values))
            except IntegrityError as error:
                raise Conflict(_("这个人已经有这份 SOP 的证书")) from error
            enter(connection, self.access.caller.person_id, "certificates.sign",
                  str(values["id"]))  # fmt: skip
            return self._get(connection, str(values["id"]))

    def list(
        self, *, person_id: str | None = None, sop_id: str | None = None
    ) -> tuple[Certificate, ...]:
        """Certificates that the caller may see, newest first, lapsed ones among them."""
        wanted = select(certificates).where(self.access.sees(certificates.c.person_id))
        if person_id is not None:
            wanted = wanted.where(certificates.c.person_id == person_id)
        if sop_id is not None:
            wanted = wanted.where(certificates.c.sop_id == sop_id)
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(certificates.c.id.desc()))
            return tuple(Certificate(**values_of(row)) for row in rows)

    def _exam(self, connection: Connection, session_id: str) -> Row[Any]:
        row = connection.execute(
            select(sessions).where(
                sessions.c.id == session_id, self.access.sees(sessions.c.person_id)
            )
        ).first()
        shown = printable(session_id)
        if row is None:
            raise Missing(_("没有会话 {session}").format(session=shown))
        if row.mode != "exam" or row.state != "ended":
            raise Conflict(_("会话 {session} 不是考完的考试").format(session=shown))
        passed = passed_by_others_machine(connection, session_id)
        if passed is None:
            raise Conflict(
                _("会话 {session} 只有学员自己电脑算的分，请先重新评分").format(session=shown)
            )
        if not passed:
            raise Conflict(_("会话 {session} 没有通过").format(session=shown))
        if connection.execute(_seen_before(row)).first() is not None:
            raise Conflict(_("会话 {session} 的种子这个人以前练过").format(session=shown))
        return row

    def _get(self, connection: Connection, certificate_id: str) -> Certificate:
        wanted = select(certificates).where(certificates.c.id == certificate_id)
        return Certificate(**values_of(connection.execute(wanted).one()))


def _seen_before(exam: Row[Any]) -> Select[Any]:
    """Earlier sessions of that person with the same drill and seed."""
    return select(sessions.c.id).where(
        sessions.c.person_id == exam.person_id, sessions.c.drill_id == exam.drill_id,
        sessions.c.seed == exam.seed, sessions.c.id != exam.id,
        sessions.c.started_us <= exam.started_us,
    ).limit(1)  # fmt: skip


def _check_pair(first: Row[Any], second: Row[Any]) -> None:
    if first.id == second.id or first.seed == second.seed:
        raise Conflict(_("两场考试要用不同的种子"))
    if first.person_id != second.person_id:
        raise Conflict(_("两场考试不是同一个人考的"))
    if (first.sop_id, first.sop_hash) != (second.sop_id, second.sop_hash):
        raise Conflict(_("两场考试考的不是同一份 SOP，或者 SOP 改过"))
