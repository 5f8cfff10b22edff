"""Outlooks of a forecast: drawn by weight, the same customers otherwise, located mistakes (F2)."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.peak.load import load
from simulator.peak import simulate
from simulator.peak.demand import outlook_of
from simulator.peak.draw import run_key
from simulator.peak.kpi import measure
from simulator.peak.replication import Prepared
from simulator.peak.sizing.search import size
from sops.problem import Problems

SMALL = "demand.scale*=0.1"
TWO = (
    "demand.outlooks=[{name: plain, title: {zh: 平, en: Plain}, weight: 3, factor: 1.0},"
    " {name: viral, title: {zh: 爆, en: Viral}, weight: 1, factor: 1.5}]"
)


def test_outlooks_are_drawn_by_weight() -> None:
    """Of 4,000 replications a quarter draws the outlook of weight 1 in 4, within 4 errors."""
    scenario = load("minimal", [SMALL, TWO])
    drawn = np.array([outlook_of(scenario, run_key(7, r)) for r in range(4000)])
    error = np.sqrt(0.25 * 0.75 / 4000)
    assert abs((drawn == 1).mean() - 0.25) < 4 * error
    assert outlook_of(load("minimal"), run_key(7, 0)) is None


def test_the_other_customers_stay_the_same() -> None:
    """A larger factor adds customers and changes none; the plain outlook changes nobody."""
    plain, more = (Prepared.of(load("minimal", sets)) for sets in ([SMALL], [SMALL, TWO]))
    seen = set()
    for r in range(12):
        drawn = outlook_of(more.scenario, run_key(1, r))
        before, after = plain.draw(1, r), more.draw(1, r)
        keys = set(before["key"].tolist())
        assert keys <= set(after["key"].tolist())
        assert (len(after) == len(before)) == (drawn == 0)
        seen.add(drawn)
    assert seen == {0, 1}


def test_only_what_is_listed_is_multiplied() -> None:
    """A factor 0 for one channel and shop takes those first attempts away, and no others."""
    text = (
        "demand.outlooks=[{name: quiet, title: {zh: 静, en: Quiet}, weight: 1, factor: 0,"
        " channels: [phone], shops: [jd]}]"
    )
    before = Prepared.of(load("double11", ["demand.scale=0.02"])).draw(1, 0)
    after = Prepared.of(load("double11", ["demand.scale=0.02", text])).draw(1, 0)
    gone = (before["channel"] == 0) & (before["shop"] == 1)
    assert gone.any()
    assert sorted(before["key"][~gone]) == sorted(after["key"])


def test_contacts_follow_the_mixture() -> None:
    """Each replication has the contacts of its outlook, within 6 errors of Poisson's."""
    scenario = load("minimal", [SMALL, TWO])
    result = simulate(scenario, replications=16)
    contacts = measure(result, "contacts").values[:, 0]
    mean = Prepared.of(scenario).streams.rate.sum()
    for r, value in enumerate(contacts):
        factor = (1.0, 1.5)[outlook_of(scenario, run_key(1, r)) or 0]
        assert abs(value - factor * mean) < 6 * np.sqrt(factor * mean)


def test_more_confidence_pays_for_the_busy_outlook() -> None:
    """With one day in four half as busy again, 90 % sure needs many more hours than 60 % sure."""
    hours = [
        size(
            load("minimal", [SMALL, TWO, f"targets.phone.probability={p}"]),
            replications=20, verify=0,
        ).hours.sum()
        for p in (0.6, 0.95)
    ]  # fmt: skip
    assert hours[1] > 1.2 * hours[0]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [("weight: 3", "weight: 0", "demand.outlooks.plain.weight"),
     ("factor: 1.5", "factor: -1", "demand.outlooks.viral.factor"),
     ("name: viral", "name: plain", "demand.outlooks"),
     ("factor: 1.5", "factor: 1.5, shops: [nowhere]", "shops")],
)  # fmt: skip
def test_wrong_outlooks_are_problems(old: str, new: str, path: str) -> None:
    """Weights of 0, negative factors, names twice and unknown shops are refused in words."""
    with pytest.raises(Problems) as caught:
        load("minimal", [SMALL, TWO.replace(old, new)])
    assert any(path.rsplit(".", 1)[-1] in str(p) for p in caught.value.problems)
