"""Somebody hostile with a login to the PostgreSQL database itself, past all of our own code.

Needs SHAPAN_TEST_DATABASE_URL: the address of a database whose login may make databases and
roles (`.ci/postgres.sh` starts one).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy
from argon2 import PasswordHasher

from simulator.records import NotAllowed, Records, Unusable, open_records
from simulator.records.chain import Link, following, start
from simulator.records.gap import Gap
from simulator.records.scorecard import ScoreItem
from simulator.records.where import database_url

SERVER = os.environ.get("SHAPAN_TEST_DATABASE_URL")
pytestmark = pytest.mark.skipif(
    not SERVER, reason="SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with"
)
SECRET = "pw-for-a-test-login"
PINS: dict[str, Any] = {
    "drill_id": "d", "drill_hash": "d1", "sop_id": "s", "sop_hash": "s1", "rubric_id": "r",
    "rubric_version": "1", "rubric_hash": "r1", "recogniser": "a1", "lang": "zh",
    "channel": "chat", "seed": 1, "mode": "exam",
}  # fmt: skip


@dataclass
class House:
    """A database with a trainee `eve`, who has a login of her own, and a trainee `bob`."""

    url: str
    records: Records
    ids: dict[str, str]
    logins: dict[str, str]

    def address(self, login: str) -> str:
        url = sqlalchemy.make_url(database_url(self.url))
        return url.set(username=self.logins[login], password=SECRET).render_as_string(
            hide_password=False
        )

    def attack(self, statement: str, login: str = "eve", *before: str) -> Any:
        """The rows or the count of rows that a statement gives under a person's own login."""
        address = self.address(login).replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            for each in before:
                connection.execute(each)
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Made once: nothing that the tests try may change it."""
    assert SERVER
    url = sqlalchemy.make_url(database_url(SERVER))
    tag = uuid4().hex[:12]
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE shapan_test_{tag}")
    address = url.set(database=f"shapan_test_{tag}").render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr("simulator.records.password._hasher", lambda: cheap)
        records = open_records(address)
        made = _people(records, tag, root)
    yield House(address, records, *made)
    records.close()
    with root.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE shapan_test_{tag} WITH (FORCE)")
        for login in made[1].values():
            connection.exec_driver_sql(f"DROP ROLE {login}")
    root.dispose()


def _people(
    records: Records, tag: str, root: sqlalchemy.Engine
) -> tuple[dict[str, str], dict[str, str]]:
    first = records.sign_in.first_administrator("admin", "管理员", "一个够长的密码 42")
    admin = records.acting_as(first.person_id)
    ids, logins = {"admin": first.person_id}, {}
    for login, role in (("eve", "trainee"), ("bob", "trainee"), ("lead", "lead"),
                        ("chief", "administrator")):  # fmt: skip
        person, _code = admin.people.add(login, login, role)  # type: ignore[arg-type]
        ids[login], logins[login] = person.id, f"test_{login}_{tag}"
        with root.connect() as connection:
            connection.exec_driver_sql(
                f"CREATE ROLE {logins[login]} LOGIN PASSWORD '{SECRET}' IN ROLE shapan_member"
            )
        admin.people.change(person.id, database_role=logins[login])
    cohort = admin.cohorts.add("班")
    admin.cohorts.join(cohort.id, ids["lead"], leads=True)
    for login in ("eve", "bob"):
        admin.cohorts.join(cohort.id, ids[login])
        mine = records.acting_as(ids[login])
        session = mine.sessions.start(person_id=ids[login], **PINS)
        mine.sessions.append(session.id, 1, "say", 0, {"text": f"words of {login}"})
        mine.sessions.end(session.id)
        mine.sessions.start(person_id=ids[login], **PINS)
        mine.scorecards.save(
            session_id=session.id, rubric_id="r", rubric_version="1", rubric_hash="r1",
            resolution=40, empathy=40, felt=0, passed=False, critical=[], uncertain=False, card={},
        )  # fmt: skip
        ids[f"{login}'s"] = session.id
    return ids, logins


def test_a_login_of_ones_own_is_that_person(house: House) -> None:
    """The app under a personal login sees and does what that person may, and nobody else's."""
    with open_records(house.address("eve")) as eve:
        assert (eve.caller.person_id, eve.caller.role) == (house.ids["eve"], "trainee")
        assert {s.person_id for s in eve.sessions.list()} == {house.ids["eve"]}
        with pytest.raises(NotAllowed):
            eve.acting_as(house.ids["bob"])
        with pytest.raises(NotAllowed):
            eve.acting_as(house.ids["admin"])
    with open_records(house.address("lead")) as lead:
        assert {s.person_id for s in lead.sessions.list()} == {
            house.ids["eve"], house.ids["bob"],
        }  # fmt: skip


