"""`shapan whatif` and `shapan sweep`: figures that add up, pages that fit, refusals."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak import Workers
from simulator.peak.kpi import EVERYWHERE, measure
from simulator.peak.sizing.search import size
from simulator.peak.sizing.sized import SizedPlan
from simulator.peak.whatif import variant as variant_module
from simulator.peak.whatif.effect import FIGURES, effect, paired, ranked
from simulator.peak.whatif.sweep import Axis, curve, grid
from simulator.peak.whatif.variant import (
    Change,
    Effort,
    Variant,
    run_variant,
    run_variants,
    with_margins,
)
from sops.language import set_language
from tui.command.run import run
from tui.terminal.cell import cells
from tui.terminal.heat_map import SHADES, heat_map, shade
from tui.terminal.screen import Screen

SMALL = ("demand.scale=0.02", "groups.agents.people=2")
SETS = [word for text in SMALL for word in ("--set", text)]
RUN = ["minimal", *SETS, "--replications", "3", "--jobs", "1"]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture
def lever(tmp_path: Path) -> str:
    """One more agent, and 500 yuan once."""
    path = tmp_path / "one-more.yaml"
    path.write_text(
        "kind: lever\nname: one-more\ntitle: {zh: 多一人, en: One more}\nnote: {zh: 试, en: try}\n"
        "set: {groups.agents.people: 3}\nyuan: 500\n",
        encoding="utf-8",
    )
    return str(path)


def variant(people: int, yuan: float = 0.0, runs: int = 4) -> Variant:
    scenario = load("minimal", ["demand.scale=0.02", f"groups.agents.people={people}"])
    return run_variant(f"{people}", scenario, Effort(replications=runs), yuan)


def test_an_effect_is_the_difference_of_the_two() -> None:
    """One agent more is 24 paid hours and their pay more, and the lever's own cost once."""
    before, after = variant(2), variant(3, 500.0)
    found = effect(before, after)
    hourly = before.scenario.groups[0].yuan_per_hour
    assert found.deltas["hours"].difference == pytest.approx(24.0)
    assert found.deltas["hours"].half_width == pytest.approx(0.0)
    assert found.deltas["cost"].difference == pytest.approx(24.0 * hourly + 500.0)
    lost = [measure(v.result, "given_up").numerator for v in (before, after)]
    assert lost[0] is not None
    assert lost[1] is not None
    assert found.deltas["lost"].difference == pytest.approx(float((lost[1] - lost[0]).mean()))
    assert found.deltas["lost"].difference < 0
    net = found.deltas["cost"].difference + found.deltas["lost_yuan"].difference
    assert found.deltas["net"].difference == pytest.approx(net)


def test_no_change_is_no_difference() -> None:
    """The same scenario meets the same customers: every figure is equal, with no width."""
    found = effect(variant(2), variant(2))
    assert {found.deltas[key].difference for key in FIGURES} == {0.0}
    assert {found.deltas[key].half_width for key in FIGURES} == {0.0}


def test_pairs_must_match() -> None:
    """Other replications are other customers, and refused."""
    with pytest.raises(ValueError, match="replications"):
        effect(variant(2), variant(3, runs=5))


def test_pairing_narrows_the_interval() -> None:
    """What both have in common does not blur the difference."""
    common = np.array([10.0, 50.0, 20.0, 80.0, 40.0])
    step = np.array([1.0, 1.2, 0.8, 1.1, 0.9])
    found = paired(common, common + step)
    assert found.difference == pytest.approx(1.0)
    assert found.half_width == pytest.approx(2.7764 * step.std(ddof=1) / 5**0.5, rel=1e-3)
    assert found.clear


def test_ranking_puts_the_best_first() -> None:
    """By each figure, whatever takes most away from it stands first."""
    base = variant(2)
    effects = [effect(base, variant(n)) for n in (4, 2, 3)]
    assert [e.variant.name for e in ranked(effects, "hours")] == ["2", "3", "4"]
    assert [e.variant.name for e in ranked(effects, "lost")] == ["4", "3", "2"]


def test_a_curve_compares_with_its_first_point() -> None:
    """More people, fewer who give up; the first point differs from itself by nothing."""
    found = curve([variant(n) for n in (2, 3, 4)], "abandonment", EVERYWHERE)
    assert found.points[0].difference == found.points[0].difference_half_width == 0.0
    assert list(found.values) == sorted(found.values, reverse=True)
    assert found.points[2].difference == pytest.approx(found.values[2] - found.values[0])


