"""Bringing a database up to date, under a lock so that only one program does it."""

from __future__ import annotations

from sqlalchemy import Connection, text

from simulator.records.error import Unusable
from simulator.records.store import Store
from sops.language import _
from sops.problem import printable

SCRIPTS = "simulator.records:migrations"
# Any number will do as long as every version of this program takes the same.
_LOCK = 0x5AA9_A4_01


def migrate(store: Store) -> None:
    """Run the missing migrations in one transaction; `Unusable` for a newer database.

    SQLite is locked by the transaction itself, PostgreSQL by an advisory lock. Whoever comes
    second finds nothing left to do.
    """
    with (
        store.turn(writes=True),
        store.engine.connect().execution_options(shapan_writes=True) as connection,
        connection.begin(),
    ):
        if not store.local:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        _upgrade(connection, store.place)


def _upgrade(connection: Connection, place: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known:
        message = _("{place} 是更新的沙盘建的（版本 {version}），请升级沙盘")
        raise Unusable(message.format(place=place, version=printable(found)))
    command.upgrade(config, "head")


def newest() -> str | None:
    """The newest migration there is."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    return ScriptDirectory.from_config(config).get_current_head()
