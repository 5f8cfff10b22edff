"""Nobody, no patience, people without end, only bots, nobody who comes: what must then be true."""

import numpy as np
import pytest
from small_worlds import (
    AT_ONCE_S,
    chat_room,
    chats,
    constant,
    flat,
    group,
    hotline,
    queue,
    title,
    world,
)

from simulator.peak import simulate
from simulator.peak.record import (
    ABANDONED,
    BOT_CONTAINED,
    BOT_LEFT,
    BOT_RESOLVED,
    SERVED,
    TICKET,
    WAITING,
)
from simulator.peak.tally_columns import D, P

ENGINES = ("kernel", "reference")


def _total(result, name):
    return int(result.people[..., P[name]].sum())


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_on_duty(engine):
    """Everybody abandons when the patience ends; agents spend nothing."""
    scenario = hotline(0, 0.05, 60.0, constant(90.0), hours=4)
    result = simulate(scenario, seed=1, keep_records=True, engine=engine)
    rows = result.contacts
    assert len(rows) > 500
    assert (rows["outcome"] == ABANDONED).all()
    assert (rows["ended"] - rows["joined"] == 90_000_000).all()
    assert not any(result.group_time[name].any() for name in ("on_duty", "busy", "open"))


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_on_duty_and_endless_patience(engine):
    """Everybody still waits when the drain is over, and counts as waiting."""
    scenario = hotline(0, 0.05, 60.0, None, hours=4, drain_minutes=30.0)
    result = simulate(scenario, seed=1, keep_records=True, engine=engine)
    assert (result.contacts["outcome"] == WAITING).all()
    assert _total(result, "waiting") == _total(result, "offered") > 500
    rows = result.contacts
    assert _total(result, "wait_us") == (int(4.5 * 3600e6) - rows["joined"]).sum()


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_for_tickets(engine):
    """Tickets do not abandon: without anybody on duty they all wait."""
    intent = {
        "name": "complaint",
        "title": title(),
        "channels": {"ticket": 1},
        "ticket": {"work": constant(300.0)},
        "resolved_by_person": 1.0,
    }
    scenario = world(
        hours=4,
        intents=[intent],
        queues=[queue("desk", "ticket", "agents", due_minutes=60.0)],
        groups=[group("agents", 0)],
        demand=[flat("complaint", 0.02)],
    )
    result = simulate(scenario, seed=1, keep_records=True, engine=engine)
    assert len(result.contacts) > 100
    assert (result.contacts["channel"] == TICKET).all()
    assert (result.contacts["outcome"] == WAITING).all()
    assert _total(result, "on_time") == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_no_patience_at_all(engine):
    """Whoever is not answered at once is gone at once: nobody ever waits, in phone and in chat."""
    rounds = {"law": "geometric", "mean_rounds": 2}
    phone = hotline(5, 0.1, 60.0, constant(0.0), hours=4)
    result = simulate(phone, seed=2, keep_records=True, engine=engine)
    rows = result.contacts
    lost = rows["outcome"] == ABANDONED
    assert 100 < lost.sum() < len(rows)
    assert (rows["ended"][lost] == rows["joined"][lost]).all()
    assert (rows["answered"][~lost] == rows["joined"][~lost]).all()
    # A chat is answered only when its first reply is sent, which takes time.
    chat = chat_room(5, 0.1, 30.0, 30.0, rounds, concurrency=3, hours=4, patience=constant(0.0))
    result = simulate(chat, seed=2, keep_records=True, engine=engine)
    assert (result.contacts["outcome"] == ABANDONED).all()
    assert _total(result, "replies") == 0


def test_people_without_end():
    """With 20,000 for 200 calls at a time nobody waits, and the busy are the offered load."""
    scenario = hotline(20_000, 1.0, 200.0, 30.0, hours=24, within=(AT_ONCE_S,))
    result = simulate(scenario, seed=3)
    offered = _total(result, "offered")
    assert offered > 80_000
    assert _total(result, "served") == _total(result, "answered_within_0") == offered
    assert _total(result, "wait_us") == 0
    steady = result.group_time[0, 2:, 0]
    busy = steady["busy"].sum() / (len(steady) * 1800e6)
    # 200 erlang; a day's mean has a standard error of about 0.96.
    assert abs(busy - 200.0) < 4.0


