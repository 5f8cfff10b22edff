"""People: who drills, leads, plans and keeps the people (issue of rights)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy import true as everything
from sqlalchemy.exc import IntegrityError

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.caller import ROLES, Role
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.password import hashed, new_code
from simulator.records.row import values_of
from simulator.records.table import credentials, memberships, people
from simulator.records.taking import take_credentials
from sops.language import _
from sops.problem import printable

CODE_HOURS = 72
_LONGEST_NAME = 80
_LOGIN = re.compile(r"[\w.@+-]{1,64}")
_DATABASE_ROLE = re.compile(r"[A-Za-z_][A-Za-z0-9_$]{0,62}")


@dataclass(frozen=True, slots=True)
class Person:
    """`name` and `login` are empty of meaning once the person is erased."""

    id: str
    login: str
    name: str
    role: Role
    local: bool
    disabled: bool
    database_role: str | None
    created_at: datetime
    erased_at: datetime | None


@dataclass(frozen=True)
class People:
    """`records.people`."""

    access: Access

    def add(self, login: str, name: str, role: Role) -> tuple[Person, str]:
        """A new person and the one-time code for the first sign-in; administrators only."""
        self.access.need("administrator")
        with self.access.write() as connection:
            person = insert_person(connection, login, name, role)
            code = _new_code(connection, person)
            enter(connection, self.access.caller.person_id, "people.add", person, role=role)
            return self._get(connection, person), code

    def get(self, person_id: str) -> Person:
        """`Missing` where there is none that the caller may see."""
        with self.access.read() as connection:
            return self._get(connection, person_id)

    def by_login(self, login: str) -> Person:
        """`Missing` where there is none that the caller may see."""
        with self.access.read() as connection:
            wanted = select(people).where(people.c.login == tidy_login(login), self._seen())
            row = connection.execute(wanted).first()
            if row is None:
                raise Missing(_("没有登录名 {login}").format(login=printable(login)))
            return person_of(row)

    def list(
        self, *, role: Role | None = None, cohort_id: str | None = None, erased: bool = False
    ) -> tuple[Person, ...]:
        """The people the caller may see, by name; those who train in a cohort if one is given."""
        wanted = select(people).where(self._seen())
        if role is not None:
            wanted = wanted.where(people.c.role == role)
        if not erased:
            wanted = wanted.where(people.c.erased_us.is_(None))
        if cohort_id is not None:
            members = select(memberships.c.person_id).where(
                memberships.c.cohort_id == cohort_id, ~memberships.c.leads
            )
            wanted = wanted.where(people.c.id.in_(members))
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(people.c.name, people.c.id))
            return tuple(map(person_of, rows))

    def change(
        self, person_id: str, *, name: str | None = None, role: Role | None = None,
        disabled: bool | None = None, database_role: str | None = None,
    ) -> Person:  # fmt: skip
        """Change what is given; administrators only, and never one's own role or access.

        `database_role` is the PostgreSQL login under which the person connects ("" takes it away).
        """
        self.access.need("administrator")
        if person_id == self.access.caller.person_id and (role is not None or disabled):
            raise NotAllowed(_("不能改自己的角色，也不能停用自己"))
        changed: dict[str, Any] = {}
        if name is not None:
            changed["name"] = tidy_name(name)
        if role is not None:
            changed["role"] = _known(role)
        if disabled is not None:
            changed["disabled"] = disabled
        if database_role is not None:
            changed["database_role"] = _tidy_database_role(database_role)
        with self.access.write() as connection:
            self._living(connection, person_id)
            if changed:
                _update(connection, person_id, changed)
            # The new name itself stays out of the log: it could not be erased there.
            told = {key: value for key, value in changed.items() if key in ("role", "disabled")}
            enter(connection, self.access.caller.person_id, "people.change", person_id,
                  fields=sorted(changed), **told)  # fmt: skip
            return self._get(connection, person_id)

    def reset(self, person_id: str) -> str:
        """Take away a person's password; returns a one-time code. Administrators only."""
        self.access.need("administrator")
        with self.access.write() as connection:
            self._living(connection, person_id)
            enter(connection, self.access.caller.person_id, "people.reset", person_id)
            return _new_code(connection, person_id)

    def _living(self, connection: Connection, person_id: str) -> Person:
        person = self._get(connection, person_id)
        if person.erased_at is not None:
            raise Conflict(_("这个人的资料已经抹去"))
        return person

    def _seen(self) -> Any:
        caller = self.access.caller
        if caller.trusted or caller.role == "administrator":
            return everything()
        own = (people.c.id == caller.person_id) | (people.c.role != "trainee")
        return own | people.c.id.in_(self.access.led()) if caller.role == "lead" else own

    def _get(self, connection: Connection, person_id: str) -> Person:
        row = connection.execute(
            select(people).where(people.c.id == person_id, self._seen())
        ).first()
        if row is None:
            raise Missing(_("没有这个人：{person}").format(person=printable(person_id)))
        return person_of(row)


