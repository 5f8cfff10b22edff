"""Tries to sign in: counted by account, by address and by browser; each makes the next one wait."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, func, insert, select

from simulator.records.error import Conflict
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.person import tidy_login
from simulator.records.table import sign_in_attempts

FREE_FAILURES_ACCOUNT = 4
FREE_FAILURES_ADDRESS = 20
FIRST_DELAY_S = 5
LONGEST_DELAY_S = 15 * 60
_WINDOW_US = 60 * 60 * 1_000_000
KEEP_US = 30 * 24 * 3600 * 1_000_000
_DEVICE = "device:"


@dataclass(frozen=True)
class Came:
    """Where a try came from: `account` is a hash (see `account_of`), `address` where the request
    came from, `device` a secret mark of the browser, if it brought one."""

    account: str
    address: str = ""
    device: str = ""
    with_code: bool = False

    @property
    def mark(self) -> str:
        """Under what the tries of the browser stand; its secret itself is not kept."""
        return _DEVICE + sha256(self.device.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def counted(self) -> str:
        """The account a try is counted under: codes apart, for a wrong password delays no code."""
        return code_account(self.account) if self.with_code else self.account

    def known(self, connection: Connection) -> bool:
        """Whether this account has signed in from this browser within the days tries are kept."""
        if not self.device:
            return False
        table = sign_in_attempts
        before = select(table.c.id).where(
            table.c.account.in_((self.account, code_account(self.account))),
            table.c.address == self.mark, table.c.good, table.c.at_us > now_us() - KEEP_US,
        )  # fmt: skip
        return connection.execute(before.limit(1)).first() is not None

    def wait_s(self, connection: Connection, known: bool) -> float:
        """Seconds until this may be tried; 0 if it may now.

        A browser that is known waits for its own failures only, or whoever keeps trying somebody
        else's account would keep its owner out.
        """
        table = sign_in_attempts
        account = table.c.account == self.counted
        if known:
            mine = account & (table.c.address == self.mark)
            return _wait_s(connection, mine, FREE_FAILURES_ACCOUNT, since_success=True)
        others = account & ~table.c.address.startswith(_DEVICE)
        waits = [0.0]
        if not self.with_code:
            waits.append(_wait_s(connection, others, FREE_FAILURES_ACCOUNT, since_success=True))
        if self.address:
            here = table.c.address == self.address[:100]
            waits.append(_wait_s(connection, here, FREE_FAILURES_ADDRESS, since_success=False))
        return max(waits)


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


def note(connection: Connection, came: Came, place: str, good: bool) -> None:
    """Write a try down; `place` is the address, or the mark of the browser."""
    connection.execute(
        insert(sign_in_attempts).values(
            id=new_id(), at_us=now_us(), account=came.counted, address=place[:100], good=good
        )
    )


def account_of(login: str) -> str:
    """Under what a login stands among the tries: a hash of it."""
    try:
        name = tidy_login(login)
    except Conflict:
        name = login
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def code_account(account: str) -> str:
    """Under what the tries of an account's one-time codes stand."""
    return sha256(f"code {account}".encode()).hexdigest()
