"""Levers: named patches of a scenario, found by name, located where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.lever.load import lever_names, load_lever, load_with
from scenarios.peak.load import load
from sops.problem import Problems


@pytest.mark.parametrize("name", lever_names())
def test_every_lever_fits_double11(name: str) -> None:
    """A lever of the library is named like its file, speaks both languages and changes double11."""
    file = load_lever(name)
    assert file.lever.name == name
    assert all((file.lever.title.zh, file.lever.title.en, file.lever.note.zh, file.lever.note.en))
    assert load_with("double11", (), [file]) != load("double11")


def test_the_issue_s_levers_are_there() -> None:
    """Each lever that planners asked for can be named."""
    wanted = {"proactive-logistics", "fixed-product-page", "bot-coverage", "vip-desk",
              "concurrency-3", "concurrency-5", "concurrency-8", "overtime", "more-outsourcing",
              "without-outsourcing", "midnight-opening"}  # fmt: skip
    assert wanted <= set(lever_names())


def test_add_puts_items_at_the_end() -> None:
    """Overtime is one more group, and the queues try it last."""
    before, after = load("double11"), load_with("double11", (), [load_lever("overtime")])
    assert after.groups[:-1] == before.groups
    assert after.groups[-1].name == "overtime"
    old, new = (next(q for q in s.queues if q.name == "chat-jd") for s in (before, after))
    assert [g.group for g in new.groups] == [*(g.group for g in old.groups), "overtime"]


def test_overrides_come_first() -> None:
    """A lever multiplies what `--set` has written."""
    path = "demand.orders.intents.logistics.contacts_per_order"
    changed = load_with("double11", [f"{path}=0.2"], [load_lever("proactive-logistics")])
    assert changed.demand.orders is not None
    assert changed.demand.orders.intents["logistics"].contacts_per_order == pytest.approx(0.14)


def test_a_lever_that_does_not_fit_says_where() -> None:
    """What the scenario has not is told with the lever's file and line."""
    with pytest.raises(Problems) as found:
        load_with("minimal", (), [load_lever("vip-desk")])
    problem = found.value.problems[0]
    assert problem.file.endswith("vip-desk.yaml")
    assert problem.line > 1


def test_a_wrong_lever_is_refused(tmp_path: Path) -> None:
    """Unknown keys, nothing to change, a list that is none, an impossible value: all located."""
    path = tmp_path / "x.yaml"
    head = "kind: lever\nname: x\ntitle: {zh: 甲, en: x}\nnote: {zh: 甲, en: x}\n"
    path.write_text(head + "oops: 1\n", encoding="utf-8")
    with pytest.raises(Problems, match="oops"):
        load_lever(path)
    path.write_text(head, encoding="utf-8")
    with pytest.raises(Problems, match="set"):
        load_lever(path)
    path.write_text(head + "add: {groups.agents.people: [1]}\n", encoding="utf-8")
    with pytest.raises(Problems, match="add"):
        load_with("minimal", (), [load_lever(path)])
    path.write_text(
        head + "add:\n  groups:\n    - {name: y, title: {zh: 乙, en: y}, oops: 1}\n",
        encoding="utf-8",
    )
    with pytest.raises(Problems) as found:
        load_with("minimal", (), [load_lever(path)])
    assert (found.value.problems[0].file, found.value.problems[0].line) == (str(path), 7)


def test_an_unknown_lever_names_near_ones() -> None:
    """A typing mistake is answered with what was meant."""
    with pytest.raises(Problems, match="overtime"):
        load_lever("overtme")
