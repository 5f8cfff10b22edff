"""The planner's story: choose, change, mistype and mend, run, stop, read, compare, keep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from house import PASSWORD, House
from near import near_helper, near_run
from textual.command import CommandList
from textual.widgets import DataTable, Input, SelectionList, Static, TabbedContent

from sops.language import set_language
from tui.app.app import ShapanApp
from tui.app.planning import keeping
from tui.app.planning.desk import Desk
from tui.app.planning.form import Form, Line
from tui.app.planning.process import Helper, Run
from tui.app.planning.runs import RunList
from tui.app.planning.saved import SavedList
from tui.app.planning.scenarios import ScenarioList
from tui.app.preference import Preference
from tui.app.screen import planning
from tui.app.screen.help import Help
from tui.app.screen.home import Home
from tui.app.screen.leader import Leader
from tui.app.screen.planning import PAGES, Planning
from tui.app.widget.heat_grid import HeatGrid

SIZE = (100, 30)
SMALL = "demand.scale=0.05 groups.agents.people=6"


@pytest.fixture(autouse=True)
def few_scenarios(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The library's large scenarios take seconds to read, and most stories need none of them."""
    from scenarios.peak import library

    every = library.peak_names
    large = {"618", "double11", "double11-campaign", "log-replay"}
    if "ticked" not in request.node.name:
        large |= {"ordinary-day"}
    monkeypatch.setattr(library, "peak_names", lambda: tuple(n for n in every() if n not in large))


