"""A trainee with a login to the PostgreSQL database itself and all its statements to try.

What plain statements are refused is in `tests/unit/test_records_postgresql.py`; here are the ways
round: the catalogue, functions, names, locks, guesses by errors. Needs SHAPAN_TEST_DATABASE_URL.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy
from argon2 import PasswordHasher

from simulator.records import Records, open_records
from simulator.records.where import database_url

SERVER = os.environ.get("SHAPAN_TEST_DATABASE_URL")
pytestmark = pytest.mark.skipif(
    not SERVER, reason="SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with"
)
SECRET = "pw-for-a-test-login"
PASSWORD = "一个够长的密码 42"
PINS: dict[str, Any] = {
    "drill_id": "d", "drill_hash": "d1", "sop_id": "s", "sop_hash": "s1", "rubric_id": "r",
    "rubric_version": "1", "rubric_hash": "r1", "recogniser": "a1", "lang": "zh",
    "channel": "chat", "seed": 1, "mode": "exam",
}  # fmt: skip
TABLES = (
    "people", "credentials", "sessions", "events", "scorecards", "score_items", "counting",
    "reviews", "appeals", "certificates", "cohorts", "memberships", "assignments", "plans",
    "audit", "sign_in_attempts", "alembic_version",
)  # fmt: skip
NO = (psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)


@dataclass
class House:
    """Records with `eve`, who has a login of her own, and `bob`, whose words she is after."""

    records: Records
    ids: dict[str, str]
    eve: str
    """The address of eve's login."""
    before: Any = None
    """All that is kept."""

    def attack(self, *statements: str) -> list[tuple[Any, ...]]:
        """What the last of eve's statements gives."""
        with psycopg.connect(self.eve, autocommit=True) as connection:
            cursor = connection.cursor()
            for each in statements:
                if each.startswith("COPY"):
                    with cursor.copy(each) as copy:
                        return [(b"".join(map(bytes, copy)).decode(),)]
                cursor.execute(each.format(**self.ids))
            return cursor.fetchall() if cursor.description else []

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, as the owner sees it."""
        with self.records.access.store.engine.connect() as connection:
            return {
                table: sorted(
                    map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}")), key=repr
                )
                for table in TABLES
            }


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Made once: nothing that is tried may change it, which is checked at the end."""
    assert SERVER
    url = sqlalchemy.make_url(database_url(SERVER))
    name, login = f"shapan_test_{uuid4().hex}", f"test_eve_{uuid4().hex[:12]}"
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    address = url.set(database=name)
    with (
        open_records(address.render_as_string(hide_password=False)) as records,
        pytest.MonkeyPatch.context() as patch,
    ):
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("simulator.records.password._hasher", lambda: cheap)
        ids = _people(records)
        with root.connect() as connection:
            connection.exec_driver_sql(
                f"CREATE ROLE {login} LOGIN PASSWORD '{SECRET}' IN ROLE shapan_member"
            )
        admin = records.acting_as(ids["admin"])
        admin.people.change(ids["eve"], database_role=login)
        hers = address.set(drivername="postgresql", username=login, password=SECRET)
        made = House(records, {**ids, "login": login}, hers.render_as_string(hide_password=False))
        made.before = made.kept()
        yield made
        assert made.kept() == made.before
    with root.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        connection.exec_driver_sql(f"DROP ROLE {login}")
    root.dispose()


def _people(records: Records) -> dict[str, str]:
    first = records.sign_in.first_administrator("admin", "管理员", PASSWORD)
    admin = records.acting_as(first.person_id)
    ids = {"admin": first.person_id}
    for login, role in (("eve", "trainee"), ("bob", "trainee"), ("lead", "lead")):
        ids[login] = admin.people.add(login, login, role)[0].id  # type: ignore[arg-type]
    cohort = admin.cohorts.add("班").id
    admin.cohorts.join(cohort, ids["lead"], leads=True)
    for login in ("eve", "bob"):
        admin.cohorts.join(cohort, ids[login])
        mine = records.acting_as(ids[login])
        session = mine.sessions.start(person_id=ids[login], **PINS)
        mine.sessions.append(session.id, 1, "say", 0, {"text": f"secret of {login}"})
        mine.sessions.end(session.id)
        mine.scorecards.save(
            session_id=session.id, rubric_id="r", rubric_version="1", rubric_hash="r1",
            resolution=40, empathy=40, felt=0, passed=False, critical=[], uncertain=False, card={},
        )  # fmt: skip
        ids[f"{login}_s"] = session.id
    plan = admin.plans.save(name="n", scenario="s", scenario_hash="h", seed=1, summary={})
    return {**ids, "plan": plan.id}


