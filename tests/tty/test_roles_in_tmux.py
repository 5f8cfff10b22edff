"""Each role's way through the app in a real terminal, on records that are shared.

What is typed comes in one go, as from an input method or over a slow line; the screen is looked at
where a person would look.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from house import House
from real_terminal import Terminal

from tui.served.service import PERSON

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
DAY_US = 86_400_000_000
SAID = (
    "您好，给女儿的礼物刚到就便宜了，换谁心里都不舒服。我马上查，请稍等",
    "我给您申请价保，差价30元三天内原路退回，请您留意",
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Everybody's records: the trainee has played last week and today, appeals against today's
    score, and is to play a drill; the cohort's lead has done nothing yet."""
    found = House(tmp_path)
    ago = [8 * DAY_US]
    monkeypatch.setattr("simulator.records.session.now_us", lambda: time.time_ns() // 1000 - ago[0])
    found.play(*SAID)
    ago[0] = 0
    found.as_("wang").appeals.make(found.play(*SAID, seed=2), "我说过三天到账", "told:arrives")
    found.as_("lead").assignments.assign(
        person_id=found.people["wang"], drill_id="price-drop-too-late"
    )
    planner, _code = found.admin.people.add("ping", "平工", "planner")
    found.people |= {"ping": planner.id, "admin": found.admin.caller.person_id or ""}
    return found


def fill(terminal: Terminal, title: str, *fields: str) -> None:
    """Answer the form of this title: from the field that has the focus on, an enter behind each;
    an empty one is left as it is."""
    terminal.shows(f"─ {title} ─")
    for text in fields:
        if text:
            terminal.type(text)
        terminal.key("Enter" if text else "Tab")


def items(house: House) -> int:
    """How many there are to be scored in a session of the drill that was played."""
    session = house.as_("lead").sessions.list()[0]
    card = house.as_("lead").scorecards.latest(session.id)
    assert card is not None
    return sum(each.possible > 0 for each in card.items)


def trainee(terminal: Terminal, _house: House, _folder: Path) -> None:
    """What is assigned is played with words and the back office, left, gone on with and ended;
    the card shows its evidence, an appeal is confirmed and stands on my path."""
    terminal.shows("布置")
    terminal.key("Enter")
    terminal.shows("00:00")
    terminal.type("您好，降价了谁都心疼。我马上查，请稍等")
    terminal.key("Enter")
    terminal.shows("请稍等")
    terminal.key("F2")
    terminal.type("全部订单")
    terminal.key("Enter")
    terminal.shows("▸ 看全部订单")
    terminal.key("Escape")
    terminal.shows("没打完，")
    terminal.key("Enter")
    assert any("请稍等" in line for line in terminal.shows("▸ 看全部订单"))
    terminal.key("F8")
    terminal.shows("─ 成绩单 ─")
    for _step in range(3):
        terminal.key("Down")
    terminal.shows("█")
    terminal.key("F4")
    fill(terminal, "申诉", "", "我先接住了他的失望")
    terminal.shows("申诉交上去了")
    terminal.key("Escape")
    terminal.shows("F9 再来一次")
    terminal.key("Escape")
    terminal.shows("晚了一步的价保", "未通过", "等答复")


def lead(terminal: Terminal, house: House, folder: Path) -> None:
    """A drill is assigned, the session that is to be looked at first is read, its points changed,
    the appeal answered, a comment written, no certificate signed for want of exams, and the drill
    sent back; last week's session is scored blind, and all is exported."""
    terminal.shows("复盘台")
    terminal.key("Enter")
    terminal.shows("小王")
    terminal.key("F7")
    fill(terminal, "布置演练", "", "", "2030-12-01")
    terminal.shows("布置好了")
    terminal.key("4")
    terminal.shows("申诉 ")
    terminal.key("Enter")
    terminal.shows("─ 成绩单 ─")
    terminal.key("Down")
    terminal.key("F2")
    fill(terminal, "改分", "", "5", "确实说了")
    terminal.shows("组长改过 1 项")
    terminal.key("F4")
    fill(terminal, "答复申诉", "", "说得对")
    fill(terminal, "申诉成立：改分", "", "12.5", "")
    terminal.key("Enter")
    terminal.shows("申诉成立，分改好了")
    terminal.key("F3")
    fill(terminal, "评语", "先接住情绪，再查")
    terminal.shows("评语写好了")
    terminal.key("F6")
    terminal.shows("还差一场")
    terminal.key("F7")
    fill(terminal, "退回再练", "把到账时间讲清楚", "")
    terminal.key("Enter")
    terminal.shows("退回了")
    terminal.key("Escape")
    # Not before the desk is there: to a terminal an escape and a digit right behind it are one key.
    terminal.shows("2 漏掉的步骤")
    terminal.key("5")
    terminal.shows("本周随机抽的场次")
    terminal.key("Enter")
    terminal.shows("─ 盲评 ─")
    terminal.key("Tab")
    for _item in range(items(house)):
        terminal.type("1")
        terminal.key("Enter")
    terminal.key("Enter")
    terminal.shows("盲评交上去了")
    terminal.key("F6")
    fill(terminal, "导出", str(folder / "out"))
    terminal.shows("写好 5 个文件")
    assert (folder / "out" / "card-wang.html").exists()


def planner(terminal: Terminal, _house: House, _folder: Path) -> None:
    """The planning desk lists the scenarios; there is no review desk."""
    assert not any("复盘台" in line for line in terminal.shows("排班台"))
    terminal.key("3")
    terminal.shows("double11")


def administrator(terminal: Terminal, _house: House, _folder: Path) -> None:
    """Told where people are kept; plans, and reviews nobody."""
    assert not any("复盘台" in line for line in terminal.shows("shapan people"))


@pytest.mark.parametrize(
    ("login", "way"),
    [("wang", trainee), ("lead", lead), ("ping", planner), ("admin", administrator)],
)
def test_each_role_finds_its_way(
    login: str, way: Callable[[Terminal, House, Path], None], house: House, tmp_path: Path
) -> None:
    """By key, from the first screen to the end of what the role is there for."""
    terminal = Terminal(
        100, 30, SHAPAN_LANG="zh", TERM="xterm-256color", SHAPAN_CONFIG=str(tmp_path / "config"),
        SHAPAN_DATA=str(tmp_path / "data"), SHAPAN_DATABASE_URL=str(tmp_path / "house.db"),
        **{PERSON: house.people[login]},
    )  # fmt: skip
    try:
        terminal.start("", module="tui.served.app")
        way(terminal, house, tmp_path)
        terminal.key("C-q")
        terminal.shows("exit=0")
    finally:
        terminal.close()


def test_a_file_of_ones_own_signs_nothing(tmp_path: Path) -> None:
    """`shapan` alone asks nobody who they are, and its review desk says what that means."""
    terminal = Terminal(
        100, 30, SHAPAN_LANG="zh", TERM="xterm-256color",
        SHAPAN_DATA=str(tmp_path / "data"), SHAPAN_CONFIG=str(tmp_path / "config"),
    )  # fmt: skip
    try:
        terminal.start("")
        terminal.shows("复盘台")
        terminal.key("3")
        terminal.shows("不能签证书")
        terminal.key("C-q")
        terminal.shows("exit=0")
    finally:
        terminal.close()
