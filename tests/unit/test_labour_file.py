"""Labour files: the built-in one loads, wrong ones are told where they are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.labour.load import load_labour
from scenarios.peak.library import peak_names
from scenarios.peak.load import load
from sops.language import set_language
from sops.problem import Problem, Problems

GOOD = """\
kind: labour
name: small
title: {zh: 小, en: Small}
shifts:
  - name: day
    title: {zh: 白班, en: Day}
    starts: ["08:00", {first: "09:00", last: "10:00", every_minutes: 30}]
    hours: [9]
    breaks:
      - {minutes: 60, earliest_after_minutes: 180, latest_after_minutes: 300}
"""


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def told(tmp_path: Path, text: str) -> list[Problem]:
    """What is said about a file that must be refused."""
    path = tmp_path / "labour.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problems) as caught:
        load_labour(path, load("minimal-chat"))
    return list(caught.value.problems)


def test_the_standard_rules_load() -> None:
    """The built-in labour file has the limits of the law and fits the library's scenarios."""
    labour = load_labour("standard", load("double11"))
    limits = labour.limits
    assert (limits.hours_per_day, limits.hours_per_week, limits.days_in_a_row) == (8, 44, 6)
    assert (limits.overtime_hours_per_day, limits.overtime_hours_per_month) == (3, 36)


@pytest.mark.parametrize("name", peak_names())
def test_the_standard_rules_fit_every_scenario(name: str) -> None:
    """Who names no rules gets none that refuse the scenario."""
    assert load_labour("standard", load(name)).name == "standard"


def test_cloud_agents_fit_the_shops_with_outsourcing() -> None:
    """One-hour shifts are there for the outsourced group, and only for scenarios that have it."""
    labour = load_labour("cloud-agents", load("double11"))
    assert [k.hours for k in labour.shifts if k.groups == ("outsourced",)] == [(1.0,)]
    with pytest.raises(Problems, match="outsourced"):
        load_labour("cloud-agents", load("minimal"))


def test_starts_are_put_together(tmp_path: Path) -> None:
    """Single starts and ranges make one rising list."""
    path = tmp_path / "labour.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_labour(path).shifts[0].start_minutes == (480, 540, 570, 600)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("hours: [9]", "hours: [13]", "shifts[0].hours[0]"),
        ("hours: [9]", "hours: [4]", "shifts[0].breaks[0]"),
        ("hours: [9]", "hours: [8.51]", "shifts[0].hours[0]"),
        ("latest_after_minutes: 300", "latest_after_minutes: 100",
         "shifts[0].breaks[0].latest_after_minutes"),
        ('last: "10:00"', 'last: "08:30"', "shifts[0].starts[1]"),
        ("    hours: [9]", "    hours: [9]\n    groups: [nobody]", "shifts[0].groups[0]"),
        ("name: day", "name: day\n    colour: red", "shifts[0].colour"),
        ("shifts:", "on_roll: {strangers: 3}\nshifts:", "on_roll.strangers"),
        ("    hours: [9]", "    hours: [9]\n    split: {first_hours: [4], gap_hours: [3]}",
         "shifts[0].breaks"),
    ],
)  # fmt: skip
def test_mistakes_are_located(tmp_path: Path, old: str, new: str, place: str) -> None:
    """A wrong value is refused where it stands, with a line of its file."""
    problems = told(tmp_path, GOOD.replace(old, new))
    assert [p.path for p in problems] == [place]
    assert problems[0].line > 1


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """Two unknown groups are both told."""
    text = GOOD.replace("    hours: [9]", "    hours: [9]\n    groups: [a, b]")
    assert [p.path for p in told(tmp_path, text)] == ["shifts[0].groups[0]", "shifts[0].groups[1]"]


def test_a_name_that_is_not_there() -> None:
    """An unknown name lists what there is."""
    with pytest.raises(Problems, match="standard"):
        load_labour("standart")


def test_a_day_is_a_holiday_or_a_day_off(tmp_path: Path) -> None:
    """A date in both lists is refused where it stands in the second."""
    text = GOOD + "pay:\n  holidays: [2025-10-01]\n  days_off: [2025-10-02, 2025-10-01]\n"
    (problem,) = told(tmp_path, text)
    assert (problem.path, problem.line) == ("pay.days_off[1]", 13)
