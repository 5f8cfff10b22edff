"""`shapan schedule`, `shapan roster` and `shapan confidence`: pages, JSON, files, refusals."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import icalendar
import numpy as np
import openpyxl
import pytest
from schedule_world import plan_of

from scenarios.labour.load import load_labour
from scenarios.peak.load import load
from simulator.peak.roster.shift_file import read_shifts
from simulator.peak.schedule.scheduled import Schedule
from simulator.peak.schedule.search import schedule
from simulator.peak.schedule.slot import slots_of
from simulator.peak.sizing.sized import SizedPlan
from sops.language import set_language
from tui.command.output import put_json
from tui.command.run import run
from tui.command.schedule import schedule_json, write_shifts
from tui.command.schedule_page import schedule_page
from tui.terminal.cell import cells
from tui.terminal.screen import Screen

SHIFTS = """\
group,shift,start,end,breaks,people
juniors,full,2025-11-10T08:00,2025-11-10T17:00,12:00-13:00,2
juniors,night,2025-11-10T22:00,2025-11-11T07:00,,1
juniors,full,2025-11-11T08:00,2025-11-11T17:00,12:00-13:00,9
"""
PEOPLE = """\
id,name,groups,wish_off
=1+1,=SUM(A1),juniors,2025-11-10
../x,"a;
b",juniors,
3,张三,juniors,
"""


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A shift file and a people file."""
    (tmp_path / "shifts.csv").write_text(SHIFTS, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return [str(tmp_path / "shifts.csv"), str(tmp_path / "people.csv")]


@cache
def covered(name: str = "ordinary-day") -> Schedule:
    """Shifts that cover a made-up plan; nothing is simulated."""
    scenario = load(name)
    people = np.zeros((len(scenario.groups), scenario.clock.intervals), np.int64)
    people[1, 18:46] = 7
    people[4, 17:44] = 3
    people[5, 2] = 2
    plan: SizedPlan = plan_of(scenario, people)
    return schedule(plan, load_labour("standard", scenario), verify=0)


@pytest.mark.parametrize("width", [60, 100, 140])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_schedule_fits_the_screen(width: int, language: str) -> None:
    """No line is wider than the terminal, in either language, and missing people are told."""
    set_language(language)
    lines = schedule_page(covered(), Screen(width))
    assert max(map(cells, lines)) <= width
    assert any("02:" in line or "01:00" in line for line in lines)


def test_shifts_survive_their_file(tmp_path: Path) -> None:
    """What is written is read back as the same shifts."""
    found = covered()
    path = tmp_path / "shifts.csv"
    write_shifts(path, found)
    written = sorted(slots_of(found), key=lambda s: (s.start, s.group, s.end, s.shift))
    assert sorted(map(str, read_shifts(path))) == sorted(map(str, written))


def test_the_json_of_a_schedule_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    """People, cover and what is missing agree with one another."""
    put_json(schedule_json(covered()))
    told = json.loads(capsys.readouterr().out)
    group = told["groups"][1]
    for wanted, there, lacks in zip(
        group["required"], group["cover"], group["missing"], strict=True
    ):
        assert lacks == pytest.approx(max(0.0, wanted - there))
    mine = [s for s in told["shifts"] if s["group"] == "juniors"]
    assert sum(s["people"] for s in mine) == group["shifts_count"]
    assert told["reached"] is None


def test_roster_files(files: list[str], tmp_path: Path) -> None:
    """CSV, workbook and calendars hold the same shifts; nothing in them is a formula, and no name
    leaves the folder."""
    out = ["--csv", str(tmp_path / "r.csv"), "--excel", str(tmp_path / "r.xlsx"),
           "--ical", str(tmp_path / "cal")]  # fmt: skip
    assert run(["roster", *files, *out, "--rounds", "2"]) == 0
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert all(not row[key].startswith("=") for row in rows for key in row)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    kinds = {cell.data_type for sheet in book for line in sheet for cell in line}
    assert "f" not in kinds
    grid = book.worksheets[0]
    assert [grid.cell(2, 1).value, grid.cell(2, 2).value] == ["=1+1", "=SUM(A1)"]
    filled = sum(1 for line in grid.iter_rows(min_row=2, min_col=3) for cell in line if cell.value)
    calendars = sorted((tmp_path / "cal").iterdir())
    assert all(path.name.endswith(".ics") and path.parent == tmp_path / "cal" for path in calendars)
    events = [
        event
        for path in calendars
        for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    ]
    assert len(events) == len(rows) == filled
    assert sorted(e.decoded("dtstart").isoformat(timespec="minutes") for e in events) == sorted(
        row["start"] for row in rows
    )
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"shifts.csv", "people.csv", "r.csv", "r.xlsx", "cal"}


