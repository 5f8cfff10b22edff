"""Hiring: cohorts by hand, the programme against every possible plan, need files, the command."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenarios.hiring.hiring import Hiring, Way
from scenarios.hiring.load import hiring_names, load_hiring
from scenarios.peak.load import load
from simulator.peak.hiring.chance import draw_people
from simulator.peak.hiring.cohort import left_of, on_payroll, worth, yuan
from simulator.peak.hiring.hire import hire
from simulator.peak.hiring.need import Need, need_of_plan
from simulator.peak.hiring.need_file import read_need
from simulator.peak.hiring.programme import Programme, cheapest, programme_of
from sops.language import set_language
from sops.problem import Problems
from tui.command.hire_page import hire_page
from tui.command.run import run
from tui.terminal.cell import cells
from tui.terminal.screen import Screen

TITLE = {"zh": "试", "en": "test"}


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def way(**fields: Any) -> dict[str, Any]:
    """A way as it stands in a file."""
    return {"name": "own", "title": TITLE, **fields}


def hiring(*ways: dict[str, Any], have: int = 0, attrition: float = 0.0) -> Hiring:
    """A hiring file for one group, `a`."""
    present = {"have": {"a": have}, "attrition_per_week": attrition}
    return Hiring.model_validate(
        {"kind": "hiring", "name": "t", "title": TITLE, "present": present, "ways": list(ways)}
    )


def need(*people: int) -> Need:
    """Experienced people of group `a`, week by week."""
    return Need(("a",), np.array([people], np.int64), None, "file")


def test_a_hire_comes_trains_ramps_and_leaves() -> None:
    """Two weeks' lead, one in training with a tenth leaving, then a ramp with a fifth leaving."""
    one = Way.model_validate(
        way(lead_weeks=2, training_weeks=1, ramp=[0.5, 1.0], training_attrition_per_week=0.1,
            attrition_per_week=0.2, yuan_per_hire=100, yuan_per_week=10)
    )  # fmt: skip
    assert on_payroll(one, 6) == pytest.approx([0, 0, 1, 0.9, 0.72, 0.576])
    assert worth(one, 6) == pytest.approx([0, 0, 0, 0.5, 1, 1])
    assert yuan(one, 6) == pytest.approx(100 + 10 * (1 + 0.9 + 0.72 + 0.576))
    assert yuan(one, 1) == pytest.approx(100)


def test_stay_and_least_weeks() -> None:
    """A contract ends after its weeks; the shortest one is paid beyond the end of the plan."""
    one = Way.model_validate(way(stay_weeks=2, least_weeks=4, lead_weeks=1, yuan_per_week=10))
    assert on_payroll(one, 5).tolist() == [0, 1, 1, 0, 0]
    longer = Way.model_validate(way(least_weeks=4, lead_weeks=1, yuan_per_week=10))
    assert yuan(longer, 2) == pytest.approx(40)
    assert yuan(longer, 8) == pytest.approx(70)


def test_present_people_leave() -> None:
    """Of 100 people, a tenth leaving each week, 81 are there in the third."""
    assert left_of(100, 0.1, 3) == pytest.approx([100, 90, 81])


