"""What people type and what files bring, on every screen and page: text, and nothing else.

Markup of Textual, terminal escapes (colours, OSC 8 links, OSC 52 clipboard), bidi controls,
formulas and HTML, in names, messages, comments, appeals, plans, scenarios, SOPs and drills.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from house import House, settled
from textual.widgets import Input

from sops.language import set_language
from tui.app.app import ShapanApp
from tui.app.preference import Preference

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
ROOT = Path(__file__).resolve().parents[2]
SIZE = (160, 50)
NAME = "=1+1[red]坏[/][@click=app.evil]点[/][/b]<b>"
"""As much as a name may hold: no controls."""
NASTY = (
    NAME + "\x1b[31m\x1b]8;;http://evil.example\x07x\x1b]8;;\x07\x1b]52;c;aGk=\x07\x9b2J"
    "\u202e\u2066\u200b\u2028\x00\r\n\t$link"
)
MARK = "[@click=app.evil]"
FILED = NAME + "$link"
"""What a file of the library may hold: one with controls in it is refused."""
CONTROLS = ("\x1b[31m", "\x1b]52;c;aGk=\x07", "\x9b2J", "\u202e", "\u2066", "\u2028", "\u200b")
NAMES = ("title", "brief", "say", "text", "note", "why", "label", "trigger", "source", "ask")
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of the person who runs the tests is read or written."""
    for name in ("DATA", "CONFIG", "LIBRARY"):
        monkeypatch.setenv(f"SHAPAN_{name}", str(tmp_path / name.lower()))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    set_language("zh")
    yield
    set_language(None)


