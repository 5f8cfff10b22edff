"""The planning desk's form: fields become overrides, mistakes come back beside their field."""

from __future__ import annotations

import pytest

from scenarios.peak.load import load
from tui.planning.checked import checked, library_levers
from tui.planning.field import fields, overrides


def typed(source: str, name: str, text: str) -> tuple[str, ...]:
    """What a text in a field of a scenario stands for."""
    return next(overrides(each, text) for each in fields(load(source)) if each.name == name)


def test_an_untouched_form_changes_nothing() -> None:
    """The texts that stand in the fields at first are no overrides, and the form is good."""
    form = fields(load("ordinary-day"))
    assert [overrides(each, each.value) for each in form] == [()] * len(form)
    for values in ({}, {each.name: each.value for each in form}):
        found = checked("ordinary-day", values)
        assert found.good
        assert found.job("plan").sets == ()


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("demand.scale", "1.2", ("demand.scale=1.2",)),
        ("demand.scale", " １．２ ", ("demand.scale=1.2",)),
        ("targets.phone-day.at_least", "85%", ("targets.phone-day.at_least=0.85",)),
        ("targets.phone-day.at_least", "８５％", ("targets.phone-day.at_least=0.85",)),
        ("groups.seniors.available", "", ("groups.seniors.available=null",)),
        ("groups.seniors.concurrency", "", ()),
        ("groups.seniors.people", "2", ("groups.seniors.staff.*.people*=2",)),
        ("bots.voice-bot.resolved", "110%", ("bots.voice-bot.resolved*=1.1",)),
        ("other", "queues[0].priority=2 demand.scale*=2",
         ("queues[0].priority=2", "demand.scale*=2")),
        ("seed", "7", ()),
    ],
)  # fmt: skip
def test_texts_become_overrides(name: str, text: str, wanted: tuple[str, ...]) -> None:
    """Per cent, full-width digits, factors and emptied fields are written as `--set` wants them."""
    assert typed("double11", name, text) == wanted


def test_mistakes_stand_beside_their_field_in_the_scenario_s_words() -> None:
    """Each wrong field has its own message, and nothing can be run."""
    found = checked("double11", {
        "demand.scale": "-1", "bots.chat-bot.understood": "1.5", "groups.hotline.available": "abc",
        "other": "foo=1", "seed": "x", "replications": "0",
    })  # fmt: skip
    assert not found.good
    assert set(found.wrong) == {
        "demand.scale", "bots.chat-bot.understood", "groups.hotline.available", "other", "seed",
        "replications",
    }  # fmt: skip
    assert found.wrong["demand.scale"] == ("不能小于 0，现在是 -1",)
    assert "没有 foo" in found.wrong["other"][0]
    assert "不能大于 1" in found.wrong["bots.chat-bot.understood"][0]
    assert "1 到 10,000" in found.wrong["replications"][0]


def test_a_conflict_that_no_field_is_to_blame_for_has_its_place() -> None:
    """What a change makes wrong elsewhere in the file is told with file and line."""
    found = checked("nowhere-to-be-found", {})
    assert not found.good
    assert "nowhere-to-be-found" in found.elsewhere[0]


def test_a_shipped_scenario_takes_every_lever_or_says_why() -> None:
    """Each lever of the library is told with its title; where it does not fit, with the reason."""
    told = {each["name"]: each for each in library_levers("minimal")}
    assert told["vip-desk"]["title"] == "会员专席"
    assert "groups" in told["overtime"]["why"] or told["overtime"]["why"]
    assert all(each["why"] == "" for each in library_levers("double11"))


def test_sizing_says_what_it_cannot_do() -> None:
    """Without targets people cannot be sized, but simulated."""
    found = checked("minimal", {"other": "targets=[]"})
    assert found.good
    assert "targets" in str(found.refusal("plan"))
    assert found.refusal("simulate") is None
