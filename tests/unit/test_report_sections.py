"""The sections of a report on names, pay, hiring and bots: what they show is what was computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from scenarios.hiring.load import load_hiring
from scenarios.labour.load import load_labour
from scenarios.peak.load import load
from simulator.peak import Workers, simulate
from simulator.peak.bots.seats import Limit
from simulator.peak.bots.study import study
from simulator.peak.hiring.hire import hire
from simulator.peak.hiring.need import need_of_plan
from simulator.peak.report.facts import (
    Facts,
    cover_of_slots,
    paid_by_slots,
    pay_of_roster,
    pay_of_slots,
    slots_of_roster,
)
from simulator.peak.report.page import page
from simulator.peak.report.part import Report, Section, Table
from simulator.peak.report.report import report
from simulator.peak.report.workbook import sheet_name, write_workbook
from simulator.peak.roster.floor import on_the_floor
from simulator.peak.roster.person import Person
from simulator.peak.roster.search import roster
from simulator.peak.schedule.pattern import Rest
from simulator.peak.schedule.slot import Slot
from simulator.peak.staffing import planned_people
from sops.language import set_language
from tui.command.run import run

EVIL = "<b>=1+1</b>"
ONE = Workers(jobs=1)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@cache
def facts() -> Facts:
    """A thin ordinary day with more ten-hour shifts, late ones too, than there are people."""
    scenario = load("ordinary-day", ["demand.scale=0.02"])
    labour = load_labour("standard", scenario)
    midnight = datetime.combine(scenario.clock.start.date(), datetime.min.time())
    slots = tuple(
        Slot(g.name, "late", midnight + timedelta(hours=h), midnight + timedelta(hours=h + 11),
             (Rest(240, 60, False),), 2, g.yuan_per_hour)
        for g in scenario.groups
        for h in (9, 13)
    )  # fmt: skip
    people = tuple(
        Person(id=f"{g.name}-{k}", name=EVIL, groups=(g.name,))
        for g in scenario.groups
        for k in range(3)
    )
    found = roster(slots, people, labour, rounds=2)
    there = slots_of_roster(found)
    result = simulate(on_the_floor(scenario, found), seed=3, replications=10)
    need = need_of_plan(scenario, planned_people(scenario), 8, 8.0, "size")
    hiring = load_hiring("standard", scenario, {"juniors": 20})
    return Facts(
        scenario, planned_people(scenario), "scenario", paid_by_slots(result, scenario, there),
        cover=cover_of_slots(scenario, there), places=cover_of_slots(scenario, slots),
        labour=labour, pay=pay_of_roster(scenario, found), roster=found,
        hiring=hire(hiring, need, late_weeks=2, draws=200),
        bots=study(scenario, [0, 1], Limit(), [1.0, 5.0], replications=2, workers=ONE),
    )  # fmt: skip


def made(language: str) -> Report:
    """The report in a language."""
    set_language(language)
    return _made(language)


@cache
def _made(_language: str) -> Report:
    return report(facts())


def section(found: Report, key: str) -> Section:
    """The section of that key."""
    return next(s for s in found.sections if s.key == key)


def table(found: Report, key: str) -> Table:
    """The table of that key, wherever it stands."""
    return next(t for s in found.sections for t in s.tables if t.key == key)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sections_stand_where_they_belong(language: str) -> None:
    """Names, hiring and bots follow the people; every table has as many cells as columns, and what
    a person is called is only text in the page."""
    found = made(language)
    keys = [s.key for s in found.sections]
    assert keys[2:6] == ["people", "roster", "hiring", "bots"]
    for each in (t for s in found.sections for t in s.tables):
        assert all(len(row) == len(each.columns) for row in each.rows), each.key
    text = page(found)
    assert EVIL not in text


def test_the_roster_adds_up() -> None:
    """Places, filled and missing of the days are those of the roster; each shift that is not
    filled has its reason."""
    found, roster_ = made("zh"), facts().roster
    assert roster_ is not None
    assert roster_.filled < roster_.places
    rows = table(found, "roster-day").rows
    wanted, filled, missing = (sum(float(row[k].value or 0) for row in rows) for k in (1, 2, 3))
    assert (wanted, filled, missing) == (
        roster_.places, roster_.filled, roster_.places - roster_.filled,
    )  # fmt: skip
    unfilled = table(found, "roster-unfilled").rows
    assert sum(float(row[3].value or 0) for row in unfilled) == missing
    assert all(str(row[4].value) for row in unfilled)


def test_pay_is_that_of_the_roster() -> None:
    """Hours by kind and pay add up to the roster's own, the headline is pay and bots, and the
    premium is part of it."""
    roster_ = facts().roster
    assert roster_ is not None
    *groups, total = table(made("zh"), "pay").rows
    for k, hours in enumerate(roster_.pay.hours(), start=1):
        assert total[k].value == pytest.approx(hours)
        assert sum(float(row[k].value or 0) for row in groups) == pytest.approx(hours)
    assert total[2].value == pytest.approx(2.0 * roster_.filled)
    assert float(total[5].value or 0) > 0
    assert total[7].value == pytest.approx(roster_.pay.yuan())
    headline = made("zh").headlines[2]
    assert float(headline.cell.value or 0) > float(total[7].value or 0)


def test_shifts_without_names_are_paid_too() -> None:
    """Every place filled: overtime of the day is known, the rest days of persons are not, and the
    report says so; without shifts there is no table of pay."""
    here = facts()
    assert here.labour is not None
    assert here.roster is not None
    slots = here.roster.slots
    pay = pay_of_slots(here.scenario, slots, here.labour)
    assert sum(p.hours.overtime for p in pay) == pytest.approx(2.0 * here.roster.places)
    bare = replace(here, roster=None, places=None, pay=pay, hiring=None, bots=None)
    told = section(report(bare), "cost")
    assert any("--people" in sentence for sentence in told.sentences)
    assert [t.key for t in told.tables] == ["cost", "pay", "cost-group"]
    plain = replace(bare, cover=None, pay=(), labour=None)
    assert [t.key for t in section(report(plain), "cost").tables] == ["cost", "cost-group"]


def test_hiring_is_the_plan() -> None:
    """Hires of the weeks add up to the plan's, and late starts stand below."""
    plan = facts().hiring
    assert plan is not None
    week = table(made("zh"), "hiring-week")
    hired = [k for k, name in enumerate(week.columns) if name.startswith("招 ")]
    assert sum(float(row[k].value or 0) for row in week.rows for k in hired) == plan.hires.sum()
    assert [row[1].value for row in table(made("zh"), "hiring-late").rows] == [
        late.hires for late in plan.late
    ]


