"""Conservation: two sets of books about the same run, and arrivals that see time averages."""

import numpy as np
import pytest
from judge import judge, score
from small_worlds import (
    calls,
    chat_room,
    chats,
    flat,
    group,
    hotline,
    queue,
    world,
)

from simulator.peak import simulate
from simulator.peak.tally_columns import P


def _clipped(start, end, intervals, length):
    """Person-µs of spans [start, end) in each interval, as whole numbers."""
    edges = np.arange(intervals) * length
    spans = np.minimum(end[:, None], edges + length) - np.maximum(start[:, None], edges)
    return np.maximum(spans, 0).sum(axis=0)


@pytest.mark.parametrize("concurrency", [1, 3])
@pytest.mark.parametrize("channel", ["phone", "chat"])
def test_agents_and_contacts_keep_the_same_books(channel, concurrency):
    """Open sessions, to the µs, are the contacts' time from assignment to release, and busy hands
    their work."""
    if channel == "phone":
        scenario = hotline(10, 0.04, 240.0, 60.0, hours=24)
    else:
        rounds = {"law": "geometric", "mean_rounds": 3}
        scenario = chat_room(
            10, 0.09, 30.0, 40.0, rounds, concurrency=concurrency, hours=24, patience=200.0
        )
    result = simulate(scenario, seed=12, keep_records=True)
    rows = result.contacts[result.contacts["assigned"] >= 0]
    time = result.group_time[0, :, 0]
    length = scenario.clock.interval_us
    spans = _clipped(rows["assigned"], rows["released"], len(time), length)
    assert (spans == time["open"]).all()
    inside = rows[rows["released"] < scenario.clock.end_us]
    late = rows[rows["released"] >= scenario.clock.end_us]
    assert inside["work"].sum() <= time["busy"].sum() <= inside["work"].sum() + late["work"].sum()
    assert len(inside) > 100 * max(1, len(late))
    assert time["on_duty"].sum() == 10 * 86_400_000_000


def test_littles_law_per_queue():
    """In each of three queues the time average of waiting is arrivals × mean wait, exactly: the
    number waiting, followed event by event, has the area that the counted waits add up to."""
    scenario = world(
        hours=48,
        intents=[
            calls("one", 200.0),
            calls("two", 300.0),
            chats("three", 20.0, 30.0, {"law": "constant", "rounds": 3}),
        ],
        queues=[
            queue("one", "phone", "a", "b", intents=["one"]),
            queue("two", "phone", "b", intents=["two"], priority=5),
            queue("three", "chat", "b", "a"),
        ],
        groups=[group("a", 6, concurrency=2), group("b", 5)],
        demand=[flat("one", 0.03), flat("two", 0.01), flat("three", 0.02)],
        channels={"phone": {"patience": {"law": "exponential", "mean_seconds": 120.0}}},
    )
    result = simulate(scenario, seed=13, keep_records=True)
    rows = result.contacts
    for number in range(3):
        mine = rows[rows["queue"] == number]
        left = np.where(mine["answered"] >= 0, mine["answered"], mine["ended"])
        times = np.concatenate((mine["joined"], left))
        order = np.argsort(times, kind="stable")
        steps = np.repeat((1, -1), len(mine))[order]
        waiting = np.cumsum(steps)
        area = int((waiting[:-1] * np.diff(times[order])).sum())
        lane = result.people[0, :, number]
        assert area == lane[:, P["wait_us"]].sum() > 0
        assert lane[:, P["offered"]].sum() == len(mine)


def test_arrivals_see_time_averages():
    """The share of callers who find everybody busy is the share of time in which everybody is."""
    scores = {}
    for number, (people, load) in enumerate(
        ((1, 0.6), (4, 0.9), (12, 1.0), (40, 1.1), (150, 0.97))
    ):
        rate = people * load / 60.0
        hours = max(4.0, float(np.ceil(15_000 / rate / 1800)) / 2)
        scenario = hotline(people, rate, 60.0, 40.0, hours=hours)
        result = simulate(scenario, seed=14 + number, replications=12, keep_records=True)
        parts = np.array([_busy_and_blocked(r.contacts, people, scenario) for r in result.records])
        scores[f"{people} at {load}"] = score(parts[:, 0], parts[:, 1], 0.0)
    judge(scores)


def _busy_and_blocked(rows, people, scenario):
    """Callers who had to wait less those that time averages announce; 1."""
    taken = rows[rows["answered"] >= 0]
    times = np.concatenate((taken["answered"], taken["ended"]))
    # At one instant an end comes before the assignment that it allows.
    steps = np.repeat((1, -1), len(taken))
    order = np.lexsort((steps, times))
    busy = np.cumsum(steps[order])[:-1]
    at = np.minimum(times[order], scenario.clock.end_us)
    full = np.diff(at)[busy >= people].sum() / scenario.clock.end_us
    waited = (rows["answered"] != rows["joined"]).sum()
    return waited - full * len(rows), 1.0