def test_the_grid_runs_over_the_last_axis_first() -> None:
    """Points stand in the order of a table's cells."""
    axes = (Axis("a", ("1", "2")), Axis("b*", ("3", "4")))
    assert grid(axes) == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert axes[1].overrides == ("b*=3", "b*=4")


def test_sizing_gives_each_variant_its_own_people() -> None:
    """With half the customers fewer people are sized."""
    sets = ["demand.scale=0.05", "targets.0.per=horizon"]
    plans = []
    for scale in ("1", "0.5"):
        scenario = load("minimal", [*sets, f"demand.scale*={scale}"])
        effort = Effort(replications=2, sized=True, sizing_replications=3)
        plans.append(run_variant("x", scenario, effort).result.plan.sum())
    assert plans[1] < plans[0]


def test_whatif_tells_the_same_in_every_form(
    lever: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON and CSV hold the same differences; the page names the lever."""
    out = tmp_path / "w.csv"
    assert run(["whatif", *RUN, "--lever", lever, "--json", "--csv", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    one = told["levers"][0]
    assert one["lever"] == "one-more"
    assert one["paid_h"]["difference"] == pytest.approx(24.0)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["figure"]: row for row in csv.DictReader(stream)}
    assert float(rows["net_yuan"]["difference"]) == pytest.approx(one["net_yuan"]["difference"])
    assert run(["whatif", *RUN, "--lever", lever]) == 0
    assert "多一人" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", ["60", "100"])
def test_pages_fit_the_screen(
    lever: str,
    language: str,
    width: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No line of either page is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", width)
    over = ["--over", "groups.agents.people=2,3"]
    two = [*over, "--over", "demand.scale*=0.8,1,1.2"]
    for words in (["whatif", *RUN, "--lever", lever], ["sweep", *RUN, *over],
                  ["sweep", *RUN, *two]):  # fmt: skip
        assert run([*words, "--lang", language]) == 0
        assert max(map(cells, capsys.readouterr().out.splitlines())) <= int(width)


def test_a_sweep_over_two_has_every_point(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON has a point for each pair of values, CSV a row for each point and KPI."""
    out = tmp_path / "s.csv"
    over = ["--over", "groups.agents.people=2,3", "--over", "demand.scale*=0.8,1,1.2"]
    assert run(["sweep", *RUN, *over, "--json", "--csv", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [p["values"] for p in told["points"]] == [
        [a, b] for a in ("2", "3") for b in ("0.8", "1", "1.2")
    ]
    hours = [p["kpis"]["paid_h"]["value"] for p in told["points"]]
    assert hours == [48.0] * 3 + [72.0] * 3
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 6 * len(told["points"][0]["kpis"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sweep", *RUN, "--over", "demand.scale"], "PATH=A,B,C"),
        (["sweep", *RUN, "--over", "demand.scale=1,1"], "demand.scale"),
        (["sweep", *RUN, "--over", "demand.scale=1,,2"], "PATH=A,B,C"),
        (["sweep", *RUN, "--over", "demand.scael=1,2"], "scale"),
        (["sweep", *RUN, "--over", "demand.scale=1,-2"], "-2"),
        (["sweep", *RUN, "--over", "demand.scale=1", "--kpi", "nope"], "nope"),
        (["sweep", *RUN, *(["--over", "demand.scale=1"] * 2)], "--over"),
        (["sweep", *RUN, "--over", "demand.scale=" + ",".join(map(str, range(201)))], "200"),
        (["sweep", *RUN, "--over", "demand.scale=1", "--set", "targets=[]", "--size"], "--size"),
        (["whatif", *RUN, "--lever", "vip-desk"], "vip-desk.yaml"),
        (["whatif", *RUN, "--lever", "nope"], "nope"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong axes, KPIs and levers are told in a line, with exit code 2."""
    assert run(words) == 2
    assert said in capsys.readouterr().err


def test_shades_go_from_smallest_to_largest() -> None:
    """The largest is darkest, what is unknown is blank, and one value alone is light."""
    assert [shade(v, 0.0, 1.0) for v in (0.0, 1.0)] == [SHADES[0], SHADES[-1]]
    assert shade(float("nan"), 0.0, 1.0) == " "
    assert shade(3.0, 3.0, 3.0) == SHADES[0]


def test_a_wide_map_goes_on_below() -> None:
    """Columns that do not fit stand in a second block; none is lost."""
    across = [f"c{n}" for n in range(12)]
    values = [[float(n) for n in range(12)]] * 2
    lines = heat_map(["a", "b"], across, values, [["1,234"] * 12] * 2, Screen(40))
    assert max(map(cells, lines)) <= 40
    assert all(any(name in line for line in lines) for name in across)


def test_margins_make_targets_harder() -> None:
    """A margin raises what must be at least, lowers what may be at most, and never asks for more
    than nearly everybody; targets without one stay."""
    base = load("double11")
    names = {t.name: t for t in base.targets}
    first = next(t for t in base.targets if t.at_least is not None)
    harder = {t.name: t for t in with_margins(base, {first.name: 0.02}).targets}
    assert harder[first.name].at_least == pytest.approx(names[first.name].at_least + 0.02)
    assert all(harder[n] == names[n] for n in names if n != first.name)
    hardest = {t.name: t for t in with_margins(base, {first.name: 0.9}).targets}
    assert hardest[first.name].at_least == 0.999
    most = [t for t in base.targets if t.at_most is not None]
    for target in most:
        easier = next(
            t for t in with_margins(base, {target.name: 1e9}).targets if t.name == target.name
        )
        assert easier.at_most == 0.0


def test_sized_variants_share_one_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first variant is sized with a look at fresh replications, the others with what it found;
    one process and two give the same people."""
    changes = [Change(str(s), load("minimal", [f"demand.scale={s}"])) for s in (0.02, 0.05)]
    effort = Effort(replications=2, sized=True, sizing_replications=3, sizing_verify=20)
    one = run_variants(changes, effort)
    two = run_variants(changes, replace(effort, workers=Workers(jobs=2)))
    for a, b in zip(one, two, strict=True):
        assert (a.result.plan == b.result.plan).all()
    asked = []

    def seen(scenario: PeakScenario, **more: Any) -> SizedPlan:
        asked.append((scenario.targets[0].at_least, more["verify"]))
        return size(scenario, **more)

    monkeypatch.setattr(variant_module, "size", seen)
    run_variants(changes, effort)
    level = changes[0].scenario.targets[0].at_least
    assert level is not None
    assert asked[0] == (level, 20)
    assert asked[1][1] == 0
    assert asked[1][0] >= level


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", ["60", "100"])
def test_compare_ranks_its_variants(
    language: str,
    width: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """More than one variant are ranked by what they save in all, paired with the first."""
    files = []
    for people in (2, 3, 4):
        path = tmp_path / f"with-{people}.yaml"
        path.write_text(
            f"extends: minimal\nkind: peak\nname: with-{people}\ntitle: {{zh: 甲, en: A}}\n"
            "patches:\n  - name: fewer\n    title: {zh: 少, en: Fewer}\n"
            f"    set: {{demand.scale: 0.02, groups.agents.people: {people}}}\n",
            encoding="utf-8",
        )
        files.append(str(path))
    monkeypatch.setenv("COLUMNS", width)
    set_language(language)
    words = ["--lang", language, "compare", *files, "--replications", "3", "--jobs", "1"]
    assert run([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["comparisons"]
    assert [c["paid_h"]["difference"] for c in told] == pytest.approx([24.0, 48.0])
    assert run(words) == 0
    page = capsys.readouterr().out
    assert ("排名" if language == "zh" else "Ranking") in page
    assert max(map(cells, page.splitlines())) <= int(width)
    best = min(told, key=lambda c: c["net_yuan"]["difference"])["after"]
    first = next(line for line in page.splitlines() if line.lstrip().startswith("1 "))
    assert best in first


def test_an_interrupted_sizing_leaves_no_file(
    tmp_path: Path, lever: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C while variants are sized side by side ends with 130, a line, and no table."""

    def stopped(workers: Workers, calls: object) -> Iterator[Variant]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(variant_module, "run_all", stopped)
    out = tmp_path / "levers.csv"
    words = [*RUN, "--size", "--sizing-replications", "2", "--lever", lever, "--csv", str(out)]
    assert run(["whatif", *words]) == 130
    assert capsys.readouterr().out == ""
    assert not out.exists()
