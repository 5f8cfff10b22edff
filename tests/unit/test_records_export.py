"""Export, import, backup and check of the records."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.records import Conflict, NotAllowed, Records, open_records
from simulator.records.scorecard import ScoreItem
from sops.problem import Problems

PINS: dict[str, Any] = {
    "drill_id": "late-parcel", "drill_hash": "d1", "sop_id": "logistics", "sop_hash": "s1",
    "rubric_id": "standard", "rubric_version": "1", "rubric_hash": "r1", "recogniser": "a1",
    "seed": 7, "mode": "practise", "lang": "zh", "channel": "chat",
}  # fmt: skip


ABSENT = "absent"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Records]:
    """Records with an ended, scored session, an open one and an abandoned empty one."""
    with open_records(str(tmp_path / "source.db")) as records:
        person = records.local_person()
        first = records.sessions.start(person_id=person, **PINS)
        bodies: list[dict[str, Any]] = [
            {"text": "您好\u2028\n\x00\ud800😀"}, {"a": [1, 1.0, 1e300, -0.0, 2**80]}, {},
        ]  # fmt: skip
        for seq, body in enumerate(bodies, 1):
            records.sessions.append(first.id, seq, "say", seq * 10, body)
        records.sessions.end(first.id)
        records.scorecards.save(
            session_id=first.id, rubric_id="standard", rubric_version="1", rubric_hash="r1",
            resolution=81.5, empathy=None, felt=-0.25, passed=True, critical=[{"rule": "D10"}],
            uncertain=True, card={"why": "因为…"}, items=[ScoreItem("tell", "resolution", 1, 2)],
        )  # fmt: skip
        second = records.sessions.start(person_id=person, **PINS)
        records.sessions.append(second.id, 1, "say", 0, {"text": "在吗"})
        third = records.sessions.start(person_id=person, **PINS)
        records.sessions.end(third.id, "abandoned")
        yield records


def exported(records: Records) -> list[bytes]:
    """The export as a file has it."""
    return [f"{line}\n".encode() for line in records.export_lines()]


def target(tmp_path: Path) -> Records:
    """Empty records to import into."""
    return open_records(str(tmp_path / "target.db"))


def test_an_import_is_what_was_exported(source: Records, tmp_path: Path) -> None:
    """Export, import, export again: the same lines, byte by byte."""
    lines = exported(source)
    with target(tmp_path) as other:
        taken = other.import_lines("a.jsonl", lines)
        assert (taken.new, taken.events, taken.scorecards) == (3, 4, 1)
        assert exported(other) == lines
        for session in source.sessions.list():
            assert other.sessions.get(session.id) == session
            assert other.sessions.events(session.id) == source.sessions.events(session.id)
            assert other.scorecards.list(session.id) == source.scorecards.list(session.id)
        assert other.check().ok


def test_importing_twice_is_importing_once(source: Records, tmp_path: Path) -> None:
    """Again, or the file twice over: nothing is doubled; a session that went on is continued."""
    lines = exported(source)
    with target(tmp_path) as other:
        other.import_lines("a", [*lines, *lines])
        again = other.import_lines("a", lines)
        assert (again.new, again.grown, again.known, again.events, again.scorecards) == (
            0, 0, 3, 0, 0,
        )  # fmt: skip
        open_ = source.sessions.list(state="open")[0]
        source.sessions.append(open_.id, 2, "say", 9, {"text": "后来"})
        source.sessions.end(open_.id)
        later = other.import_lines("b", exported(source))
        assert (later.new, later.grown, later.events) == (0, 1, 1)
        assert exported(other) == exported(source)
        # An older export brings nothing back.
        assert other.import_lines("a", lines).events == 0
        assert exported(other) == exported(source)


def test_sessions_can_become_ones_own(source: Records, tmp_path: Path) -> None:
    """Moving to another computer: what comes in belongs to the local person there."""
    with target(tmp_path) as other:
        me = other.local_person()
        other.import_lines("a", exported(source), owner=me)
        assert {session.person_id for session in other.sessions.list()} == {me}
        assert len(other.scorecards.scores(person_id=me)) == 1
        assert other.check().ok


def changed(line: bytes, **values: Any) -> bytes:
    """A line with other values; `ABSENT` takes the key away."""
    data = {**json.loads(line), **values}
    kept = {key: value for key, value in data.items() if value != ABSENT}
    return json.dumps(kept).encode() + b"\n"


@pytest.mark.parametrize(
    ("number", "values", "place"),
    [
        (2, {"seed": "7"}, (2, "seed")),
        (2, {"mode": "cheat"}, (2, "mode")),
        (2, {"stray": 1}, (2, "stray")),
        (2, {"drill_id": ABSENT}, (2, "")),
        (2, {"id": "x' OR 1=1"}, (2, "id")),
        (2, {"last_seq": 2}, (2, "last_seq")),
        (2, {"state": "open"}, (2, "state")),
        (3, {"body": {"text": "不"}}, (3, "hash")),
        (4, {"offset_us": 21}, (4, "hash")),
        (4, {"seq": 3}, (4, "seq")),
        (5, {"kind": "SAY"}, (5, "kind")),
        (5, {"type": "nothing"}, (5, "type")),
        (6, {"resolution": "much"}, (6, "resolution")),
        (6, {"session_id": "01a20e72-316e-7215-99d9-3bfefe969da1"}, (6, "session_id")),
    ],
)
def test_a_wrong_line_is_told_with_its_place(
    source: Records, tmp_path: Path, number: int, values: dict[str, Any], place: tuple[int, str]
) -> None:
    """One mistake is one problem, at its line and key, and nothing is imported."""
    lines = exported(source)
    lines[number - 1] = changed(lines[number - 1], **values)
    with target(tmp_path) as other:
        with pytest.raises(Problems) as caught:
            other.import_lines("a.jsonl", lines)
        assert [(p.line, p.path) for p in caught.value.problems] == [place]
        assert caught.value.problems[0].file == "a.jsonl"
        assert other.sessions.list() == ()


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (b"{", (4, 2)),
        (b'{"type": "event", "body": NaN}', (4, 1)),
        (b'{"a": "\xff\xfe"}', (4, 8)),
        (b"[" * 100_000, (4, 1)),
        (b"[]", (4, 1)),
        (b'{"type": ["event"]}', (4, 1)),
        (b'{"n": 1' + b"0" * 10_000 + b"}", (4, 1)),
    ],
)
def test_what_is_no_line_is_told(
    source: Records, tmp_path: Path, line: bytes, place: tuple[int, int]
) -> None:
    """Broken JSON, other encodings, endless nesting and endless numbers get an answer."""
    lines = exported(source)
    lines[3] = line + b"\n"
    with target(tmp_path) as other:
        with pytest.raises(Problems) as caught:
            other.import_lines("a", lines)
        assert [(p.line, p.col) for p in caught.value.problems] == [place]
        assert other.sessions.list() == ()


@pytest.mark.parametrize("lines", [[], [b"\n"], [b"hello\n"], [b'{"type":"session"}\n']])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, lines: list[bytes]) -> None:
    """Nothing, something else, or no head: told at the first line."""
    with target(tmp_path) as other, pytest.raises(Problems) as caught:
        other.import_lines("a", lines)
    assert caught.value.problems[0].line == 1


def test_a_missing_line_is_noticed(source: Records, tmp_path: Path) -> None:
    """Whichever line of an ended session is left out, the import is refused."""
    lines = exported(source)
    for number in range(5):
        with target(tmp_path) as other, pytest.raises(Problems):
            other.import_lines("a", lines[:number] + lines[number + 1 :])


def test_another_session_under_a_known_name_is_refused(source: Records, tmp_path: Path) -> None:
    """A file cannot rewrite what is kept, not even with good hashes of its own."""
    lines = exported(source)
    with target(tmp_path) as other:
        other.import_lines("a", lines)
        before = exported(other)
        with pytest.raises(Problems, match="同名"):
            other.import_lines("a", [lines[0], changed(lines[1], seed=8), *lines[2:]])
        with pytest.raises(NotAllowed):
            open_records(other.place, served=True).import_lines("a", lines)
        assert exported(other) == before


def test_a_backup_is_a_whole_database(source: Records, tmp_path: Path) -> None:
    """Made while a transaction is under way elsewhere, private, and never over another file."""
    copy = source.back_up(tmp_path / "copy.db")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
    with open_records(str(copy)) as other:
        assert exported(other) == exported(source)
    with pytest.raises(Conflict):
        source.back_up(copy)
    with pytest.raises(FileNotFoundError):
        source.back_up(tmp_path / "nowhere" / "copy.db")


def test_check_names_what_was_tampered_with(source: Records, tmp_path: Path) -> None:
    """Whole records are whole; a changed event is found, one that is no JSON any more too."""
    found = source.check()
    assert (found.ok, found.sessions, found.erased) == (True, 3, 0)
    session = source.sessions.list(state="ended")[0]
    connection = sqlite3.connect(tmp_path / "source.db")
    connection.execute("DROP TRIGGER events_stay")
    connection.execute("UPDATE events SET body = '{' WHERE session_id = ? AND seq = 2",
                       (session.id,))  # fmt: skip
    connection.commit()
    connection.close()
    found = source.check()
    assert not found.ok
    assert [(b.session_id, b.seq) for b in found.broken] == [(session.id, 2)]
    lines = exported(source)
    with target(tmp_path) as other, pytest.raises(Problems) as caught:
        other.import_lines("a", lines)
    assert [p.line for p in caught.value.problems] == [4]


def test_erased_sessions_travel_as_erased(source: Records, tmp_path: Path) -> None:
    """After erasure the export holds no text, and elsewhere the session stays erased."""
    old = exported(source)
    source.erase(source.local_person())
    lines = exported(source)
    assert not any("您好" in line.decode() or "在吗" in line.decode() for line in lines)
    with target(tmp_path) as other:
        me = other.local_person()
        other.import_lines("a", lines, owner=me)
        assert other.check().erased == 3
        assert other.check().ok
        assert me not in {session.person_id for session in other.sessions.list()}
        assert exported(other) == lines
        with pytest.raises(Problems):
            other.import_lines("old", old)
