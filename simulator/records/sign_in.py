"""Signing in: argon2, and a delay that grows with failures (see `attempt`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, select, text

from simulator.records.access import Access
from simulator.records.attempt import KEEP_US, Came, account_of, note
from simulator.records.audit import enter
from simulator.records.caller import NOBODY, Caller
from simulator.records.error import Conflict, NotAllowed, RecordsError
from simulator.records.moment import now_us
from simulator.records.password import check_password, fits, hashed, tidy_code
from simulator.records.person import insert_person, set_credentials, tidy_login
from simulator.records.table import credentials, people, sign_in_attempts
from sops.language import _


class TooSoon(RecordsError):
    """So many failures that the next try has to wait `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        text = _(
            "这个账户或这个地址试错太多次（不一定是您），请 {seconds} 秒后再试。"
            "等不了就请管理员重置密码，用一次性码登录"
        )
        super().__init__(text.format(seconds=max(1, round(seconds))))


@dataclass(frozen=True)
class SignIn:
    """`records.sign_in` and what belongs to it."""

    access: Access

    def first_administrator(self, login: str, name: str, password: str) -> Caller:
        """The first administrator of an empty house; `NotAllowed` once there is one."""
        check_password(password, tidy_login(login))
        hash_ = hashed(password)
        with self.access.write() as connection:
            self._one_at_a_time(connection)
            if connection.execute(_administrators()).first() is not None:
                raise NotAllowed(_("已经有管理员了，请管理员来添加"))
            person = insert_person(connection, login, name, "administrator")
            self._become(connection, person)
            set_credentials(connection, person, password_hash=hash_)
            enter(connection, person, "people.first_administrator", person)
            return Caller(person, "administrator")

    def with_password(
        self, login: str, password: str, address: str = "", device: str = ""
    ) -> Caller:
        """Who has this login and password; `NotAllowed` (the same for every reason) if nobody,
        `TooSoon` after too many failures. `address` is where the request came from, `device` a
        secret mark of the browser: where this account has signed in with that mark, the failures
        of others make nobody wait."""
        came = Came(account_of(login), address, device)
        row = self._tried(login, came)
        good = fits(password, row.password_hash if row else None)
        if row is None or not good:
            raise NotAllowed(_("登录名或密码不对"))
        self._succeeded(row.id, came)
        return Caller(row.id, row.role)

    def with_code(
        self, login: str, code: str, password: str, address: str = "", device: str = ""
    ) -> Caller:
        """Set a password with the one-time code of an administrator; the code is used up.

        A code is too long to be guessed, so that failures delay an address but no account: this
        way in stays open to somebody whose account others keep trying."""
        check_password(password, tidy_login(login))
        came = Came(account_of(login), address, device, with_code=True)
        row = self._tried(login, came)
        alive = row is not None and (row.code_until_us or 0) > now_us()
        good = fits(tidy_code(code), row.code_hash if row is not None and alive else None)
        if row is None or not good:
            raise NotAllowed(_("登录名或一次性码不对，或码已过期"))
        self._set_password(row.id, password)
        self._succeeded(row.id, came)
        return Caller(row.id, row.role)

    def standing(self, person_id: str) -> str | None:
        """What a sign-in stands on: role and credentials. None once the person may not sign in;
        another text once either has changed, for whoever remembers a sign-in."""
        joined = people.join(credentials, credentials.c.person_id == people.c.id)
        wanted = (
            select(people.c.role, credentials.c.changed_us)
            .select_from(joined)
            .where(people.c.id == person_id, ~people.c.disabled, people.c.erased_us.is_(None))
        )
        oneself = replace(NOBODY, person_id=person_id)
        with self.access.store.transaction(oneself, writes=False) as connection:
            row = connection.execute(wanted).first()
        return f"{row.role} {row.changed_us}" if row is not None else None

    def has_administrator(self) -> bool:
        """Whether anybody can add people: not so in a new database."""
        with self.access.read() as connection:
            return connection.execute(_administrators()).first() is not None

    def change_password(self, old: str, new: str, address: str = "") -> None:
        """The caller's own password; needs the old one, and counts as a try of it."""
        with self.access.read() as connection:
            wanted = select(people.c.login).where(people.c.id == self.access.caller.person_id)
            login = connection.execute(wanted).scalar()
        if login is None:
            raise NotAllowed(_("请先登录"))
        check_password(new, login)
        replace(self, access=replace(self.access, caller=NOBODY)).with_password(login, old, address)
        self._set_password(self.access.caller.person_id, new)

    def _set_password(self, person_id: str, password: str) -> None:
        hash_ = hashed(password)
        with self.access.write() as connection:
            self._become(connection, person_id)
            set_credentials(connection, person_id, password_hash=hash_)
            enter(connection, person_id, "people.password", person_id)

    def _tried(self, login: str, came: Came) -> Row[Any] | None:
        """Count a try before it is judged: a hundred at once are then a hundred failures."""
        with self.access.write() as connection:
            self._one_at_a_time(connection)
            known = came.known(connection)
            wait = came.wait_s(connection, known)
            if wait > 0:
                raise TooSoon(wait)
            note(connection, came, came.mark if known else came.address, good=False)
            return _credentials(connection, login)

    def _succeeded(self, person_id: str, came: Came) -> None:
        with self.access.write() as connection:
            if not came.known(connection):
                note(connection, came, came.address, good=True)
            if came.device:
                note(connection, came, came.mark, good=True)
            old = now_us() - KEEP_US
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at_us < old))
            self._become(connection, person_id)
            enter(connection, person_id, "people.sign_in", person_id)

    def _one_at_a_time(self, connection: Connection) -> None:
        """SQLite has one writer anyway; PostgreSQL locks the table of tries for the moment. Not
        by an advisory lock: whoever has a login of their own could hold that for ever."""
        if not self.access.store.local:
            connection.execute(text("LOCK TABLE sign_in_attempts IN SHARE ROW EXCLUSIVE MODE"))

    def _become(self, connection: Connection, person_id: str) -> None:
        """Row-level security takes the rest of the transaction as this person's."""
        if not self.access.store.local:
            wanted = text("SELECT set_config('shapan.person_id', :person, true)")
            connection.execute(wanted, {"person": person_id})


def _credentials(connection: Connection, login: str) -> Row[Any] | None:
    try:
        name = tidy_login(login)
    except Conflict:
        return None
    joined = people.join(credentials, credentials.c.person_id == people.c.id)
    wanted = (
        select(people.c.id, people.c.role, credentials)
        .select_from(joined)
        .where(people.c.login == name, ~people.c.disabled, people.c.erased_us.is_(None))
    )
    return connection.execute(wanted).first()


def _administrators() -> Any:
    return (
        select(people.c.id)
        .where(people.c.role == "administrator", people.c.erased_us.is_(None))
        .limit(1)
    )