def test_the_owners_address_makes_nobody_an_operator_unasked(house: House) -> None:
    """Opening as the owner of the tables takes on the gateway's role, under which all is hidden."""
    with open_records(house.url) as records:
        assert records.sessions.list() == ()
        with pytest.raises(NotAllowed):
            records.sessions.start(person_id=house.ids["eve"], **PINS)
    with open_records(house.address("eve"), operator=True) as eve:
        assert not eve.caller.trusted
    with open_records(house.url, operator=True) as operator:
        assert len(operator.sessions.list()) == 4


FORGED = (
    "SET shapan.person_id = '{bob}'",
    "SET shapan.role = 'administrator'",
)


@pytest.mark.parametrize("table", ["sessions", "scorecards", "counting"])
def test_only_ones_own_rows_are_there(house: House, table: str) -> None:
    """Whatever variables are set, a login of one's own sees its own rows."""
    forged = [line.format(bob=house.ids["bob"]) for line in FORGED]
    seen = house.attack(f"SELECT DISTINCT person_id FROM {table}", "eve", *forged)
    assert seen == [(house.ids["eve"],)]


def test_words_of_others_are_not_there(house: House) -> None:
    """Events of others, audit log and passwords cannot be read."""
    assert house.attack("SELECT body FROM events") == [('{"text":"words of eve"}',)]
    assert house.attack("SELECT * FROM audit") == []
    for hidden in (
        "SELECT password_hash FROM credentials", "SELECT code_hash FROM credentials",
        "SELECT * FROM sign_in_attempts", "SELECT pg_read_file('/etc/passwd')",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            house.attack(hidden)
    logins = {login for (login,) in house.attack("SELECT login FROM people")}
    assert logins == {"eve", "admin", "lead", "chief"}


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE shapan_gateway",
        "SET SESSION AUTHORIZATION shapan_owner",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "ALTER TABLE sessions DISABLE ROW LEVEL SECURITY",
        "SET session_replication_role = replica",
        "DELETE FROM events",
        "TRUNCATE events CASCADE",
        "DROP TABLE audit",
        "UPDATE scorecards SET resolution = 100, passed = true",
        "UPDATE scorecards SET source = 'house'",
        "UPDATE scorecards SET solved_from = 0",
        "UPDATE counting SET passed = true, resolution = 100",
        "DELETE FROM counting",
        "INSERT INTO counting SELECT * FROM counting",
        "SELECT * FROM counting_start",
        "SELECT * FROM current_items",
        "SELECT shapan_count('{eve's}')",
        "DELETE FROM scorecards",
        "DELETE FROM memberships",
        "DELETE FROM credentials",
        "DELETE FROM cohorts",
        "DELETE FROM plans",
        "UPDATE sessions SET person_id = '{bob}'",
        "UPDATE sessions SET seed = 5",
        "UPDATE events SET kind = 'x'",
        "INSERT INTO sign_in_attempts VALUES ('x', 1, 'a', 'b', true)",
        "INSERT INTO people VALUES ('x', 'x', 'x', 'administrator', false, false, NULL, 1, NULL)",
        "INSERT INTO memberships SELECT cohort_id, '{eve}', true, 1 FROM memberships",
        "INSERT INTO credentials VALUES ('{eve}', 'x', NULL, NULL, 1)",
        "INSERT INTO plans VALUES ('x', 'n', 's', 'h', 1, 'v', '{{}}', '{eve}', 1)",
        "INSERT INTO audit VALUES ('x', 1, '{admin}', 'a', 's', '{{}}')",
        "INSERT INTO assignments VALUES ('x', '{eve}', NULL, 'd', NULL, NULL, '{eve}', 1, NULL)",
        "INSERT INTO reviews VALUES"
        " ('x', '{eve's}', '{eve}', 'r', '1', 'override', 'i', 1, 9, 'because', 1)",
        "INSERT INTO reviews VALUES"
        " ('x', '{eve's}', '{lead}', 'r', '1', 'override', 'i', 1, 9, 'because', 1)",
        "INSERT INTO appeals VALUES"
        " ('x', '{bob's}', '{eve}', NULL, 'r', 1, 'open', NULL, NULL, NULL)",
        "INSERT INTO appeals VALUES"
        " ('x', '{eve's}', '{eve}', NULL, 'r', 1, 'granted', '{lead}', 'yes', 1)",
        "INSERT INTO certificates VALUES"
        " ('x', '{eve}', 's', 's1', '', '{eve's}', '{bob's}', '{lead}', 1)",
        "INSERT INTO certificates VALUES"
        " ('x', '{bob}', 's', 's1', '', '{eve's}', '{bob's}', '{eve}', 1)",
    ],
)
def test_what_eve_tries_the_database_refuses(house: House, statement: str) -> None:
    """No way to another's rows, another role, or another score, in plain SQL."""
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)):
        house.attack(_filled(house, statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people SET role = 'administrator'",
        "UPDATE people SET database_role = '{login}' WHERE id = '{admin}'",
        "UPDATE events SET body = '{{}}'",
        "UPDATE sessions SET state = 'ended' WHERE person_id = '{bob}'",
        "UPDATE scorecards SET card = 'x'",
        "UPDATE reviews SET reason = 'x'",
        "UPDATE appeals SET state = 'granted', answered_by = '{eve}'",
        "UPDATE memberships SET leads = true",
    ],
)
def test_what_eve_tries_touches_no_row(house: House, statement: str) -> None:
    """What a role may do in general finds no row to do it to."""
    assert house.attack(_filled(house, statement)) == 0


