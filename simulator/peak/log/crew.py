"""In which group an inferred agent was at any time, and the duty that this makes (F12 named)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.reach import Kind, queue_for
from scenarios.peak.scenario import PeakScenario
from simulator.peak.floor import SHIFT_DTYPE, SHIFT_OFF, SHIFT_ON, Duty
from simulator.peak.log.log import Log
from simulator.peak.log.moment import local_us
from simulator.peak.log.presence import RULES, Rules, Served, presence

PIECE_DTYPE = np.dtype(
    [
        ("agent", np.int64),
        ("group", np.int64),
        ("start", np.int64),  # µs from 1970-01-01
        ("until", np.int64),  # takes new contacts until then
        ("end", np.int64),
    ]
)
"""An agent is in a group from ``start`` to ``end``."""


def queues_of(log: Log, scenario: PeakScenario) -> NDArray[np.int64]:
    """[row]: the queue of each row of the log; −1 where the scenario has none for it."""
    sizes = (len(log.shops), len(CHANNELS), len(log.intents), len(log.tiers))
    names = ("shop", "channel", "intent", "tier")
    code = np.ravel_multi_index([log.rows[name].astype(np.int64) for name in names], sizes)
    found = np.full(int(np.prod(sizes)), -1)
    for kind in np.unique(code):
        shop, channel, intent, tier = (int(n) for n in np.unravel_index(kind, sizes))
        who = Kind(log.shops[shop], CHANNELS[channel], log.intents[intent], log.tiers[tier])
        queue = queue_for(scenario, who)
        found[kind] = -1 if queue is None else queue
    return found[code]


def skills_of(scenario: PeakScenario) -> NDArray[np.bool_]:
    """[group, queue]: whether the group serves the queue."""
    skills = [{s.group for s in queue.groups} for queue in scenario.queues]
    return np.array([[g.name in of for of in skills] for g in scenario.groups], bool)


def crew(scenario: PeakScenario, log: Log, rules: Rules = RULES) -> NDArray[np.void]:
    """Pieces (PIECE_DTYPE) of all stays that meet the scenario's horizon, cut to it.

    *Group*: for each interval the narrowest group (fewest queues, then first of the file) among
    those that serve most of the contacts that the agent took within ``window_minutes`` of it."""
    clock = scenario.clock
    queue_of = queues_of(log, scenario)
    served = Served(log, queue_of, len(scenario.queues))
    stays = presence(log, served, queue_of, rules)
    start = local_us(clock.origin) + clock.start_us
    end = local_us(clock.origin) + clock.end_us
    stays = stays[(stays["end"] > start) & (stays["start"] < end)]
    cut = _cut(stays, start, clock.interval_us, clock.intervals)
    cut["group"] = _groups(served, cut, start, clock.interval_us, skills_of(scenario), rules)
    return _merged(cut[cut["group"] >= 0])


def on_duty(
    pieces: NDArray[np.void], groups: int, start: int, interval_us: int, intervals: int
) -> NDArray[np.float64]:
    """[group, interval]: mean number of agents there; intervals count from ``start``."""
    people = np.zeros((groups, intervals))
    cut = _cut(pieces, start, interval_us, intervals)
    place = (cut["start"] - start) // interval_us
    np.add.at(people, (cut["group"], place), (cut["end"] - cut["start"]) / interval_us)
    return people


def duty_from(scenario: PeakScenario, pieces: NDArray[np.void]) -> Duty:
    """The pieces as named agents (F12): each agent of the log once for every group it was in."""
    pieces = pieces[pieces["until"] > pieces["start"]]
    origin = local_us(scenario.clock.origin)
    who, number = np.unique(pieces[["group", "agent"]], return_inverse=True)
    number = number.reshape(-1)
    rows = np.zeros(2 * len(pieces), SHIFT_DTYPE)
    on, off = rows[: len(pieces)], rows[len(pieces) :]
    on["time"], on["agent"], on["what"] = pieces["start"] - origin, number, SHIFT_ON
    off["time"], off["agent"], off["what"] = pieces["until"] - origin, number, SHIFT_OFF
    rows = rows[np.lexsort((rows["what"], rows["agent"], rows["time"]))]
    rows = rows[rows["time"] < scenario.clock.end_us]
    agents = np.bincount(who["group"], minlength=len(scenario.groups)).astype(np.int64)
    nobody = np.zeros((len(scenario.groups), scenario.clock.intervals), np.int64)
    return Duty(nobody, agents, rows)


def _cut(stays: NDArray[np.void], start: int, interval_us: int, intervals: int) -> NDArray[np.void]:
    """Stays cut at the borders of the intervals, and to their whole span."""
    low = np.maximum(stays["start"], start)
    high = np.minimum(stays["end"], start + intervals * interval_us)
    some = high > low
    stays, low, high = stays[some], low[some], high[some]
    first = (low - start) // interval_us
    many = (high - 1 - start) // interval_us - first + 1
    row = np.repeat(np.arange(len(stays)), many)
    place = first[row] + np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    cut = np.zeros(len(row), PIECE_DTYPE)
    cut["agent"] = stays["agent"][row]
    cut["group"] = stays["group"][row] if "group" in (stays.dtype.names or ()) else -1
    cut["start"] = np.maximum(low[row], start + place * interval_us)
    cut["end"] = np.minimum(high[row], start + (place + 1) * interval_us)
    cut["until"] = stays["until"][row]
    return cut


def _groups(
    served: Served, cut: NDArray[np.void], start: int, interval_us: int,
    skills: NDArray[np.bool_], rules: Rules,
) -> NDArray[np.int64]:  # fmt: skip
    """[piece]: its group, −1 where no group serves what the agent did."""
    if not len(cut):
        return np.empty(0, np.int64)
    border = start + (cut["start"] - start) // interval_us * interval_us
    window = rules.window_us
    taken = served.taken(cut["agent"], border - window, border + interval_us + window)
    far = ~taken.any(axis=1)
    if far.any():
        taken[far] = served.taken_in_all()[cut["agent"][far]]
    fits = taken @ skills.T.astype(np.int32)
    # The best fit first, then the fewest queues, then the order of the file.
    wide = skills.sum(axis=1)
    rank = np.lexsort((np.arange(len(skills)), wide))
    best = fits[:, rank].argmax(axis=1)
    group = rank[best]
    return np.where(fits.max(axis=1) > 0, group, -1)


def _merged(cut: NDArray[np.void]) -> NDArray[np.void]:
    """Neighbours of one agent in one group put together again."""
    if not len(cut):
        return cut
    cut = cut[np.lexsort((cut["start"], cut["agent"]))]
    same = (
        (cut["agent"][1:] == cut["agent"][:-1])
        & (cut["group"][1:] == cut["group"][:-1])
        & (cut["start"][1:] == cut["end"][:-1])
        & (cut["until"][1:] == cut["until"][:-1])
    )
    opens = np.concatenate([[True], ~same])
    whole = cut[opens]
    whole["end"] = cut["end"][np.concatenate([~same, [True]])]
    # Before it changes groups an agent takes contacts to the end.
    whole["until"] = np.minimum(whole["until"], whole["end"])
    return whole