def _every_plan(programme: Programme, wanted: np.ndarray[Any, Any]) -> tuple[float, float]:
    """(fewest missing head-weeks, least cost with them), by trying every plan."""
    lack = np.maximum(wanted - programme.present, 0.0).ravel()
    places = programme.most
    best = (np.inf, np.inf)
    for x in itertools.product(range(5), repeat=len(programme.columns)):
        used = np.zeros_like(places)
        for (i, _g, w), n in zip(programme.columns, x, strict=True):
            used[i, w] += n
        if (used > places).any():
            continue
        short = np.maximum(lack - programme.brings @ np.array(x, float), 0.0).sum()
        best = min(best, (round(float(short), 6), round(float(programme.price @ x), 6)))
    return best


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_is_better(seed: int) -> None:
    """On small random cases the programme finds what trying every plan finds."""
    random = np.random.default_rng(seed)
    ways = [
        way(name=name, lead_weeks=int(random.integers(0, 2)),
            training_weeks=int(random.integers(0, 2)),
            ramp=[0.5, 1.0], attrition_per_week=float(random.choice([0, 0.1])),
            yuan_per_hire=float(random.integers(0, 60)),
            yuan_per_week=float(random.integers(5, 60)),
            most_per_week=int(random.integers(1, 4)),
            least_weeks=int(random.integers(0, 4)))
        for name in ("own", "agency")
    ]  # fmt: skip
    weeks = 3
    rules = hiring(*ways, have=int(random.integers(0, 3)), attrition=0.1)
    programme = programme_of(rules, ("a",), weeks)
    wanted = random.integers(0, 5, (1, weeks)).astype(float)
    found = cheapest(programme, wanted)
    missing, price = _every_plan(programme, wanted)
    assert found.missing == pytest.approx(missing, abs=1e-5)
    assert found.yuan == pytest.approx(price, abs=1e-4)
    assert found.bound_yuan <= found.yuan + 1e-6


def test_places_are_shared_between_groups() -> None:
    """Two groups that need two people each get them from three places a week only a week apart."""
    rules = Hiring.model_validate(
        {"kind": "hiring", "name": "t", "title": TITLE,
         "ways": [way(most_per_week=3, yuan_per_week=1)]}
    )  # fmt: skip
    programme = programme_of(rules, ("a", "b"), 2)
    found = cheapest(programme, np.array([[0.0, 2.0], [0.0, 2.0]]))
    assert found.missing == 0.0
    assert found.count.sum(axis=(0, 1)).tolist() == [1, 3]


def test_a_late_start_never_costs_less() -> None:
    """Each closed week costs at least as much as the one before, or leaves more people missing."""
    rules = hiring(
        way(lead_weeks=1, yuan_per_week=10, most_per_week=4),
        way(name="agency", yuan_per_week=30, yuan_per_hire=50),
    )
    plan = hire(rules, need(0, 0, 0, 12), probability=None, late_weeks=3)
    assert [late.weeks for late in plan.late] == [0, 1, 2, 3]
    pairs = [(late.head_weeks, late.yuan) for late in plan.late]
    assert pairs == sorted(pairs)
    assert pairs[0][1] < pairs[-1][1]
    assert not any(late.missing.any() for late in plan.late)


def test_too_late_says_how_many_are_missing() -> None:
    """With a lead time of two weeks and the last two closed, everybody is missing."""
    plan = hire(hiring(way(lead_weeks=2)), need(0, 0, 0, 5), probability=None, late_weeks=3)
    assert [late.head_weeks for late in plan.late] == [0, 0, 5, 5]


def test_reserve_makes_the_probability_hold() -> None:
    """Leavings by chance: the expected number fails about half the time, the reserve mends it."""
    rules = hiring(way(lead_weeks=1, yuan_per_hire=1), have=30, attrition=0.05)
    wanted = need(0, 0, 0, 0, 40)
    bare = hire(rules, wanted, probability=None)
    sure = hire(rules, wanted, probability=0.9)
    assert not bare.reserve.any()
    assert bare.chance[0, -1] < 0.75
    assert sure.reserve[0, -1] > 0
    assert sure.reached
    assert sure.low[0, -1] <= sure.chance[0, -1] <= sure.high[0, -1]
    assert np.isnan(sure.chance[0, 0])


def test_drawn_people_have_the_expected_mean() -> None:
    """The mean over draws is what the programme expects, within five standard errors."""
    rules = hiring(
        way(lead_weeks=1, training_weeks=1, ramp=[0.5, 0.8], training_attrition_per_week=0.2,
            attrition_per_week=0.1, stay_weeks=3),
        have=20, attrition=0.1,
    )  # fmt: skip
    programme = programme_of(rules, ("a",), 5)
    count = np.zeros((1, 1, 5), np.int64)
    count[0, 0, :2] = 10, 4
    people = draw_people(rules, ("a",), count, seed=3, draws=4000)
    x = np.array([count[c] for c in programme.columns], float)
    expected = programme.present.ravel() + programme.brings @ x
    error = people[:, 0].std(axis=0) / np.sqrt(4000) + 1e-9
    assert (np.abs(people[:, 0].mean(axis=0) - expected) < 5 * error).all()


