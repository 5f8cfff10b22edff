"""Scenarios are found by name or path and merged with their parents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.peak.library import find_peak, peak_names
from scenarios.peak.load import MAX_PARENTS, load
from scenarios.peak.schema import DIALECT, schema
from sops.platform import load_platform, platform_names
from sops.problem import Problems

BASE = Path(__file__).parent.parent / "bad" / "base.yaml"
TITLE = "title: {zh: 我的, en: Mine}\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder of peak scenarios, empty."""
    monkeypatch.setenv("SHAPAN_LIBRARY", str(tmp_path / "mine"))
    folder = tmp_path / "mine" / "peaks"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("name", peak_names())
def test_library_is_right(name: str) -> None:
    """Every scenario of the library loads under its own name."""
    assert load(name).name == name


def test_same_file_same_scenario() -> None:
    """Loading twice, by text or by path, gives equal scenarios."""
    assert load(BASE) == load(str(BASE))


def test_users_folder_lies_over_the_library(library: Path) -> None:
    """A user's file hides the built-in one of its name, and may extend it by that name."""
    (library / "minimal.yaml").write_text(f"extends: minimal\n{TITLE}", encoding="utf-8")
    (library / "mine-too.yaml").write_text("extends: minimal\nname: mine-too\n", encoding="utf-8")
    assert find_peak("minimal").parent == library
    assert load("minimal").title.en == "Mine"
    assert load("mine-too").title.en == "Mine"
    assert {"minimal", "mine-too", "double11"} <= set(peak_names())


def test_unknown_names_suggest_near_ones(library: Path) -> None:
    """A name that is not in the library is refused with the names it may have meant."""
    with pytest.raises(Problems, match="double11"):
        load("doubl11")
    with pytest.raises(Problems, match="minimal"):
        load("zzzzzz")


@pytest.mark.parametrize("name", ["", " ", ".", "..", "a\0b", "x" * 5000, "\x1b[31m", "a/b", "/"])
def test_strange_names(name: str) -> None:
    """No name, however odd, raises anything but `Problems`."""
    with pytest.raises(Problems) as caught:
        load(name)
    assert "\x1b" not in str(caught.value)


def test_parents_are_found_beside_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative parent starts at the child's folder, wherever the command runs."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "parent.yaml").write_text(f"extends: {BASE}\nname: parent\n", encoding="utf-8")
    child = tmp_path / "deep" / "child.yaml"
    child.write_text("extends: ../parent.yaml\n" + TITLE, encoding="utf-8")
    monkeypatch.chdir("/")
    scenario = load(child)
    assert (scenario.name, scenario.title.en) == ("parent", "Mine")


def test_mappings_merge_and_lists_are_replaced(tmp_path: Path) -> None:
    """A child's mappings are merged key by key; its lists and values take the parent's place."""
    child = tmp_path / "child.yaml"
    child.write_text(
        f"extends: {BASE}\nclock: {{drain_minutes: 10}}\n"
        "demand: {orders: {days: [{date: 2025-11-11, orders: 5, profile: flat}]}}\n",
        encoding="utf-8",
    )
    scenario, base = load(child), load(BASE)
    assert scenario.clock == base.clock.model_copy(update={"drain_minutes": 10.0})
    assert [day.orders for day in scenario.demand.orders.days] == [5]
    assert scenario.demand.orders.intents == base.demand.orders.intents
    assert scenario.demand.direct == base.demand.direct


def test_mistakes_are_located_in_the_file_that_wrote_them(tmp_path: Path) -> None:
    """After merging, a wrong value is told at its own file, be it parent, child or override."""
    (tmp_path / "parent.yaml").write_text(
        f"extends: {BASE}\nfloor:\n  staff_scale: -1\n", encoding="utf-8"
    )
    child = tmp_path / "child.yaml"
    child.write_text("extends: parent.yaml\nclock:\n  drain_minutes: x\n", encoding="utf-8")
    with pytest.raises(Problems) as caught:
        load(child, ["demand.scale=y"])
    places = {(Path(p.file).name, p.line, p.path) for p in caught.value.problems}
    assert places == {
        ("parent.yaml", 3, "floor.staff_scale"),
        ("child.yaml", 3, "clock.drain_minutes"),
        ("--set demand.scale=y", 1, "demand.scale"),
    }


def test_too_many_generations(tmp_path: Path) -> None:
    """A chain of parents has a limit, told at the `extends` that goes too far."""
    (tmp_path / "p0.yaml").write_text(f"extends: {BASE}\n", encoding="utf-8")
    for n in range(1, MAX_PARENTS + 5):
        (tmp_path / f"p{n}.yaml").write_text(f"extends: p{n - 1}.yaml\n", encoding="utf-8")
    assert load(tmp_path / f"p{MAX_PARENTS - 2}.yaml").name == "base"
    with pytest.raises(Problems) as caught:
        load(tmp_path / f"p{MAX_PARENTS + 4}.yaml")
    assert [problem.path for problem in caught.value.problems] == ["extends"]


def test_loading_leaves_no_trace(tmp_path: Path) -> None:
    """Overrides of one call do not show in the next one."""
    assert load(BASE, ["demand.scale=9"]).demand.scale == 9
    assert load(BASE).demand.scale == 1


def test_schema_knows_extends_and_patches() -> None:
    """The JSON Schema is plain JSON, resolves all its references, and knows both kinds of file."""
    found = schema()
    text = json.dumps(found)
    assert found["$schema"] == DIALECT
    for reference in set(_references(found)):
        assert reference.removeprefix("#/$defs/") in found["$defs"]
    assert {"extends", "patches", "queues"} <= set(found["then"]["properties"])
    assert "extends" not in found["else"]["properties"]
    assert "queues" in found["else"]["required"]
    assert found["then"]["required"] == ["extends"]
    assert "required" not in found["$defs"]["ClockPart"]
    assert found["$defs"]["StaffStep"]["properties"]["at"]["type"] == "string"
    assert "NaN" not in text


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [ref for value in node.values() for ref in _references(value)]
    if isinstance(node, list):
        return [ref for value in node for ref in _references(value)]
    return []


def test_platform_rules() -> None:
    """Each marketplace has the rule of its own kind, with its window, and says its source."""
    kinds = {name: load_platform(name).response.kind for name in platform_names()}
    assert kinds["taobao"] == "rounds_within"
    assert kinds["douyin"] == "dialogues_mean_within"
    assert kinds["jd"] == "first_within"
    assert {"own", "pinduoduo"} <= set(kinds)
    jd = load_platform("jd").response
    assert (jd.within_seconds, jd.window.opens, jd.window.closes) == (30, 540, 1380)
    assert all(load_platform(name).source.references for name in platform_names())


def test_unknown_platform() -> None:
    """A platform that is not there is refused with the ones that are."""
    with pytest.raises(Problems, match="taobao"):
        load_platform("taobo")
