"""The trainee's own page: what is due, how far one is, what one has played."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from house import NASTY, House, settled
from textual.widgets import DataTable, Static

from sops.language import set_language
from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.drill_choice import DrillChoice
from tui.app.screen.drill_floor import DrillFloor
from tui.app.screen.my_path import MyPathScreen
from tui.app.screen.reading import Reading

SIZE = (120, 36)
NOW = datetime.now(UTC)


def rows(screen: Any, table: str) -> list[list[str]]:
    """The cells of a table."""
    found = screen.query_one(f"#{table}", DataTable)
    return [[str(cell) for cell in found.get_row_at(n)] for n in range(found.row_count)]


def note(screen: Any, table: str) -> str:
    """What stands above a table."""
    return str(screen.query_one(f"#note-{table}", Static).render())


async def test_a_trainee_comes_to_their_own_page(house: House) -> None:
    """Nothing assigned, nothing played: each part says what to do, and F2 goes where it is done."""
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        assert isinstance(app.screen, MyPathScreen)
        assert "自己挑一份" in note(app.screen, "todo")
        assert "还没有成绩" in note(app.screen, "recent")
        assert len(rows(app.screen, "progress")) > 10
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, DrillChoice)


async def test_a_lead_comes_to_the_desks(house: House) -> None:
    """Only those who train are shown their own page first."""
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        assert not isinstance(app.screen, MyPathScreen)


async def test_what_is_overdue_says_so_and_enter_plays_it(house: House) -> None:
    """The overdue one is first and says by how many days; a type counts what has been passed."""
    lead = house.as_("lead")
    lead.assignments.assign(
        cohort_id=house.cohort, contact_type="price-protection", due_at=NOW + timedelta(days=3)
    )
    lead.assignments.assign(
        person_id=house.people["wang"], drill_id="price-drop-gift", due_at=NOW - timedelta(days=2)
    )
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        found = rows(app.screen, "todo")
        assert [row[1] for row in found] == ["刚送出手就降价", "价保（退差价）"]
        assert "过期 2 天" in found[0][3]
        assert "通过 0/2" in found[1][3]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)
        assert app.screen.sitting.kept.drill_id == "price-drop-gift"
        await pilot.press("escape")
        await settled(app, pilot)
        assert rows(app.screen, "todo")[0][0] == "接着练"
        await pilot.press("up", "up", "up", "enter")
        await pilot.pause()
        assert isinstance(app.screen, DrillFloor)
        assert len(house.as_("wang").sessions.list()) == 1


async def test_a_type_that_is_assigned_leads_to_its_drills(house: House) -> None:
    """Enter on a type of contact lists the drills of that type and no others."""
    house.as_("lead").assignments.assign(
        person_id=house.people["wang"], contact_type="price-protection"
    )
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DrillChoice)
        assert {row[3] for row in rows(app.screen, "drills")} == {"价保（退差价）"}


async def test_a_session_that_was_sent_back_shows_the_leads_words(house: House) -> None:
    """It stands among what is to be done and with the session; the words are shown as typed. A
    comment and an assignment that came one after the other are no sending back."""
    session = house.play(mode="exam", seed=9001)
    lead = house.as_("lead")
    lead.reviews.comment(session, "standard", "1", "还行")
    lead.assignments.assign(person_id=house.people["wang"], drill_id="gift-wrap-for-friday")
    lead.reviews.send_back(session, "standard", "1", NASTY)
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        other, row = sorted(rows(app.screen, "todo"), key=lambda each: each[0])
        assert (other[0], row[0]) == ("布置", "退回再练")
        assert "退回再练" in rows(app.screen, "recent")[0][5]
        assert "[red]" in row[3]
        assert "\x1b" not in row[3]
        assert "退回再练" in rows(app.screen, "progress")[0][3]


async def test_scores_and_appeals_are_ones_own(house: House) -> None:
    """The newest session is there with its appeal, enter opens it; others see none of it."""
    session = house.play()
    house.as_("wang").appeals.make(session, "我说过三天到账")
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        (row,) = rows(app.screen, "recent")
        assert row[1:3] == ["刚送出手就降价", "练习"]
        assert row[6] == "等答复"
        assert rows(app.screen, "progress")[0][1] == "0/1/2"
        await pilot.press("3", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Reading)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        await app.push_screen(MyPathScreen())
        await settled(app, pilot)
        assert rows(app.screen, "recent") == []


async def test_what_a_kill_left_without_a_card_is_scored(house: House) -> None:
    """A session that was ended but not scored has its score when the page is read."""
    from scenarios.drill.load import load_drill
    from simulator.drill.sitting import begin

    drill, sop = load_drill("price-drop-gift")
    mine = house.as_("wang")
    sitting = begin(mine, house.people["wang"], drill, sop, 1)
    sitting.close(5_000_000)
    mine.sessions.end(sitting.kept.id)
    assert mine.scorecards.latest(sitting.kept.id) is None
    app = ShapanApp(Preference(), mine)
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        assert len(rows(app.screen, "recent")) == 1
    assert mine.scorecards.latest(sitting.kept.id) is not None


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_page_on_a_local_file_by_key(language: str) -> None:
    """5 opens it from the desks, in either language, and each table has help of its own."""
    set_language(language)
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5")
        await settled(app, pilot)
        assert isinstance(app.screen, MyPathScreen)
        told = set()
        for key in "123":
            await pilot.press(key)
            await pilot.pause()
            told.add(app.focused.HELP if app.focused else None)
        assert len(told) == 3
