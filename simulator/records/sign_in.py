"""Signing in: argon2, and a delay that grows with failures, per account and per address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, text

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.caller import NOBODY, Caller
from simulator.records.error import Conflict, NotAllowed, RecordsError
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.password import check_password, fits, hashed, tidy_code
from simulator.records.person import insert_person, set_credentials, tidy_login
from simulator.records.table import credentials, people, sign_in_attempts
from sops.language import _

FREE_FAILURES_ACCOUNT = 4
FREE_FAILURES_ADDRESS = 20
FIRST_DELAY_S = 5
LONGEST_DELAY_S = 15 * 60
_WINDOW_US = 60 * 60 * 1_000_000
_KEEP_US = 30 * 24 * 3600 * 1_000_000


class TooSoon(RecordsError):
    """So many failures that the next try has to wait `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        shown = max(1, round(seconds))
        super().__init__(_("试错太多次，请 {seconds} 秒后再试").format(seconds=shown))


@dataclass(frozen=True)
class SignIn:
    """`records.sign_in` and what belongs to it."""

    access: Access

    def first_administrator(self, login: str, name: str, password: str) -> Caller:
        """The first administrator of an empty house; `NotAllowed` once there is one."""
        check_password(password, tidy_login(login))
        hash_ = hashed(password)
        with self.access.write() as connection:
            self._one_at_a_time(connection, "administrator")
            if connection.execute(_administrators()).first() is not None:
                raise NotAllowed(_("已经有管理员了，请管理员来添加"))
            person = insert_person(connection, login, name, "administrator")
            self._become(connection, person)
            set_credentials(connection, person, password_hash=hash_)
            enter(connection, person, "people.first_administrator", person)
            return Caller(person, "administrator")

    def with_password(self, login: str, password: str, address: str = "") -> Caller:
        """Who has this login and password; `NotAllowed` (the same for every reason) if nobody,
        `TooSoon` after too many failures. `address` is where the request came from."""
        row = self._tried(login, address)
        good = fits(password, row.password_hash if row else None)
        if row is None or not good:
            raise NotAllowed(_("登录名或密码不对"))
        self._succeeded(row.id, login, address)
        return Caller(row.id, row.role)

    def with_code(self, login: str, code: str, password: str, address: str = "") -> Caller:
        """Set a password with the one-time code of an administrator; the code is used up."""
        check_password(password, tidy_login(login))
        row = self._tried(login, address)
        alive = row is not None and (row.code_until_us or 0) > now_us()
        good = fits(tidy_code(code), row.code_hash if row is not None and alive else None)
        if row is None or not good:
            raise NotAllowed(_("登录名或一次性码不对，或码已过期"))
        self._set_password(row.id, password)
        self._succeeded(row.id, login, address)
        return Caller(row.id, row.role)

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

    def _tried(self, login: str, address: str) -> Row[Any] | None:
        """Count a try before it is judged: a hundred at once are then a hundred failures."""
        account = account_of(login)
        with self.access.write() as connection:
            self._one_at_a_time(connection, account)
            wait = max(
                _wait_s(connection, sign_in_attempts.c.account == account,
                        FREE_FAILURES_ACCOUNT, since_success=True),
                _wait_s(connection, sign_in_attempts.c.address == address,
                        FREE_FAILURES_ADDRESS, since_success=False) if address else 0,
            )  # fmt: skip
            if wait > 0:
                raise TooSoon(wait)
            _note(connection, account, address, good=False)
            return _credentials(connection, login)

    def _succeeded(self, person_id: str, login: str, address: str) -> None:
        with self.access.write() as connection:
            _note(connection, account_of(login), address, good=True)
            old = now_us() - _KEEP_US
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at_us < old))
            self._become(connection, person_id)
            enter(connection, person_id, "people.sign_in", person_id)

    def _one_at_a_time(self, connection: Connection, name: str) -> None:
        """SQLite has one writer anyway; PostgreSQL waits for whoever has the same name."""
        if not self.access.store.local:
            number = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": number})

    def _become(self, connection: Connection, person_id: str) -> None:
        """Row-level security takes the rest of the transaction as this person's."""
        if not self.access.store.local:
            wanted = text("SELECT set_config('shapan.person_id', :person, true)")
            connection.execute(wanted, {"person": person_id})


def delay_s(failures: int, free: int) -> float:
    """Seconds to wait after so many failures: none, then 5, 10, 20 … up to a quarter hour."""
    if failures <= free:
        return 0
    return min(FIRST_DELAY_S * 2.0 ** min(failures - free - 1, 20), LONGEST_DELAY_S)


def _wait_s(
    connection: Connection, whose: ColumnElement[bool], free: int, since_success: bool
) -> float:
    now = now_us()
    table = sign_in_attempts
    since = now - _WINDOW_US
    if since_success:
        good = select(func.max(table.c.at_us)).where(whose, table.c.good)
        since = max(since, connection.execute(good).scalar() or 0)
    tries = select(
        func.count().filter(~table.c.good), func.count().filter(table.c.good),
        func.max(table.c.at_us).filter(~table.c.good),
    ).where(whose, table.c.at_us > since)  # fmt: skip
    failures, successes, last = connection.execute(tries).one()
    # Every success was first counted as a failure.
    wait = delay_s(failures - successes, free)
    return max(0.0, (last or 0) / 1e6 + wait - now / 1e6) if wait else 0.0


def _note(connection: Connection, account: str, address: str, good: bool) -> None:
    connection.execute(
        insert(sign_in_attempts).values(
            id=new_id(), at_us=now_us(), account=account, address=address[:100], good=good
        )
    )


def account_of(login: str) -> str:
    """Under what a login stands among the tries: a hash of it."""
    try:
        name = tidy_login(login)
    except Conflict:
        name = login
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


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
