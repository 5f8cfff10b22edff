"""Who was there, to the second, from whom they served: by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import scenarios
from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak.floor import SHIFT_OFF, SHIFT_ON
from simulator.peak.log.crew import crew, duty_from, on_duty, queues_of
from simulator.peak.log.log import LEFT, LOG_DTYPE, SERVED, Log
from simulator.peak.log.moment import local_us
from simulator.peak.log.presence import Rules, Served, presence
from simulator.peak.log.reading import read_log
from simulator.peak.staffing import planned_people

MINUTE = 60_000_000
RULES = Rules(leaves_at=0.5)


@cache
def _scenario() -> PeakScenario:
    return load("log-replay")


def _log(*rows: tuple[str, float, float, float, int]) -> Log:
    """(intent, arrived, answered, ended, agent), minutes after 9:00; agent −1 left at ``ended``."""
    names = tuple(i.name for i in _scenario().intents)
    table = np.zeros(len(rows), LOG_DTYPE)
    start = local_us(_scenario().clock.start)
    for line, (row, (intent, arrived, answered, ended, agent)) in enumerate(
        zip(table, rows, strict=True)
    ):
        row["line"], row["agent"], row["intent"] = line, agent, names.index(intent)
        row["outcome"] = SERVED if agent >= 0 else LEFT
        row["arrived"], row["ended"] = start + arrived * MINUTE, start + ended * MINUTE
        until = answered if agent >= 0 else ended
        row["wait"] = (until - arrived) * MINUTE
        row["answered"] = start + answered * MINUTE if agent >= 0 else -1
        row["service"] = (ended - answered) * MINUTE if agent >= 0 else -1
    table = table[np.argsort(table["arrived"], kind="stable")]
    return Log("made.csv", table, ("shop",), names, ("regular", "vip"), ("a", "b"), False,
               len(rows), (), 0, (), ())  # fmt: skip


def _stays(log: Log, rules: Rules = RULES) -> list[tuple[int, float, float, float]]:
    """(agent, start, until, end) in minutes after 9:00."""
    queue_of = queues_of(log, _scenario())
    found = presence(log, Served(log, queue_of, len(_scenario().queues)), queue_of, rules)
    start = local_us(_scenario().clock.start)
    return [
        (int(s["agent"]), *((int(s[f]) - start) / MINUTE for f in ("start", "until", "end")))
        for s in found
    ]


def test_a_stay_ends_at_a_long_gap() -> None:
    """Forty idle minutes are time away, ten are not; before it leaves an agent takes nothing new
    once half of its last contact is still to come."""
    log = _log(("refund", 0, 0, 4, 0), ("refund", 14, 14, 20, 0), ("refund", 60, 60, 68, 0))
    assert _stays(log) == [(0, 0, 17, 20), (0, 60, 64, 68)]


def test_somebody_waiting_shows_who_is_away() -> None:
    """While a customer of its queue waits, an agent who takes nobody is not there."""
    log = _log(("refund", 0, 0, 4, 0), ("refund", 7, 0, 10, -1), ("refund", 14, 14, 20, 0))
    assert _stays(log) == [(0, 0, 7, 7), (0, 10, 17, 20)]


def test_other_queues_may_wait() -> None:
    """Customers of a queue that the agent does not serve say nothing about it."""
    log = _log(("refund", 0, 0, 4, 0), ("delivery", 7, 0, 10, -1), ("refund", 14, 14, 20, 0))
    assert _stays(log) == [(0, 0, 17, 20)]


def test_a_short_gap_is_work_after_the_call() -> None:
    """Within the pause of a minute an agent counts as there whoever waits."""
    log = _log(("refund", 0, 0, 4, 0), ("refund", 1, 4.9, 8, 0))
    (stay,) = _stays(log)
    assert stay == pytest.approx((0, 0, 8 - 3.1 / 2, 8), abs=1e-6)


def test_agents_are_told_apart() -> None:
    """Two agents at once, and one who holds two contacts that overlap."""
    log = _log(("refund", 0, 0, 10, 0), ("refund", 2, 2, 6, 0), ("refund", 1, 1, 3, 1))
    assert [(a, s, e) for a, s, _u, e in _stays(log)] == [(0, 0, 10), (1, 1, 3)]


def test_the_narrowest_group_that_fits() -> None:
    """An agent who only takes general calls is in the general group; one who takes refunds too is
    in the group that serves both."""
    log = _log(("delivery", 0, 0, 5, 0), ("refund", 0, 0, 5, 1), ("delivery", 6, 6, 9, 1))
    pieces = crew(_scenario(), log)
    names = [g.name for g in _scenario().groups]
    assert [(int(p["agent"]), names[p["group"]]) for p in pieces] == [
        (0, "general"),
        (1, "after-sales"),
    ]


def test_duty_says_when_agents_come_and_go() -> None:
    """Each piece puts its agent on at its start and off when it takes no more."""
    log = _log(("refund", 0, 0, 4, 0), ("refund", 50, 50, 58, 0))
    pieces = crew(_scenario(), log)
    duty = duty_from(_scenario(), pieces)
    assert duty.agents.tolist() == [0, 1]
    assert duty.shifts["what"].tolist() == [SHIFT_ON, SHIFT_OFF] * 2
    nine = _scenario().clock.start_us
    minutes = (duty.shifts["time"] - nine) / MINUTE
    assert minutes.tolist() == [0.0, 1.0, 50.0, 52.0]


def test_presence_adds_up() -> None:
    """People per interval times its length is the time of all stays."""
    folder = Path(scenarios.__file__).parent / "library" / "logs"
    log = read_log(folder / "synthetic.csv", folder / "synthetic.map.yaml")
    scenario = _scenario()
    pieces, clock = crew(scenario, log), scenario.clock
    start = local_us(clock.origin) + clock.start_us
    there = on_duty(pieces, 2, start, clock.interval_us, clock.intervals)
    whole = (pieces["end"] - pieces["start"]).sum()
    assert there.sum() * clock.interval_us == pytest.approx(whole)
    planned = planned_people(scenario)
    assert np.abs(there.sum(axis=0) - planned.sum(axis=0)).mean() < 0.5
