"""Sessions and their logs: kept whole, in order, once, and tampering is seen (D11)."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.records import Conflict, Missing, Records, Session, Unusable, open_records
from simulator.records.event import Happening

PINS: dict[str, Any] = {
    "drill_id": "late-parcel", "drill_hash": "d1", "sop_id": "logistics", "sop_hash": "s1",
    "rubric_id": "standard", "rubric_version": "1", "rubric_hash": "r1", "recogniser": "a1",
    "seed": 7, "mode": "practise", "lang": "zh", "channel": "chat",
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file for records that is not there yet."""
    return tmp_path / "data" / "records.sqlite3"


@pytest.fixture
def records(file: Path) -> Iterator[Records]:
    """Fresh records in a local file."""
    with open_records(str(file)) as opened:
        yield opened


def begun(records: Records, **changed: Any) -> Session:
    """An open session of the local person."""
    return records.sessions.start(person_id=records.local_person(), **{**PINS, **changed})


def tamper(file: Path, statement: str) -> None:
    """Change the file behind the program's back, guards taken away."""
    with sqlite3.connect(file) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount == 1
    connection.close()


def test_a_log_is_read_back_as_it_was_written(records: Records) -> None:
    """Texts of any kind, numbers and nesting come back the same, in order."""
    session = begun(records)
    bodies: list[dict[str, Any]] = [
        {"text": "您好\n\x00\x1b[31m\u202e😀"}, {"half": "\ud800"},
        {"a": [1, 1.0, 1e-9, None, True]},
        {}, {"b": {"z": 1, "a": "'; DROP TABLE events; --"}}, {"big": 2**70, "text": "字" * 10_000},
    ]  # fmt: skip
    for seq, body in enumerate(bodies, 1):
        records.sessions.append(session.id, seq, "say", seq * 1_000_000, body)
    kept = records.sessions.events(session.id)
    assert [dict(event.body) for event in kept] == bodies
    assert [event.seq for event in kept] == [1, 2, 3, 4, 5, 6]
    assert [event.offset_us for event in kept] == [n * 1_000_000 for n in range(1, 7)]
    assert isinstance(kept[2].body["a"][1], float)
    assert records.sessions.first_break(session.id) is None
    assert records.sessions.events(session.id, after=4) == kept[4:]


def test_another_process_reads_what_was_acknowledged(records: Records, file: Path) -> None:
    """An event is in the file when `append` has returned, the session still being open."""
    session = begun(records)
    records.sessions.append(session.id, 1, "say", 0, {"text": "在吗"})
    code = (
        "import sys; from simulator.records import open_records\n"
        "r = open_records(sys.argv[1]); print(len(r.sessions.events(sys.argv[2])),"
        " r.sessions.open_sessions(r.local_person())[0].id == sys.argv[2])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(file), session.id], capture_output=True, text=True
    )
    assert ran.stdout.split() == ["1", "True"], ran.stderr


def test_a_doubled_write_is_one_write(records: Records) -> None:
    """The same event again is answered with the one that is kept."""
    session = begun(records)
    first = records.sessions.append(session.id, 1, "say", 5, {"text": "您好"})
    assert records.sessions.append(session.id, 1, "say", 5, {"text": "您好"}) == first
    assert records.sessions.events(session.id) == (first,)


@pytest.mark.parametrize(
    ("seq", "kind", "offset", "body"),
    [(1, "say", 5, {"text": "不"}), (1, "act", 5, {}), (1, "say", 6, {}), (3, "say", 5, {})],
)
def test_a_number_is_given_once_and_in_order(
    records: Records, seq: int, kind: str, offset: int, body: dict[str, Any]
) -> None:
    """Another event under a taken number, or one that leaves a gap, is refused."""
    session = begun(records)
    records.sessions.append(session.id, 1, "say", 5, {})
    with pytest.raises(Conflict):
        records.sessions.append(session.id, seq, kind, offset, body)
    assert len(records.sessions.events(session.id)) == 1


def test_several_events_are_written_together_or_not_at_all(records: Records) -> None:
    """A batch with a mistake in it leaves nothing behind."""
    session = begun(records)
    batch = [Happening("say", 1, {"text": "a"}), Happening("say", 2, {"bad": float("nan")})]
    with pytest.raises(ValueError):
        records.sessions.append_all(session.id, 1, batch)
    assert records.sessions.events(session.id) == ()
    written = records.sessions.append_all(session.id, 1, [batch[0], Happening("act", 2, {})])
    assert records.sessions.events(session.id) == written


@pytest.mark.parametrize("body", [{1: "a"}, {"a": {True: 1}}, {"a": {1, 2}}, {"a": float("inf")}])
def test_what_json_cannot_hold_is_refused(records: Records, body: Any) -> None:
    """Data that would come back different is not written."""
    session = begun(records)
    with pytest.raises(ValueError):
        records.sessions.append(session.id, 1, "say", 0, body)


def test_an_ended_session_is_sealed(records: Records) -> None:
    """Nothing is appended after the end; ending again the same way is no mistake."""
    session = begun(records)
    records.sessions.append(session.id, 1, "say", 0, {})
    ended = records.sessions.end(session.id)
    assert (ended.state, ended.last_seq) == ("ended", 1)
    assert ended.ended_at is not None
    assert records.sessions.end(session.id) == ended
    with pytest.raises(Conflict):
        records.sessions.append(session.id, 2, "say", 1, {})
    with pytest.raises(Conflict):
        records.sessions.end(session.id, "abandoned")
    assert records.sessions.open_sessions(session.person_id) == ()


