"""A staff cliff after the opening burst: the rule for a shift's end decides who is lost (F12)."""

from functools import cache

import numpy as np
import pytest
from judge import score
from small_worlds import calls, chats, group, queue, world

from simulator.peak import simulate
from simulator.peak.tally_columns import P

RULES = ("first_free", "handover", "named")
HIGH, LOW = 60, 15
RUNS = 40
BURST, REST = 0.42, 0.10
"""Contacts per second in the first hour, and after it."""
FIELDS = ("joined", "assigned", "answered", "ended", "outcome", "replies")


def _people(rule, concurrency):
    """60 people for an hour, then 15; under `named` as two rows of shifts."""
    if rule != "named":
        return group("agents", (HIGH, HIGH, *[LOW] * 6), concurrency=concurrency)
    shifts = [
        {"start": "00:00", "length_minutes": 60, "people": HIGH - LOW},
        {"start": "00:00", "length_minutes": 240, "people": LOW},
    ]
    agents = group("agents", 0, concurrency=concurrency, shifts=shifts)
    del agents["people"]
    return agents


def _cliff(channel, rule):
    if channel == "phone":
        intent, concurrency = calls("ask", 140.0), 1
        behaviour = {"phone": {"patience": {"law": "exponential", "mean_seconds": 120.0}}}
    else:
        rounds = {"law": "geometric", "mean_rounds": 8}
        intent, concurrency = chats("ask", 17.0, 40.0, rounds), 3
        behaviour = {"chat": {"patience": {"law": "exponential", "mean_seconds": 240.0}}}
    rates = [*[BURST] * 2, *[REST] * 6, *[0.0] * 40]
    return world(
        hours=4,
        intents=[intent],
        queues=[queue("q", channel, "agents")],
        groups=[_people(rule, concurrency)],
        demand={
            "profiles": {"burst": rates},
            "direct": [
                {
                    "name": "day",
                    "contacts_per_day": sum(rates) * 1800,
                    "profile": "burst",
                    "mix": {"ask": 1},
                }
            ],
        },
        channels=behaviour,
        shift_end=rule,
    )


@cache
def _after(channel, rule):
    """[run]: of those who joined in the half hour after the cliff, and all: abandoned, offered."""
    result = simulate(_cliff(channel, rule), seed=31, replications=RUNS)
    people = result.people[:, :, 0]
    return np.stack(
        [
            people[:, 2, P["abandoned"]],
            people[:, 2, P["offered"]],
            people[:, :, P["abandoned"]].sum(axis=1),
            people[:, :, P["offered"]].sum(axis=1),
            people[:, :, P["handovers"]].sum(axis=1),
        ],
        axis=1,
    )


def _share(channel, rule):
    """Abandoned of those who joined in the half hour after the cliff."""
    abandoned, offered = _after(channel, rule)[:, :2].sum(axis=0)
    return abandoned / offered


def _worse(channel, one, other):
    """Score of the paired difference in abandonment: far above 0 when `one` loses more."""
    first, second = _after(channel, one), _after(channel, other)
    assert (first[:, 3] == second[:, 3]).all()
    return score(first[:, 2] - second[:, 2], first[:, 3], 0.0)


def test_calls_after_the_cliff():
    """`first_free` takes whoever hangs up first, so nobody takes calls until 45 have gone; the
    other rules let those who stay go on: they lose half as many, and no call is handed over."""
    shares = {rule: _share("phone", rule) for rule in RULES}
    print("phone", {rule: round(float(share), 4) for rule, share in shares.items()})
    assert _worse("phone", "first_free", "handover") > 5.0
    assert _worse("phone", "first_free", "named") > 5.0
    assert shares["first_free"] > 1.5 * max(shares["handover"], shares["named"])
    assert all(_after("phone", rule)[:, 4].sum() == 0 for rule in RULES)


def test_chats_after_the_cliff():
    """`handover` sends open chats back to the head of the queue, before all newcomers: it loses
    several times as many as rules that let a chat be finished by its agent."""
    shares = {rule: _share("chat", rule) for rule in RULES}
    print("chat", {rule: round(float(share), 4) for rule, share in shares.items()})
    print("handed over per run", _after("chat", "handover")[:, 4].mean())
    assert _worse("chat", "handover", "first_free") > 5.0
    assert _worse("chat", "handover", "named") > 5.0
    assert shares["handover"] > 2.0 * max(shares["first_free"], shares["named"])
    assert _after("chat", "handover")[:, 4].min() > HIGH - LOW


@pytest.mark.parametrize("channel", ["phone", "chat"])
def test_before_the_cliff_the_rules_are_one(channel):
    """Until the border every rule gives the same records of those who have left by then."""
    border = 3600 * 10**6
    seen = []
    for rule in RULES:
        rows = simulate(_cliff(channel, rule), seed=32, keep_records=True).contacts
        gone = rows[(rows["ended"] >= 0) & (rows["ended"] < border)]
        seen.append({int(row["key"]): tuple(row[list(FIELDS)]) for row in gone})
    assert len(seen[0]) > 500
    assert seen[0] == seen[1] == seen[2]


def test_the_rule_stands_in_the_result():
    """Every result names the rule under which it holds."""
    for rule in RULES:
        assert simulate(_cliff("phone", rule), seed=33).shift_end == rule
