"""Whatever is typed, in chat or on the phone, a drill goes on and the screen stays whole (D3)."""

from __future__ import annotations

import io
import random
import unicodedata
from pathlib import Path

import pytest

from scenarios.drill.load import load_drill
from simulator.drill.conversation.event import MICROSECONDS
from simulator.drill.replay import same_log
from simulator.drill.sitting import begin, log_of, resume
from simulator.records import open_records
from sops.action import ACTIONS
from tui.command.drill_terminal import _Screen
from tui.command.scorecard_page import scorecard_page
from tui.terminal.screen import Screen

DRILLS = (
    ("price-drop-gift", "en"), ("third-call-no-dispatch", "zh"), ("two-left-shoes", "en"),
    ("where-did-she-move", "zh"), ("teachers-farewell-gift", "zh"), ("train-at-three", "zh"),
)  # fmt: skip
PIECES = (
    "您好", "請問您什麼時候簽收的？", "抱歉", "24小时内", "可以退", "不可以退", "asdf", "🎂👩‍👩‍👧",
    "\x1b[2J\x1b[31m", "\u202e\u200b\ufeff", "\x00\x07\r\n\t", "{order}", "%s {0}",
    "Ｆｕｌｌ", "한국어",
    "\ud83d", "9" * 400, "，，，。。。", "<b>[red]", "SELECT * FROM orders;", "\u0301" * 300,
)  # fmt: skip


def typed(draw: random.Random) -> str:
    """A line of pieces, at times very long."""
    text = "".join(draw.choice(PIECES) for _piece in range(draw.randrange(0, 8)))
    return text * (200 if draw.random() < 0.05 else 1)


def shows_no_control(text: str) -> bool:
    """Whether nothing in a text could move the cursor or turn the writing around."""
    return all(
        each == "\n"
        or (unicodedata.category(each) not in ("Cc", "Cs") and each not in "\u202e\u202d")
        for each in text
    )


@pytest.mark.parametrize(("name", "language"), DRILLS)
def test_nothing_typed_breaks_a_drill_or_the_screen(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random lines, calls and holds: kept, shown, gone on with and scored; no control gets out."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    drill, sop = load_drill(name)
    with open_records() as records:
        for seed in range(1, 4):
            draw = random.Random(f"{name}/{seed}")
            sitting = begin(
                records, records.local_person(), drill, sop, seed,
                language=language if language in drill.languages else "zh",
            )  # fmt: skip
            page = io.StringIO()
            screen = _Screen(page, sitting)
            screen.head(False)
            for _step in range(15):
                at = sitting.session.at_us + draw.randrange(1, 30) * MICROSECONDS
                kind = draw.random()
                if kind < 0.6:
                    screen.show(sitting.message(typed(draw), at))
                elif kind < 0.8:
                    words = {"order": typed(draw), typed(draw)[:20]: "1", "amount_fen": "-5"}
                    screen.show(sitting.act(draw.choice([*ACTIONS, typed(draw)]), words, at))
                elif kind < 0.9:
                    screen.show(sitting.hold(draw.uniform(0.1, 300), at))
                else:
                    screen.show(sitting.advance(at + 40 * MICROSECONDS))
            again = resume(records, sitting.kept.id)
            assert same_log(again.log, log_of(records, sitting.kept.id))
            screen.show(again.log, replay=True)
            card = again.finish()
            lines = scorecard_page(card, Screen.of(page))
            assert shows_no_control(page.getvalue())
            assert shows_no_control("\n".join(lines))