def test_the_same_roster_gives_the_same_bytes(files: list[str], tmp_path: Path) -> None:
    """Calendars carry no time of writing."""
    for name in ("one", "two"):
        assert run(["roster", *files, "--ical", str(tmp_path / name), "--rounds", "1"]) == 0
    one, two = sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir())
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_roster_says_what_is_missing(
    files: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page names the open shift and why; JSON counts the same."""
    assert run(["roster", *files, "--lang", language, "--rounds", "1"]) == 0
    page = capsys.readouterr().out
    assert "11-11 08:00" in page
    assert "\x1b" not in page
    assert run(["roster", *files, "--json", "--rounds", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["filled_count"] + sum(u["missing"] for u in told["unfilled"]) == 12
    assert told["unfilled_at_least_count"] <= sum(u["missing"] for u in told["unfilled"])


def test_wrong_files_are_told_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Mistakes of both files come at once, with exit code 2 and nothing on stdout."""
    (tmp_path / "s.csv").write_text("group,shift,start,end,people\na,b,c,d,e\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text("id,name,groups\n,x,y\n", encoding="utf-8")
    assert run(["roster", str(tmp_path / "s.csv"), str(tmp_path / "p.csv")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "s.csv:2:3" in told.err
    assert "p.csv:2:1" in told.err


def test_a_full_disk_leaves_nothing(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a calendar cannot be written, no half of the folder is left."""

    def full(*_arguments: object, **_more: object) -> int:
        raise OSError(28, os.strerror(28), "disk")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["roster", *files, "--ical", str(tmp_path / "cal"), "--rounds", "0"]) == 2
    assert {path.name for path in tmp_path.iterdir()} == {"shifts.csv", "people.csv"}


def test_interrupted_rosters_say_so(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C while searching shows the best so far, with exit code 130."""

    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.peak.roster.search._Search._take_apart", stop)
    assert run(["roster", *files, "--json", "--rounds", "5"]) == 130
    assert json.loads(capsys.readouterr().out)["interrupted"] is True


@pytest.mark.parametrize("levels", ["", "0,50", "abc", "50,100"])
def test_levels_must_be_percentages(levels: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Levels that are no confidence are refused with what is expected."""
    assert run(["confidence", "minimal", "--levels", levels]) == 2
    assert "50,80,90" in capsys.readouterr().err


def test_too_few_replications_for_a_level(capsys: pytest.CaptureFixture[str]) -> None:
    """Ninety-nine percent cannot be told from certainty on forty days."""
    assert run(["confidence", "minimal", "--levels", "99", "--replications", "40"]) == 2
    assert "100" in capsys.readouterr().err


def test_every_json_key_is_documented(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Keys of both answers stand in code marks in json.md."""
    text = (Path(__file__).resolve().parents[2] / "docs/reference/json.md").read_text("utf-8")
    known = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert run(["roster", *files, "--json", "--rounds", "0"]) == 0
    answers = [json.loads(capsys.readouterr().out)]
    put_json(schedule_json(covered()))
    answers.append(json.loads(capsys.readouterr().out))
    assert set().union(*map(keys, answers)) <= known


def keys(answer: object) -> set[str]:
    """Keys of an object and of all below it."""
    if isinstance(answer, list):
        return set().union(*map(keys, answer[:2]))
    if isinstance(answer, dict):
        return set(answer).union(*map(keys, answer.values()))
    return set()


def test_a_file_where_a_folder_is_wanted_is_told_at_once(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is searched for, with the name and what is wanted instead."""

    def search(*_arguments: object) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr("tui.command.roster.rostered", search)
    shifts = files[0]
    assert run(["roster", *files, "--ical", shifts]) == 2
    err = capsys.readouterr().err
    assert shifts in err
    assert "应写文件夹的名字" in err