@pytest.fixture(autouse=True)
def near(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Most stories compute and draw in this process; those about processes start real ones."""
    if "real_processes" in request.node.name:
        return
    monkeypatch.setattr(planning, "Desk", lambda: Desk(helper=near_helper()))
    for module in (planning, keeping):
        monkeypatch.setattr(module, "Run", near_run())


async def settled(app: ShapanApp, pilot: Any) -> None:
    """Wait for whatever is read, checked, drawn or run beside the screen."""
    quiet = 0
    while quiet < 3:
        await pilot.pause(0.02)
        busy = any(not worker.is_finished for worker in app.workers)
        quiet = 0 if busy else quiet + 1


async def desk(app: ShapanApp, pilot: Any) -> Planning:
    """The planning desk, its list of scenarios read."""
    await pilot.pause()
    await app.push_screen(Planning())
    await settled(app, pilot)
    assert isinstance(app.screen, Planning)
    return app.screen


async def chosen(app: ShapanApp, pilot: Any, name: str = "minimal") -> Planning:
    """A scenario's form, open, with little to simulate."""
    screen = await desk(app, pilot)
    table = screen.query_one("#scenarios", DataTable)
    table.move_cursor(row=table.get_row_index(name))
    await pilot.press("enter")
    await settled(app, pilot)
    if name == "minimal":
        field(screen, "other").value = SMALL
        field(screen, "replications").value = "3"
        field(screen, "verify").value = "20"
        await settled(app, pilot)
    return screen


def field(screen: Planning, name: str) -> Input:
    """Where one types a number of the form."""
    return next(each for each in screen.query(Input) if each.name == name)


def note(screen: Planning, name: str) -> str:
    """What stands beside it."""
    line = next(each for each in screen.query(Line) if each.field["name"] == name)
    return str(line.query_one(".note", Static).render())


def text_of(screen: Any, selector: str) -> str:
    """What a static text shows."""
    return str(screen.query_one(selector, Static).render())


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the app notified of, however long a busy machine takes to ask."""
    found: list[str] = []
    real = ShapanApp.notify

    def notify(self: ShapanApp, message: str, **options: Any) -> None:
        found.append(message)
        real(self, message, **options)

    monkeypatch.setattr(ShapanApp, "notify", notify)
    return found


async def test_from_the_list_to_a_plan_that_is_kept_and_computed_again(heard: list[str]) -> None:
    """Choosing, sizing, saving, opening, computing again and renaming, by keys alone."""
    messages: list[Any] = []
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        screen = await chosen(app, pilot)
        assert any(isinstance(each, ScenarioList.Chosen) for each in messages)
        await pilot.press("f6")
        await settled(app, pilot)
        assert screen.query_one(TabbedContent).active == "overview"
        page = text_of(screen, "#page-overview Painted")
        assert "全部目标达到" in page
        assert "漏斗" in page
        await pilot.press("f2")
        await pilot.pause()
        app.screen.query_one("#name", Input).value = "小热线 =1+1[b]"
        await pilot.press("enter")
        await settled(app, pilot)
        (plan,) = app.records.plans.list()
        assert plan.name == "小热线 =1+1[b]"
        assert plan.summary["outcome"]["job"]["kind"] == "plan"
        await pilot.press("0", "f3")
        await settled(app, pilot)
        assert "每个数字都和存下的一样" in "\n".join(heard)
        await pilot.press("0", "f4")
        await pilot.pause()
        app.screen.query_one("#name", Input).value = "第二版"
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.records.plans.list()[0].name == "第二版"
        await pilot.press("0", "delete")
        await pilot.pause()
        await pilot.press("tab", "enter")
        await settled(app, pilot)
        assert len(app.records.plans.list()) == 1, "nothing is deleted without a yes"


async def test_a_mistake_is_told_beside_its_field_and_cannot_run(heard: list[str]) -> None:
    """While wrong, F5 says so and starts nothing; once mended it runs."""
    messages: list[Any] = []
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        screen = await chosen(app, pilot)
        await pilot.press("5", "2")
        assert field(screen, "demand.scale").value == "1", "digits turn pages, they change nothing"
        field(screen, "other").value = ""
        field(screen, "demand.scale").value = "-1"
        field(screen, "groups.agents.available").value = "很多"
        await settled(app, pilot)
        assert any(isinstance(each, Form.Checked) for each in messages)
        assert "✗ 不能小于 0，现在是 -1" in note(screen, "demand.scale")
        assert "应为整数" in note(screen, "groups.agents.available")
        assert "2 处不对" in text_of(screen, "#form-told")
        await pilot.press("f5")
        await settled(app, pilot)
        assert "改好才能算" in "\n".join(heard)
        assert app.desk.runs == []
        field(screen, "demand.scale").value = "0.05"
        field(screen, "groups.agents.available").value = ""
        await settled(app, pilot)
        assert "✗" not in note(screen, "demand.scale")
        await pilot.press("f5")
        await settled(app, pilot)
        assert len(app.desk.runs) == 1


async def test_two_runs_are_compared_and_the_map_is_read_by_keys() -> None:
    """Space marks runs; the table says which is best; the heat map writes out a figure."""
    messages: list[Any] = []
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        screen = await chosen(app, pilot)
        await pilot.press("f5")
        await settled(app, pilot)
        await pilot.press("2")
        field(screen, "other").value = SMALL.replace("=6", "=9")
        await settled(app, pilot)
        await pilot.press("f5")
        await settled(app, pilot)
        await pilot.press("9")
        await settled(app, pilot)
        await pilot.press("space", "down", "space")
        await settled(app, pilot)
        page = text_of(screen, "#compared Painted")
        assert "哪个好" in page
        assert "不是同一批顾客" not in page
        best = page[page.index("哪个好") : page.index("全部指标")]
        rows = {line.split()[0]: line.split()[-1] for line in best.splitlines() if line.split()}
        assert rows["放弃率"] == "B"
        assert rows["人工费用"] == "A"
        await pilot.press("5")
        await settled(app, pilot)
        first = text_of(screen, "#heat-told")
        await pilot.press("right", "down")
        await pilot.pause()
        assert screen.query_one(HeatGrid).cursor == (1, 1)
        assert any(isinstance(each, HeatGrid.Moved) for each in messages)
        assert text_of(screen, "#heat-told") != first
        await pilot.press("9", "up", "enter")
        await settled(app, pilot)
        assert any(isinstance(each, RunList.Opened) for each in messages)
        assert app.desk.shown is app.desk.runs[0]


async def test_a_run_is_stopped_and_leaving_asks_once_with_real_processes(heard: list[str]) -> None:
    """F9 stops it without a result; escape while it runs warns first, then stops and leaves."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        screen = await chosen(app, pilot)
        field(screen, "replications").value = "10000"
        await settled(app, pilot)
        for end in ("f9", "escape"):
            await pilot.press("f5")
            await pilot.pause()
            run = app.desk.running
            assert run is not None
            await pilot.press("2")
            assert screen.query_one(TabbedContent).active == "change", "keys work while it runs"
            await pilot.press("f6")
            assert "还没算完" in "\n".join(heard)
            await pilot.press(end)
            if end == "escape":
                await pilot.pause()
                assert "再按一次" in "\n".join(heard)
                assert app.screen is screen
                await pilot.press("escape")
            await settled(app, pilot)
            assert run.stopped
            assert run._process is not None
            assert run._process.returncode is not None
            assert app.desk.running is None
        assert isinstance(app.screen, Home)
        assert app.desk.runs == []


async def test_what_lies_on_the_desk_stays() -> None:
    """Leaving and coming back, or changing the language, keeps scenario, changes and results."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await chosen(app, pilot)
        await pilot.press("f5")
        await settled(app, pilot)
        await pilot.press("escape")
        screen = await desk(app, pilot)
        assert field(screen, "other").value == SMALL
        assert "漏斗" in text_of(screen, "#page-overview Painted")
        await app.action_language()
        await settled(app, pilot)
        assert "Funnel" in text_of(screen, "#page-overview Painted")
        assert field(screen, "other").value == SMALL
        assert "replications" in note(screen, "verify")
    set_language("zh")


async def test_everything_is_in_the_palette_and_behind_the_leader_key(heard: list[str]) -> None:
    """Each page and command has its key in the menu; help is about the focused part."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        screen = await desk(app, pilot)
        commands = {command.title for command in app.get_system_commands(screen)}
        assert {"推演现有人数", "按目标测算人数", "逐个试杠杆", "停下", "存成方案"} <= commands
        assert set(PAGES.values()) <= commands
        await pilot.press("ctrl+p")
        await settled(app, pilot)
        listed = app.screen.query_one(CommandList)
        shown = {str(each.prompt) for each in listed.options}
        assert any("推演现有人数" in each for each in shown), shown
        await pilot.press("escape")
        await pilot.press("ctrl+o")
        assert isinstance(app.screen, Leader)
        await pilot.press("0")
        await settled(app, pilot)
        assert screen.query_one(TabbedContent).active == "saved"
        await pilot.press("f2")
        assert "还没有结果可存" in "\n".join(heard)
        await pilot.press("1", "f1")
        assert isinstance(app.screen, Help)
        assert "选一份场景" in "\n".join(app.screen._texts())


async def test_one_s_own_scenarios_are_listed_and_broken_ones_say_why(tmp_path: Path) -> None:
    """A file of the user's library is `mine`; a broken one shows its located mistakes."""
    folder = tmp_path / "library" / "peaks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(
        "extends: minimal\nname: mine\npatches:\n"
        "  - {name: x, title: {zh: 我家, en: Ours}, set: {title: {zh: 我家热线, en: Ours}}}\n",
        encoding="utf-8",
    )  # fmt: skip
    (folder / "broken.yaml").write_text("kind: peak\nname: [\n", encoding="utf-8")
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        screen = await desk(app, pilot)
        table = screen.query_one("#scenarios", DataTable)
        row = [str(cell) for cell in table.get_row("mine")]
        assert "我的" in row
        assert "我家热线" in row
        table.move_cursor(row=table.get_row_index("broken"))
        await pilot.pause()
        assert "broken.yaml:" in text_of(screen, "#about-scenario")
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.desk.source == "", "what cannot be read cannot be chosen"