class Seen:
    """What has stood on the screens of an app."""

    def __init__(self, app: ShapanApp, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot
        self.text = ""

    async def look(self, *keys: str) -> str:
        """Press keys, wait, and read the screen: no control on it, and no link in it."""
        await self.pilot.press(*keys)
        await settled(self.app, self.pilot)
        lines = []
        for strip in self.app.screen._compositor.render_strips():
            for segment in strip:
                assert not segment.control
                style = segment.style
                assert style is None or (not style.link and "evil" not in repr(style.meta))
            lines.append("".join(segment.text for segment in strip))
        shown = "\n".join(lines)
        harmful = {c for c in shown.replace("\n", "") if unicodedata.category(c) in HIDDEN}
        assert not harmful, (type(self.app.screen).__name__, harmful)
        self.text += shown
        assert self.app.is_running
        return shown


def marked(value: Any, behind: str, key: str = "") -> Any:
    """A library file's content with something nasty behind each text that is shown."""
    if isinstance(value, dict):
        if key in NAMES and set(value) <= {"zh", "en"} and all(map(_is_text, value.values())):
            return {language: text + behind for language, text in value.items()}
        return {name: marked(each, behind, name) for name, each in value.items()}
    return [marked(each, behind, key) for each in value] if isinstance(value, list) else value


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def library(folder: Path, behind: str = FILED) -> None:
    """The user's library: an SOP and a drill of the built-in one, spoilt."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    for source in (
        "sops/library/sops/price-protection.yaml", "scenarios/library/drills/price-drop-gift.yaml",
    ):  # fmt: skip
        place = folder / source.split("/")[2] / Path(source).name
        place.parent.mkdir(parents=True, exist_ok=True)
        text = io.StringIO()
        yaml.dump(marked(yaml.load((ROOT / source).read_text(encoding="utf-8")), behind), text)
        place.write_text(text.getvalue(), encoding="utf-8")
    scenario = folder / "peaks" / "nasty.yaml"
    scenario.parent.mkdir(parents=True)
    original = (ROOT / "scenarios/library/peaks/minimal.yaml").read_text(encoding="utf-8")
    scenario.write_text(original, encoding="utf-8")


def nasty_house(folder: Path) -> House:
    """Everybody who can type something has."""
    house = House(folder, name=NAME)
    lead, wang = house.as_("lead"), house.as_("wang")
    house.admin.people.change(house.people["lead"], name=NAME)
    named = house.admin.cohorts.add(NAME)
    house.admin.cohorts.join(named.id, house.people["lead"], leads=True)
    house.admin.cohorts.join(named.id, house.people["wang"])
    sessions = [house.play(NASTY, "您好" + NASTY, seed=seed) for seed in (1, 2)]
    lead.reviews.comment(sessions[0], "standard", "1", NASTY)
    lead.reviews.override(sessions[0], "standard", "1", "told:arrives", 12.5, NASTY)
    wang.appeals.make(sessions[0], NASTY)
    appeal = wang.appeals.make(sessions[1], NASTY)
    lead.appeals.answer(appeal.id, "declined", NASTY)
    lead.assignments.assign(person_id=house.people["wang"], drill_id="price-drop-gift")
    house.admin.plans.save(
        name=NAME, scenario=NASTY.replace("\x00", ""), scenario_hash="h", seed=1, summary={}
    )
    return house


async def test_the_lead_s_screens_show_what_was_typed(tmp_path: Path) -> None:
    """All pages of the review desk, a session, its forms, blind scoring, notices and help."""
    from tui.app.screen.blind import BlindScoring
    from tui.app.screen.reading import read_session
    from tui.app.screen.review import Review

    library(tmp_path / "library")
    house = nasty_house(tmp_path)
    set_language("en")
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        seen = Seen(app, pilot)
        await pilot.pause()
        await app.push_screen(Review())
        for number in range(1, 8):
            await seen.look(str(number))
        await seen.look("f3")
        await seen.look("1", "f7")
        assert MARK in seen.text
        await seen.look("escape")
        (first, *_others) = house.as_("wang").sessions.list()
        seen.text = ""
        for blind in (False, True):
            read_session(app.screen, first.id, blind=blind)
            await seen.look()
            if blind:
                assert isinstance(app.screen, BlindScoring)
                await seen.look("tab", "pagedown", "f2")
            for key in () if blind else ("f2", "f3", "f4", "f7", "f6", "f1"):
                await seen.look(key)
                await seen.look("escape")
                if type(app.screen).__name__ == "Review":
                    read_session(app.screen, first.id)
                    await seen.look()
            app.pop_screen()
        assert MARK in seen.text
        assert "\\x1b]52;c;aGk=\\x07" in seen.text.replace("\n", "").replace(" ", "")


async def test_the_trainee_s_screens_show_what_was_typed(tmp_path: Path) -> None:
    """My path, the choice of a drill, the rules of an exam, the floor with coach, phrases, office
    and hints, the scorecard; and what is pasted into the reply box."""
    from tui.app.screen.drill_choice import DrillChoice

    library(tmp_path / "library")
    house = nasty_house(tmp_path)
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        seen = Seen(app, pilot)
        for key in ("1", "2", "3", "4", "5", "f1", "f1", "ctrl+o", "escape"):
            await seen.look(key)
        assert MARK in seen.text
        await app.push_screen(DrillChoice())
        await seen.look()
        choice: Any = app.screen
        choice.action_find()
        await seen.look(*"price-drop-gift", "enter")
        choice.action_coach()
        await seen.look()
        choice.action_exam()
        await seen.look()
        await seen.look("escape")
        await _floor(app, seen)


async def _floor(app: ShapanApp, seen: Seen) -> None:
    from textual.events import Paste

    from scenarios.drill.load import load_drill
    from simulator.drill.sitting import begin
    from tui.app.screen.drill_floor import DrillFloor

    drill, sop = load_drill("price-drop-gift")
    records = app.records
    sitting = begin(records, records.caller.person_id, drill, sop, 7, mode="coach")
    floor = DrillFloor(sitting)
    await app.push_screen(floor)
    seen.text = ""
    for key in ("f4", "f2", "escape", "f3", "escape", "f1", "f1"):
        await seen.look(key)
    app.post_message(Paste(NASTY))
    await seen.look("enter")
    await seen.look("enter")
    floor.action_end()
    await seen.look()
    await seen.look("enter")
    await seen.look("pagedown")
    assert MARK in seen.text


async def test_the_planner_s_screens_show_what_was_typed(tmp_path: Path) -> None:
    """Saved plans, their forms, and a scenario of one's own whose texts and mistakes are nasty."""
    from tui.app.screen.planning import Planning

    library(tmp_path / "library")
    peaks = tmp_path / "library" / "peaks"
    good = (peaks / "nasty.yaml").read_text(encoding="utf-8")
    (peaks / "wrong.yaml").write_text(good + f'\n"{NAME}\\e[31m": 1\n', encoding="utf-8")
    house = nasty_house(tmp_path)
    app = ShapanApp(Preference(), house.admin)
    async with app.run_test(size=SIZE) as pilot:
        seen = Seen(app, pilot)
        await pilot.pause()
        await app.push_screen(Planning())
        await seen.look()
        for key in ("end", "home", "0", "down"):
            await seen.look(key)
        app.screen.action_saved("rename")  # type: ignore[attr-defined]
        await seen.look()
        app.screen.query_one(Input).value = NASTY
        await seen.look("enter")
        await seen.look("escape")
        assert MARK in seen.text


def test_what_is_written_to_a_terminal_and_to_files_is_text(tmp_path: Path) -> None:
    """Lists, exports and cards: no escape, no formula, no markup, whatever a cell begins with."""
    from tui.command.output import write_csv
    from tui.command.review_files import Sheet, write_all, write_workbook

    library(tmp_path / "library")
    house = nasty_house(tmp_path)
    out = tmp_path / "out"
    written = write_all(house.as_("lead"), out)
    starts = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u200b=")
    cells = tuple((start + "cmd|' /C calc'!A0",) for start in starts)
    write_csv(out / "cells.csv", ("=head",), cells)
    write_workbook(out / "cells.xlsx", [Sheet("cells", "单元格", ("=head",), cells)])
    for path in (*written, out / "cells.csv"):
        if path.suffix == ".xlsx":
            continue
        text = path.read_text(encoding="utf-8-sig")
        assert not {c for c in text if unicodedata.category(c) in HIDDEN and c != "\n"}, path
        if path.suffix == ".csv":
            for line in text.splitlines():
                for field in line.split(","):
                    assert not field.strip('" ').startswith(("=", "+", "@", "＝", "＋", "－", "＠"))
        else:
            assert "[/b]&lt;b&gt;" in text
            assert "[/b]<b>" not in text
            assert "<script" not in text
    for path in (out / "review.xlsx", out / "cells.xlsx"):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                part = book.read(name).decode()
                assert "<f>" not in part
                assert "\x1b" not in part
                assert "<hyperlink " not in part


@pytest.mark.parametrize("control", CONTROLS)
def test_a_library_with_controls_in_it_is_refused_at_its_line(tmp_path: Path, control: str) -> None:
    """SOP and drill alike, whether a control stands there as it is or as an escape of YAML."""
    from scenarios.drill.load import load_drill
    from sops.problem import Problems
    from sops.sop.load import load_sop

    library(tmp_path / "library", control)
    for load, name in ((load_sop, "price-protection"), (load_drill, "price-drop-gift")):
        with pytest.raises(Problems) as caught:
            load(name)
        told = str(caught.value)
        assert all(problem.line > 0 for problem in caught.value.problems)
        assert "看不见的字符" in told or "U+" in told
        assert not {c for c in told if unicodedata.category(c) in HIDDEN and c != "\n"}


def test_commands_print_no_escape(tmp_path: Path) -> None:
    """`shapan sop`, `drill`, `people` and `records` on a spoilt library and house."""
    library(tmp_path / "library")
    environment = {
        **os.environ, "SHAPAN_DATA": str(tmp_path / "data"), "SHAPAN_LANG": "zh",
        "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    code = (
        "import sys; from tui.command.run import run\n"
        "for line in sys.stdin.read().splitlines(): run(line.split('\\t'))\n"
    )
    lines = (
        ("sop", "list"), ("sop", "show", "price-protection"), ("sop", "check"),
        ("sop", "handbook", "price-protection"), ("drill", "list"),
        ("drill", "show", "price-drop-gift"), ("drill", "check", "price-drop-gift"),
        ("drill", "understand", NASTY.replace("\x00", "").replace("\n", "").replace("\r", "")),
        ("people", "reset", NAME + "\x1b[31m\u202e"), ("records", "export", NAME + "\x1b[31m"),
        ("scenario", "check", "no\x1b[31m\u202esuch"), ("scenario", "list"),
        ("\x1b]52;c;aGk=\x07",),
    )  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", code], input="\n".join("\t".join(line) for line in lines),
        capture_output=True, text=True, cwd=ROOT, env=environment, check=False, encoding="utf-8",
    )  # fmt: skip
    said = ran.stdout + ran.stderr
    assert "Traceback" not in said
    assert "坏" in said
    assert not {c for c in said if unicodedata.category(c) in HIDDEN and c != "\n"}