def person_of(row: Row[Any]) -> Person:
    """The person of a row of the table."""
    return Person(**values_of(row))


def insert_person(connection: Connection, login: str, name: str, role: Role) -> str:
    """Write a new person; returns the id. `Conflict` where the login is taken."""
    values = {
        "id": new_id(), "login": tidy_login(login), "name": tidy_name(name),
        "role": _known(role), "local": False, "disabled": False, "created_us": now_us(),
    }  # fmt: skip
    try:
        connection.execute(insert(people).values(values))
    except IntegrityError as error:
        raise Conflict(_("登录名 {login} 已经有人用").format(login=printable(login))) from error
    return str(values["id"])


def tidy_login(login: str) -> str:
    """Letters, digits and `. @ + - _`, in one spelling whatever the case and width.

    `Conflict` for anything else.
    """
    tidy = unicodedata.normalize("NFKC", login).strip().casefold()
    if not _LOGIN.fullmatch(tidy):
        text = _("登录名只能有文字、数字和 . @ + - _，最多 64 个字符，现在是 “{login}”")
        raise Conflict(text.format(login=printable(login)))
    return tidy


def tidy_name(name: str) -> str:
    """A name without spaces around it; `Conflict` where it is empty, long, or hides controls."""
    tidy = unicodedata.normalize("NFC", name).strip()
    if not 0 < len(tidy) <= _LONGEST_NAME or printable(tidy, None) != tidy:
        text = _("姓名要有 1 到 {longest} 个字符，不能有控制字符，现在是 “{name}”")
        raise Conflict(text.format(longest=_LONGEST_NAME, name=printable(name)))
    return tidy


def _known(role: str) -> str:
    if role not in ROLES:
        text = _("没有 {role} 这个角色，有：{known}")
        raise Conflict(text.format(role=printable(role), known=_("、").join(ROLES)))
    return role


def _tidy_database_role(name: str) -> str | None:
    if name and not _DATABASE_ROLE.fullmatch(name):
        raise Conflict(_("数据库登录名 {name} 不能用").format(name=printable(name)))
    return name or None


def _update(connection: Connection, person_id: str, changed: dict[str, Any]) -> None:
    try:
        connection.execute(update(people).where(people.c.id == person_id).values(changed))
    except IntegrityError as error:
        raise Conflict(_("这个数据库登录名已经给了别人")) from error


def _new_code(connection: Connection, person_id: str) -> str:
    code = new_code()
    set_credentials(
        connection, person_id, password_hash=None, code_hash=hashed(code),
        code_until_us=now_us() + CODE_HOURS * 3_600_000_000,
    )  # fmt: skip
    return code


def set_credentials(connection: Connection, person_id: str, **values: Any) -> None:
    """Put other credentials in the place of a person's."""
    take_credentials(connection, person_id)
    connection.execute(
        insert(credentials).values(person_id=person_id, changed_us=now_us(), **values)
    )