async def test_levers_that_fit_are_ticked_and_change_the_run() -> None:
    """A ticked lever is part of the job; what does not fit says why and cannot be ticked."""
    app = ShapanApp(Preference())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await chosen(app, pilot, "ordinary-day")
        levers: Any = screen.query_one("#levers", SelectionList)
        options = [levers.get_option_at_index(n) for n in range(levers.option_count)]
        unfit = {option.value for option in options if option.disabled}
        assert "overtime" in unfit
        levers.select("bot-coverage")
        await settled(app, pilot)
        assert app.desk.checked["jobs"]["simulate"]["levers"] == ["bot-coverage"]
        assert "改了 1 处" in text_of(screen, "#form-told")


async def test_only_planners_see_saved_plans(tmp_path: Path, heard: list[str]) -> None:
    """A trainee does not get in; another planner sees the plan, but cannot drop it."""
    house = House(tmp_path)
    for login in ("ping", "pang"):
        person, code = house.admin.people.add(login, login, "planner")
        house.records.sign_in.with_code(login, code, PASSWORD)
        house.people[login] = person.id
    house.as_("ping").plans.save(
        name="方案", scenario="minimal", scenario_hash="x", seed=1, summary={}
    )
    trainee = ShapanApp(Preference(), house.as_("wang"))
    async with trainee.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await trainee.push_screen(Planning())
        await settled(trainee, pilot)
        assert not isinstance(trainee.screen, Planning)
        assert "排班台是规划员和管理员的" in heard
    messages: list[Any] = []
    app = ShapanApp(Preference(), house.as_("pang"))
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        screen = await desk(app, pilot)
        await pilot.press("0")
        await settled(app, pilot)
        assert any(isinstance(each, SavedList.Read) for each in messages)
        assert screen.query_one("#plans", DataTable).row_count == 1
        await pilot.press("delete")
        await pilot.pause()
        app.screen.query_one("#sure").value = "yes"  # type: ignore[attr-defined]
        await pilot.press("tab", "enter")
        await settled(app, pilot)
        assert "只能改、删自己存的方案" in "\n".join(heard)
    assert len(house.as_("ping").plans.list()) == 1


async def test_the_helper_comes_back_with_real_processes() -> None:
    """A killed helper is started anew and still knows the outcomes it was given."""
    helper = Helper()
    desk_ = Desk(helper=helper)
    try:
        outcome = None
        job = {"kind": "simulate", "source": "minimal", "sets": SMALL.split(), "replications": 2}
        async for message in Run(job).messages():
            outcome = message.get("outcome", outcome)
        assert outcome is not None
        done = await desk_.take(outcome)
        assert helper._process is not None
        helper._process.kill()
        page = await helper.ask("page", key=done.key, page="overview", width=80)
        assert "推演" in page
    finally:
        await desk_.close()
