"""What a change of people, demand or names may and may not do to the customers who remain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from small_worlds import calls, chats, flat, group, law, queue, title, world

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak import Result, Workers, simulate
from simulator.peak.record import ABANDONED, SERVED

NEVER = np.iinfo(np.int64).max
INTERVALS = 16

TALKS: tuple[dict[str, Any], ...] = (
    {"law": "constant", "mean_seconds": 300.0},
    {"law": "exponential", "mean_seconds": 300.0},
    {"law": "lognormal", "mean_seconds": 300.0, "cv": 2.0},
    {"law": "weibull", "mean_seconds": 300.0, "shape": 0.5},
    {"law": "empirical", "seconds": [60.0, 60.0, 1200.0]},
)


def _phone(people: tuple[int, ...], talk: Any, patience: float | None = None) -> PeakScenario:
    """Four hours of one phone group with wrap-up, offered 7.2 erlang."""
    behaviour = {} if patience is None else {"phone": {"patience": law(patience)}}
    return world(
        hours=4,
        interval_minutes=15,
        drain_minutes=600.0,
        intents=[calls("call", talk, wrap_up=60.0)],
        queues=[queue("phone", "phone", "agents")],
        groups=[group("agents", people)],
        demand=[flat("call", 0.02)],
        channels=behaviour,
    )


def _answered(scenario: PeakScenario, seed: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Keys and times of answer (never: the largest number), by key."""
    rows = simulate(scenario, seed=seed, keep_records=True).contacts
    rows = rows[np.argsort(rows["key"])]
    return rows["key"], np.where(rows["answered"] >= 0, rows["answered"], NEVER)


PEOPLE = st.lists(st.integers(0, 12), min_size=INTERVALS, max_size=INTERVALS).map(tuple)
MORE = st.lists(st.sampled_from((0, 0, 0, 1, 3)), min_size=INTERVALS, max_size=INTERVALS)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(people=PEOPLE, more=MORE, talk=st.sampled_from(TALKS), seed=st.integers(0, 10**6))
def test_more_people_never_make_anybody_wait_longer(people, more, talk, seed):
    """One phone group, `first_free`, no returns, endless patience, any staffing through the day:
    with more people in any half hours every single customer is answered no later."""
    keys, before = _answered(_phone(people, talk), seed)
    richer = tuple(p + m for p, m in zip(people, more, strict=True))
    same_keys, after = _answered(_phone(richer, talk), seed)
    assert (keys == same_keys).all()
    assert (after <= before).all()


def test_with_abandonment_somebody_may_wait_longer():
    """The counter-example: with one more person a caller is answered who would have given up, and
    a later caller has to wait longer for it, or is lost."""
    talk = {"law": "lognormal", "mean_seconds": 300.0, "cv": 2.0}
    for seed in range(100):
        few, more = (
            simulate(_phone((n,) * INTERVALS, talk, 120.0), seed=seed, keep_records=True).contacts
            for n in (4, 5)
        )
        both = (few["outcome"] == SERVED) & (more["outcome"] == SERVED)
        longer = both & (more["answered"] > few["answered"])
        lost = (few["outcome"] == SERVED) & (more["outcome"] == ABANDONED)
        if longer.any() and lost.any():
            first = int(np.flatnonzero(longer | lost)[0])
            saved = (few["outcome"] == ABANDONED) & (more["outcome"] == SERVED)
            assert saved[:first].any()
            assert few["key"][first] == more["key"][first]
            return
    pytest.fail("no counter-example among a hundred days")


def _rich(scale: float, people: int = 2000, patience: bool = False) -> PeakScenario:
    """Calls and chats of two intents, with busyness; with 2,000 people nobody waits."""
    rounds = {"law": "geometric", "mean_rounds": 4}
    behaviour = {
        "phone": {"patience": {"law": "gamma", "mean_seconds": 100.0, "cv": 1.3}},
        "chat": {"patience": {"law": "weibull", "mean_seconds": 200.0, "shape": 1.5}},
    }
    return world(
        hours=24,
        intents=[
            calls("one", {"law": "gamma", "mean_seconds": 200.0, "cv": 0.8}, wrap_up=30.0),
            chats("two", 20.0, {"law": "lognormal", "mean_seconds": 40.0, "cv": 1.0}, rounds),
        ],
        queues=[queue("phone", "phone", "agents"), queue("chat", "chat", "agents")],
        groups=[group("agents", people, concurrency=3)],
        demand={
            "scale": scale,
            "profiles": {"flat": [1]},
            "direct": [flat("one", 0.02), flat("two", 0.03)],
            "busyness": {"cv": 0.2},
        },
        channels=behaviour if patience else {},
    )