@pytest.mark.parametrize("session", ["bob's", "eve's"])
def test_eve_writes_no_event_into_a_log_that_is_not_open_and_hers(
    house: House, session: str
) -> None:
    """Neither into another's session nor into one that is over."""
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)):
        house.attack(
            f"INSERT INTO events VALUES ('{house.ids[session]}', 9, 0, 1, 'say', '{{}}', 'hash')"
        )


def test_a_gap_in_eve_s_exam_shows_whatever_time_she_writes(house: House) -> None:
    """Her program says that no time was lost, and what the database's clock said; the database
    keeps its own, and the gaps before the first event and between others are judged by it."""
    second = 1_000_000
    with open_records(house.address("eve")) as hers:
        session = hers.sessions.start(person_id=house.ids["eve"], **PINS)
    started, hash_ = int(session.started_at.timestamp()) * second, start(session.id)
    for seq, offset in enumerate((0, 5 * second, 9 * second), 1):
        hash_ = following(hash_, Link(seq, offset, started + offset, "say", "{}"))
        (kept,) = house.attack(
            f"INSERT INTO events VALUES ('{session.id}', {seq}, {offset}, {started + offset},"
            f" 'say', '{{}}', '{hash_}', {started + offset}) RETURNING stored_us,"
            " floor(extract(epoch FROM now()) * 1000000)::bigint"
        )
        assert kept[0] >= kept[1] > started
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        house.attack(f"UPDATE events SET stored_us = 1 WHERE session_id = '{session.id}'")
    gaps = house.records.acting_as(house.ids["lead"]).gaps
    with psycopg.connect(house.url.replace("+psycopg", "")) as root:
        root.execute("SET session_replication_role = replica")
        # Never away; then 40 seconds before the first event and a minute before the third.
        for first, third, seen in ((0, 0, {}), (40, 60, {session.id: (Gap(1, 40), Gap(3, 60))})):
            root.execute(
                "UPDATE events e SET stored_us = s.started_us + e.offset_us + 1000000 *"
                " (%s + CASE WHEN e.seq = 3 THEN %s ELSE 0 END)"
                " FROM sessions s WHERE s.id = e.session_id AND s.id = %s",
                (first, third, session.id),
            )
            root.commit()
            assert gaps.of([session.id]) == seen


