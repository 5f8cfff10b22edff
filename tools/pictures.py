"""Pictures of the app's screens for the docs, in both languages (`tools/pictures.py`).

Each screen is drawn by the app itself, exported as SVG, and every text is given the width that
its cells take, which the exporter gets wrong for Chinese. The SVGs go to docs/pictures/.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rich.cells import cell_len

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = (120, 36)
CELL = 12.2
_TEXT = re.compile(r"(<text [^>]*?)>([^<]*)</text>")
_LENGTH = re.compile(r'textLength="[\d.]+"')


def widened(svg: str) -> str:
    """The picture with every text as wide as its cells."""

    def mend(match: re.Match[str]) -> str:
        shown = html.unescape(match[2]).replace("\xa0", " ")
        tag = _LENGTH.sub(f'textLength="{cell_len(shown) * CELL:.1f}"', match[1])
        return f"{tag}>{match[2]}</text>"

    return _TEXT.sub(mend, svg)


async def take(language: str, folder: Path) -> None:
    """All pictures in one language."""
    from scenarios.drill.load import load_drill
    from simulator.drill.sitting import begin
    from sops.language import set_language
    from tui.app.app import ShapanApp
    from tui.app.preference import Preference
    from tui.app.screen.drill_floor import DrillFloor

    set_language(language)
    app = ShapanApp(Preference(language=language))

    async def shot(pilot: Any, name: str) -> None:
        await pilot.pause(0.3)
        svg = widened(app.export_screenshot(title="Shapan 沙盘"))
        (folder / f"{name}.{language}.svg").write_text(svg, encoding="utf-8")

    async with app.run_test(size=SIZE) as pilot:
        await shot(pilot, "home")
        await pilot.press("1")
        await pilot.pause(3.0)
        await shot(pilot, "drill-choice")
        drill, sop = load_drill("price-drop-gift")
        sitting = begin(app.records, app.person, drill, sop, 1, language=language)
        floor = DrillFloor(sitting)
        await app.push_screen(floor)
        await pilot.pause(0.5)
        await played(floor, pilot, shot, language)
        await pilot.press("f8")
        await shot(pilot, "scorecard")


async def played(
    floor: Any, pilot: Any, shot: Callable[[Any, str], Awaitable[None]], language: str
) -> None:
    """A few turns of the drill, with the back office open in between."""
    from tui.app.widget.reply_box import ReplyBox

    lines = {
        "zh": "您好，给女儿的生日礼物刚收到就便宜了，换谁心里都会不舒服。我马上查，请稍等。",
        "en": "Hello! A birthday present that gets cheaper right after it came, anyone would feel "
              "let down. Let me check, one moment please.",
    }  # fmt: skip
    floor.query_one(ReplyBox).insert(lines[language])
    await pilot.press("enter")
    floor.sitting.act("look_price", {"sku": "G-100"}, floor._now())
    floor._draw()
    await shot(pilot, "drill-floor")
    await pilot.press("f2")
    await shot(pilot, "back-office")
    await pilot.press("escape")


def main() -> int:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        os.environ["SHAPAN_DATA"] = own
        os.environ["SHAPAN_CONFIG"] = own
        os.environ.pop("SHAPAN_DATABASE_URL", None)
        for language in ("zh", "en"):
            asyncio.run(take(language, FOLDER))
    for path in sorted(FOLDER.glob("*.svg")):
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
