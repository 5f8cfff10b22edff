"""KPIs: the registry, selections, comparisons, precision, and the plain-value view."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenarios.peak.load import load
from simulator.peak import simulate
from simulator.peak.comparison import Difference, compare
from simulator.peak.kpi import ALL_VIEWS, Where, kpis_of, measure, measure_all, registry
from simulator.peak.kpi.percentile import quantile
from simulator.peak.kpi.where import EVERYWHERE, interval_starts
from simulator.peak.precision import next_total, simulate_to_precision
from simulator.peak.result import Result
from simulator.peak.sizing.slack import requirements_of
from simulator.peak.summary import summary
from simulator.peak.target import held, reached_by, verdicts
from sops.language import set_language

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "kpis.md"
SMALL = "demand.scale=0.04"
FEWER = "floor.staff_scale=0.04"


@pytest.fixture(scope="module")
def double11() -> Result:
    """A twenty-fifth of Double 11, three replications."""
    return simulate(load("double11", [SMALL, FEWER]), replications=3)


def test_ids_keys_and_sentences() -> None:
    """Ids are unique, keys end with their unit, every sentence cites a rule."""
    kpis = registry((20.0, 7.5))
    assert len({k.key for k in kpis}) == len({k.id for k in kpis}) == len(kpis)
    assert {"service_level_20s", "service_level_net_7.5s"} <= {k.id for k in kpis}
    for kpi in kpis:
        assert "{" not in kpi.title + kpi.definition, kpi.id
        assert "F16" in kpi.definition, kpi.id
        assert (kpi.percentile is None) != (kpi.numerator.__name__ == "nothing"), kpi.id
        assert ("预测" in kpi.definition) == kpi.assumed, kpi.id


def test_every_kpi_is_in_the_reference() -> None:
    """The page lists every KPI in both languages, the Chinese sentence word for word."""
    chinese, english = PAGE.read_text("utf-8").split("## English")
    set_language("zh")
    for kpi in (k for k in registry((20.0,)) if not k.id.startswith("service_level")):
        assert f"| `{kpi.key}` | {kpi.title} | {kpi.definition} |" in chinese
        assert f"| `{kpi.key}` |" in english
    for name in ("service_level_{T}s_share", "service_level_net_{T}s_share"):
        assert f"| `{name}` |" in chinese
        assert f"| `{name}` |" in english


def test_views_that_make_no_sense_are_refused(double11: Result) -> None:
    """A group has no waits of its own, a queue no bot, and unknown names are told."""
    with pytest.raises(ValueError, match="not counted by group"):
        measure(double11, "asa", by="group")
    with pytest.raises(ValueError, match="not counted by queue"):
        measure(double11, "bot_transfer", where=Where(queues=("phone",)))
    with pytest.raises(ValueError, match="nobody"):
        measure(double11, "asa", where=Where(shops=("nobody",)))
    with pytest.raises(ValueError, match="no KPI"):
        measure(double11, "happiness")
    with pytest.raises(ValueError, match="whole run"):
        measure(double11, "wait_p50", where=Where(horizon_only=True))


@pytest.mark.parametrize("view", [v for v in ALL_VIEWS if v != "total"])
def test_parts_add_up_to_the_total(double11: Result, view: str) -> None:
    """Numerators and denominators of all cells add up to those of the total: days, channels, shops
    and groups always; intervals without the drain; queues without second lines."""
    second = {q.name for q in double11.scenario.queues if q.entry == "escalation"}
    where = Where(horizon_only=True) if view == "interval" else EVERYWHERE
    total = measure_all(double11, "total", where)
    for kpi_id, found in measure_all(double11, view).items():  # type: ignore[arg-type]
        if found.numerator is None:
            continue
        first = [c not in second for c in found.cells]
        assert found.numerator[:, first].sum(axis=1) == pytest.approx(
            total[kpi_id].numerator[:, 0]  # type: ignore[index]
        ), kpi_id
        if found.denominator is not None:
            assert found.denominator[:, first].sum(axis=1) == pytest.approx(
                total[kpi_id].denominator[:, 0]  # type: ignore[index]
            ), kpi_id


def test_ratios_of_sums_not_means_of_ratios(double11: Result) -> None:
    """The estimate is the ratio of pooled sums, which is not the mean over replications."""
    found = measure(double11, "asa")
    pooled = found.numerator.sum() / found.denominator.sum()  # type: ignore[union-attr]
    assert found.estimate[0] == pytest.approx(pooled, rel=1e-12)
    assert found.estimate[0] != pytest.approx(found.values.mean(), rel=1e-9)


def test_selections_cut_what_they_name(double11: Result) -> None:
    """One queue of a shop, or the shop's row, are the same cell asked for in two ways."""
    row = measure(double11, "offered", by="shop")
    for i, shop in enumerate(row.cells):
        alone = measure(double11, "offered", where=Where(shops=(shop,)))
        assert alone.values[:, 0].tolist() == row.values[:, i].tolist()
    both = Where(queues=("phone", "second-line-phone"))
    queues = measure(double11, "offered", by="queue")
    picked = [queues.cells.index(q) for q in both.queues or ()]
    wanted = queues.values[:, picked].sum(axis=1)
    assert measure(double11, "offered", where=both).values[:, 0].tolist() == wanted.tolist()


