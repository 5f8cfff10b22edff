"""What one replication says about one bot and about the people behind it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import DAY_US
from simulator.peak.record import CONTAINED, RESOLVED
from simulator.peak.replication import Prepared, run_engine
from simulator.peak.staffing import Plan

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class BotCount:
    """Arrays are by interval of arrival at the house; what arrives later is not counted."""

    came: Counts
    """Who was to talk to the bot, and came to its seats."""
    late: Counts
    """Of those: not seated within the limit (waited longer, left the line, sent to people)."""
    sessions: int
    understood: int
    resolved: int
    contained: int
    """Neither resolved nor handed to people."""
    back_in_24h: int
    """Of the contained: back within 24 hours."""
    most_at_once: int
    """Dialogues at a time, at the most."""
    bot_sessions: Counts
    """[bot]: dialogues of every bot, for their cost."""
    reached_people: int
    """Contacts that joined a human queue."""
    work_us: Counts
    """Hands' work on contacts, over all people."""


def count_bot(
    prepared: Prepared, plan: Plan, seed: int, replication: int, bot: int, within_s: float
) -> BotCount:
    """Run a replication and count."""
    arrivals = prepared.draw(seed, replication)
    floor = prepared.staffed(plan, seed, replication)
    rows = run_engine("kernel", floor, arrivals).contacts
    clock = prepared.scenario.clock
    place = (rows["arrived"] - clock.start_us) // clock.interval_us
    inside = place < clock.intervals
    mine = rows["bot"] == bot
    seated = mine & (rows["bot_started"] >= 0)
    door = floor.first_bot[rows["shop"], rows["intent"], rows["channel"]] == bot
    came = (mine | (door & (rows["bot"] < 0))) & inside
    waited = rows["bot_started"] - rows["arrived"]
    late = came & ~(seated & (waited <= round(within_s * 1e6)))
    leaf = rows["bot_leaf"]
    contained = seated & inside & (leaf == CONTAINED)
    back = contained & (rows["return_delay"] >= 0) & (rows["return_delay"] <= DAY_US)
    counted = seated & inside
    every = inside & (rows["bot_started"] >= 0)
    return BotCount(
        came=_by(place, came, clock.intervals),
        late=_by(place, late, clock.intervals),
        sessions=int(counted.sum()),
        understood=int((counted & (rows["understood"] == 1)).sum()),
        resolved=int((counted & (leaf == RESOLVED)).sum()),
        contained=int(contained.sum()),
        back_in_24h=int(back.sum()),
        most_at_once=_most_at_once(rows[seated]),
        bot_sessions=np.bincount(rows["bot"][every], minlength=len(prepared.scenario.bots)),
        reached_people=int((inside & (rows["joined"] >= 0)).sum()),
        work_us=_by(place, inside, clock.intervals, rows["work"]),
    )


def _by(
    place: Counts, which: NDArray[np.bool_], intervals: int, weight: Counts | None = None
) -> Counts:
    if weight is None:
        return np.bincount(place[which], minlength=intervals)
    sums = np.zeros(intervals, np.int64)
    np.add.at(sums, place[which], weight[which])
    return sums


def _most_at_once(rows: NDArray[np.void]) -> int:
    """Dialogues open at the same moment; who stands up makes room for who sits down then."""
    ended = np.where(rows["bot_ended"] < 0, np.iinfo(np.int64).max, rows["bot_ended"])
    moments = np.concatenate([ended, rows["bot_started"]])
    steps = np.concatenate([np.full(len(rows), -1), np.ones(len(rows), np.int64)])
    order = np.lexsort((steps, moments))
    return int(np.cumsum(steps[order]).max(initial=0))
