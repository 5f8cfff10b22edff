"""Which desks are whose: on the first screen, in the menu and the palette, and past them."""

from __future__ import annotations

from typing import Any

import pytest
from house import House, settled

from simulator.records import NotAllowed
from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.home import Home
from tui.app.screen.planning import Planning
from tui.app.screen.review import Review

OPEN = {"drill", "many", "path"}
DESKS = {
    "wang": OPEN, "lead": OPEN | {"review"}, "planner": OPEN | {"plan"}, "admin": OPEN | {"plan"},
}  # fmt: skip


@pytest.fixture
def everybody(house: House) -> House:
    """With a planner and the administrator too."""
    person, _code = house.admin.people.add("planner", "平工", "planner")
    house.people |= {"planner": person.id, "admin": house.admin.caller.person_id}
    return house


@pytest.mark.parametrize("login", DESKS)
async def test_each_role_finds_its_desks_and_no_others(everybody: House, login: str) -> None:
    """Listed, in the menu and in the palette are the same desks. Whoever asks for another one by
    its name, or has its screen made, stays where they are and is told whose it is."""
    app = ShapanApp(Preference(), everybody.as_(login))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(app, pilot)
        while not isinstance(app.screen, Home):
            app.pop_screen()
            await pilot.pause()
        home = app.screen
        listed = {str(option.id) for option in home.query_one("#desks").options}  # type: ignore[attr-defined]
        assert listed == DESKS[login]
        # The desk that a role comes for is one enter away.
        standing = home.query_one("#desks").highlighted_option  # type: ignore[attr-defined]
        assert standing.id == {"lead": "review", "planner": "plan"}.get(login, "drill")
        offered = " ".join(action for _key, _text, action in app.choices(home))
        commands = " ".join(each.title for each in app.get_system_commands(home))
        for desk, title in (("review", "复盘台"), ("plan", "排班台")):
            mine = desk in DESKS[login]
            assert (f"open('{desk}')" in offered) == (title in commands) == mine
            if not mine:
                await home.run_action(f"open('{desk}')")
                await app.push_screen(Planning() if desk == "plan" else Review())
                await pilot.pause()
                assert app.screen is home
                assert [title in each.message for each in app._notifications] == [True] * 2
                app.clear_notifications()
        for number in range(len(DESKS[login]) + 1, 7):
            await pilot.press(str(number))
            assert app.screen is home


@pytest.mark.parametrize("login", ["wang", "lead"])
def test_past_the_screens_the_records_refuse(everybody: House, login: str) -> None:
    """Whoever does not plan reads, keeps, renames and drops no plan, not even knowing its id."""
    planner, hostile = everybody.as_("planner"), everybody.as_(login)
    numbers: dict[str, Any] = {"scenario": "s", "scenario_hash": "h", "seed": 1, "summary": {}}
    plan = planner.plans.save(name="双11", **numbers)
    for attempt in (
        hostile.plans.list, lambda: hostile.plans.get(plan.id),
        lambda: hostile.plans.save(name="x", **numbers),
        lambda: hostile.plans.rename(plan.id, "x"), lambda: hostile.plans.drop(plan.id),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            attempt()
    assert [each.name for each in planner.plans.list()] == ["双11"]