def test_quantile_by_hand() -> None:
    """Ten counts in 0–5 s and ten in 5–10 s: the median is 5 s, p75 7.5 s; nothing gives NaN."""
    counts = np.array([[10, 10, 0], [0, 0, 0], [0, 0, 4]])
    assert quantile(counts, (5, 10), 0.5).tolist() == pytest.approx([5, np.nan, 10], nan_ok=True)
    assert quantile(counts, (5, 10), 0.75)[0] == pytest.approx(7.5)


def test_waits_per_interval_are_pooled(double11: Result) -> None:
    """By interval percentiles have an estimate where somebody waited, and never a half width."""
    found = measure(double11, "wait_p90", by="interval")
    busy = measure(double11, "mean_wait", by="interval").estimate
    assert np.isnan(found.estimate).tolist() == np.isnan(busy).tolist()
    assert np.isnan(found.half_width).all()


def test_one_replication_has_no_width() -> None:
    """Half widths of a single replication are NaN, in every view, without a warning."""
    single = simulate(load("double11", [SMALL, FEWER]))
    for view in ALL_VIEWS:
        assert all(np.isnan(m.half_width).all() for m in measure_all(single, view).values())


def test_reached_by_counts_replications() -> None:
    """With 0.9 of ten, the second worst room decides; with all of them, the worst."""
    rooms = np.arange(10.0)[:, None] - 1
    assert reached_by(rooms, 0.9).tolist() == [0]
    assert reached_by(rooms, 1.0).tolist() == [-1]
    assert reached_by(rooms, 0.0).tolist() == [8]


def test_targets_agree_with_sizing(double11: Result) -> None:
    """Per cell, this judgement and that of sizing on arrays say the same, at any level."""
    checked = 0
    for target in double11.scenario.targets:
        for factor in (0.5, 0.9, 1.0, 1.05):
            key = "at_least" if target.at_least is not None else "at_most"
            moved = target.model_copy(update={key: target.level * factor})
            scenario = double11.scenario.model_copy(update={"targets": (moved,)})
            (needed,) = requirements_of(scenario, double11.lanes)
            slack = needed.slack(*(needed.by_cell(p) for p in needed.parts(double11.people)))
            mine = held(replace(double11, scenario=scenario), moved)
            assert (needed.tightness(slack) >= 0).tolist() == (mine.slack >= 0).tolist()
            checked += len(mine.cells)
    assert checked > 100


def test_joint_probability_is_stricter_than_each_day(double11: Result) -> None:
    """Three replications that each miss another cell hold nowhere together, though each cell holds
    in two of three."""
    target = double11.scenario.targets[1].model_copy(update={"probability": 0.6})
    index = [0, 1, 2]
    people = double11.people[:, :4].copy()
    people[:, :, :, :] = 0
    lane = int(np.flatnonzero(double11.lanes.first_line & (double11.lanes.channel == 1))[0])
    people[:, :3, lane, 0] = 10
    within = 2 + double11.lanes.thresholds_s.index(60.0)
    people[:, :3, lane, within] = 9
    people[index, index, lane, within] = 1
    full = np.zeros_like(double11.people)
    full[:, :4] = people
    verdict = held(replace(double11, people=full), target)
    assert (verdict.slack[:3] >= 0).all()
    assert verdict.missed == ()
    assert verdict.share_held == 0.0
    assert not verdict.holds