def _bot(**chances):
    times = ("demands_person", "leaves", "resolved", "transferred", "contained")
    return {
        "name": "bot",
        "title": title(),
        "channels": ["chat"],
        "times": {name: constant(40.0) for name in times},
        **chances,
    }


def _with_bot(people, **chances):
    return world(
        hours=4,
        intents=[chats("chat", 30.0, 30.0, {"law": "constant", "rounds": 2})],
        queues=[queue("chat", "chat", "agents")],
        groups=[group("agents", people, concurrency=2)],
        demand=[flat("chat", 0.2)],
        bots=[_bot(**chances)],
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("chances", "outcome"),
    [
        ({"understood": 1.0, "resolved": 1.0, "transferred": 0.0}, BOT_RESOLVED),
        ({"understood": 0.0, "resolved": 1.0, "transferred": 0.0}, BOT_CONTAINED),
        ({"leaves": 1.0, "understood": 1.0, "resolved": 1.0, "transferred": 1.0}, BOT_LEFT),
    ],
)
def test_bots_keep_everything(engine, chances, outcome):
    """When no dialogue reaches a person, the people's sums are all zero, with or without people."""
    for people in (0, 10):
        result = simulate(_with_bot(people, **chances), seed=4, keep_records=True, engine=engine)
        rows = result.contacts
        assert len(rows) > 2000
        assert (rows["outcome"] == outcome).all()
        assert (rows["ended"] - rows["arrived"] == 40_000_000).all()
        assert not result.people.any()
        assert not result.group_time["busy"].any()
        assert result.demand[..., D["met_bot"]].sum() == len(rows)


@pytest.mark.parametrize("engine", ENGINES)
def test_bots_keep_nothing(engine):
    """When everybody demands a person, everybody is served by one, a dialogue later."""
    chances = {"demands_person": 1.0, "understood": 1.0, "resolved": 1.0, "transferred": 0.0}
    result = simulate(_with_bot(40, **chances), seed=4, keep_records=True, engine=engine)
    rows = result.contacts
    assert (rows["outcome"] == SERVED).all()
    assert (rows["joined"] - rows["arrived"] == 40_000_000).all()


@pytest.mark.parametrize("engine", ENGINES)
def test_nobody_comes(engine):
    """Without demand there are no contacts, and people are on duty all the same."""
    scenario = hotline(7, 0.05, 60.0, 30.0, hours=4, within=(20.0,))
    demand = scenario.demand.model_copy(update={"scale": 0.0})
    idle = scenario.model_copy(update={"demand": demand})
    result = simulate(idle, seed=5, replications=3, keep_records=True, engine=engine)
    assert len(result.contacts) == 0
    assert not result.people.any()
    assert not result.demand.any()
    assert (result.group_time["on_duty"] == 7 * 1800 * 10**6).all()
    assert not result.group_time["busy"].any()


def test_an_opening_burst_of_everything_at_once():
    """Three minutes bring a day's calls; all are answered in order of arrival or give up."""
    rates = [0.0] * 1440
    rates[600:603] = [1.0] * 3
    scenario = hotline(
        20,
        0.0,
        120.0,
        3600.0,
        hours=24,
        demand={
            "profiles": {"burst": rates},
            "direct": [
                {"name": "all", "contacts_per_day": 5000, "profile": "burst", "mix": {"call": 1}}
            ],
        },
    )
    result = simulate(scenario, seed=6, keep_records=True)
    rows = result.contacts
    answered = rows[rows["answered"] >= 0]
    assert _total(result, "served") + _total(result, "abandoned") == len(rows) > 4500
    assert (np.diff(answered["answered"][np.argsort(answered["joined"], kind="stable")]) >= 0).all()
    # Nobody is idle while somebody waits: the first 20 at once, then one per completion.
    assert (answered["answered"] == answered["joined"]).sum() >= 20
    assert result.group_time[0, 20, 0]["busy"] > 0.998 * 20 * 1800e6
