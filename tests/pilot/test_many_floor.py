"""Several customers at once: one clock, none forgotten, each scored (D14)."""

from __future__ import annotations

from typing import Any

import pytest

from scenarios.drill.load import load_drill
from simulator.drill.sitting import begin
from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.many_cards import ManyCards
from tui.app.screen.many_choice import draw
from tui.app.screen.many_floor import ARRIVES_EVERY_S, ManyFloor
from tui.app.widget.reply_box import ReplyBox

SIZE = (120, 36)


async def floor_of_two(app: ShapanApp, pilot: Any, monkeypatch: pytest.MonkeyPatch) -> ManyFloor:
    """Two chats on one floor, both customers there; the clock is the test's."""
    sittings = []
    for name in ("price-drop-gift", "price-drop-too-late"):
        drill, sop = load_drill(name)
        sittings.append(begin(app.records, app.records.local_person(), drill, sop, 1))
    floor = ManyFloor(sittings)
    floor.elapsed = 2 * ARRIVES_EVERY_S  # type: ignore[attr-defined]

    def clock(number: int) -> int:
        return int((floor.elapsed - number * ARRIVES_EVERY_S) * 1_000_000)  # type: ignore[attr-defined]

    monkeypatch.setattr(floor, "_clock_of", clock)
    await app.push_screen(floor)
    await pilot.pause()
    return floor


async def test_a_reply_goes_to_the_customer_on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed reaches the current customer only; alt+2 changes who that is."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await floor_of_two(app, pilot, monkeypatch)
        await pilot.press(*"您好", "enter")
        await pilot.press("alt+2")
        await pilot.press(*"在的", "enter")
        await pilot.pause()
        texts = [[e.body["text"] for e in s.log if e.kind == "message"] for s in floor.sittings]
        assert texts == [["您好"], ["在的"]]


async def test_the_reply_box_is_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The conversation leaves room for the box below it."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await floor_of_two(app, pilot, monkeypatch)
        box = floor.query_one(ReplyBox).region
        assert box.height >= 3
        assert box.bottom <= SIZE[1] - 1


async def test_time_passes_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A customer who is not looked at waits all the same, and says so."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await floor_of_two(app, pilot, monkeypatch)
        floor.elapsed = 160.0  # type: ignore[attr-defined]
        floor._tick()
        await pilot.pause()
        for sitting in floor.sittings:
            assert any(e.body.get("nag") for e in sitting.log if e.kind == "customer")


async def test_to_the_one_who_waited_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+G goes to the customer who came first and was never answered."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await floor_of_two(app, pilot, monkeypatch)
        floor._tick()
        await pilot.press("alt+2")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert floor.sitting is floor.sittings[0]


async def test_each_is_scored_and_the_cards_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last conversation has ended, every card is kept and listed."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        floor = await floor_of_two(app, pilot, monkeypatch)
        await pilot.press("f8")
        await pilot.press("alt+2")
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, ManyCards)
        for sitting in floor.sittings:
            assert app.records.scorecards.latest(sitting.kept.id) is not None


async def test_a_floor_draws_chats_of_different_kinds() -> None:
    """Different SOPs, one floor id."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE):
        sittings = draw(app.records, app.person, 3)
        assert len({sitting.case.sop.id for sitting in sittings}) == 3
        assert len({sitting.kept.floor_id for sitting in sittings}) == 1
        assert all(sitting.case.drill.channel == "chat" for sitting in sittings)
        assert ReplyBox.HELP
