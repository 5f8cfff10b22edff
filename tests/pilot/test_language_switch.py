"""The other language in the middle of something: nothing that was there is gone."""

from __future__ import annotations

from typing import Any

from house import House, settled
from textual.widgets import DataTable, Static, TextArea

from scenarios.drill.load import load_drill
from tui.app.app import ShapanApp
from tui.app.beginning import begin_drill
from tui.app.preference import Preference
from tui.app.screen.drill_floor import DrillFloor
from tui.app.screen.my_path import MyPathScreen
from tui.app.screen.reading import Reading


def said(screen: Any) -> list[str]:
    """The lines of the conversation."""
    return [str(each.render()) for each in screen.query("Conversation > Static")]


async def test_in_the_middle_of_a_drill(house: House) -> None:
    """What was said and what is half written stay, and the clock goes on."""
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(app, pilot)
        begin_drill(app.screen, *load_drill("price-drop-gift"))
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)
        before = said(app.screen)
        assert before
        app.screen.query_one(TextArea).text = "您好，我"
        await app.action_language()
        await pilot.pause()
        await pilot.pause()
        assert said(app.screen)[: len(before)] == before
        assert app.screen.query_one(TextArea).text == "您好，我"
        assert app.focused is app.screen.query_one(TextArea)
        app.screen._tick()
        assert app.return_code is None


async def test_while_reading_and_below(house: House) -> None:
    """Card and conversation are there in English, and so is the screen one comes back to."""
    house.play()
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(app, pilot)
        await pilot.press("3", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Reading)
        before = len(said(app.screen))
        await app.action_language()
        await settled(app, pilot)
        assert len(said(app.screen)) == before > 1
        assert "Resolution" in str(app.screen.query_one("#page", Static).render())
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, MyPathScreen)
        table = app.screen.query_one("#recent", DataTable)
        assert table.row_count == 1
        assert "Practice" in [str(cell) for cell in table.get_row_at(0)]
