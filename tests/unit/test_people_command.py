"""`shapan people` and `shapan review`: what they do, in whose name, and what they refuse."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from simulator.records import Records, open_records
from sops.language import set_language
from tui.command.run import run

PASSWORD = "three quiet lions"


class Hand:
    """Types commands, and passwords where they are asked for."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *arguments: str, password: str = PASSWORD) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of `shapan …`."""
        self._patch.setattr("sys.stdin", io.StringIO(password + "\n"))
        code = run(arguments)
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Hand]:
    """A shared house: the file is opened as a program does that signs people in."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    monkeypatch.delenv("SHAPAN_LANG", raising=False)
    set_language("zh")

    def shared(**_options: object) -> Records:
        return open_records(served=True)

    monkeypatch.setattr("simulator.records.open_records", shared)
    yield Hand(capsys, monkeypatch)
    set_language(None)


def code_in(answer: str) -> str:
    """The one-time code that an answer gives out."""
    return answer.split("一次性码 ")[1].split("，")[0]


def house(hand: Hand) -> None:
    """An administrator, a lead with a cohort, a trainee in it."""
    assert hand("people", "first", "admin", "--name", "管理员")[0] == 0
    for login, role in (("li", "lead"), ("wang", "trainee")):
        added = hand(
            "people", "add", login, "--name", login, "--role", role, "--as", "admin"
        )[1]  # fmt: skip
        with open_records(served=True) as records:
            records.sign_in.with_code(login, code_in(added), PASSWORD)
    assert hand("people", "cohort", "add", "十一月班", "--as", "admin")[0] == 0
    for member in (("li", "--leads"), ("wang",)):
        assert hand("people", "cohort", "member", "十一月班", *member, "--as", "admin")[0] == 0


def test_a_house_is_set_up_and_listed(hand: Hand) -> None:
    """First administrator, people with codes, a cohort with its lead; only one is the first."""
    house(hand)
    people = json.loads(hand("people", "list", "--json", "--as", "admin")[1])["people"]
    assert {(p["login"], p["role"]) for p in people} == {
        ("admin", "administrator"), ("li", "lead"), ("wang", "trainee"),
    }  # fmt: skip
    (cohort,) = json.loads(hand("people", "cohort", "list", "--json", "--as", "admin")[1])[
        "cohorts"
    ]
    assert {(m["login"], m["leads"]) for m in cohort["members"]} == {("li", True), ("wang", False)}
    code, _out, err = hand("people", "first", "other", "--name", "别人")
    assert (code, "已经有管理员了" in err) == (2, True)
    code, _out, err = hand("people", "add", "new", "--name", "新人")
    assert (code, "用 --as 写您的登录名" in err) == (2, True)


def test_a_wrong_password_does_nothing(hand: Hand) -> None:
    """Nobody acts in a name without its password."""
    house(hand)
    code, out, err = hand("people", "reset", "wang", "--as", "admin", password="wrong")
    assert (code, out) == (2, "")
    assert "登录名或密码不对" in err


def test_rights_are_those_of_the_person(hand: Hand) -> None:
    """A lead adds nobody and a trainee assigns nothing; without a name nothing at all."""
    house(hand)
    for arguments in (
        ("people", "add", "x", "--name", "x", "--as", "li"),
        ("people", "disable", "admin", "--as", "li"),
        ("people", "assign", "price-drop-gift", "--to", "wang", "--as", "wang"),
        ("people", "add", "x", "--name", "x"),
    ):
        code, out, err = hand(*arguments)
        assert (code, out) == (2, ""), arguments
        assert "权限" in err or "没有登录名" in err


def test_a_lead_assigns_with_a_due_date(hand: Hand) -> None:
    """A drill to a person and a contact type to the cohort; a wrong date or name is told."""
    house(hand)
    lead = ("--as", "li")
    assert hand("people", "assign", "price-drop-gift", "--to", "wang", "--due", "2026-12-01",
                *lead)[0] == 0  # fmt: skip
    assert hand("people", "assign", "price-protection", "--cohort", "十一月班", *lead)[0] == 0
    with open_records(served=True) as records:
        wang = records.sign_in.with_password("wang", PASSWORD).person_id
        mine = records.acting_as(wang).assignments.list(person_id=wang)
    assert [(each.drill_id, each.contact_type) for each in mine] == [
        ("price-drop-gift", None), (None, "price-protection"),
    ]  # fmt: skip
    assert mine[0].due_at == datetime(2026, 12, 1, 23, 59, 59).astimezone()
    assert "日期要写成" in hand(
        "people", "assign", "price-drop-gift", "--to", "wang", "--due", "1.12.", *lead
    )[2]  # fmt: skip
    assert "没有叫" in hand("people", "assign", "\x1b[31mno", "--to", "wang", *lead)[2]
    assert "写一个，也只写一个" in hand("people", "assign", "price-drop-gift", *lead)[2]


def test_a_disabled_person_cannot_sign_in(hand: Hand) -> None:
    """Until enabled again; a reset gives a code and takes the password."""
    house(hand)
    assert hand("people", "disable", "wang", "--as", "admin")[0] == 0
    assert hand("people", "list", "--as", "wang")[0] == 2
    assert hand("people", "disable", "wang", "--enable", "--as", "admin")[0] == 0
    assert hand("people", "list", "--as", "wang")[0] == 0
    assert code_in(hand("people", "reset", "wang", "--as", "admin")[1])
    assert hand("people", "list", "--as", "wang")[0] == 2


def test_the_review_is_exported(hand: Hand, tmp_path: Path) -> None:
    """The named kinds only; an unknown kind or cohort is refused."""
    house(hand)
    folder = tmp_path / "out"
    code, out, _err = hand(
        "review", "export", "-o", str(folder), "--format", "csv", "--cohort", "十一月班",
        "--as", "li", "--json",
    )  # fmt: skip
    assert code == 0
    assert [Path(name).name for name in json.loads(out)["files"]] == [
        "trainees.csv", "sessions.csv", "missed-steps.csv",
    ]  # fmt: skip
    assert (folder / "sessions.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert hand("review", "export", "-o", str(folder), "--format", "pdf", "--as", "li")[0] == 2
    assert "没有这个培训班" in hand(
        "review", "export", "-o", str(folder), "--cohort", "没有的班", "--as", "li"
    )[2]  # fmt: skip
