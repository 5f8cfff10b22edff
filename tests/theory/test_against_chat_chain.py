"""The simulator against the exact chain of one chat agent: several slots, one pair of hands."""

from itertools import product
from math import inf

import pytest
from judge import judge, score
from small_worlds import chat_room
from solvers import chat_chain

from simulator.peak import simulate
from simulator.peak.tally_columns import P

WARM = 24
"""Intervals that are left out: half a day."""
RUNS = 20
SLOTS = (1, 2, 3, 5)
LOADS = (0.4, 0.8, 1.2)


def _agent(slots, load, number):
    """Overload only with patience; work, think time and rounds take turns."""
    work, think, rounds = ((20.0, 40.0, 4.0), (30.0, 15.0, 2.5), (10.0, 60.0, 6.0))[number % 3]
    patience = inf if load < 0.5 and slots > 1 else (90.0, 240.0)[number % 2]
    return chat_chain.Agent(load / (work * rounds), slots, work, think, rounds, patience)


def _scores(agent, seed):
    truth = chat_chain.solve(agent)
    assert truth.cut < 1e-9
    scenario = chat_room(
        1,
        agent.rate,
        agent.work,
        agent.think,
        {"law": "geometric", "mean_rounds": agent.mean_rounds},
        concurrency=agent.slots,
        hours=24 * 30,
        patience=None if agent.patience == inf else agent.patience,
    )
    result = simulate(scenario, seed=seed, replications=RUNS)
    people = result.people[:, WARM:-1, 0].sum(axis=1).astype(float)
    time = result.group_time[:, WARM:, 0]
    on_duty = time["on_duty"].sum(axis=1)
    offered, answered = people[:, P["offered"]], people[:, P["answered"]]
    later = people[:, P["replies"]] - answered
    later_wait = (people[:, P["reply_wait_us"]] - people[:, P["answered_wait_us"]]) / 1e6
    found = {
        "first response": score(people[:, P["wait_us"]] / 1e6, offered, truth.first_response),
        "later response": score(later_wait, later, truth.later_response),
        "occupancy": score(time["busy"].sum(axis=1), on_duty, truth.occupancy),
        "open sessions": score(time["open"].sum(axis=1), on_duty, truth.open_sessions),
    }
    if agent.patience == inf:
        assert not people[:, P["abandoned"]].any()
    else:
        found["abandonment"] = score(people[:, P["abandoned"]], offered, truth.abandonment)
    return found


@pytest.fixture(scope="module")
def figures():
    """Twelve agents: one to five slots at 40 %, 80 % and 120 % of what the hands can do."""
    found = {}
    for number, (slots, load) in enumerate(product(SLOTS, LOADS)):
        agent = _agent(slots, load, number)
        for measure, value in _scores(agent, 8000 + number).items():
            found.setdefault(measure, {})[f"k={slots} load={load:g} p={agent.patience:g}"] = value
    return found


@pytest.mark.parametrize(
    "measure",
    [
        "first response",
        "later response",
        "abandonment",
        "occupancy",
        "open sessions",
    ],
)
def test_chat_agent(figures, measure):
    """First and later replies, loss, work and slots agree with the exact chain."""
    judge(figures[measure])
