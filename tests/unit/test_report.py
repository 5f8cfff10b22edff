"""`shapan report`: a page that needs nothing from anywhere, and a workbook of plain values."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from scenarios.peak.load import load
from scenarios.peak.written import fingerprint, written_numbers
from simulator.peak.kpi import measure, measure_all
from simulator.peak.report import page as page_module
from simulator.peak.report.facts import Facts, cover_of_slots, paid_by_slots
from simulator.peak.report.figure import figure
from simulator.peak.report.page import asset, page
from simulator.peak.report.part import Cell, Report
from simulator.peak.report.plan_file import read_people
from simulator.peak.report.report import report
from simulator.peak.report.workbook import sheet_name, write_workbook
from simulator.peak.schedule.pattern import Rest
from simulator.peak.schedule.slot import Slot
from simulator.peak.simulation import simulate
from simulator.peak.staffing import planned_people
from simulator.peak.target import verdicts
from sops.language import set_language
from sops.problem import Problems
from tui.command.output import replaced
from tui.command.run import run

EVIL = "<script>alert(1)</script>"
FORMULA = "=HYPERLINK(1)"
SETS = (
    "demand.scale=0.02",
    "groups.agents.people=3",
    f'title={{zh: "{EVIL}", en: "{EVIL}"}}',
    f'groups.agents.title={{zh: "{FORMULA}", en: "{FORMULA}"}}',
)
RUN = [*(w for text in SETS for w in ("--set", text)), "--replications", "12", "--jobs", "1"]
BROWSER = next((p for p in map(shutil.which, ("chromium", "chromium-browser")) if p), None)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@cache
def facts() -> Facts:
    scenario = load("minimal", SETS)
    result = simulate(scenario, seed=3, replications=12)
    return Facts(scenario, planned_people(scenario), "scenario", result, command=f"shapan {EVIL}")


def made(language: str) -> tuple[Report, str]:
    """The report and its page; the language stays chosen."""
    set_language(language)
    return _made(language)


@cache
def _made(_language: str) -> tuple[Report, str]:
    found = report(facts())
    return found, page(found)


class _Page(HTMLParser):
    """Collects what a browser would load, tables, and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.loads: list[str] = []
        self.scripts: list[str] = []
        self.tags: dict[str, int] = {}
        self.policy = ""
        self.cells: list[str] = []
        self._in = ""
        self._kind = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self._in, found = tag, dict(attrs)
        self._kind = found.get("type") or ""
        self.loads += [v or "" for k, v in attrs if k in ("src", "href", "action", "srcset")]
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found.get("content") or ""
        if tag == "script":
            self.scripts.append("")
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self._in == "script" and not self._kind:
            self.scripts[-1] += data
        elif self._in in ("td", "th"):
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_asks_for_nothing(language: str) -> None:
    """Nothing is loaded from anywhere: links lead into the page, the policy forbids all requests,
    and style and script have no address in them that could be fetched."""
    found = _Page(made(language)[1])
    assert found.loads
    assert all(address.startswith("#") for address in found.loads)
    assert "default-src 'none'" in found.policy
    assert not found.tags.keys() & {"link", "img", "iframe", "object", "embed", "base", "form"}
    assert not re.search(r"url\(|@import", asset("page.css"))
    assert not re.search(r"https?:|fetch\(|XMLHttp|import\(|WebSocket|[bB]eacon", asset("page.js"))