def test_nobody_changes_the_log_in_sql(records: Records, file: Path) -> None:
    """The database itself refuses to change or delete what was written."""
    session = begun(records)
    records.sessions.append(session.id, 1, "say", 0, {"text": "原话"})
    records.sessions.end(session.id)
    connection = sqlite3.connect(file)
    for statement in (
        "UPDATE events SET body = '{}'", "DELETE FROM events", "DELETE FROM sessions",
        "INSERT OR REPLACE INTO events SELECT * FROM events", "UPDATE sessions SET seed = 8",
        "UPDATE sessions SET state = 'open'", "UPDATE sessions SET erased_us = 1",
    ):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()
    assert records.sessions.events(session.id)[0].body == {"text": "原话"}


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ('UPDATE events SET body = \'{"text":"3"}\' WHERE seq = 2', 2),
        ("UPDATE events SET offset_us = 0 WHERE seq = 3", 3),
        ("UPDATE events SET kind = 'act' WHERE seq = 1", 1),
        ("UPDATE events SET wall_us = wall_us + 1 WHERE seq = 4", 4),
        ("DELETE FROM events WHERE seq = 2", 2),
        ("DELETE FROM events WHERE seq = 4", 4),
        ("UPDATE sessions SET last_seq = 3", 4),
    ],
)
def test_tampering_is_seen(records: Records, file: Path, statement: str, place: int) -> None:
    """A changed or missing event is named, the last one of an ended session included."""
    session = begun(records)
    for seq in range(1, 5):
        records.sessions.append(session.id, seq, "say", seq, {"text": str(seq)})
    records.sessions.end(session.id)
    assert records.sessions.first_break(session.id) is None
    tamper(file, statement)
    assert records.sessions.first_break(session.id) == place


def test_sessions_are_listed_newest_first(records: Records) -> None:
    """By state, mode, drill and SOP, at most as many as asked for."""
    first, second = begun(records), begun(records, mode="exam", drill_id="refund", sop_id="refund")
    third = begun(records)
    records.sessions.end(first.id, "abandoned")
    listed = records.sessions.list
    assert [s.id for s in listed()] == [third.id, second.id, first.id]
    assert [s.id for s in listed(state="abandoned")] == [first.id]
    assert [s.id for s in listed(mode="exam")] == [second.id]
    assert [s.id for s in listed(drill_id="refund", sop_id="refund")] == [second.id]
    assert [s.id for s in listed(limit=1)] == [third.id]
    assert [s.id for s in listed(since=second.started_at)] == [third.id, second.id]
    assert listed(person_id="nobody") == ()
    assert records.sessions.get(second.id).seed == PINS["seed"]


def test_unknown_sessions_are_missing(records: Records) -> None:
    """A name that is none, hostile or not, is told apart from a failure."""
    for name in ("", "x' OR '1'='1", "\x1b[31m"):
        with pytest.raises(Missing, match="没有会话"):
            records.sessions.get(name)
        with pytest.raises(Missing):
            records.sessions.append(name, 1, "say", 0, {})


def test_the_file_is_private_and_remembers_its_person(file: Path) -> None:
    """Only the owner reads the file; the local person is the same on every opening."""
    with open_records(str(file)) as records:
        person = records.local_person()
        assert records.local
        assert records.place == str(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    with open_records(f"sqlite:///{file}") as records:
        assert records.local_person() == person


def test_the_place_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SHAPAN_DATA moves the folder; SHAPAN_DATABASE_URL names another database."""
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "甲 乙"))
    with open_records() as records:
        assert records.place == str(tmp_path / "甲 乙" / "records.sqlite3")
    monkeypatch.setenv("SHAPAN_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    with open_records() as records:
        assert records.place == str(tmp_path / "other.db")


@pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", "sqlite3:/x", "http://h"])
def test_addresses_that_mean_nothing_are_refused(url: str) -> None:
    """Another kind of database, or no address at all, gets an answer and no traceback."""
    with pytest.raises(Unusable):
        open_records(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Somebody's other file is neither read nor changed."""
    other = tmp_path / "letter.db"
    other.write_text("这不是数据库" * 400, encoding="utf-8")
    with pytest.raises(Unusable):
        open_records(str(other))
    assert other.read_text(encoding="utf-8") == "这不是数据库" * 400


def test_a_newer_database_is_left_alone(records: Records, file: Path) -> None:
    """Records of a later version are not touched by an earlier one."""
    records.close()
    tamper(file, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unusable, match="9999"):
        open_records(str(file))


def test_opening_again_needs_no_migration_tool(records: Records, file: Path) -> None:
    """An up-to-date database is opened without alembic, which costs a cold start."""
    begun(records)
    code = (
        "import sys; from simulator.records import open_records\n"
        "r = open_records(sys.argv[1]); r.sessions.list(); print('alembic' in sys.modules,"
        " 'sqlalchemy.orm' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True)
    assert ran.stdout.split() == ["False", "False"], ran.stderr


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder that is a file, or a file that is a folder: an answer with the place."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.db").mkdir()
    for place in (tmp_path / "file" / "records.db", tmp_path / "folder.db"):
        with pytest.raises(Unusable, match=place.name):
            open_records(str(place))


def test_a_session_belongs_to_somebody(records: Records) -> None:
    """A person who is not there and a seed that does not fit are refused in words."""
    with pytest.raises(Missing, match="没有这个人"):
        records.sessions.start(person_id="nobody", **PINS)
    with pytest.raises(ValueError):
        begun(records, seed=2**63)
    with pytest.raises(ValueError):
        begun(records, mode="cheat")
    assert begun(records, seed=-(2**63)).seed == -(2**63)
