"""The audit log: who did what to whom, append-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from simulator.records.access import Access
from simulator.records.body import canonical, parsed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.row import values_of
from simulator.records.table import audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """`act` is a name such as `people.add`; `subject` the id of what it was done to."""

    id: str
    at: datetime
    person_id: str
    act: str
    subject: str
    detail: Any


@dataclass(frozen=True)
class Audit:
    """`records.audit`."""

    access: Access

    def list(self, *, subject: str | None = None, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """The newest entries first; administrators only."""
        self.access.need("administrator")
        wanted = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if subject is not None:
            wanted = wanted.where(audit.c.subject == subject)
        with self.access.read() as connection:
            return tuple(_entry(values_of(row)) for row in connection.execute(wanted))


def enter(connection: Connection, person_id: str, act: str, subject: str, **detail: Any) -> None:
    """Write an entry in the transaction of what it tells of. Never a text that somebody typed:
    it would outlive the erasure of that person."""
    connection.execute(
        insert(audit).values(
            id=new_id(), at_us=now_us(), person_id=person_id, act=act, subject=subject,
            detail=canonical(detail),
        )
    )  # fmt: skip


def _entry(values: dict[str, Any]) -> AuditEntry:
    return AuditEntry(**{**values, "detail": parsed(values["detail"])})