def test_a_score_eve_writes_herself_is_a_claim(house: House) -> None:
    """Her second score is refused; a first one is marked as hers whatever she writes, and counts
    only until a lead has scored."""
    insert = (
        "INSERT INTO scorecards VALUES ('{id}', '{session}', '{eve}', '{by}', 'house', 'r', '{v}',"
        " 'h', 'v', 9e15, 100, 100, 3, true, false, 0, '[]', '{{}}', 'f{v}') RETURNING source"
    )
    last = "ffffffff-ffff-7fff-bfff-ffffffffffff"
    mine = {"session": house.ids["eve's"], "eve": house.ids["eve"], "by": house.ids["eve"]}
    with pytest.raises(psycopg.errors.IntegrityError):
        house.attack(insert.format(id=last, v="1", **mine))
    with pytest.raises(psycopg.errors.IntegrityError):
        house.attack(insert.format(id="z", v="2", **mine))
    for forged in ({"by": house.ids["lead"]}, {"eve": house.ids["bob"]},
                   {"session": house.ids["bob's"]}):  # fmt: skip
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)):
            house.attack(insert.format(id=last, v="2", **{**mine, **forged}))
    with pytest.raises(psycopg.errors.IntegrityError):
        house.attack(
            "INSERT INTO score_items SELECT id, 'more', 'resolution', '', 9, 9, false"
            " FROM scorecards"
        )
    assert house.attack(insert.format(id=last, v="2", **mine)) == [("claim",)]
    eve = house.records.acting_as(house.ids["eve"])
    counting = eve.scorecards.latest(house.ids["eve's"])
    assert counting is not None
    assert (counting.source, counting.resolution) == ("house", 40)
    assert [score.resolution for score in eve.scorecards.scores()] == [40]


@pytest.mark.parametrize("points", ["9", "-1", "'NaN'", "'Infinity'", "NULL"])
def test_a_lead_overrides_no_more_than_the_item_has(house: House, points: str) -> None:
    """Past our own code, the database knows the items and their points, and wants a reason."""
    kept = house.records.acting_as(house.ids["bob"])
    session = kept.sessions.start(person_id=house.ids["bob"], **PINS)
    kept.sessions.end(session.id)
    kept.scorecards.save(
        session_id=session.id, rubric_id="r", rubric_version="1", rubric_hash="r1",
        resolution=40, empathy=40, felt=0, passed=False, critical=[], uncertain=False, card={},
        items=[ScoreItem("told:x", "told", 2, 5)],
    )  # fmt: skip
    write = (
        "INSERT INTO reviews VALUES ('{id}', '{session}', '{lead}', 'r', '{version}', 'override',"
        " '{item}', 99, {points}, '{reason}', 1) RETURNING old_points, created_us > 1"
    )
    good = {"id": session.id, "session": session.id, "lead": house.ids["lead"],
            "version": "1", "item": "told:x", "points": "5", "reason": "said it"}  # fmt: skip
    for wrong in ({"points": points}, {"item": "told:y"}, {"version": "2"}, {"reason": " "}):
        with pytest.raises(psycopg.errors.IntegrityError):
            house.attack(write.format(**{**good, **wrong}), "lead")
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)):
        house.attack(write.format(**{**good, "lead": house.ids["bob"]}), "bob")
    # The machine's points and the time are the database's, whatever was written.
    assert house.attack(write.format(**good), "lead") == [(2.0, True)]
    counts = kept.scores.of(session.id)
    assert counts is not None
    assert (counts.resolution, counts.machine_resolution) == (43.0, 40.0)


