"""A drill in a real terminal: typed in Chinese, answered, stopped and gone on with."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_terminal import PATIENCE_S, Terminal

from simulator.records import open_records

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A terminal whose records and preferences are its own."""
    found = Terminal(
        120, 36, SHAPAN_LANG="zh", TERM="xterm-256color",
        SHAPAN_DATA=str(tmp_path / "data"), SHAPAN_CONFIG=str(tmp_path / "config"),
    )  # fmt: skip
    yield found
    found.close()


def test_a_drill_is_played_by_typing(terminal: Terminal) -> None:
    """A Chinese line is sent, the customer answers by himself, /quit keeps the session."""
    terminal.start("drill play price-drop-gift --seed 1")
    terminal.shows("女儿买的生日礼物")
    terminal.type("差价30元已经帮您申请好了")
    terminal.key("Enter")
    terminal.shows("真的能退呀")
    terminal.type("/quit")
    terminal.key("Enter")
    terminal.shows("exit=130")
    terminal.start("drill resume")
    terminal.shows("差价30元已经帮您申请好了")


def test_the_app_takes_chinese_and_puts_the_cursor_where_it_is_typed(terminal: Terminal) -> None:
    """In the app the terminal's cursor stands in the reply box before the first key, so that an
    input method opens there, and moves by two cells for a Chinese character."""
    into_the_drill(terminal)
    before = terminal.cursor()
    terminal.type("您好")
    screen = terminal.shows("您好")
    after = terminal.cursor()
    assert after[1] == before[1]
    assert after[0] - before[0] == 4
    assert "您好" in screen[after[1]]
    terminal.resize(100, 30)
    terminal.shows("您好")
    terminal.key("Enter")
    terminal.shows("我")
    terminal.key("C-q")
    terminal.shows("exit=0")


def test_a_pasted_page_of_five_thousand_characters_is_sent_whole(
    terminal: Terminal, tmp_path: Path
) -> None:
    """A paste of 5,000 Chinese characters with line breaks stays one text in the reply box until
    it is sent, and is kept to the last character."""
    page = "\n".join("很抱歉让您等了这么久" * 5 for _line in range(98))[:4_995] + "到此为止了"
    into_the_drill(terminal)
    terminal.paste(page)
    terminal.shows("到此为止了")
    terminal.key("Enter")
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and page not in kept_texts(tmp_path / "data"):
        time.sleep(0.2)
    assert kept_texts(tmp_path / "data") == [page]
    terminal.key("C-q")
    terminal.shows("exit=0")


def into_the_drill(terminal: Terminal) -> None:
    """Open the app, find a drill and begin it."""
    terminal.start("")
    terminal.shows("演练场")
    terminal.key("1")
    terminal.shows("方式：练习，没有提示")
    terminal.key("C-f")
    terminal.type("刚送出手")
    terminal.shows("刚送出手 ")
    # Its row is there as soon as the drill has been read.
    terminal.shows("刚送出手就降价")
    terminal.key("Enter")
    terminal.shows("回复")
    terminal.shows("00:00")


def kept_texts(folder: Path) -> list[str]:
    """What the person has sent, as the records in ``folder`` keep it."""
    records = open_records(str(folder / "records.sqlite3"))
    try:
        return [
            event.body["text"]
            for session in records.sessions.list()
            for event in records.sessions.events(session.id)
            if event.kind == "message"
        ]
    finally:
        records.close()