def test_same_input_same_plan() -> None:
    """Hiring is deterministic for its arguments."""
    rules = hiring(way(lead_weeks=1, attrition_per_week=0.05, yuan_per_week=3))
    first, second = (hire(rules, need(0, 3, 8, 20), seed=4) for _ in range(2))
    assert (first.hires == second.hires).all()
    assert np.array_equal(first.chance, second.chance, equal_nan=True)


def test_heads_of_a_plan() -> None:
    """A day's heads are the most at a time, or its hours over eight, whichever is more."""
    scenario = load("minimal")
    people = np.full((1, scenario.clock.intervals), 10, np.int64)
    found = need_of_plan(scenario, people, 3, 8.0, "size")
    assert found.people.tolist() == [[0, 0, 30]]
    people[:] = 0
    people[0, 4] = 50
    assert need_of_plan(scenario, people, 3, 8.0, "size").people.tolist() == [[0, 0, 50]]
    assert found.first_day == date(2025, 10, 22)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_need_file_in_weeks_or_dates(tmp_path: Path) -> None:
    """Weeks are numbers or days in them; what is not written is nobody."""
    scenario = load("minimal")
    numbers = _written(tmp_path / "n.csv", "week,group,people\n2,agents,7\n")
    dates = _written(tmp_path / "d.csv", "周,班组,人数\n2026-09-09,agents,7\n")
    for path in (numbers, dates):
        found = read_need(path, scenario, 3, 8.0, date(2026, 9, 1))
        assert found.people.tolist() == [[0, 7, 0]]


def test_a_bad_need_file_tells_every_mistake(tmp_path: Path) -> None:
    """Each mistake stands with its line and column, all at once."""
    path = _written(
        tmp_path / "n.csv",
        "week,group,people\n9,agents,5\n1,agnets,5\n1,agents,-3\n2,agents,\n3,agents,4\n3,agents,5\n",
    )
    with pytest.raises(Problems) as caught:
        read_need(path, load("minimal"), 4, 8.0)
    places = [(p.line, p.col) for p in caught.value.problems]
    assert places == [(2, 1), (3, 2), (4, 3), (5, 3), (7, 1)]


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", '{"groups": 3}', '{"groups": [{"name": "b", "people_needed": 3}]}',
     '{"groups": [{"name": "agents", "people_needed": -3}]}',
     '{"groups": [{"name": "agents", "people": [1, 2]}]}', "[" * 100_000],
)  # fmt: skip
def test_a_bad_json_need_is_a_problem(tmp_path: Path, text: str) -> None:
    """JSON that is broken, or no answer of schedule or size, is refused in words."""
    with pytest.raises(Problems):
        read_need(_written(tmp_path / "n.json", text), load("minimal"), 4, 8.0)


def test_need_from_the_json_of_schedule_and_size(tmp_path: Path) -> None:
    """Heads of a schedule count in every week of the scenario; people of a size by its days."""
    scenario = load("minimal")
    schedule = {"groups": [{"name": "agents", "people_needed": 33, "people": None}]}
    path = _written(tmp_path / "n.json", json.dumps(schedule))
    assert read_need(path, scenario, 2, 8.0).people.tolist() == [[0, 33]]
    size = {"groups": [{"name": "agents", "people": [10] * scenario.clock.intervals}]}
    path = _written(tmp_path / "n.json", json.dumps(size))
    assert read_need(path, scenario, 2, 8.0).people.tolist() == [[0, 30]]


