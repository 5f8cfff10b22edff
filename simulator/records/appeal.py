"""Appeals: a trainee asks for another look at a score; a lead answers once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.review import Change, override_in
from simulator.records.row import values_of
from simulator.records.table import appeals, sessions
from sops.language import _
from sops.problem import printable

AppealState = Literal["open", "granted", "declined"]


@dataclass(frozen=True, slots=True)
class Appeal:
    """`item` is None where the whole score is meant."""

    id: str
    session_id: str
    person_id: str
    item: str | None
    reason: str
    created_at: datetime
    state: AppealState
    answered_by: str | None
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Appeals:
    """`records.appeals`."""

    access: Access

    def make(self, session_id: str, reason: str, item: str | None = None) -> Appeal:
        """Appeal against the score of a session of one's own; one open appeal for each item."""
        if not reason.strip():
            raise Conflict(_("申诉要写理由"))
        with self.access.write() as connection:
            owner = connection.execute(
                select(sessions.c.person_id).where(
                    sessions.c.id == session_id, self.access.sees(sessions.c.person_id)
                )
            ).scalar()
            if owner is None:
                raise Missing(_("没有会话 {session}").format(session=printable(session_id)))
            self.access.need_oneself(owner)
            again = select(appeals.c.id).where(
                appeals.c.session_id == session_id, appeals.c.state == "open",
                appeals.c.item.is_not_distinct_from(item),
            )  # fmt: skip
            if connection.execute(again).first() is not None:
                raise Conflict(_("这一项的申诉还没有答复"))
            values = {
                "id": new_id(), "session_id": session_id, "person_id": owner, "item": item,
                "reason": reason, "created_us": now_us(), "state": "open",
            }  # fmt: skip
            connection.execute(insert(appeals).values(values))
            return self._get(connection, str(values["id"]))

    def answer(
        self, appeal_id: str, state: AppealState, text: str, change: Change | None = None
    ) -> Appeal:
        """Grant or decline, with words; leads of that person's cohort only, and only once.

        `change`: what a granted appeal changes, an override with the answer as its reason. It is
        written with the answer or not at all.
        """
        if state not in ("granted", "declined") or (change and state != "granted"):
            raise ValueError(state)
        with self.access.write() as connection:
            appeal = self._get(connection, appeal_id)
            caller = self.access.caller
            mine = appeal.person_id == caller.person_id and not caller.trusted
            if mine or not self.access.leads(connection, appeal.person_id):
                raise NotAllowed(_("只有带这位学员的组长能答复申诉"))
            if appeal.state != "open":
                raise Conflict(_("这个申诉已经答复过"))
            by = caller.person_id or appeal.person_id
            if change is not None:
                override_in(connection, by, appeal.session_id, change, text)
            connection.execute(
                update(appeals)
                .where(appeals.c.id == appeal_id)
                .values(state=state, answer=text, answered_by=by, answered_us=now_us())
            )
            enter(connection, by, f"appeals.{state}", appeal_id)
            return self._get(connection, appeal_id)

    def list(
        self, *, session_id: str | None = None, person_id: str | None = None,
        state: AppealState | None = None,
    ) -> tuple[Appeal, ...]:  # fmt: skip
        """Appeals that the caller may see, oldest first."""
        wanted = select(appeals).where(self.access.sees(appeals.c.person_id))
        if session_id is not None:
            wanted = wanted.where(appeals.c.session_id == session_id)
        if person_id is not None:
            wanted = wanted.where(appeals.c.person_id == person_id)
        if state is not None:
            wanted = wanted.where(appeals.c.state == state)
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(appeals.c.created_us, appeals.c.id))
            return tuple(Appeal(**values_of(row)) for row in rows)

    def _get(self, connection: Connection, appeal_id: str) -> Appeal:
        wanted = select(appeals).where(
            appeals.c.id == appeal_id, self.access.sees(appeals.c.person_id)
        )
        row = connection.execute(wanted).first()
        if row is None:
            raise Missing(_("没有这个申诉：{id}").format(id=printable(appeal_id)))
        return Appeal(**values_of(row))
