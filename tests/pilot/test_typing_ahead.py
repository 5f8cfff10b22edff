"""Keys that come in faster than the app draws: from quick hands, a slow line, an input method."""

from __future__ import annotations

from typing import Any

import pytest
from house import House, settled
from textual import events
from textual.widgets import Input

from tui.app.app import ShapanApp
from tui.app.key_order import KeyOrder
from tui.app.preference import Preference
from tui.app.screen.ask import Ask
from tui.app.screen.drill_choice import DrillChoice
from tui.app.screen.office_call import OfficeForm
from tui.app.screen.reading import read_session

SIZE = (100, 30)


def at_once(app: ShapanApp, *keys: str) -> None:
    """All of these, keys and pastes, in one read of the terminal."""
    driver: Any = app._driver
    for key in keys:
        if key.startswith("paste:"):
            driver.send_message(events.Paste(key.removeprefix("paste:")))
        else:
            driver.send_message(events.Key(key, key if len(key) == 1 else None))


async def handled(app: ShapanApp, pilot: Any) -> None:
    """Wait until each key has had its turn, and for what is read beside the screen."""
    await pilot.pause()
    while app._keys.busy:
        await pilot.pause(0.01)
    await settled(app, pilot)


async def test_a_form_filled_in_one_breath_is_answered(house: House) -> None:
    """Each field gets what was typed for it, and the last enter answers; what is refused brings
    the form again, and what was typed on behind it is in that one."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        read_session(app.screen, session)
        await pilot.pause()
        at_once(app, "f2", "tab", *"99", "enter", *"事情办了", "enter", "tab", "backspace", "enter")
        await handled(app, pilot)
        assert isinstance(app.screen, Ask)
        assert [each.value for each in app.screen.query(Input)] == ["", "事情办了"]
        at_once(app, "tab", *"很多", "enter", "escape")
        at_once(app, "f2", "tab", *"1", "enter", *"说过了", "enter")
        await handled(app, pilot)
        assert not isinstance(app.screen, Ask)
    (kept,) = house.as_("lead").reviews.list(session_id=session)
    assert (kept.new_points, kept.reason) == (1.0, "说过了")


async def test_a_paste_of_several_lines_into_one_line_is_there_whole(house: House) -> None:
    """A comment that was written elsewhere loses none of its lines, nor the enter behind it."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        read_session(app.screen, session)
        await pilot.pause()
        at_once(app, "f3", "paste:先接住情绪\r\n\r\n  再查订单\n", "enter")
        await handled(app, pilot)
    (kept,) = house.as_("lead").reviews.list(session_id=session)
    assert kept.reason == "先接住情绪 再查订单"


async def test_what_is_typed_behind_a_key_that_opens_something_is_typed_there() -> None:
    """From the first screen into the list and its filter; in a drill a word, its enter, then the
    back office found by a word: nothing of it lands in a box that was left."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        at_once(app, "1", "ctrl+f", *"刚送出手")
        await handled(app, pilot)
        assert isinstance(app.screen, DrillChoice)
        assert app.screen.query_one("#find", Input).value == "刚送出手"
        at_once(app, "enter")
        await handled(app, pilot)
        at_once(app, *"稍等", "enter", "f2", *"差价", "enter")
        await handled(app, pilot)
        assert isinstance(app.screen, OfficeForm)
        floor: Any = app.screen_stack[-2]
        assert [e.body["text"] for e in floor.sitting.log if e.kind == "message"] == ["稍等"]
        at_once(app, "escape", "f2", *"查不到的", "escape", *"好")
        await handled(app, pilot)
        assert floor.query_one("#reply").text == "好"


async def test_a_handler_that_fails_behind_a_key_ends_the_app() -> None:
    """An error is not lost with the task that hands keys on."""
    app = ShapanApp(Preference())

    async def broken(_event: Any) -> None:
        raise RuntimeError("broken")

    async def pressed() -> None:
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("1")

    app._keys = KeyOrder(app, broken)
    with pytest.raises(RuntimeError, match="broken"):
        await pressed()