@pytest.mark.parametrize(
    "statement",
    [
        # Another role.
        "SET ROLE shapan_owner", "SET ROLE shapan_gateway", "GRANT shapan_gateway TO {login}",
        "ALTER ROLE {login} SUPERUSER", "ALTER ROLE {login} BYPASSRLS", "CREATE ROLE mallory LOGIN",
        "ALTER ROLE {login} RENAME TO shapan_test_other", "SET SESSION AUTHORIZATION shapan_member",
        "ALTER ROLE shapan_member SET row_security = off",
        # The guards themselves.
        "ALTER TABLE events NO FORCE ROW LEVEL SECURITY", "ALTER TABLE events OWNER TO {login}",
        "ALTER POLICY sees ON events USING (true)", "DROP POLICY sees ON events",
        "CREATE POLICY mine ON events USING (true)", "DROP TRIGGER events_stay ON events",
        "ALTER TABLE scorecards DISABLE TRIGGER scorecards_arrive",
        "CREATE TRIGGER t BEFORE INSERT ON events EXECUTE FUNCTION shapan_refuse('x')",
        "CREATE RULE r AS ON SELECT TO events DO INSTEAD SELECT 1", "DROP VIEW counting_start",
        "ALTER FUNCTION shapan_person() OWNER TO {login}", "DROP FUNCTION shapan_person() CASCADE",
        "ALTER FUNCTION shapan_person() SECURITY INVOKER",
        "ALTER DEFAULT PRIVILEGES FOR ROLE shapan_owner GRANT ALL ON TABLES TO {login}",
        "CREATE OR REPLACE FUNCTION shapan_person() RETURNS text LANGUAGE sql AS $$SELECT ''$$",
        # Names that would be found first.
        "CREATE FUNCTION public.now_us() RETURNS int LANGUAGE sql AS $$SELECT 1$$",
        "CREATE TABLE public.mine (x int)", "CREATE SCHEMA mine", "CREATE EXTENSION dblink",
        # The disk and the server.
        "COPY events TO '/tmp/shapan-stolen'", "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY plans FROM '/etc/passwd'", "SELECT lo_import('/etc/passwd')",
        "SELECT pg_ls_dir('/')", "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT rolpassword FROM pg_authid", "SELECT * FROM pg_statistic",
        "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()", "CHECKPOINT",
        "SET log_statement = 'all'", "SET session_replication_role = 'replica'",
        # Everything at once.
        "TRUNCATE scorecards CASCADE", "TRUNCATE audit", "TRUNCATE counting", "TRUNCATE sessions",
        "DELETE FROM audit", "UPDATE audit SET act = 'nothing'", "DELETE FROM sessions",
        "DELETE FROM reviews", "DELETE FROM people",
        # A score in one's own hand, by every door to it.
        "INSERT INTO score_items SELECT id, 'x', 'told', '', 9, 9, false FROM scorecards",
        "COPY score_items FROM STDIN", "COPY scorecards FROM STDIN", "COPY counting FROM STDIN",
        "INSERT INTO counting SELECT * FROM counting ON CONFLICT DO NOTHING",
        "MERGE INTO counting k USING counting n ON k.session_id = n.session_id"
        " WHEN MATCHED THEN UPDATE SET passed = true",
        "SELECT shapan_count('{eve_s}')",
        # Somebody else.
        "INSERT INTO sessions SELECT * FROM sessions",
        "INSERT INTO audit VALUES ('x', 1, '{bob}', 'people.sign_in', '{bob}', '{{}}')",
        "COPY credentials TO STDOUT", "TABLE sign_in_attempts", "TABLE credentials",
    ],
)  # fmt: skip
def test_eve_is_refused(house: House, statement: str) -> None:
    """No other role, no guard changed, no name put in front, no file, no score, no other person."""
    with pytest.raises((*NO, psycopg.errors.FeatureNotSupported)):
        house.attack(statement)


@pytest.mark.parametrize(
    "statements",
    [
        ("SET row_security = off", "SELECT body FROM events"),
        ("SET shapan.person_id = '{bob}'", "SELECT body FROM events"),
        ("SELECT set_config('shapan.person_id', '{admin}', false)", "SELECT body FROM events"),
        ("SET search_path = pg_temp, public", "CREATE TEMP TABLE people AS SELECT id, login, name,"
         " role, local, disabled, '{login}'::text AS database_role, created_us, erased_us"
         " FROM public.people", "SELECT body FROM public.events"),
        ("CREATE FUNCTION pg_temp.shapan_seen() RETURNS SETOF text LANGUAGE sql AS"
         " $$SELECT '{bob}'$$", "SET search_path = pg_temp, public", "SELECT body FROM events"),
        ("CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
         " $$BEGIN RAISE NOTICE '%', $1; RETURN true; END$$",
         "SELECT body FROM events WHERE pg_temp.leak(body)"),
        ("SELECT e.body FROM events e JOIN sessions s ON true",),
        ("CREATE TEMP VIEW v AS SELECT * FROM events", "SELECT body FROM v"),
        ("PREPARE p AS SELECT body FROM events", "EXECUTE p"),
        ("SELECT query_to_xml('SELECT body FROM events', true, false, '')::text",),
        ("SELECT most_common_vals::text FROM pg_stats WHERE tablename = 'events'",),
        ("SELECT body FROM events WHERE 1 / (CASE WHEN body LIKE '%bob%' THEN 0 ELSE 1 END) = 1",),
        ("DECLARE c CURSOR WITH HOLD FOR SELECT body FROM events", "FETCH ALL FROM c"),
    ],
)  # fmt: skip
def test_eve_reads_no_words_but_her_own(house: House, statements: tuple[str, ...]) -> None:
    """Whatever stands in front of the rows, bob's are not behind it, not even in a notice."""
    noticed: list[str] = []
    found = ""
    with psycopg.connect(house.eve, autocommit=True) as connection:
        connection.add_notice_handler(lambda notice: noticed.append(str(notice.message_primary)))
        try:
            for each in statements[:-1]:
                connection.execute(each.format(**house.ids))
            found = repr(connection.execute(statements[-1].format(**house.ids)).fetchall())
        except psycopg.errors.InsufficientPrivilege:
            assert "row_security" in statements[0]
    assert "secret of bob" not in found
    assert not any("secret of bob" in each for each in noticed)