def test_only_our_scripts_may_run() -> None:
    """The policy names the hash of each script, and no other; none contains an end tag."""
    found = _Page(made("zh")[1])
    scripts = [s for s in found.scripts if s]
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in found.policy
        assert "</script" not in script.lower()
    assert found.policy.count("sha256-") == 2
    assert "unsafe-inline" not in found.policy.split("script-src")[1].split(";")[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_are_only_text(language: str) -> None:
    """A title that looks like a script is shown as text and is none."""
    text = made(language)[1]
    assert EVIL not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    found = _Page(text)
    assert found.tags["script"] == 3
    assert FORMULA in found.cells


def test_a_hostile_label_cannot_end_the_data() -> None:
    """Group names stand in chart data as escapes that JSON reads back."""
    whole = made("zh")[0]
    section = next(s for s in whole.sections if s.charts)
    chart = replace(section.charts[0], labels=("</script><b>&\u2028",))
    changed = replace(section, charts=(chart,))
    text = page_module._json(replace(whole, sections=(changed,)))
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["charts"][chart.key]["labels"] == ["</script><b>&\u2028"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_is_there(language: str) -> None:
    """All parts that the meeting needs, each with figures in tables that read without JavaScript;
    every KPI with its definition."""
    whole, text = made(language)
    keys = [s.key for s in whole.sections]
    assert keys == ["targets", "demand", "people", "kpis", "funnel", "cost", "risks",
                    "assumptions", "reproduce"]  # fmt: skip
    assert all(s.tables for s in whole.sections)
    shown = _Page(text).cells
    for found in measure_all(facts().result).values():
        if "total" not in found.kpi.hidden_in and not np.isnan(found.estimate[0]):
            assert found.kpi.definition in shown
    if language == "en":
        mine = [t.title for s in whole.sections for t in s.tables]
        mine += [c.title for s in whole.sections for c in s.charts]
        titles = " ".join(mine + [s.title for s in whole.sections])
        assert re.findall("[\u4e00-\u9fff]+", titles) == []


def test_figures_are_those_of_the_simulation() -> None:
    """The abandonment of the page is that of the result, with its half width."""
    whole = made("zh")[0]
    table = next(t for s in whole.sections for t in s.tables if t.key == "kpis")
    found = measure(facts().result, "abandonment")
    row = next(r for r in table.rows if r[0].value == found.kpi.title)
    assert row[1].value == pytest.approx(float(found.estimate[0]))
    assert row[2].value == pytest.approx(float(found.half_width[0]))


def test_targets_are_judged_as_elsewhere() -> None:
    """A row is marked exactly where the verdict says that the target is missed."""
    table = next(t for s in made("zh")[0].sections for t in s.tables if t.key == "targets")
    missed = {i for i, v in enumerate(verdicts(facts().result)) if not v.holds}
    assert table.alert == missed


def test_every_assumed_number_is_listed() -> None:
    """The list has each number whose basis is assumed or not said, with its value."""
    table = next(t for s in made("zh")[0].sections for t in s.tables if t.key == "assumed")
    unsure = [w for w in written_numbers(facts().scenario) if w.kind in ("assumed", "unsaid")]
    assert [row[0].value for row in table.rows] == [w.path for w in unsure]
    assert unsure


def test_the_most_particular_basis_decides() -> None:
    """What bots understand is published, what they cost is assumed."""
    kinds = {w.path: w.kind for w in written_numbers(load("double11"))}
    assert kinds["bots.chat-bot.understood"] == "published"
    assert kinds["bots.chat-bot.yuan_per_session"] == "assumed"


def test_the_fingerprint_is_of_the_content() -> None:
    """Any changed number changes it; the same content has the same."""
    assert fingerprint(load("minimal")) == fingerprint(load("minimal"))
    assert fingerprint(load("minimal")) != fingerprint(load("minimal", ["demand.scale=1.0001"]))


def test_the_same_facts_give_the_same_page() -> None:
    """Nothing of the moment of writing is in it."""
    set_language("zh")
    assert page(report(facts())) == made("zh")[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_reads_back(language: str, tmp_path: Path) -> None:
    """Numbers are numbers, texts are texts, nothing is a formula, every section has a sheet."""
    whole = made(language)[0]
    set_language(language)
    path = tmp_path / "b.xlsx"
    write_workbook(path, whole)
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {FORMULA, EVIL} <= {cell.value for cell in cells}
    names = set(book.sheetnames)
    assert {sheet_name(s.title) for s in whole.sections} <= names
    kpis = book[sheet_name(whole.sections[3].title)]
    found = measure(facts().result, "abandonment")
    line = next(r for r in kpis.iter_rows() if r[0].value == found.kpi.title)
    assert line[1].value == pytest.approx(float(found.estimate[0]))
    assert line[1].number_format == "0.0%"
    assert sum(len(sheet._charts) for sheet in book) == sum(len(s.charts) for s in whole.sections)
    width = kpis.column_dimensions["A"].width
    titles = [k.kpi.title for k in measure_all(facts().result).values()]
    assert width >= max(map(len, titles))


def test_figures_have_units() -> None:
    """Shares, times and money read as such; what was not counted is a dash."""
    shown = [Cell(0.123, "share"), Cell(0.02, "share", True), Cell(75.0, "seconds"),
             Cell(7384.0, "seconds"), Cell(1234.5, "yuan"), Cell(None, "count"),
             Cell(float("nan"), "share", True), Cell("a\x1bb\nc")]  # fmt: skip
    assert [figure(cell) for cell in shown] == [
        "12.3%", "±2.0", "75.0 秒", "2 小时 03 分", "¥1,234", "–", "", "a\\x1bb\nc",
    ]  # fmt: skip


def _slot(group: str, start: str, hours: float, people: int, *rests: Rest) -> Slot:
    from datetime import datetime, timedelta

    begin = datetime.fromisoformat(start)
    return Slot(group, "x", begin, begin + timedelta(hours=hours), rests, people)


def test_cover_counts_who_is_there() -> None:
    """Breaks are taken out, parts of intervals count in part, paid breaks are paid."""
    scenario = facts().scenario
    day = scenario.clock.start.date().isoformat()
    slots = (
        _slot("agents", f"{day}T08:15", 4, 2, Rest(105, 30, True), Rest(195, 15, False)),
    )  # fmt: skip
    cover, paid = (cover_of_slots(scenario, slots, flag)[0] for flag in (False, True))
    assert list(cover[15:26]) == [0, 1, 2, 2, 2, 0, 2, 2, 1, 1, 0]
    assert paid.sum() / 2 == pytest.approx(2 * 3.75)
    assert cover.sum() / 2 == pytest.approx(2 * 3.25)
    result = paid_by_slots(facts().result, scenario, slots)
    assert measure(result, "paid").estimate[0] == pytest.approx(7.5)


def test_the_file_of_people_comes_back(tmp_path: Path) -> None:
    """What `size` writes is read as the same plan."""
    path = tmp_path / "p.csv"
    small = ["size", "minimal", "--set", "demand.scale=0.02", "--replications", "2", "--jobs", "1"]
    assert run([*small, "--verify", "0", "--csv", str(path)]) == 0
    plan = read_people(path, load("minimal"))
    assert plan.shape == (1, 48)
    assert plan.sum() > 0


def test_a_wrong_file_of_people_is_located(tmp_path: Path) -> None:
    """Unknown groups and intervals, rows that stand twice, no numbers: all at once, with places."""
    path = tmp_path / "p.csv"
    path.write_text(
        "interval,group,people\n2025-11-11T00:00,agents,1\n2025-11-11T00:00,agents,2\n"
        "2025-11-11T00:10,agents,1\n2025-11-11T00:30,nobody,1\n2025-11-11T01:00,agents,-1\n",
        encoding="utf-8",
    )
    with pytest.raises(Problems) as found:
        read_people(path, load("minimal"))
    assert [p.line for p in found.value.problems] == [3, 4, 5, 6]


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Page and workbook are there, nothing lies beside them, JSON says what was judged."""
    page_file, book = tmp_path / "r.html", tmp_path / "r.xlsx"
    words = ["report", "minimal", *RUN, "--own-staff", "-o", str(page_file), "--json"]
    assert run([*words, "--excel", str(book)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fingerprint"] == fingerprint(load("minimal", SETS))
    assert told["reached"] is False
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r.html", "r.xlsx"]
    assert told["fingerprint"] in page_file.read_text(encoding="utf-8")


def test_shifts_are_simulated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a file of shifts the page shows who is missing, and costs are those of the shifts."""
    shifts, people = tmp_path / "s.csv", tmp_path / "p.csv"
    shifts.write_text(
        "group,shift,start,end,breaks,people\n"
        "agents,a,2025-11-11T00:00,2025-11-11T12:00,06:00-06:30,2\n"
        "agents,b,2025-11-11T12:00,2025-11-12T00:00,,4\n",
        encoding="utf-8",
    )
    rows = [f"2025-11-11T{h:02d}:{m},agents,3" for h in range(24) for m in ("00", "30")]
    people.write_text("interval,group,people\n" + "\n".join(rows) + "\n", encoding="utf-8")
    out = tmp_path / "r.html"
    words = ["report", "minimal", *RUN, "--plan", str(people), "--shifts", str(shifts)]
    assert run([*words, "-o", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["shift_end"] == "named"
    text = out.read_text(encoding="utf-8")
    assert 'id="table-people-missing"' in text
    assert "71.0" in _Page(text).cells
    assert hashlib.sha256(shifts.read_bytes()).hexdigest() in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "r.pdf"], "r.pdf"),
        (["-o", "r.html", "--excel", "b.csv"], "b.csv"),
        (["-o", "no/such/r.html"], "no/such"),
        (["-o", "r.html", "--plan", "p.csv", "--own-staff"], "--own-staff"),
        (["-o", "r.html", "--plan", "p.csv"], "p.csv"),
        (["-o", "r.html", "--shifts", "s.csv"], "s.csv"),
        (["-o", "r.html", "--set", "targets=[]"], "--own-staff"),
    ],
)
def test_what_cannot_be_is_refused(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wrong names and files are told before anything is simulated; nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert run(["report", "minimal", *RUN, *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("failure", [OSError(28, "No space left", "x"), KeyboardInterrupt()])
def test_a_failure_leaves_what_was_there(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full or Ctrl-C comes while the workbook is written, the older files stay
    whole and nothing half-written lies about."""

    def fails(path: Path, _report: Report) -> None:
        path.write_bytes(b"half")
        raise failure

    monkeypatch.setattr("simulator.peak.report.workbook.write_workbook", fails)
    out, book = tmp_path / "r.html", tmp_path / "b.xlsx"
    out.write_text("old", encoding="utf-8")
    book.write_text("old", encoding="utf-8")
    code = run(["report", "minimal", *RUN, "--own-staff", "-o", str(out), "--excel", str(book)])
    assert code in (2, 130)
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {
        "r.html": "old", "b.xlsx": "old",
    }  # fmt: skip


def test_a_full_disk_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the page does not fit on the disk it is named, nothing is left, there is no traceback;
    the same for the workbook."""
    import resource

    out, book = tmp_path / "r.html", tmp_path / "b.xlsx"
    words = ["report", "minimal", *RUN, "--own-staff", "-o", str(out), "--excel", str(book)]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        assert run(words) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "r.html" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    whole = made("zh")[0]
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, before[1]))
    try:
        with pytest.raises(OSError, match="large"), replaced(book) as draft:
            write_workbook(draft, whole)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())


def _browse(text: str, folder: Path, *more: str) -> tuple[str, str]:
    """(page after its scripts, console) in a headless browser."""
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [BROWSER or "", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr", "--v=0",
         "--virtual-time-budget=3000", *more, "--dump-dom", path.as_uri()],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=180,
        env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    return ran.stdout, ran.stderr


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: the page is not opened in a browser")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_browser_draws_every_chart(language: str, tmp_path: Path) -> None:
    """In headless Chromium each chart becomes a drawing with its legend, the names stay text, and
    nothing is blocked, fetched or wrong in the console."""
    whole, text = made(language)
    shown, console = _browse(text, tmp_path)
    charts = [chart for s in whole.sections for chart in s.charts]
    drawings = re.findall(r'data-chart="([\w-]+)".*?(<svg.*?</svg>)', shown, re.DOTALL)
    assert [key for key, _svg in drawings] == [chart.key for chart in charts]
    assert all(svg.count("<path") > 3 for _key, svg in drawings)
    assert whole.sections[0].title in shown
    said = [line for line in console.splitlines() if "CONSOLE" in line or "Security" in line]
    assert said == []
    assert "<script>alert" not in shown


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: the page is not opened in a browser")
def test_the_policy_stops_a_request(tmp_path: Path) -> None:
    """An image from elsewhere, were one put into the page, would not even be asked for."""
    text = made("zh")[1].replace("<main>", '<main><img src="https://example.invalid/x.png">')
    _shown, console = _browse(text, tmp_path)
    assert "Content Security Policy" in console
