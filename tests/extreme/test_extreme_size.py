"""The largest floor that is promised: 20,000 people and 200 queues."""

import numpy as np
from scipy import stats
from small_worlds import calls, flat, group, queue, world

from simulator.peak import simulate
from simulator.peak.erlang import erlang_a
from simulator.peak.tally_columns import P

QUEUES = 200
PEOPLE = 100
TALK_S, PATIENCE_S = 120.0, 60.0
HOURS, WARM = 4, 1


def test_200_queues_of_100_people():
    """Two hundred Erlang-A queues side by side: each one's loss agrees, judged by all 200."""
    names = [f"q{number}" for number in range(QUEUES)]
    rate = PEOPLE / TALK_S
    scenario = world(
        hours=HOURS,
        intents=[calls(name, TALK_S) for name in names],
        queues=[queue(name, "phone", name, intents=[name]) for name in names],
        groups=[group(name, PEOPLE) for name in names],
        demand=[flat(name, rate) for name in names],
        channels={"phone": {"patience": {"law": "exponential", "mean_seconds": PATIENCE_S}}},
    )
    result = simulate(scenario, seed=200)
    people = result.people[0, :, :, :]
    assert people[..., P["offered"]].sum() > 2_300_000
    assert result.group_time["on_duty"].sum() == QUEUES * PEOPLE * HOURS * 3600 * 10**6
    done = people[..., P["served"]] + people[..., P["abandoned"]]
    assert (done == people[..., P["offered"]]).all()
    share = float(erlang_a(PEOPLE, rate, TALK_S, PATIENCE_S).abandonment)
    rest = people[WARM:-1, :, P["abandoned"]] - share * people[WARM:-1, :, P["offered"]]
    t = rest.mean(axis=0) / (rest.std(axis=0, ddof=1) / np.sqrt(len(rest)))
    assert stats.kstest(t, stats.t(len(rest) - 1).cdf).pvalue > 1e-3


def test_one_group_of_20000_serves_200_queues():
    """One group of 20,000 for 200 queues in overload: nobody is idle while somebody waits."""
    names = [f"q{number}" for number in range(QUEUES)]
    scenario = world(
        hours=1,
        intents=[calls(name, 600.0) for name in names],
        queues=[
            queue(name, "phone", "all", intents=[name], priority=number % 100)
            for number, name in enumerate(names)
        ],
        groups=[group("all", 20_000)],
        demand=[flat(name, 1.3 * 20_000 / 600.0 / QUEUES) for name in names],
        channels={"phone": {"patience": {"law": "exponential", "mean_seconds": 300.0}}},
    )
    result = simulate(scenario, seed=201)
    half = result.group_time[0, 1, 0]
    assert half["on_duty"] == 20_000 * 1800 * 10**6
    assert half["busy"] == half["on_duty"]
    lost = result.people[0, 1, :, P["abandoned"]] / result.people[0, 1, :, P["offered"]]
    priority = np.arange(QUEUES) % 100
    assert lost[priority < 50].max() < 0.01
    assert lost[priority > 90].min() > 0.8