def test_eve_copies_no_words_but_her_own(house: House) -> None:
    """COPY gives what SELECT does."""
    (copied,) = house.attack("COPY (SELECT body FROM events) TO STDOUT")
    assert "secret of eve" in copied[0]
    assert "secret of bob" not in copied[0]


def test_eve_stays_eve_whatever_she_says(house: House) -> None:
    """The database tells who she is by her login alone, also inside a block and a function."""
    for forged in (
        "SET shapan.person_id = '{bob}'", "SET ROLE shapan_member",
        "CREATE TEMP TABLE people AS SELECT '{bob}' AS id, false AS disabled,"
        " NULL::bigint AS erased_us, '{login}' AS database_role",
    ):  # fmt: skip
        assert house.attack(forged, "SELECT shapan_person()") == [(house.ids["eve"],)]
    for function, answer in (
        ("shapan_is('administrator')", False), ("shapan_is_gateway()", False),
        ("shapan_leads('{bob}')", False),
        ("shapan_leads_cohort((SELECT min(id) FROM cohorts))", False), ("shapan_keeps()", False),
        ("shapan_certifiable('{bob}', 's', 's1', '{bob_s}', '{eve_s}')", False),
    ):  # fmt: skip
        assert house.attack(f"SELECT {function}") == [(answer,)]
    assert house.attack("SELECT shapan_led()") == []
    assert house.attack("SELECT shapan_seen()") == [(house.ids["eve"],)]


def test_eve_takes_nothing_away(house: House) -> None:
    """The functions that delete ask for the rights of whoever calls them."""
    for call in (
        "shapan_take_credentials('{bob}')", "shapan_take_credentials('{eve}')",
        "shapan_take_membership((SELECT min(id) FROM cohorts), '{eve}')",
        "shapan_take_membership((SELECT min(id) FROM cohorts), '{lead}')",
        "shapan_take_plan('{plan}')",
    ):  # fmt: skip
        house.attack(f"SELECT {call}")
    assert house.kept() == house.before


def test_eve_gives_nobody_a_right(house: House) -> None:
    """PostgreSQL only warns of grants that give nothing; they do give nothing."""
    house.attack("GRANT ALL ON events, scorecards, audit TO {login}")
    asked = "SELECT has_table_privilege('{table}', 'DELETE, TRUNCATE, TRIGGER, REFERENCES')"
    for table in TABLES:
        assert house.attack(asked.replace("{table}", table)) == [(False,)]


def test_eve_holds_no_lock_that_others_need(house: House) -> None:
    """No table can be locked by her, and signing in waits for no advisory lock, which are
    anybody's; so it works while she holds all she can."""
    with psycopg.connect(house.eve) as connection:
        for name in ("administrator", "admin"):
            for text in (name, sha256(name.encode()).hexdigest()):
                number = int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
                connection.execute("SELECT pg_advisory_lock(%s)", (number,))
        for table in TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(f"LOCK TABLE {table} IN SHARE MODE NOWAIT")
            with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(f"SELECT * FROM {table} FOR UPDATE")
        caller = house.records.sign_in.with_password("admin", PASSWORD)
        assert caller.person_id == house.ids["admin"]
    _take_back(house, "people.sign_in")


def test_the_log_of_acts_keeps_the_time_of_the_database(house: House) -> None:
    """What she enters stands under her own name, and now."""
    house.attack("INSERT INTO audit VALUES ('x', 1, '{eve}', 'made up', 's', '{{}}')")
    with house.records.access.store.engine.connect() as connection:
        entered = connection.exec_driver_sql("SELECT at_us FROM audit WHERE act = 'made up'")
        assert entered.scalar_one() > 1_700_000_000_000_000
    _take_back(house, "made up")


def _take_back(house: House, act: str) -> None:
    # The log is append-only for everybody, the owner too, unless its trigger is put aside.
    with house.records.access.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM sign_in_attempts")
        connection.exec_driver_sql("ALTER TABLE audit DISABLE TRIGGER audit_stays")
        connection.exec_driver_sql(f"DELETE FROM audit WHERE act = '{act}'")
        connection.exec_driver_sql("ALTER TABLE audit ENABLE TRIGGER audit_stays")
