"""The trainee's story in the app: choose, talk, look up, finish, read the card."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import DataTable, OptionList

from scenarios.drill.load import load_drill
from simulator.drill.sitting import begin
from sops.language import set_language
from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.drill_choice import DrillChoice
from tui.app.screen.drill_floor import DrillFloor
from tui.app.screen.scorecard import ScorecardScreen
from tui.app.widget.reply_box import ReplyBox

SIZE = (120, 36)


async def on_the_floor(app: ShapanApp, pilot: Any) -> DrillFloor:
    """A drill begun with a seed of our own."""
    drill, sop = load_drill("price-drop-gift")
    sitting = begin(app.records, app.records.local_person(), drill, sop, 1)
    floor = DrillFloor(sitting)
    await app.push_screen(floor)
    await pilot.pause()
    return floor


async def all_read(app: ShapanApp, pilot: Any) -> None:
    """Wait until the library has been read."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_a_drill_is_found_by_words_of_its_title() -> None:
    """ctrl+f and two characters leave the drills whose titles have them."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(DrillChoice())
        await all_read(app, pilot)
        await pilot.press("ctrl+f", *"降价")
        await pilot.pause()
        table = app.screen.query_one(DataTable)
        titles = [str(table.get_row_at(row)[0]) for row in range(table.row_count)]
        assert titles
        assert all("降价" in title for title in titles)


def commit(floor: DrillFloor, text: str) -> None:
    """A text as an input method commits it: all at once, punctuation too."""
    floor.query_one(ReplyBox).insert(text)


async def test_a_drill_is_chosen_by_key_and_begins() -> None:
    """1 opens the drill floor, enter begins the first drill: the customer has spoken."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        await all_read(app, pilot)
        assert isinstance(app.screen, DrillChoice)
        table = app.screen.query_one(DataTable)
        levels = [str(table.get_row_at(row)[1]) for row in range(table.row_count)]
        assert len(levels) > 1
        assert levels == sorted(levels)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)
        assert app.screen.sitting.log[1].kind == "customer"


async def test_full_width_digits_work_with_an_input_method_on() -> None:
    """With a Chinese input method on, １ arrives instead of 1."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("１")
        await pilot.pause()
        assert isinstance(app.screen, DrillChoice)


async def test_a_chinese_reply_is_sent_and_kept() -> None:
    """What was typed is in the records before anything else happens."""
    messages: list[Any] = []
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press(*"您好")
        commit(floor, "，礼物刚到就降价，换谁都不舒服，请稍等")
        await pilot.press("enter")
        await pilot.pause()
        sent = [message for message in messages if isinstance(message, ReplyBox.Sent)]
        assert [message.text for message in sent] == ["您好，礼物刚到就降价，换谁都不舒服，请稍等"]
        kept = app.records.sessions.events(floor.sitting.kept.id)
        assert kept[-1].body["text"] == sent[0].text
        assert floor.query_one(ReplyBox).text == ""


async def test_word_keys_stop_at_chinese_punctuation() -> None:
    """ctrl+w takes back to the last punctuation, not the whole run of characters."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        commit(floor, "您好，请稍等")
        await pilot.press("ctrl+w")
        await pilot.pause()
        assert floor.query_one(ReplyBox).text == "您好，"


async def test_a_quick_enter_does_not_cut_a_word_in_half() -> None:
    """Keys that arrive all at once, as from an input method, are taken in their order."""
    from textual import events

    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        for character in "礼物刚到就降价，请稍等":
            app.post_message(events.Key(character, character))
        app.post_message(events.Key("enter", "\r"))
        await pilot.pause()
        await pilot.pause()
        sent = [event.body["text"] for event in floor.sitting.log if event.kind == "message"]
        assert sent == ["礼物刚到就降价，请稍等"]


async def test_a_long_reply_stays_in_sight() -> None:
    """Every character of a reply longer than the box is on the screen as soon as it is typed."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        box = floor.query_one(ReplyBox)
        width = box.content_size.width // 2
        commit(floor, "请" * (width * box.content_size.height - 10))
        for number in range(16):
            await pilot.press(chr(0x4E00 + 41 * number))
            await pilot.pause()
            line, _column = box.wrapped_document.location_to_offset(box.cursor_location)[::-1]
            assert 0 <= line - box.scroll_offset.y < box.content_size.height


async def test_a_new_line_and_the_last_reply_again() -> None:
    """ctrl+j begins a line; arrow up in an empty box brings back what was sent."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press("a", "ctrl+j", "b", "enter")
        await pilot.pause()
        assert floor.sitting.log[-1].body["text"] == "a\nb"
        await pilot.press("up")
        assert floor.query_one(ReplyBox).text == "a\nb"


