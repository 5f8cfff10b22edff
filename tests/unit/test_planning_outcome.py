"""Outcomes of the planning desk: the same figures as the command line, whole after a round trip."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from scenarios.peak.load import load
from simulator.peak import simulate
from simulator.peak.comparison import compare
from simulator.peak.kpi import measure
from simulator.peak.sizing.search import size
from sops.language import set_language
from tui.command.sizing_page import check_table, group_table, people_table, small_print
from tui.planning.compared import compared_page, differences
from tui.planning.heat import heat
from tui.planning.job import Job
from tui.planning.outcome import Outcome
from tui.planning.outcome_of import outcome_of
from tui.planning.page import PAGES
from tui.planning.run import Unfit, run
from tui.planning.sized_of import plan_of, sized_of
from tui.terminal.cell import cells
from tui.terminal.screen import Screen

SMALL = ("demand.scale=0.05", "groups.agents.people=6")


def silent(stage: str, done: int, total: int) -> None:
    """Nobody listens."""


@cache
def small(*sets: str, replications: int = 4, kind: str = "simulate") -> Outcome:
    """An hour's work of the smallest scenario."""
    job = Job(kind=kind, source="minimal", sets=(*SMALL, *sets), replications=replications,
              verify=20)  # type: ignore[arg-type]  # fmt: skip
    return run(job, silent)


def again(outcome: Outcome) -> Outcome:
    """As it comes out of the records."""
    return Outcome.model_validate(json.loads(json.dumps(outcome.model_dump(mode="json"))))


def test_figures_are_those_of_the_simulation() -> None:
    """Estimates and half widths equal what `measure` says, to the places that are kept."""
    result = simulate(load("minimal", SMALL), replications=4)
    outcome = outcome_of(Job(kind="simulate", source="minimal"), result)
    for kpi in ("abandonment", "asa", "people_cost", "satisfaction"):
        found, kept = measure(result, kpi), outcome.figure(kpi)
        assert kept is not None
        assert kept.value == pytest.approx(float(found.estimate[0]), rel=1e-6)
        assert kept.half_width == pytest.approx(float(found.half_width[0]), rel=1e-6)


def test_differences_are_those_of_compare() -> None:
    """Two kept runs on the same customers differ as `shapan compare` says, interval included."""
    before = simulate(load("minimal", SMALL), replications=4)
    after = simulate(load("minimal", (*SMALL, "groups.agents.people=7")), replications=4)
    wanted = {d.kpi.id: d for d in compare(before, after, ("total",))}
    job = Job(kind="simulate", source="minimal")
    found = differences(again(outcome_of(job, before)), again(outcome_of(job, after)))
    for kpi in ("abandonment", "asa", "people_cost"):
        assert found[kpi].difference == pytest.approx(wanted[kpi].difference, rel=1e-4, abs=1e-6)
        assert found[kpi].half_width == pytest.approx(wanted[kpi].half_width, rel=1e-4, abs=1e-6)
        assert found[kpi].better == wanted[kpi].better


def test_runs_on_other_customers_are_compared_with_wider_intervals() -> None:
    """Another seed is no pair: the page says so, and the half width is that of two runs apart."""
    one, other = small(), run(Job(kind="simulate", source="minimal", sets=SMALL, seed=2,
                                  replications=4), silent)  # fmt: skip
    gap = differences(one, other)["abandonment"]
    halves = [outcome.figure("abandonment") for outcome in (one, other)]
    assert gap.half_width == pytest.approx(np.hypot(*(h.half_width for h in halves if h)))
    page = "\n".join(compared_page([("一", one), ("二", other)], Screen(100)))
    assert "不是同一批顾客" in page


def test_a_sized_plan_is_drawn_the_same_after_a_round_trip() -> None:
    """People, targets and small print of a kept plan are those of the plan itself."""
    scenario = load("minimal", SMALL)
    plan = size(scenario, replications=4, verify=20)
    result = simulate(scenario, replications=4, plan=plan.people)
    job = Job(kind="plan", source="minimal", replications=4, verify=20)
    kept = plan_of(again(outcome_of(job, result, sized=sized_of(plan))))
    for part in (people_table, group_table, check_table, small_print):
        assert part(kept, Screen(100)) == part(plan, Screen(100))


def test_the_same_job_gives_the_same_outcome_with_its_own_scenario() -> None:
    """A saved plan computed again from the scenario it brings along is equal in every figure."""
    first = small()
    job = first.job.model_copy(update={"scenario": first.scenario, "sets": ()})
    second = run(job, silent)
    assert second.fingerprint == first.fingerprint
    assert second.figures == first.figures
    assert (second.plan, second.judged, second.rows) == (first.plan, first.judged, first.rows)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 96, 160])
def test_every_page_fits_its_width_in_both_languages(language: str, width: int) -> None:
    """No line of a page is wider than the screen, and none is left in the other language."""
    outcome = again(small("demand.scale=0.06"))
    set_language(language)
    try:
        pages = {name: page(outcome, Screen(width)) for name, page in PAGES.items()}
        pages["compare"] = compared_page([("a", outcome), ("b", again(small()))], Screen(width))
    finally:
        set_language(None)
    for name, lines in pages.items():
        assert lines, name
        assert max(map(cells, lines)) <= width, name


def test_the_heat_map_says_in_characters_what_it_says_in_colours() -> None:
    """Every row has a class for each half hour; the worst class is where the service is worst."""
    grid = heat(small())
    assert len(grid["columns"]) == 48
    for row in grid["rows"]:
        assert len(row["classes"]) == len(row["texts"]) == 48
        assert all(-1 <= each <= 4 for each in row["classes"])
    level = grid["rows"][0]
    values = [float(text.rstrip("%")) for text in level["texts"]]
    assert level["classes"][values.index(min(values))] == max(level["classes"])


def test_what_cannot_be_done_says_so() -> None:
    """No lever fits the smallest scenario; without targets nothing is sized."""
    with pytest.raises(Unfit, match="杠杆"):
        run(Job(kind="whatif", source="minimal"), silent)
    with pytest.raises(Unfit, match="targets"):
        run(Job(kind="plan", source="minimal", sets=("targets=[]",)), silent)


def test_levers_are_ranked_from_best_to_worst() -> None:
    """Trying levers keeps titles, widths and the order by net value."""
    job = Job(kind="whatif", source="ordinary-day", sets=("demand.scale=0.1",), replications=3,
              levers=("overtime", "concurrency-3", "without-outsourcing"))  # fmt: skip
    outcome = again(run(job, silent))
    assert outcome.tried is not None
    gains = [each.after["net"] - each.before["net"] for each in outcome.tried]
    assert gains == sorted(gains)
    page = "\n".join(PAGES["overview"](outcome, Screen(96)))
    assert "用不上 overtime" in page
    assert "不用外包" in page
