"""The database behind the records: connections, transactions, and whose name they run under."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from simulator.records.caller import Caller
from simulator.records.error import NotAllowed, RecordsError, Unusable
from simulator.records.turn import turn
from simulator.records.where import shown, sqlite_file
from sops.language import _
from sops.problem import printable

BUSY_SECONDS = 30.0
GATEWAY = "shapan_gateway"
_WRITES = "shapan_writes"
# PostgreSQL: insufficient_privilege, also what row-level security answers.
_NOT_PRIVILEGED = "42501"
_HELD: ContextVar[Mapping[tuple[Engine, Caller], Connection]] = ContextVar(
    "held", default=MappingProxyType({})
)
"""Transactions of `Store.together` that are open here."""


@dataclass(frozen=True)
class Store:
    """An open database that is up to date."""

    engine: Engine
    url: str
    as_gateway: bool = False
    """PostgreSQL: transactions take on the gateway's role, which row-level security binds."""
    operator: bool = False
    """PostgreSQL: transactions run as the owner of the tables, whom nothing binds."""

    @property
    def local(self) -> bool:
        """Whether this is a SQLite file, which trusts whoever can read it."""
        return self.engine.dialect.name == "sqlite"

    @property
    def place(self) -> str:
        """The file or address, without a password."""
        file = sqlite_file(self.url)
        return str(file) if file else shown(self.url)

    @contextmanager
    def transaction(self, caller: Caller, writes: bool) -> Iterator[Connection]:
        """One transaction of `caller`: kept whole when the block ends well, else undone. A
        reading one inside `together` is that one.

        `NotAllowed` where PostgreSQL itself refuses; `Unusable` where the database is away.
        """
        held = None if writes else _HELD.get().get((self.engine, caller))
        try:
            if held is not None:
                yield held
                return
            with self.turn(writes), self.engine.connect() as connection:
                connection = connection.execution_options(**{_WRITES: writes})
                with connection.begin():
                    self._take_on(connection, caller)
                    yield connection
        except DBAPIError as error:
            meaning = told(error, self.place)
            if meaning is error:
                raise
            raise meaning from error

    @contextmanager
    def together(self, caller: Caller) -> Iterator[None]:
        """What `caller` reads in this block, and in this thread, is read in one transaction.

        A page that reads in five transactions goes to the server thirty times, and every time
        waits for its turn in a program that also draws. What is written meanwhile in the same
        block need not be seen.
        """
        with self.transaction(caller, writes=False) as connection:
            before = _HELD.set({**_HELD.get(), (self.engine, caller): connection})
            try:
                yield
            finally:
                _HELD.reset(before)

    def turn(self, writes: bool) -> AbstractContextManager[None]:
        """One's turn at writing to a file; nothing to wait for in reading and in PostgreSQL."""
        file = sqlite_file(self.url) if writes else None
        return nullcontext() if file is None else turn(file)

    def _take_on(self, connection: Connection, caller: Caller) -> None:
        if self.local or self.operator:
            return
        # For this transaction only: a connection goes back to the pool with no name on it. What
        # row-level security adds to a statement makes the planner think that compiling it pays;
        # that took twenty seconds where the rows took a fifth of one.
        taken = (
            "SELECT set_config('shapan.person_id', :person, true), set_config('jit', 'off', true)"
        )
        if self.as_gateway:
            taken += f", set_config('role', '{GATEWAY}', true)"
        connection.execute(text(taken), {"person": caller.person_id})

    def close(self) -> None:
        """Close all connections; the store may be used again."""
        self.engine.dispose()


def told(error: DBAPIError, place: str) -> Exception:
    """What a database's error means to the user; the error itself where it is a bug of ours."""
    if getattr(error.orig, "sqlstate", None) == _NOT_PRIVILEGED:
        return NotAllowed(_("数据库不允许这样做：没有这个权限"))
    if isinstance(error, OperationalError) or isinstance(error.orig, sqlite3.DatabaseError):
        if isinstance(error, sqlalchemy.exc.IntegrityError):
            return error
        cause = printable(str(error.orig).strip().split("\n")[0], 300)
        return Unusable(_("记录库用不了：{place}（{cause}）").format(place=place, cause=cause))
    return error


def engine_of(url: str, full_sync: bool) -> Engine:
    """An engine for `url`; makes the folder of a SQLite file, for its owner only."""
    file = sqlite_file(url)
    try:
        if file is None:
            return _postgresql(url)
        _make_private(file)
        engine = sqlalchemy.create_engine(url)
    except OSError as error:
        cause = printable(error.strerror or error, 200)
        text_ = _("记录库用不了：{place}（{cause}）")
        raise Unusable(text_.format(place=printable(file, 300), cause=cause)) from error
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        text_ = _("记录库的地址不能用：{url}。应为 SQLite 文件的路径，或 postgresql://…")
        raise Unusable(text_.format(url=printable(shown(url), 300))) from error
    event.listen(engine, "connect", _sqlite_connection(full_sync))
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _postgresql(url: str) -> Engine:
    if not url.startswith("postgresql+psycopg://"):
        raise ArgumentError(url)
    try:
        return sqlalchemy.create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise Unusable(_("用 PostgreSQL 需要 psycopg：pip install 'shapan[postgresql]'")) from error


def _make_private(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        # Made here so that it is never readable by others, not even for a moment.
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _sqlite_connection(full_sync: bool) -> Any:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver would begin transactions by itself, and too late for a read before a write.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {'FULL' if full_sync else 'NORMAL'}")

    return prepare


def _sqlite_begin(connection: Connection) -> None:
    # A write that began as a read could be refused at once when another writer came between.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


__all__ = ["BUSY_SECONDS", "GATEWAY", "RecordsError", "Store", "engine_of", "told"]