def test_claims_do_not_certify(house: House) -> None:
    """A lead cannot sign on the strength of scores that the trainee's own machine computed."""
    with open_records(house.address("bob")) as bob:
        exams = []
        for seed in (11, 12):
            session = bob.sessions.start(person_id=bob.caller.person_id, **{**PINS, "seed": seed})
            bob.sessions.end(session.id)
            card = bob.scorecards.save(
                session_id=session.id, rubric_id="r", rubric_version="1", rubric_hash="h",
                resolution=100, empathy=100, felt=3, passed=True, critical=[], uncertain=False,
                card={},
            )  # fmt: skip
            assert card.source == "claim"
            exams.append(session.id)
    sign = (
        "INSERT INTO certificates VALUES ('x', '{bob}', 's', 's1', '',"
        f" '{exams[0]}', '{exams[1]}', '{{lead}}', 1)"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        house.attack(_filled(house, sign), "lead")
    with open_records(house.address("lead")) as lead:
        with pytest.raises(Exception, match="重新评分"):
            lead.certificates.sign(*exams)
        for exam in exams:
            scored = lead.scorecards.save(
                session_id=exam, rubric_id="r", rubric_version="1", rubric_hash="h",
                resolution=90, empathy=90, felt=3, passed=True, critical=[], uncertain=False,
                card={},
            )  # fmt: skip
            assert scored.source == "house"
        assert lead.certificates.sign(*exams).person_id == house.ids["bob"]


def test_an_administrator_reads_no_sessions_and_no_hashes(house: House) -> None:
    """Keeping people is not reading what they said; giving out a code works."""
    assert house.attack("SELECT count(*) FROM events", "chief") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        house.attack("SELECT password_hash FROM credentials", "chief")
    with open_records(house.address("chief")) as chief:
        assert len(chief.people.reset(house.ids["bob"])) == 14


def test_a_stranger_finds_nothing(house: House) -> None:
    """A login that belongs to no person, or to one who is disabled, sees no row."""
    admin = house.records.acting_as(house.ids["admin"])
    admin.people.change(house.ids["eve"], disabled=True)
    try:
        for table in ("people", "sessions", "events", "scorecards", "cohorts", "certificates"):
            assert house.attack(f"SELECT count(*) FROM {table}") == [(0,)]
        with open_records(house.address("eve")) as eve:
            assert eve.caller.person_id == ""
    finally:
        admin.people.change(house.ids["eve"], disabled=False)


def test_the_operator_moves_and_checks_the_records(house: House) -> None:
    """Export, import and check as the owner; backups are pg_dump's; nobody else imports."""
    with open_records(house.url, operator=True) as operator:
        lines = [line.encode() for line in operator.export_lines()]
        taken = operator.import_lines("again", lines)
        assert (taken.new, taken.events, taken.scorecards) == (0, 0, 0)
        assert taken.known == len(operator.sessions.list())
        assert operator.check().ok
        with pytest.raises(NotAllowed, match="pg_dump"):
            operator.back_up(Path("copy"))
    with open_records(house.address("eve")) as eve:
        mine = [line for line in eve.export_lines() if '"type":"session"' in line]
        assert len(mine) == len(eve.sessions.list())
        with pytest.raises(NotAllowed):
            eve.import_lines("again", lines)


def test_an_owner_without_superpowers_is_enough(house: House) -> None:
    """A login that owns its database and may make roles sets all up; the app has a third one."""
    assert SERVER
    tag = uuid4().hex[:12]
    url = sqlalchemy.make_url(database_url(SERVER))
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    names = {"owner": f"test_owner_{tag}", "app": f"test_app_{tag}", "db": f"shapan_test_{tag}"}
    with root.connect() as connection:
        for statement in (
            "CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD '" + SECRET + "'",
            "CREATE DATABASE {db} OWNER {owner}",
            "CREATE ROLE {app} LOGIN PASSWORD '" + SECRET + "'",
        ):
            connection.exec_driver_sql(statement.format(**names))
    own = url.set(username=names["owner"], password=SECRET, database=names["db"])
    app = own.set(username=names["app"])
    try:
        with pytest.raises(NotAllowed):
            open_records(app.render_as_string(hide_password=False))
        with open_records(own.render_as_string(hide_password=False)) as records:
            first = records.sign_in.first_administrator("admin", "管理员", "一个够长的密码 42")
            assert records.sessions.list() == ()
        with root.connect() as connection:
            connection.exec_driver_sql(f"GRANT shapan_gateway TO {names['app']}")
        with open_records(app.render_as_string(hide_password=False), operator=True) as records:
            assert not records.caller.trusted
            admin = records.acting_as(first.person_id)
            person, code = admin.people.add("wang", "王", "trainee")
            caller = records.sign_in.with_code("wang", code, "另一个够长的密码 43")
            assert caller.person_id == person.id
            wang = records.acting_as(person.id)
            session = wang.sessions.start(person_id=person.id, **PINS)
            wang.sessions.append(session.id, 1, "say", 0, {})
            assert len(wang.sessions.events(session.id)) == 1
            assert admin.sessions.list() == ()
    finally:
        with root.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE {db} WITH (FORCE)".format(**names))
            for name in ("app", "owner"):
                connection.exec_driver_sql(f"DROP ROLE {names[name]}")
        root.dispose()


def test_a_wrong_password_and_a_server_that_is_away_get_an_answer(house: House) -> None:
    """Neither a traceback nor the password on the screen."""
    for wrong in (
        house.address("eve").replace(SECRET, "wrong-secret"),
        "postgresql://someone:wrong-secret@127.0.0.1:1/nothing",
    ):
        with pytest.raises(Unusable) as caught:
            open_records(wrong)
        assert "wrong-secret" not in str(caught.value)


def _filled(house: House, statement: str) -> str:
    filled = statement.replace("{{}}", "{}")
    for name, id_ in house.ids.items():
        filled = filled.replace("{" + name + "}", id_)
    return filled.replace("{login}", house.logins["eve"])


def test_a_session_is_sent_back_with_its_own_drill(house: House) -> None:
    """Past our own code a lead names no assignment of another drill, and none on an override."""
    lead, bob = (house.records.acting_as(house.ids[name]) for name in ("lead", "bob"))
    session = bob.sessions.start(person_id=house.ids["bob"], **PINS)
    write = (
        f"INSERT INTO reviews VALUES ('{session.id}', '{session.id}', '{house.ids['lead']}', 'r',"
        " '1', '{kind}', NULL, NULL, NULL, 'again', 1, '{given}')"
    )
    other = lead.assignments.assign(person_id=house.ids["bob"], drill_id="another").id
    own = lead.assignments.assign(person_id=house.ids["bob"], drill_id=PINS["drill_id"]).id
    for kind, given in (("comment", other), ("comment", "none"), ("blind", own)):
        with pytest.raises(psycopg.errors.IntegrityError):
            house.attack(write.format(kind=kind, given=given), "lead")
    house.attack(write.format(kind="comment", given=own), "lead")
    (kept,) = bob.reviews.list(sent_back=True)
    assert kept.assignment_id == own
