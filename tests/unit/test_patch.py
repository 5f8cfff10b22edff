"""Patches of scenario files and `--set`: which places they name, and what they do there."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from sops.problem import Problem, Problems

BASE = Path(__file__).parent.parent / "bad" / "base.yaml"


def child(folder: Path, patches: str = "", own: str = "") -> Path:
    """A file that extends the base with its own keys and patches."""
    path = folder / "child.yaml"
    path.write_text(f"extends: {BASE}\n{own}{patches}", encoding="utf-8")
    return path


def patched(folder: Path, *lines: str, op: str = "set") -> PeakScenario:
    """The base after one patch."""
    body = "".join(f"      {line}\n" for line in lines)
    head = f"patches:\n  - name: a\n    title: {{zh: 甲, en: A}}\n    {op}:\n"
    return load(child(folder, head + body))


def refused(*sets: str) -> tuple[Problem, ...]:
    """What is said about overrides that must be refused."""
    with pytest.raises(Problems) as caught:
        load(BASE, sets)
    return caught.value.problems


def test_items_by_name_or_position(tmp_path: Path) -> None:
    """List items are named by `name`, a queue's groups by `group`, days by `date`, or counted."""
    scenario = patched(
        tmp_path,
        "groups.juniors.concurrency: 5",
        "queues[0].priority: 3",
        "queues.2.priority: 4",
        "queues.hotline.groups.juniors.after_seconds: 7",
        "demand.orders.days.2025-11-11.orders: 1234",
        "demand.direct.steady.contacts_per_day: 77",
    )
    assert scenario.groups[1].concurrency == 5
    assert [queue.priority for queue in scenario.queues[:3]] == [3, 1, 4]
    assert scenario.queues[0].groups[1].after_seconds == 7
    assert [day.orders for day in scenario.demand.orders.days] == [4000, 1234]
    assert scenario.demand.direct[0].contacts_per_day == 77


def test_star_names_every_item(tmp_path: Path) -> None:
    """`*` reaches all items of a list and all keys of a mapping."""
    scenario = patched(tmp_path, "intents.*.resolved_by_person: 0.5", "demand.profiles.*: [1, 1]")
    assert {intent.resolved_by_person for intent in scenario.intents} == {0.5}
    assert set(scenario.demand.profiles.values()) == {(1.0, 1.0)}


def test_star_skips_what_is_not_there(tmp_path: Path) -> None:
    """Under a `*`, items without the rest of the path stay as they are."""
    scenario = patched(tmp_path, "queues.*.cap.length: 9")
    caps = [queue.cap.length if queue.cap else None for queue in scenario.queues]
    assert caps == [None, None, 9, None, None, None]


def test_set_replaces_a_subtree(tmp_path: Path) -> None:
    """Setting a mapping drops what it held before, and leaves everything else alone."""
    scenario = patched(tmp_path, "channels.phone.patience: {law: constant, mean_minutes: 3}")
    assert scenario.channels.phone.patience.law == "constant"
    assert scenario.model_copy(update={"channels": None}) == load(BASE).model_copy(
        update={"channels": None}
    )


def test_set_writes_fields_that_were_left_out(tmp_path: Path) -> None:
    """A path may name a known field that the parent did not write, mappings on the way included."""
    scenario = patched(
        tmp_path, "groups.seniors.speed: 1.2", "opinion.satisfaction.base: 0.4", "note: null"
    )
    assert scenario.groups[0].speed == 1.2
    assert scenario.opinion.satisfaction.base == 0.4


def test_scale_multiplies(tmp_path: Path) -> None:
    """A factor multiplies numbers; whole numbers stay whole, halves are rounded up."""
    scenario = patched(
        tmp_path,
        "demand.direct.steady.contacts_per_day: 1.5",
        "groups.juniors.people: 1.125",
        "groups.seniors.staff.*.people: 0.25",
        "demand.scale: 3",
        op="scale",
    )
    assert scenario.demand.direct[0].contacts_per_day == 900
    assert scenario.groups[1].people == 14
    assert [step.people for step in scenario.groups[0].staff] == [1, 3]
    assert scenario.demand.scale == 3


