"""The records as one caller sees them: the ground under every noun's functions."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import ARRAY, ColumnElement, Connection, Select, Text, any_, bindparam, select
from sqlalchemy import true as everything

from simulator.records.caller import Caller, Role
from simulator.records.error import NotAllowed
from simulator.records.store import Store
from simulator.records.table import memberships, people
from sops.language import _


@dataclass(frozen=True)
class Access:
    """A store and the caller in whose name it is read and written."""

    store: Store
    caller: Caller
    served: bool = False
    """People reach this database only through a program that has signed them in."""

    def read(self) -> AbstractContextManager[Connection]:
        """A transaction that only reads."""
        return self.store.transaction(self.caller, writes=False)

    def together(self) -> AbstractContextManager[None]:
        """What is read inside is read in one transaction; see `Store.together`."""
        return self.store.together(self.caller)

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that writes; others that write wait for it."""
        return self.store.transaction(self.caller, writes=True)

    def need(self, *roles: Role) -> None:
        """`NotAllowed` unless the caller has one of the roles or is trusted."""
        if not self.caller.trusted and (not self.caller.person_id or self.caller.role not in roles):
            raise NotAllowed(_("你的角色没有这个权限"))

    def need_oneself(self, person_id: str) -> None:
        """`NotAllowed` unless the caller is that person or trusted."""
        if not self.caller.trusted and self.caller.person_id != person_id:
            raise NotAllowed(_("只能以自己的名义这样做"))

    def sees(self, person: ColumnElement[str]) -> ColumnElement[bool]:
        """Which people's sessions and scores the caller sees: one's own, a lead one's cohorts'."""
        if self.caller.trusted:
            return everything()
        own = person == self.caller.person_id
        if self.caller.role != "lead":
            return own
        return own | person.in_(self.led())

    def led(self) -> Select[tuple[str]]:
        """People who train in a cohort that the caller leads."""
        mine = memberships.alias("mine")
        return (
            select(memberships.c.person_id)
            .join(mine, mine.c.cohort_id == memberships.c.cohort_id)
            .where(
                mine.c.person_id == self.caller.person_id,
                mine.c.leads,
                ~memberships.c.leads,
            )
        )

    def among(self, column: ColumnElement[str], names: Collection[str]) -> ColumnElement[bool]:
        """Whether a column is one of these."""
        if self.store.local:
            return column.in_(names)
        # One parameter: a list of them makes a statement that both sides take apart name by name.
        return column == any_(bindparam(None, list(names), type_=ARRAY(Text)))

    def leads(self, connection: Connection, person_id: str) -> bool:
        """Whether the caller leads a cohort in which that person trains (or is trusted)."""
        if self.caller.trusted:
            return True
        if self.caller.role != "lead":
            return False
        wanted = self.led().where(memberships.c.person_id == person_id)
        return connection.execute(wanted.limit(1)).first() is not None


def role_of(connection: Connection, person_id: str) -> Role | None:
    """The role of a person who may sign in; None for anybody else."""
    wanted = select(people.c.role).where(
        people.c.id == person_id, ~people.c.disabled, people.c.erased_us.is_(None)
    )
    role: Role | None = connection.execute(wanted).scalar()  # type: ignore[assignment]
    return role
