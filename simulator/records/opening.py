"""Opening the database: up to date it costs one look; otherwise it is brought up to date first."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import replace

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from simulator.records.access import role_of
from simulator.records.caller import NOBODY, Caller
from simulator.records.error import Unusable
from simulator.records.store import BUSY_SECONDS, GATEWAY, Store, engine_of, told
from simulator.records.where import database_url, full_sync_wanted
from sops.language import _

# The newest migration in `migrations/versions`.
VERSION = "0007"
_VERSION_TABLE_MISSING = ("42P01",)


def open_store(
    url: str | None = None, full_sync: bool | None = None, operator: bool = False
) -> Store:
    """The database at `url` (see `where.database_url`), brought up to date; `Unusable` if it
    cannot be. `full_sync` makes every write survive a power cut (default: SHAPAN_FULL_SYNC)."""
    address = database_url(url)
    engine = engine_of(address, full_sync_wanted() if full_sync is None else full_sync)
    store = Store(engine, address)
    try:
        _bring_up_to_date(store)
        return store if store.local else _bound(store, operator)
    except DBAPIError as error:
        engine.dispose()
        raise told(error, store.place) from error


def _bring_up_to_date(store: Store) -> None:
    found = version_of(store.engine)
    if found == VERSION:
        return
    if found is None and store.local:
        _use_wal(store.engine)
    # Imported here: alembic is slow, and an up-to-date database does not need it.
    from simulator.records.migration import migrate

    migrate(store)


def version_of(engine: Engine) -> str | None:
    """The version written in the database; None for an empty one."""
    with engine.connect() as connection:
        try:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except (OperationalError, ProgrammingError) as error:
            if _no_such_table(error):
                return None
            raise


def _no_such_table(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.OperationalError):
        return "no such table" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in _VERSION_TABLE_MISSING


def _use_wal(engine: Engine) -> None:
    """Readers and one writer at a time, side by side. The file remembers it.

    Changing the mode does not wait for others by itself, so it is tried until it holds.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        raw = engine.raw_connection()
        try:
            mode = raw.cursor().execute("PRAGMA journal_mode = WAL").fetchone()
            if mode and mode[0] == "wal":
                return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise Unusable(str(error)) from error
        finally:
            raw.close()
        if time.monotonic() > until:
            raise Unusable(_("记录库正被别的程序占用，等了 {n:.0f} 秒").format(n=BUSY_SECONDS))
        time.sleep(0.02)


def own_caller(store: Store) -> Caller:
    """Who a PostgreSQL login of one's own is; nobody where it belongs to no person."""
    with store.transaction(NOBODY, writes=False) as connection:
        person = connection.execute(text("SELECT shapan_person()")).scalar()
        role = role_of(connection, person) if person else None
    return Caller(str(person), role) if person and role else NOBODY


def _bound(store: Store, operator: bool) -> Store:
    """The store under a role that row-level security binds, unless the owner looks after it."""
    with store.engine.connect() as connection:
        login = connection.execute(
            text(
                "SELECT r.rolsuper OR pg_has_role(r.oid, t.relowner, 'USAGE') AS owns,"
                "   r.rolbypassrls OR pg_has_role(r.oid, :gateway, 'MEMBER') AS gateway"
                " FROM pg_roles r, pg_class t"
                " WHERE r.rolname = session_user AND t.oid = to_regclass('events')"
            ),
            {"gateway": GATEWAY},
        ).one()
    if operator and login.owns:
        return replace(store, operator=True)
    return replace(store, as_gateway=login.owns or login.gateway)
