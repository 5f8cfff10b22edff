"""`shapan records`: what it says and does, in both languages."""

import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from simulator.records import open_records
from sops.language import set_language
from tui.command import records as records_command
from tui.command.run import run

PINS: dict[str, Any] = {
    "drill_id": "d", "drill_hash": "d1", "sop_id": "s", "sop_hash": "s1", "rubric_id": "r",
    "rubric_version": "1", "rubric_hash": "r1", "recogniser": "a1", "seed": 1,
    "mode": "practise", "lang": "zh", "channel": "chat",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder of a user with one session, and the command line of `shapan records`."""
    application = records_command.application()
    monkeypatch.setattr("tui.command.run.command", lambda: typer.main.get_command(application))
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    monkeypatch.delenv("SHAPAN_LANG", raising=False)
    with open_records() as records:
        session = records.sessions.start(person_id=records.local_person(), **PINS)
        records.sessions.append(session.id, 1, "say", 0, {"text": "您好\x1b[31m"})
        records.sessions.end(session.id)
    set_language("zh")
    yield tmp_path
    set_language(None)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `shapan records …`."""
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_where_says_whose_the_records_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A local file is named and called what it is: trust-only, no certificates."""
    code, out, err = told(capsys, "where")
    assert (code, err) == (0, "")
    assert str(folder / "data" / "records.sqlite3") in out
    assert "不签发证书" in out
    code, out, _err = told(capsys, "--lang", "en", "where")
    assert "certificate" in out
    assert json.loads(told(capsys, "where", "--json")[1]) == {
        "place": str(folder / "data" / "records.sqlite3"), "local": True, "sessions": 1,
        "open_sessions": 0,
    }  # fmt: skip


def test_an_export_is_imported_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To a file or to the screen, from a file or from standard input; no control characters."""
    file = folder / "out.jsonl"
    code, _out, err = told(capsys, "export", "-o", str(file))
    assert (code, str(file) in err) == (0, True)
    assert file.stat().st_mode & 0o777 == 0o600
    code, out, _err = told(capsys, "export")
    assert out == file.read_text(encoding="utf-8")
    assert "\x1b" not in out
    monkeypatch.setenv("SHAPAN_DATA", str(folder / "other"))
    code, out, err = told(capsys, "import", str(file), "--mine", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "new": 1, "grown": 0, "known": 0, "events": 1, "scorecards": 0, "reviews": 0,
        "appeals": 0, "certificates": 0,
    }  # fmt: skip
    standard = io.TextIOWrapper(io.BytesIO(file.read_bytes()))
    monkeypatch.setattr(sys, "stdin", standard)
    assert "已有的 1 个" in told(capsys, "import", "-")[1]


def test_a_wrong_file_is_told_line_by_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, file and line, no traceback; a file that is not there too."""
    file = folder / "wrong.jsonl"
    file.write_text('{"type":"shapan-records","format":1}\n{"type":"\x1b"}\n{\n', encoding="utf-8")
    code, out, err = told(capsys, "import", str(file))
    assert (code, out) == (2, "")
    assert [line.split("  ")[0] for line in err.splitlines()] == [f"{file}:2:10", f"{file}:3:2"]
    assert "\x1b" not in err
    code, _out, err = told(capsys, "import", str(folder / "nothing"))
    assert (code, "nothing" in err) == (2, True)


def test_named_sessions_are_exported_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is none is refused, and nothing is written."""
    with open_records() as records:
        session = records.sessions.list()[0]
        records.sessions.start(person_id=session.person_id, **PINS)
    assert told(capsys, "export", session.id)[1].count('"type":"session"') == 1
    code, out, err = told(capsys, "export", session.id, "no\x1bsuch")
    assert (code, out) == (2, "")
    assert "no\\x1bsuch" in err


def test_a_backup_is_made_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The copy opens; a file that is there is not written over."""
    copy = folder / "copy.sqlite3"
    assert told(capsys, "backup", str(copy))[0] == 0
    code, _out, err = told(capsys, "backup", str(copy))
    assert (code, "已经存在" in err) == (2, True)
    with open_records(str(copy)) as records:
        assert len(records.sessions.list()) == 1


def test_postgresql_is_backed_up_by_its_own_tool(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is away gets an answer without the password."""
    monkeypatch.setenv("SHAPAN_DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/x")
    code, _out, err = told(capsys, "backup", "copy")
    assert code == 2
    assert "secret" not in err


def test_check_fails_where_the_log_was_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 0 for whole records, 1 for tampered ones, with the place."""
    assert told(capsys, "check")[0] == 0
    connection = sqlite3.connect(folder / "data" / "records.sqlite3")
    connection.execute("DROP TRIGGER events_stay")
    connection.execute("UPDATE events SET body = '{}'")
    connection.commit()
    connection.close()
    code, out, _err = told(capsys, "check")
    assert (code, "第 1 个事件" in out) == (1, True)
    found = json.loads(told(capsys, "check", "--json")[1])
    assert (found["ok"], found["broken"][0]["seq"]) == (False, 1)


def test_erasing_is_asked_for_twice(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Away from a terminal it needs --yes; then the words are gone."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("local\n"))
    code, _out, err = told(capsys, "erase", "local")
    assert (code, "--yes" in err) == (2, True)
    assert told(capsys, "erase", "nobody", "--yes")[0] == 2
    code, out, _err = told(capsys, "erase", "local", "--yes")
    assert (code, "事件 1 个" in out) == (0, True)
    assert "您好" not in told(capsys, "export")[1]
    assert told(capsys, "check")[0] == 0
    with open_records() as records:
        assert records.people.get(records.local_person()).erased_at is None


def test_a_login_that_sees_nothing_is_not_told_that_all_is_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Opened as the served app opens them, with nobody signed in, records are neither checked nor
    exported: of nothing it would be said that there are no problems."""

    def nobody(**_options: object) -> Any:
        return open_records(served=True)

    monkeypatch.setattr("simulator.records.open_records", nobody)
    for command in ("check", "export"):
        assert run([command]) == 2
        assert "看不到任何会话" in capsys.readouterr().err
    assert run(["where"]) == 0