def test_built_in_rules_load_and_say_they_are_assumed() -> None:
    """Every hiring file of the library is valid, and its note says that it is assumed."""
    assert "standard" in hiring_names()
    for name in hiring_names():
        note = load_hiring(name, load("minimal")).note
        assert note is not None
        assert "假设" in note.zh


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [("lead_weeks: 3", "lead_weeks: -3", "lead_weeks"),
     ("have: {}", "have: {nobody: 3}", "nobody"),
     ("most_per_week: 20", "most_per_weak: 20", "most_per_weak"),
     ("name: agency", "name: own", "name")],
)  # fmt: skip
def test_a_bad_hiring_file_is_located(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, place: str
) -> None:
    """Wrong numbers, groups, keys and repeated names are told with line and path; exit code 2."""
    from scenarios.hiring.load import find_hiring

    text = find_hiring("standard").read_text(encoding="utf-8")
    path = _written(tmp_path / "own.yaml", text.replace(old, new, 1))
    need_file = _written(tmp_path / "n.csv", "week,group,people\n2,agents,7\n")
    assert run(["hire", "minimal", "--need", str(need_file), "--rules", str(path)]) == 2
    told = capsys.readouterr().err
    assert f"{path}:" in told
    assert place in told
    assert "Traceback" not in told


def _answer(tmp_path: Path, *more: str) -> list[str]:
    path = _written(tmp_path / "need.csv", "week,group,people\n7,agents,30\n8,agents,55\n")
    return ["hire", "minimal", "--need", str(path), "--weeks", "8", "--have", "agents=20",
            "--late", "2", *more]  # fmt: skip


def test_the_command_shows_hires_and_the_price_of_being_late(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page has the group, the late starts and the assumptions; the CSV a row per week."""
    out = tmp_path / "weeks.csv"
    assert run(_answer(tmp_path, "--csv", str(out))) == 0
    page = capsys.readouterr().out
    for words in ("招人", "现有 20 人", "晚 2 周", "全部是假设"):
        assert words in page
    with out.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 8
    assert rows[7]["needed"] == "55"


def test_the_json_adds_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hires by way and week add up to the total; the last week has enough people."""
    assert run(_answer(tmp_path, "--json")) == 0
    answer = json.loads(capsys.readouterr().out)
    group = answer["groups"][0]
    assert sum(sum(h["per_week"]) for h in group["hires"]) == answer["hires_count"]
    assert group["expected"][7] >= 55
    assert group["enough"][7] >= 0.9
    assert answer["reached"]
    assert [late["weeks"] for late in answer["late"]] == [0, 1, 2]


@pytest.mark.parametrize("width", [60, 100, 140])
def test_the_page_fits_the_screen(width: int) -> None:
    """No line is wider than the terminal."""
    scenario = load("minimal")
    wanted = Need(("agents",), np.array([[0, 0, 9, 30]], np.int64), date(2025, 10, 20), "file")
    rules = load_hiring("standard", scenario, {"agents": 12})
    lines = hire_page(hire(rules, wanted), scenario, Screen(width))
    assert max(map(cells, lines)) <= width


@pytest.mark.parametrize(
    "wrong",
    [["--have", "nobody=3"], ["--have", "agents=x"], ["--start", "soon"], ["--probability", "1"],
     ["--rules", "nothing"], ["--need", "nothing.csv"],
     ["--need", "nothing.json", "--start", "2026-09-01"]],
)  # fmt: skip
def test_wrong_options_are_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What cannot be is told in words, with exit code 2."""
    assert run(_answer(tmp_path, *wrong)) == 2
    assert capsys.readouterr().err.strip()


def test_every_json_key_is_documented(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The keys of `hire --json` stand in json.md, in code marks."""
    assert run(_answer(tmp_path, "--json")) == 0
    answer = json.loads(capsys.readouterr().out)
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
    text = page.read_text(encoding="utf-8")
    keys = {*answer, *answer["groups"][0], *answer["groups"][0]["hires"][0], *answer["late"][0]}
    assert {key for key in keys if f"`{key}`" not in text} == set()
