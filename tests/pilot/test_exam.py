"""Exams in the app: rules before, no way out in between, and what is missing after (D10, D14)."""

from __future__ import annotations

from typing import Any

import pytest
from house import House, settled
from textual.widgets import DataTable, Static

from simulator.drill.players.player import PLAYERS
from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.confirm import Confirm
from tui.app.screen.drill_choice import DrillChoice
from tui.app.screen.drill_floor import DrillFloor
from tui.app.screen.exam_rules import ExamRules
from tui.app.screen.my_path import MyPathScreen
from tui.app.screen.reading import Reading, read_session
from tui.app.screen.scorecard import ScorecardScreen

SIZE = (120, 36)


def texts(screen: Any) -> str:
    """Everything that static texts show."""
    return "\n".join(str(each.render()) for each in screen.query(Static))


async def begin_exam(app: ShapanApp, pilot: Any) -> DrillFloor:
    """From my path: the type of contact under the cursor, its rules, begin."""
    await settled(app, pilot)
    assert isinstance(app.screen, MyPathScreen)
    table = app.screen.query_one("#progress", DataTable)
    table.move_cursor(row=table.get_row_index("type price-protection"))
    await pilot.press("f6")
    await pilot.pause()
    assert isinstance(app.screen, ExamRules)
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, DrillFloor)
    return app.screen


def answer_well(floor: DrillFloor) -> None:
    """Plays the reference run, at the pace of a quick typist."""
    sitting = floor.sitting
    at_us = 0
    for move in PLAYERS["reference"](sitting.case):
        at_us += 8_000_000
        if move.say is not None:
            sitting.message(move.say, at_us)
            at_us = max(at_us, sitting.session.due_us or 0)
            sitting.advance(at_us)
        elif move.do is not None:
            sitting.act(move.do, move.with_, at_us)
    if not sitting.session.ended:
        sitting.close(at_us + 1_000_000)
    floor._draw()


async def test_the_rules_come_before_and_the_seed_never(house: House) -> None:
    """Marks, no pause, no hints, and how many exams are missing; nothing has begun yet."""
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        await pilot.press("2", "f6")
        await pilot.pause()
        told = texts(app.screen)
        for word in ("没有提示", "没有暂停", "80", "60", "还没有通过的考试"):
            assert word in told
        assert house.as_("wang").sessions.list() == ()
        await pilot.press("escape")
        floor = await begin_exam(app, pilot)
        seed = str(floor.sitting.kept.seed)
        assert floor.sitting.kept.seed in floor.sitting.case.drill.exam_seeds
        assert not any(seed in texts(screen) for screen in app.screen_stack)


@pytest.mark.parametrize("key", ["escape", "ctrl+q", "f8"])
async def test_an_exam_is_left_by_handing_in_only(house: House, key: str) -> None:
    """Each way out asks first; no changes nothing, yes ends and scores."""
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        floor = await begin_exam(app, pilot)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is floor
        assert not floor.sitting.session.ended
        await pilot.press("f4")
        assert not any(event.kind == "hint" for event in floor.sitting.log)
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ScorecardScreen)
        assert "没有通过" in texts(app.screen)
    assert house.as_("wang").sessions.get(floor.sitting.kept.id).state == "ended"


async def test_two_passed_exams_and_a_signature_make_a_certificate(house: House) -> None:
    """The trainee passes twice and reads what is missing; the lead signs; the page says valid."""
    app = ShapanApp(Preference(), house.as_("wang"))
    taken = []
    async with app.run_test(size=SIZE) as pilot:
        for told in ("还差 1 场", "等组长签字"):
            floor = await begin_exam(app, pilot)
            answer_well(floor)
            await pilot.pause()
            assert isinstance(app.screen, ScorecardScreen)
            assert "这场考试通过了" in texts(app.screen)
            assert told in texts(app.screen)
            taken.append(floor.sitting.kept)
            await pilot.press("escape")
    assert len({each.seed for each in taken}) == 2
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        read_session(app.screen, taken[1].id)
        await pilot.pause()
        assert isinstance(app.screen, Reading)
        await pilot.press("f6")
        await pilot.pause()
        app.screen._answer()  # type: ignore[attr-defined]
        await pilot.pause()
    (certificate,) = house.as_("lead").certificates.list()
    assert {certificate.first_session_id, certificate.second_session_id} == {
        each.id for each in taken
    }
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        table = app.screen.query_one("#progress", DataTable)
        assert "证书有效" in str(table.get_row("type price-protection")[3])


async def test_an_exam_in_one_drill_from_the_list() -> None:
    """F6 on a drill examines in it, on a local file too, which says that it signs nothing."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(DrillChoice("price-protection"))
        await settled(app, pilot)
        await pilot.press("f6")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        floor = app.screen
        assert isinstance(floor, DrillFloor)
        answer_well(floor)
        await pilot.pause()
        assert "不能签证书" in texts(app.screen)


async def test_a_form_over_the_floor_goes_when_the_customer_does(house: House) -> None:
    """The customer leaves while the back office is open: the card comes, not the floor again."""
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        floor = await begin_exam(app, pilot)
        await pilot.press("f2")
        await pilot.pause()
        floor.sitting.advance(7_200_000_000)
        floor._draw()
        await pilot.pause()
        assert isinstance(app.screen, ScorecardScreen)
        assert floor not in app.screen_stack