def test_comparison_is_paired() -> None:
    """One agent more on the same customers: a difference is clear that two independent intervals
    would not show; a scenario compared with itself differs nowhere."""
    before = simulate(load("minimal"), replications=4)
    after = simulate(load("minimal", ["groups.agents.people=101"]), replications=4)
    rows = {(r.kpi.id, r.view): r for r in compare(before, after)}
    level = rows["service_level_20s", "total"]
    widths = measure(before, "service_level_20s").half_width + 0
    assert level.clear
    assert level.better is True
    assert level.half_width < widths[0] / 3
    assert level.difference == pytest.approx(level.after - level.before)
    assert all(r.difference == 0 and not r.clear for r in compare(before, before))
    strengths = [r.strength for r in compare(before, after)]
    assert strengths == sorted(strengths, reverse=True)


def test_comparison_of_different_floors(double11: Result) -> None:
    """Scenarios with other queues and groups are compared where cells have the same name."""
    other = simulate(load("minimal"), replications=3)
    rows = compare(double11, other, views=("total", "channel", "queue", "group"))
    cells = {(r.view, r.cell) for r in rows}
    assert ("total", "total") in cells
    assert ("channel", "phone") in cells
    assert ("queue", "phone") in cells
    assert not any(view == "group" for view, _ in cells)
    with pytest.raises(ValueError, match="replications"):
        compare(double11, simulate(load("minimal"), replications=2))


def test_unknown_widths_come_last() -> None:
    """With one replication nothing is clear, but what is known to be equal stands before."""
    one = simulate(load("minimal"))
    rows: tuple[Difference, ...] = compare(
        one, simulate(load("minimal", ["groups.agents.people=90"]))
    )
    assert not any(r.clear for r in rows)
    unknown = [math.isnan(r.strength) for r in rows]
    assert unknown == sorted(unknown)


def test_precision_stops_when_narrow() -> None:
    """Batches end once the width is reached or the cap is; the result is that of one long run."""
    scenario = load("minimal")
    seen: list[tuple[int, int]] = []
    found = simulate_to_precision(
        scenario, 0.01, first=4, most=60, progress=lambda d, n: seen.append((d, n))
    )
    assert found.reached
    assert found.kpi == "service_level_20s"
    assert 4 < found.result.replications < 60
    assert [d for d, _ in seen] == list(range(1, found.result.replications + 1))
    again = simulate(scenario, replications=found.result.replications)
    assert (again.people == found.result.people).all()
    capped = simulate_to_precision(scenario, 1e-9, first=2, most=3, kpi="abandonment")
    assert (capped.result.replications, capped.reached) == (3, False)


def test_next_total_grows_with_the_square() -> None:
    """Half the width takes four times the replications, in steps of at most twice."""
    assert next_total(10, 0.02, 0.01) == 20
    assert next_total(10, 0.011, 0.01) == 13
    assert next_total(10, 0.01, 0.01) == 11
    assert next_total(10, math.nan, 0.01) == 20


def test_summary_is_json(double11: Result) -> None:
    """The summary survives strict JSON, names units in keys, and repeats measured values."""
    found = json.loads(json.dumps(summary(double11), allow_nan=False))
    total = found["total"]
    for kpi in kpis_of(double11):
        if "total" in kpi.views and "total" not in kpi.hidden_in:
            estimate = float(measure(double11, kpi).estimate[0])
            value = total[kpi.key]["value"]
            assert value is None if math.isnan(estimate) else value == estimate
    assert [row["start"] for row in found["by_interval"]] == list(
        interval_starts(double11.scenario.clock)
    )
    assert set(found["by_interval"][0]["planned_people"]) == {
        g.name for g in double11.scenario.groups
    }
    assert list(found["by_shop"]) == list(found["platforms"]) == ["taobao", "jd", "douyin"]
    assert found["by_shop"]["jd"]["platform_rate_share"]["value"] is not None
    assert "platform_rate_share" not in total
    assert [t["holds"] for t in found["targets"]] == [v.holds for v in verdicts(double11)]
