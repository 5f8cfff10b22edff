"""The simulator against the exact chain of two queues and two groups (N-design)."""

import pytest
from judge import judge, score
from small_worlds import calls, flat, group, queue, world
from solvers import ndesign

from simulator.peak import simulate
from simulator.peak.tally_columns import P

WARM = 4
"""Intervals that are left out: two hours."""
DESIGNS = {
    "first line first": ndesign.Design(
        (0.02, 0.012), 3, 3, 120.0, (150.0, 200.0), (200.0, 200.0), first=1
    ),
    "second queue first": ndesign.Design(
        (0.025, 0.012), 2, 4, 120.0, (120.0, 180.0), (150.0, 150.0), first=2
    ),
    "crowded": ndesign.Design((0.05, 0.03), 3, 3, 100.0, (100.0, 100.0), (80.0, 80.0), first=2),
    "quiet": ndesign.Design((0.01, 0.004), 2, 2, 150.0, (150.0, 300.0), (120.0, 120.0), first=1),
}


def _world(design, hours):
    """Talk depends on the group that serves; a speed below 1 makes B slower with queue 1."""
    one, two = design.handle_b
    speed = design.handle_a / one
    behaviour = {"phone": {"patience": {"law": "exponential", "mean_seconds": design.patience[0]}}}
    first, second = (5, 10) if design.first == 1 else (10, 5)
    return world(
        hours=hours,
        intents=[calls("one", design.handle_a), calls("two", two * speed)],
        queues=[
            queue("one", "phone", "a", "b", intents=["one"], priority=first),
            queue("two", "phone", "b", intents=["two"], priority=second),
        ],
        groups=[group("a", design.staff_a), group("b", design.staff_b, speed=speed)],
        demand=[flat("one", design.rates[0]), flat("two", design.rates[1])],
        channels=behaviour,
    )


def _scores(design, seed):
    truth = ndesign.solve(design)
    assert truth.cut < 1e-9
    result = simulate(_world(design, 24 * 60), seed=seed, replications=16)
    people = result.people[:, WARM:-1].sum(axis=1).astype(float)
    time = result.group_time[:, WARM:]
    found = {}
    for lane in range(2):
        offered = people[:, lane, P["offered"]]
        found[f"abandonment {lane}"] = score(
            people[:, lane, P["abandoned"]], offered, truth.abandonment[lane]
        )
        found[f"wait {lane}"] = score(
            people[:, lane, P["wait_us"]] / 1e6, offered, truth.mean_wait[lane]
        )
    seconds = time["on_duty"].sum(axis=1) / 1e6
    busy = time["busy"].sum(axis=1) / 1e6
    found["busy a"] = score(busy[:, 0], seconds[:, 0], truth.busy_a / design.staff_a)
    found["busy b"] = score(busy[:, 1], seconds[:, 1], sum(truth.busy_b) / design.staff_b)
    return found


@pytest.fixture(scope="module")
def figures():
    """Four designs, each measured over sixteen runs of sixty days."""
    found = {}
    for number, (name, design) in enumerate(DESIGNS.items()):
        for measure, value in _scores(design, 7000 + number).items():
            found.setdefault(measure, {})[name] = value
    return found


@pytest.mark.parametrize(
    "measure", ["abandonment 0", "abandonment 1", "wait 0", "wait 1", "busy a", "busy b"]
)
def test_n_design(figures, measure):
    """Preference, priority and overflow into the shared group follow the exact chain."""
    judge(figures[measure])