def test_bots_are_the_study() -> None:
    """Seats, gains and gains by intent are those of the study, savings with their sign turned."""
    found = facts().bots
    assert found is not None
    first = found.bots[0]
    row = table(made("zh"), "bots").rows[0]
    assert row[6].value == first.seats.least.seats
    assert row[5].value == pytest.approx(first.worth.rates.false_24h)
    for shown, worth in zip(table(made("zh"), "bot-0").rows, first.worth.levers, strict=True):
        assert shown[7].value == pytest.approx(-worth.gain.yuan.value)
    intents = table(made("zh"), "bot-0-resolved").rows
    saved = sum(float(row[10].value or 0) for row in intents)
    assert saved == pytest.approx(-first.worth.levers[2].gain.yuan.value)


def test_risks_name_what_is_missing() -> None:
    """Shifts without names, and bots that contain what they do not solve, are risks; so is what was
    not looked at."""
    told = [str(row[0].value) for row in table(made("zh"), "risks").rows]
    assert "名字没有排满" in told
    assert any(name.startswith("机器人拦下了") for name in told)
    bare = replace(facts(), roster=None, hiring=None, bots=None)
    told = [str(row[0].value) for row in table(report(bare), "risks").rows]
    assert {"还没有排名字", "没有算招人"} <= set(told)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_has_the_sections(language: str, tmp_path: Path) -> None:
    """Each new section is a sheet whose pay reads back as a number; nothing is a formula."""
    found = made(language)
    path = tmp_path / "book.xlsx"
    write_workbook(path, found)
    book = openpyxl.load_workbook(path)
    for key in ("roster", "hiring", "bots", "cost"):
        assert sheet_name(section(found, key).title) in book.sheetnames
    kinds = {cell.data_type for sheet in book for line in sheet for cell in line}
    assert "f" not in kinds
    cost = book[sheet_name(section(found, "cost").title)]
    numbers = [c.value for line in cost for c in line if isinstance(c.value, int | float)]
    total = table(found, "pay").rows[-1][7].value
    assert any(np.isclose(float(n), float(total or 0)) for n in numbers)


SHIFTS = """\
group,shift,start,end,breaks,people
agents,day,2025-11-11T08:00,2025-11-11T18:00,12:00-13:00,2
"""


def test_names_come_from_a_people_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command puts names on shifts, hires, and says how to do it again; the same command gives
    the same bytes."""
    scenario = load("minimal")
    day = scenario.clock.start.date().isoformat()
    shifts, people = tmp_path / "shifts.csv", tmp_path / "people.csv"
    shifts.write_text(SHIFTS.replace("2025-11-11", day), encoding="utf-8")
    people.write_text("工号,姓名,班组\n1,张三,agents\n", encoding="utf-8")
    words = ["report", "minimal", "--set", "demand.scale=0.02", "--own-staff", "--replications",
             "3", "--jobs", "1", "--shifts", str(shifts), "--people", str(people), "--have",
             "agents=1", "--weeks", "4", "-o", str(tmp_path / "r.html")]  # fmt: skip
    pages = []
    for _ in range(2):
        assert run(words) == 0
        pages.append((tmp_path / "r.html").read_bytes())
    assert pages[0] == pages[1]
    text = pages[0].decode()
    assert "--shifts shifts.csv --people people.csv --own-staff --have agents=1 --weeks 4" in text
    assert 'id="table-roster-day"' in text
    assert 'id="table-hiring-week"' in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--people", "people.csv"], "--shifts"),
        (["--shifts", "shifts.csv", "--people", "bad.csv"], "bad.csv:3:3"),
        (["--have", "nobody=1"], "nobody"),
        (["--have", "agents=x"], "agents=x"),
        (["--rules", "nothing"], "nothing"),
        (["--shifts", "shifts.csv", "--labour", "nothing"], "nothing"),
        (["-o", "folder.html"], "folder.html"),
    ],
)
def test_mistakes_are_told_before_anything_runs(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wrong people, groups, rules and places are refused with exit code 2 and no file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "shifts.csv").write_text(SHIFTS, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("工号,姓名,班组\n1,张三,agents\n2,李四,strangers\n", "utf-8")
    monkeypatch.setattr("tui.command.report_facts._simulated", None)
    out = [] if "-o" in words else ["-o", "r.html"]
    assert run(["report", "minimal", "--own-staff", *out, *words]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists()