async def test_the_back_office_is_used_by_key() -> None:
    """F2, a few letters, enter, and the form knows the order: the look-up is in the log."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press(*"look_order")
        await pilot.pause()
        actions = app.screen.query_one(OptionList)
        assert actions.option_count == 2
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        actions_done = [event for event in floor.sitting.log if event.kind == "action"]
        assert [event.body["name"] for event in actions_done] == ["look_order"]
        assert actions_done[0].body["ok"]


async def test_the_end_shows_the_card_beside_the_conversation() -> None:
    """F8 ends, the card is kept, and R begins again with other facts."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, ScorecardScreen)
        assert app.records.scorecards.latest(floor.sitting.kept.id) is not None
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)


async def test_evidence_is_numbered_and_the_score_appealed_against() -> None:
    """The conversation beside a card has the numbers that the card names; F4 appeals."""
    from textual.widgets import Input, Static

    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press("f8")
        await pilot.pause()
        lines = app.screen.query("Conversation Static").results(Static)
        shown = [str(each.render()) for each in lines]
        assert "#2" in shown[0]
        await pilot.press("f4")
        await pilot.pause()
        app.screen.query_one("#reason", Input).value = "我还没来得及说"
        app.screen.query_one("#reason", Input).focus()
        await pilot.press("enter")
        await pilot.pause()
        (appeal,) = app.records.appeals.list(session_id=floor.sitting.kept.id)
        assert appeal.reason == "我还没来得及说"


async def test_leaving_keeps_the_session_open() -> None:
    """Escape stops; the choice offers to go on, and going on shows what was said."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press(*"您好", "enter")
        await pilot.press("escape")
        await pilot.pause()
        assert [s.id for s in app.records.sessions.list(state="open")] == [floor.sitting.kept.id]
        await app.push_screen(DrillChoice())
        await all_read(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)
        texts = [e.body["text"] for e in app.screen.sitting.log if e.kind == "message"]
        assert texts == ["您好"]


async def test_hints_only_when_coached() -> None:
    """F4 without coach mode leaves no hint in the log."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        await pilot.press("f4")
        await pilot.pause()
        assert not any(event.kind == "hint" for event in floor.sitting.log)


async def test_markup_typed_by_a_person_is_shown_as_typed() -> None:
    """Square brackets and escapes are text, nothing else."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await on_the_floor(app, pilot)
        floor.sitting.message("[red]红[/red] \x1b[31m", floor.sitting.session.at_us + 1)
        floor._draw()
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_help_is_about_the_focused_part(language: str) -> None:
    """F1 on the reply box speaks of the reply box, in either language; F1 again closes it."""
    set_language(language)
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await on_the_floor(app, pilot)
        await pilot.press("f1")
        await pilot.pause()
        assert type(app.screen).__name__ == "Help"
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)


async def test_themes_density_and_language_are_kept() -> None:
    """The leader key changes them, and the next start has them."""
    from tui.app.preference import load_preference

    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        for key in ("t", "d", "l"):
            await pilot.press("ctrl+o")
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
        assert app.theme == "shapan-light"
    assert load_preference() == Preference("shapan-light", "compact", "en")


def test_the_kitty_protocol_is_off_before_textual_is_loaded() -> None:
    """Five characters committed by an input method would otherwise arrive as rubbish."""
    import subprocess
    import sys

    code = (
        "import os, sys\n"
        "import tui.app.start as start\n"
        "assert 'textual' not in sys.modules\n"
        "sys.modules['tui.app.app'] = type(sys)('stub')\n"
        "class App:\n"
        "    return_code = 0\n"
        "    def run(self): print(os.environ['TEXTUAL_DISABLE_KITTY_KEY'])\n"
        "sys.modules['tui.app.app'].ShapanApp = App\n"
        "start.start()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "1"
