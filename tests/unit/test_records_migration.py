"""From any earlier version, or from nothing, to the newest one."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from simulator.records import open_records
from simulator.records.migration import newest
from simulator.records.migrations import script
from simulator.records.opening import VERSION
from simulator.records.table import metadata
from simulator.records.where import database_url

SERVER = os.environ.get("SHAPAN_TEST_DATABASE_URL")
OPEN = (
    "import sys; from simulator.records import open_records\n"
    "r = open_records(sys.argv[1]); print(r.local_person())"
)


def differences(engine: sqlalchemy.Engine) -> list[object]:
    """What the migrations made otherwise than the tables are declared."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_the_version_is_that_of_the_newest_migration() -> None:
    """Otherwise every opening would migrate, or none would."""
    assert newest() == VERSION


def test_migrations_make_the_declared_tables(tmp_path: Path) -> None:
    """Columns, types, keys and indexes of a file are those of `table`."""
    with open_records(str(tmp_path / "a.db")) as records:
        assert differences(records.access.store.engine) == []


def test_migrations_make_the_declared_tables_in_postgresql() -> None:
    """The same in PostgreSQL."""
    if not SERVER:
        pytest.skip("SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with")
    url = sqlalchemy.make_url(database_url(SERVER))
    name = f"shapan_test_{uuid4().hex}"
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        with open_records(url.set(database=name).render_as_string(hide_password=False)) as records:
            assert differences(records.access.store.engine) == []
    finally:
        with root.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        root.dispose()


def test_two_databases_of_one_server_may_be_made_at_once() -> None:
    """Roles belong to the server: whoever comes second waits for the first, and goes on."""
    if not SERVER:
        pytest.skip("SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with")
    tag = f"test_{uuid4().hex[:12]}"
    sql = files("simulator.records.migrations") / "sql" / "0001_guards_postgresql.sql"
    text = sql.read_text(encoding="utf-8").replace("shapan_", f"{tag}_")
    makes_roles = [each for each in text.split("\n-- next\n") if "CREATE ROLE" in each]
    assert makes_roles
    waiting = (
        f"SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{tag}%'"
    )
    address = database_url(SERVER).replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as root:
        try:
            with psycopg.connect(address) as first, psycopg.connect(address) as second:

                def make(connection: psycopg.Connection) -> None:
                    for statement in makes_roles:
                        connection.execute(statement)  # type: ignore[arg-type]

                make(first)
                other = threading.Thread(target=make, args=(second,))
                other.start()
                while other.is_alive() and not root.execute(waiting).fetchall():  # type: ignore[arg-type]
                    time.sleep(0.01)
                first.commit()
                other.join()
                for name in ("member", "gateway"):
                    found = second.execute(
                        "SELECT count(*) FROM pg_roles WHERE rolname = %s", (f"{tag}_{name}",)
                    )
                    assert found.fetchone() == (1,)
        finally:
            root.execute(f"DROP ROLE IF EXISTS {tag}_gateway, {tag}_member")  # type: ignore[arg-type]


def test_two_who_come_first_make_one_database(tmp_path: Path) -> None:
    """Six processes open a file that is not there: all find the same one person in it."""
    file = tmp_path / "new" / "records.sqlite3"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, str(file)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _n in range(6)
    ]  # fmt: skip
    told = [process.communicate() for process in processes]
    assert len({out for out, _error in told}) == 1, told
    assert all(out.strip() for out, _error in told), told


def test_a_failed_migration_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps share a transaction: after an error the file is as it was, and works later."""
    file = tmp_path / "a.db"
    whole = script.run_script

    def half(connection: sqlalchemy.Connection, name: str) -> None:
        if "guards" in name:
            raise RuntimeError("power cut")
        whole(connection, name)

    with monkeypatch.context() as patch:
        patch.setattr(script, "run_script", half)
        with pytest.raises(RuntimeError, match="power cut"):
            open_records(str(file))
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
    with open_records(str(file)) as records:
        assert records.local_person()


def test_what_an_older_version_kept_counts_after_the_migration(tmp_path: Path) -> None:
    """Cards and overrides written before there was a table of what counts are counted in it, and
    what was sent back before that had a record of its own has one."""
    file = tmp_path / "a.db"
    with open_records(str(file)) as records:
        person = records.local_person()
    old = sqlite3.connect(file)
    for name in ("scorecards", "reviews", "score_items"):
        old.execute(f"DROP TRIGGER {name}_count")
    old.execute("DROP TRIGGER reviews_stay")
    old.execute("CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews BEGIN"
                " SELECT RAISE(ABORT, 'never'); END")  # fmt: skip
    old.executescript(
        "DROP TRIGGER counting_follows; DROP VIEW counting_start; DROP VIEW current_items;"
        "DROP INDEX ix_reviews_assignment_id; ALTER TABLE reviews DROP COLUMN assignment_id;"
        "ALTER TABLE events DROP COLUMN stored_us;"
        "DROP TABLE counting; ALTER TABLE scorecards DROP COLUMN solved_from;"
        "ALTER TABLE scorecards DROP COLUMN warm_from;"
        "UPDATE alembic_version SET version_num = '0002';"
    )
    pins = "'d', 'h', 's', 'h', 't', 'standard', '1', 'h', 'a', 1, 'practise', 'zh', 'chat'"
    old.execute(
        f"INSERT INTO sessions VALUES ('s1', ?, {pins}, NULL, '0', 1, 2, 'ended', 0, 'x', NULL)",
        (person,),
    )
    old.execute(
        "INSERT INTO scorecards VALUES ('c1', 's1', ?, ?, 'local', 'standard', '1', 'h', '0', 3,"
        " 75, NULL, 50, 0, 0, 0, '[]', '{}', 'f')", (person, person),
    )  # fmt: skip
    old.execute("INSERT INTO score_items VALUES ('c1', 'told:x', 'told', 'x', 5, 12.5, 0)")
    old.execute(
        "INSERT INTO reviews VALUES ('r1', 's1', ?, 'standard', '1', 'override', 'told:x', 5, 12,"
        " 'because', 4)", (person,),
    )  # fmt: skip
    # A lead sent it back: a word, four seconds later the drill; another word had come before, and
    # an assignment of another drill after it.
    for review, at in (("r2", 1_000_000), ("r3", 2_000_000), ("r4", 7_000_000)):
        old.execute(
            "INSERT INTO reviews VALUES (?, 's1', ?, 'standard', '1', 'comment', NULL, NULL, NULL,"
            " 'word', ?)", (review, person, at),
        )  # fmt: skip
    for assignment, drill, at in (("a1", "d", 6_000_000), ("a2", "e", 8_000_000)):
        old.execute(
            "INSERT INTO assignments VALUES (?, ?, NULL, ?, NULL, NULL, ?, ?, NULL)",
            (assignment, person, drill, person, at),
        )
    old.commit()
    old.close()
    with open_records(str(file)) as records:
        sent = records.reviews.list(sent_back=True)
        assert [(each.id, each.assignment_id) for each in sent] == [("r3", "a1")]
        score = records.scores.of("s1")
        assert score is not None
        assert (score.resolution, score.passed, score.machine_resolution) == (82.0, True, 75.0)
