"""Queues and groups that a log shows by itself: who takes what (2.6, Calibration)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from simulator.peak.log.log import Log
from simulator.peak.log.presence import taken_by_agents

_ALIKE = 0.3
"""Intents share a queue only if their agents are this alike (cosine) …"""
_WAITS = 1.5
"""… and their mean waits at the same hours differ by no more than this factor."""
_RARE, _FEW = 0.03, 100
"""An intent with less than this share, or number, of a channel's contacts gets no own queue."""
_SKILL = 0.1
"""A queue is a skill of an agent-day if it was this share of the contacts taken that day."""
_GROUP = 0.02
"""Skill sets with less of the agent-days than this are chance, not a group."""


@dataclass(frozen=True)
class FoundQueue:
    """Intents of one channel that the same people serve."""

    name: str
    channel: int
    intents: tuple[int, ...]


@dataclass(frozen=True)
class FoundGroup:
    """Agents who serve the same queues."""

    name: str
    queues: tuple[int, ...]


@dataclass(frozen=True)
class Structure:
    """Queues and groups; ``known`` says that the log names agents."""

    queues: tuple[FoundQueue, ...]
    groups: tuple[FoundGroup, ...]
    known: bool


def structure_of(log: Log, rows: NDArray[np.void]) -> Structure:
    """The structure that ``rows`` of the log show; one group for each channel without agents."""
    queues = _queues(log, rows)
    groups = _groups(log, rows, queues)
    known = bool(groups)
    if not groups:
        groups = tuple(FoundGroup(f"people-{q.name}"[:40], (n,)) for n, q in enumerate(queues))
    return Structure(queues, groups, known)


def _queues(log: Log, rows: NDArray[np.void]) -> tuple[FoundQueue, ...]:
    found: list[FoundQueue] = []
    for channel in np.unique(rows["channel"]):
        for members in _alike(log, rows[rows["channel"] == channel]):
            name = f"{CHANNELS[int(channel)]}-{log.intents[members[0]]}"[:40].rstrip("-")
            found.append(FoundQueue(name, int(channel), tuple(sorted(members))))
    # Those with fewer intents first: the first fitting queue of a scenario wins.
    return tuple(sorted(found, key=lambda q: (q.channel, len(q.intents), q.intents)))


def _alike(log: Log, rows: NDArray[np.void]) -> list[list[int]]:
    """Intents of a channel by queue, the largest first: each joins the earlier ones whose agents
    and whose waits at the same hours are like its own; rare ones join the largest."""
    table = np.zeros((len(log.intents), max(len(log.agents), 1)))
    named = rows[rows["agent"] >= 0]
    np.add.at(table, (named["intent"], named["agent"]), 1.0)
    many = np.bincount(rows["intent"], minlength=len(log.intents))
    sets: list[list[int]] = []
    for i in sorted(np.flatnonzero(many).tolist(), key=lambda i: -many[i]):
        rare = many[i] < max(_RARE * many.sum(), _FEW)
        fits = [s for s in sets if rare or _one_queue(rows, table, s, i)]
        if fits and rare:
            fits[0].append(i)
        elif fits:
            max(fits, key=lambda s: _cosine(table[s].sum(axis=0), table[i])).append(i)
        else:
            sets.append([i])
    return sets


def _one_queue(
    rows: NDArray[np.void], table: NDArray[np.float64], members: list[int], intent: int
) -> bool:
    mine, others = table[intent], table[members].sum(axis=0)
    if mine.any() and others.any() and _cosine(mine, others) < _ALIKE:
        return False
    known = rows[rows["wait"] >= 0]
    hour = known["arrived"] // 3_600_000_000
    hour -= hour.min(initial=0)
    theirs = np.isin(known["intent"], members)
    own = known["intent"] == intent
    size = int(hour.max(initial=0)) + 1
    waits = np.bincount(hour[theirs], known["wait"][theirs], size)
    number = np.bincount(hour[theirs], minlength=size)
    there = number[hour[own]] > 0
    expected = (waits[hour[own]] / np.maximum(number[hour[own]], 1))[there].sum()
    measured = known["wait"][own][there].sum()
    if expected <= 0 or measured <= 0:
        return True
    return bool(1 / _WAITS <= measured / expected <= _WAITS)


def _cosine(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    length = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / length if length else 0.0


def _groups(
    log: Log, rows: NDArray[np.void], queues: tuple[FoundQueue, ...]
) -> tuple[FoundGroup, ...]:
    served = rows[taken_by_agents(rows)]
    if not len(served):
        return ()
    of = np.full((len(CHANNELS), len(log.intents)), -1)
    for n, queue in enumerate(queues):
        of[queue.channel, list(queue.intents)] = n
    queue = of[served["channel"], served["intent"]]
    day = served["arrived"] // 86_400_000_000
    agent_day, which = np.unique(
        served["agent"].astype(np.int64) * 1_000_000 + day, return_inverse=True
    )
    table = np.zeros((len(agent_day), len(queues)))
    np.add.at(table, (which.reshape(-1), queue), 1.0)
    skills = table >= np.maximum(_SKILL * table.sum(axis=1, keepdims=True), 1.0)
    sets, many = np.unique(skills, axis=0, return_counts=True)
    kept = sets[many >= _GROUP * many.sum()]
    missing = ~kept.any(axis=0)
    if missing.any():
        kept = np.concatenate([kept, _single(missing)])
    kept = kept[np.lexsort((*kept.T[::-1], kept.sum(axis=1)))]
    return tuple(_named(row, queues, n) for n, row in enumerate(kept))


def _single(queues: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A skill set for each of these queues alone."""
    return np.eye(len(queues), dtype=bool)[queues]


def _named(row: NDArray[np.bool_], queues: tuple[FoundQueue, ...], number: int) -> FoundGroup:
    skills = tuple(int(q) for q in np.flatnonzero(row))
    short = "-".join(queues[q].name.split("-", 1)[1] for q in skills)
    name = short if len(short) <= 34 else f"{queues[skills[0]].name[:20]}-and-{len(skills) - 1}"
    return FoundGroup(f"{name}-{number + 1}", skills)