def test_patches_apply_in_order(tmp_path: Path) -> None:
    """Later patches see what earlier ones did; within one, `set` comes before `scale`."""
    text = (
        "patches:\n"
        "- {name: a, title: {zh: 甲, en: A}, set: {demand.scale: 2}}\n"
        "- {name: b, title: {zh: 乙, en: B}, scale: {demand.scale: 5}, set: {demand.scale: 3}}\n"
        "- {name: c, title: {zh: 丙, en: C}, scale: {demand.scale: 2}}\n"
    )
    assert load(child(tmp_path, text)).demand.scale == 30


def test_patches_come_after_the_files_own_keys(tmp_path: Path) -> None:
    """A file's own keys are merged first, then its patches apply to the result."""
    patches = "patches: [{name: a, title: {zh: 甲, en: A}, scale: {demand.scale: 2}}]\n"
    assert load(child(tmp_path, patches, "demand: {scale: 7}\n")).demand.scale == 14


def test_override_sets_and_scales() -> None:
    """`--set` replaces or scales anything, with YAML scalars and flow values, in order."""
    scenario = load(
        BASE,
        [
            "demand.scale=2",
            "demand.scale*=1.5",
            "groups.juniors.people=0",
            "intents.*.resolved_by_person*=0.5",
            "queues.chat.hours=[{opens: 9:30, closes: 21:00}]",
            "clock.end=2025-11-11 12:00",
            "channels.chat.patience=null",
            "shops.*.share=1",
        ],
    )
    assert scenario.demand.scale == 3
    assert scenario.groups[1].people == 0
    assert [intent.resolved_by_person for intent in scenario.intents] == [0.4, 0.35]
    assert scenario.queues[2].hours[0].opens == 570
    assert scenario.clock.intervals == 24
    assert scenario.channels.chat.patience is None
    assert [shop.share for shop in scenario.shops] == [1, 1]


@pytest.mark.parametrize(
    ("text", "col", "path"),
    [
        ("demand.scale=-1", 14, "demand.scale"),
        ("demand.scale= x", 14, "demand.scale"),
        ("demand.skale=1", 1, "demand.skale"),
        ("demand.scale=[1", 16, ""),
        ("demand.scale*=x", 15, "demand.scale"),
        ("demand.scale", 1, ""),
        ("=3", 1, ""),
        ("groups.juniors.people*=1e9", 24, "groups[1].people"),
        ("channels.phone.patience={law: exponential, mean_seconds: -3}", 44, None),
        ("groups..people=3", 1, "groups..people"),
        ("demand.scale=1\nname: x", 14, ""),
        ("floor.seats[0].groups[1]=nobody", 26, "floor.seats[0].groups[1]"),
        ("demand.scale=*a", 14, ""),
    ],
)
def test_override_problems_are_located(text: str, col: int, path: str | None) -> None:
    """A wrong override is located in itself: at its value, or at its start for its path."""
    problems = refused(text)
    assert {(problem.file, problem.line) for problem in problems} == {(f"--set {text}", 1)}
    assert col in {problem.col for problem in problems}
    assert path is None or path in {problem.path for problem in problems}


def test_all_overrides_are_judged_at_once() -> None:
    """Every wrong override is told, not only the first."""
    files = {problem.file for problem in refused("demand.scal=2", "name=X Y", "groups.x.people=1")}
    assert files == {"--set demand.scal=2", "--set name=X Y", "--set groups.x.people=1"}


def test_one_wrong_value_is_told_once() -> None:
    """A value that `*` puts in many places is one mistake, which says in how many."""
    (problem,) = refused("targets.*.probability=-1")
    assert problem.path == "targets[0].probability"
    assert "2" in problem.message


def test_near_names_are_suggested() -> None:
    """A mistyped step of a path is answered with the nearest name that is there."""
    for text, near in [
        ("groups.juniros.people=1", "juniors"),
        ("demand.orders.intents.logistik.contacts_per_order=1", "logistics"),
        ("returns.after_abandonmnt.probability=1", "after_abandonment"),
    ]:
        (problem,) = refused(text)
        assert near in problem.message
