"""`shapan size` and `shapan plan`: the pages, from plans written by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak import simulate
from simulator.peak.sizing.sized import Check, SizedPlan
from sops.language import set_language
from tui.command.output import put_json
from tui.command.plan_page import plan_page
from tui.command.run import run
from tui.command.size import sizing_json, write_people
from tui.command.sizing_page import cell_starts, sizing_page, worst_cell
from tui.command.target_result import target_lack
from tui.terminal.cell import cells
from tui.terminal.screen import Screen

SETS = ("demand.scale*=0.05", "floor.staff_scale=0.05")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def plan_of(scenario: PeakScenario, reached: bool = True) -> SizedPlan:
    """A plan of three people per group, target 1 binding everywhere; or one that falls short
    in the last cell of the first target."""
    people = np.full((len(scenario.groups), scenario.clock.intervals), 3, np.int64)
    people[0, 5] = 12
    binds = np.zeros_like(people)
    checks = [_check(scenario, i, reached or i > 0) for i in range(len(scenario.targets))]
    return SizedPlan(
        scenario=scenario, people=people, seed=4, replications=20, verified_on=200,
        checks=tuple(checks), binds=binds, certified=True,
        capped=() if reached else ((scenario.groups[0].name, 3),), simulations=1234, uncovered=(),
    )  # fmt: skip


def _check(scenario: PeakScenario, number: int, reached: bool) -> Check:
    target = scenario.targets[number]
    count = {"interval": scenario.clock.intervals, "day": scenario.clock.days, "horizon": 1}
    n = count[target.per]
    held = np.ones((200, n), bool)
    good = np.ones(n, bool)
    short = np.zeros(n)
    if not reached:
        good[-1], short[-1] = False, 0.0321
    return Check(
        name=target.name, values=np.full((200, n), 0.9), held=held, estimate=np.full(n, 0.9),
        probability=target.probability, share_held=np.full(n, 0.935), low=np.full(n, 0.891),
        high=np.full(n, 0.965), margin=0.01, reached=good, short=short,
    )  # fmt: skip


def page(sized: SizedPlan, width: int = 100) -> str:
    """The page as one text."""
    return "\n".join(sizing_page(sized, Screen(width)))


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("name", ["ordinary-day", "double11", "double11-campaign"])
@pytest.mark.parametrize("reached", [True, False])
def test_the_page_fits_the_screen(width: int, name: str, reached: bool) -> None:
    """No line is wider than the terminal, for a day and for two weeks."""
    lines = sizing_page(plan_of(load(name), reached), Screen(width))
    assert max(map(cells, lines)) <= width


def test_the_answer_comes_first() -> None:
    """The busiest moment, the hours and the cost stand in the first lines, and add up."""
    scenario = load("ordinary-day")
    sized = plan_of(scenario)
    head = "\n".join(page(sized).splitlines()[:5])
    most = 3 * len(scenario.groups) + 9
    hours = (3 * len(scenario.groups) * 48 + 9) / 2
    assert f"最忙 02:30 要 {most} 人" in head
    assert f"共 {hours:,.0f} 人时" in head
    assert "全部目标达到，在 200 次全新的推演上验证" in head


def test_what_falls_short_is_said() -> None:
    """A missed target is named at the top, with where, by how much, and who is at the limit."""
    scenario = load("ordinary-day")
    text = page(plan_of(scenario, reached=False))
    assert f"达不到：{scenario.targets[0].title.zh}" in text
    assert "达不到的地方" in text
    assert "3.2 个百分点" in text
    assert f"已用满人数上限：{scenario.groups[0].title.zh}（1 个时段）" in text


def test_what_more_people_do_not_help_is_said() -> None:
    """Whether people in plenty miss a target, too, and what they do, stands under what falls
    short; nothing where they reach it."""
    scenario = load("ordinary-day")
    for helps in (True, False):
        plan = plan_of(scenario, reached=False)
        first = replace(plan.checks[0], plenty=_check(scenario, 0, helps))
        text = page(replace(plan, checks=(first, *plan.checks[1:])), 140)
        told = f"再多排人也到不了：{scenario.targets[0].title.zh}（人手给足时 "
        assert (told in text) == (not helps)
        assert (
            sizing_json(replace(plan, checks=(first,)))["targets"][0]["out_of_reach"] is not helps
        )


@pytest.mark.parametrize(
    ("reached", "certified", "reason"),
    [
        (True, True, "再少一人都会破目标"),
        (False, True, "或让达不到的地方差得更多"),
        (True, False, "没有逐个试完"),
        (False, False, "没有逐个试完"),
    ],
)
def test_the_small_print_gives_the_true_reason(reached: bool, certified: bool, reason: str) -> None:
    """Whether one fewer was tried everywhere, and what it would break or make worse."""
    sized = replace(plan_of(load("ordinary-day"), reached), certified=certified)
    text = page(sized, 140)
    reasons = ("再少一人都会破目标", "或让达不到的地方差得更多", "没有逐个试完")
    assert [known for known in reasons if known in text] == [reason]


def test_queues_without_a_target_are_named() -> None:
    """A queue nobody asked anything for is told under the answer, and only then."""
    scenario = load("ordinary-day")
    sized = plan_of(scenario)
    assert "没有目标管这些队列" not in page(sized)
    queue = scenario.queues[1]
    head = page(replace(sized, uncovered=(queue.name,))).splitlines()[:5]
    assert f"没有目标管这些队列，算人数时不会为它们留人：{queue.title.zh}" in head


@pytest.mark.parametrize(
    ("short", "zh", "en"),
    [(0.0321, "3.2 个百分点", "3.2 pt"), (0.0002, "0.02 个百分点", "0.02 pt")],
)
def test_what_lacks_is_in_percentage_points(short: float, zh: str, en: str) -> None:
    """The lack of a share is a difference of shares, so not a percentage."""
    target = load("ordinary-day").targets[0]
    assert target_lack(target, short) == zh
    set_language("en")
    assert target_lack(target, short) == en


def test_how_sure_is_an_interval() -> None:
    """A target with a probability shows the share that held and its interval."""
    text = page(plan_of(load("ordinary-day")), 140)
    assert "93.5%" in text
    assert "89.1%–96.5%" in text


def test_long_horizons_merge_rows_and_say_so() -> None:
    """Two weeks of half hours are merged into rows that show the most people."""
    sized = plan_of(load("double11-campaign"))
    text = page(sized)
    assert "每行合 8 个时段" in text
    assert sum(line[:5] == "10-31" for line in text.splitlines()) >= 1


def test_the_worst_cell_is_the_one_least_sure() -> None:
    """With a probability the least held cell counts, otherwise the worst value."""
    scenario = load("ordinary-day")
    sized = plan_of(scenario)
    target = scenario.targets[1]
    check = sized.checks[1]
    check.estimate[7] = 0.4
    assert worst_cell(target, check) == 7
    assert cell_starts(sized, target)[7] == "2025-09-16T03:30"


def test_json_and_csv_hold_every_half_hour(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both give people per interval and group, with the target that binds."""
    scenario = load("ordinary-day")
    sized = plan_of(scenario)
    put_json(sizing_json(sized))
    found = json.loads(capsys.readouterr().out)
    assert found["groups"][0]["people"] == sized.people[0].tolist()
    assert found["groups"][0]["binding_targets"] == [scenario.targets[0].name] * 48
    assert found["paid_h"] == pytest.approx(float(sized.people.sum()) / 2)
    assert found["reached"] is True
    assert found["targets"][0]["cells"][0]["share_held_share"] == 0.935
    path = tmp_path / "people.csv"
    write_people(path, sized)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == sized.people.size
    assert sum(int(row["people"]) for row in rows) == sized.people.sum()


@pytest.mark.parametrize("width", [60, 100, 140])
def test_the_plan_page_fits_the_screen(width: int) -> None:
    """The summary of a plan and its simulation is never wider than the terminal."""
    scenario = load("ordinary-day", SETS)
    sized = plan_of(scenario)
    result = simulate(scenario, seed=4, replications=2, plan=sized.people)
    lines = plan_page(sized, result, Screen(width))
    assert max(map(cells, lines)) <= width
    assert any("照计划人数、对全新的顾客推演 2 次" in line for line in lines)


def test_a_small_plan_from_end_to_end(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`plan` sizes, simulates what it sized, and writes people and KPIs beside the answer."""
    code = run([
        "plan", "minimal", "--set", "demand.scale=0.05", "--replications", "3", "--verify", "20",
        "--jobs", "1", "--json", "--csv", str(tmp_path / "plan"),
    ])  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(found) == {"demand", "sizing", "simulation"}
    planned = [row["planned_people"] for row in found["simulation"]["by_interval"]]
    group = found["sizing"]["groups"][0]
    assert [row[group["name"]] for row in planned] == group["people"]
    assert (tmp_path / "plan" / "people.csv").exists()
    assert (tmp_path / "plan" / "kpi_total.csv").exists()
