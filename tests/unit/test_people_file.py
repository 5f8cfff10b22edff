"""People and shift files: both languages, the encodings of Chinese exports, located mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from simulator.peak.roster.people_file import read_people
from simulator.peak.roster.shift_file import read_shifts
from sops.language import set_language
from sops.problem import Problem, Problems

KNOWN = {"juniors", "seniors"}, {"full", "night"}
CHINESE = (
    "工号,姓名,班组,每周工时,可上班,请假,想休,想上,夜班,加班,本月已加班,已连上天数,上一班结束\n"
    "001,张三,juniors;seniors,40,周一-周五 08:00-20:00;6,2025-11-11;2025-11-13..2025-11-14,"
    "2025/11/15,full,否,是,3.5,2,2025-11-09 22:00\n"
).replace(";6,", ";6-7 20:00-08:00,")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def told(path: Path) -> list[Problem]:
    """What is said about a people file that must be refused."""
    with pytest.raises(Problems) as caught:
        read_people(path, *KNOWN)
    return list(caught.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_everything_a_row_can_say(tmp_path: Path, encoding: str) -> None:
    """A full row is read alike in every encoding that Chinese spreadsheets write."""
    path = tmp_path / "people.csv"
    path.write_bytes(CHINESE.encode(encoding))
    (person,) = read_people(path, *KNOWN)
    assert (person.id, person.name, person.groups) == ("001", "张三", ("juniors", "seniors"))
    assert person.weekly_hours == 40.0
    assert [(sorted(w.weekdays), w.start, w.end) for w in person.windows] == [
        ([1, 2, 3, 4, 5], 480, 1200), ([6, 7], 1200, 1920),
    ]  # fmt: skip
    assert person.leave == {date(2025, 11, 11), date(2025, 11, 13), date(2025, 11, 14)}
    assert person.wish_off == {date(2025, 11, 15)}
    assert person.wish_shifts == {"full"}
    assert (person.nights, person.overtime) == (False, True)
    assert (person.overtime_used_h, person.days_worked) == (3.5, 2)
    assert person.last_end == datetime(2025, 11, 9, 22)


def test_little_is_needed(tmp_path: Path) -> None:
    """Id, name and group are enough; the rest has defaults."""
    path = tmp_path / "people.csv"
    path.write_text("id,name,groups\n7,Ann,juniors\n", encoding="utf-8")
    (person,) = read_people(path, *KNOWN)
    assert person.weekly_hours is None
    assert person.nights
    assert person.overtime
    assert not person.windows


def test_mistakes_are_located_all_at_once(tmp_path: Path) -> None:
    """Each wrong cell is told with its line and the number of its cell."""
    path = tmp_path / "people.csv"
    path.write_text(
        "id,name,groups,weekly_hours,available,leave,nights,days_worked,last_end\n"
        "1,A,juniors,abc,25:00-3:00,2025-13-01,perhaps,-1,tomorrow\n"
        "1,,nobody,,,,,,\n",
        encoding="utf-8",
    )
    places = [(p.line, p.col) for p in told(path)]
    assert places == [(2, 4), (2, 5), (2, 6), (2, 7), (2, 8), (2, 9), (3, 1), (3, 2), (3, 3)]


@pytest.mark.parametrize(
    ("text", "line", "col"),
    [
        ("", 1, 1),
        ("id,name,groups\n", 1, 1),
        ("id,name\n1,A\n", 1, 1),
        ("id,name,groups,colour\n1,A,juniors,red\n", 1, 4),
        ("id,name,groups,工号\n1,A,juniors,2\n", 1, 4),
        ("id,name,groups\n1,A,juniors,too much\n", 2, 4),
    ],
)
def test_wrong_tables(tmp_path: Path, text: str, line: int, col: int) -> None:
    """Empty files, missing, unknown and doubled columns, and cells beyond the header."""
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    assert (told(path)[0].line, told(path)[0].col) == (line, col)


def test_binary_and_missing_files(tmp_path: Path) -> None:
    """What is no text, and what is not there, is told without a traceback."""
    path = tmp_path / "people.csv"
    path.write_bytes(b"id,name\0\1")
    assert told(path)
    assert told(tmp_path / "nowhere.csv")


def test_control_characters_are_not_shown_raw(tmp_path: Path) -> None:
    """A cell with an escape sequence is told without it."""
    path = tmp_path / "people.csv"
    path.write_text("id,name,groups\n1,A,\x1b[31mred\n", encoding="utf-8")
    assert "\x1b" not in str(told(path)[0])


def test_shifts_are_read_as_written(tmp_path: Path) -> None:
    """Moments, breaks over midnight and pay of breaks."""
    path = tmp_path / "shifts.csv"
    path.write_text(
        "班组,班次,开始,结束,休息,人数\n"
        "juniors,night,2025-11-10T22:00,2025-11-11T07:00,23:45-00:45; 03:00-03:15 paid,4\n",
        encoding="gb18030",
    )
    (slot,) = read_shifts(path)
    assert [(r.after, r.minutes, r.paid) for r in slot.rests] == [(105, 60, False), (300, 15, True)]
    assert slot.work_hours == 8.0
    assert slot.people == 4


def test_wrong_shifts_are_located(tmp_path: Path) -> None:
    """Ends before starts, breaks outside, and people that are no number."""
    path = tmp_path / "shifts.csv"
    path.write_text(
        "group,shift,start,end,people,breaks\n"
        "juniors,full,2025-11-10T08:00,2025-11-10T07:00,x,\n"
        "juniors,full,2025-11-10T08:00,2025-11-10T17:00,2,07:00-07:30\n"
        ",full,2025-11-10 25:00,2025-11-10T17:00,2,\n",
        encoding="utf-8",
    )
    with pytest.raises(Problems) as caught:
        read_shifts(path)
    places = [(p.line, p.col) for p in caught.value.problems]
    assert places == [(2, 4), (2, 5), (3, 6), (4, 1), (4, 3)]