def _by_key(result: Result, fields: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
    rows = result.contacts
    firsts = rows[rows["attempt"] == 0]
    return {int(row["key"]): tuple(row[name] for name in fields) for row in firsts}


DRAWN = ("arrived", "shop", "intent", "tier", "channel")
LIVED = (*DRAWN, "joined", "answered", "ended", "released", "work", "rounds", "replies", "outcome")


@pytest.mark.parametrize("people", [2000, 0])
def test_less_demand_leaves_the_remaining_customers_unchanged(people):
    """With 60 % of the demand, those who still come arrive at the same times with the same work,
    rounds, think times and (where nobody is on duty) patience; nobody new appears."""
    full = _by_key(simulate(_rich(1.0, people, people == 0), seed=7, keep_records=True), LIVED)
    less = _by_key(simulate(_rich(0.6, people, people == 0), seed=7, keep_records=True), LIVED)
    assert 0.5 * len(full) < len(less) < 0.7 * len(full)
    assert less == {key: full[key] for key in less}


def test_less_demand_in_a_scenario_of_the_library():
    """So too with bots, orders and returns: first attempts are a part of the others."""
    full, less = (
        _by_key(
            simulate(load("ordinary-day", [f"demand.scale={scale}"]), seed=8, keep_records=True),
            DRAWN,
        )
        for scale in (0.1, 0.06)
    )
    assert 0.5 * len(full) < len(less) < 0.7 * len(full)
    assert less == {key: full[key] for key in less}


def _with_strangers(strangers: bool) -> PeakScenario:
    """Two intents of one shop; perhaps a stranger shop and intent before them in the lists."""
    data = _rich(1.0).model_dump(exclude_none=True, mode="json")
    for entry in data["demand"]["direct"]:
        entry["shops"] = ["shop"]
    if strangers:
        data["shops"].insert(0, {"name": "other", "title": title(), "platform": "own"})
        stranger = calls("zero", 100.0)
        data["intents"].insert(0, stranger)
        data["demand"]["direct"].insert(0, flat("zero", 0.05, shops=["shop", "other"]))
        data["demand"]["direct"].append({**flat("one", 0.01, shops=["other"]), "name": "more"})
    return PeakScenario.model_validate(data)


def test_a_new_shop_and_intent_shift_nobody_elses_draws():
    """Customers of the old shop and intents keep keys, times, work and rounds when strangers come,
    though all positions in the lists have moved."""
    fields = tuple(name for name in LIVED if name not in ("shop", "intent"))
    old = _by_key(simulate(_with_strangers(False), seed=9, keep_records=True), fields)
    result = simulate(_with_strangers(True), seed=9, keep_records=True)
    new = _by_key(result, fields)
    assert len(new) > 2 * len(old) > 4000
    assert old == {key: new[key] for key in old}


ARRAYS = ("people", "demand", "satisfied", "group_time", "waits", "answered_waits", "reply_waits")


def test_a_replication_is_the_same_whatever_runs_beside_it():
    """Replication 3 alone, as one of five, and among five over two processes: the same sums and
    records."""
    scenario = load("ordinary-day", ["demand.scale=0.03"])
    alone = simulate(scenario, seed=10, first_replication=3, keep_records=True)
    batch = simulate(scenario, seed=10, replications=5, keep_records=True)
    spread = simulate(scenario, seed=10, replications=5, keep_records=True, workers=Workers(jobs=2))
    for name in ARRAYS:
        assert (getattr(alone, name)[0] == getattr(batch, name)[3]).all()
        assert (getattr(spread, name) == getattr(batch, name)).all()
    assert (spread.interval_waits == batch.interval_waits).all()
    assert (alone.contacts == batch.records[3].contacts).all()
    for one, other in zip(batch.records, spread.records, strict=True):
        assert (one.contacts == other.contacts).all()
    assert (batch.records[0].contacts["key"][:50] != batch.records[1].contacts["key"][:50]).all()
