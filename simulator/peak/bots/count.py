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
    sessions: Counts
    """[intent], as what follows; dialogues."""
    understood: Counts
    resolved: Counts
    contained: Counts
    """Neither resolved nor handed to people."""
    back_in_24h: Counts
    """Of the contained: back within 24 hours."""
    reached_people: Counts
    """Contacts that joined a human queue."""
    work_us: Counts
    """[intent, interval]: hands' work on contacts, over all people."""
    bot_sessions: Counts
    """[intent, bot]: dialogues of every bot, for their cost."""
    most_at_once: int
    """Dialogues at a time, at the most."""


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
    intents, bots = len(prepared.scenario.intents), len(prepared.scenario.bots)

    def by_intent(which: NDArray[np.bool_]) -> Counts:
        return np.bincount(rows["intent"][which], minlength=intents)

    return BotCount(
        came=np.bincount(place[came], minlength=clock.intervals),
        late=np.bincount(place[late], minlength=clock.intervals),
        sessions=by_intent(counted),
        understood=by_intent(counted & (rows["understood"] == 1)),
        resolved=by_intent(counted & (leaf == RESOLVED)),
        contained=by_intent(contained),
        back_in_24h=by_intent(back),
        reached_people=by_intent(inside & (rows["joined"] >= 0)),
        work_us=_work(rows[inside], place[inside], intents, clock.intervals),
        bot_sessions=_pairs(rows["intent"][every], rows["bot"][every], intents, bots),
        most_at_once=_most_at_once(rows[seated]),
    )


def _work(rows: NDArray[np.void], place: Counts, intents: int, intervals: int) -> Counts:
    sums = np.zeros((intents, intervals), np.int64)
    np.add.at(sums, (rows["intent"], place), rows["work"])
    return sums


def _pairs(first: Counts, second: Counts, rows: int, columns: int) -> Counts:
    found = np.bincount(first.astype(np.int64) * columns + second, minlength=rows * columns)
    return found.reshape(rows, columns)


def _most_at_once(rows: NDArray[np.void]) -> int:
    """Dialogues open at the same moment; who stands up makes room for who sits down then."""
    ended = np.where(rows["bot_ended"] < 0, np.iinfo(np.int64).max, rows["bot_ended"])
    moments = np.concatenate([ended, rows["bot_started"]])
    steps = np.concatenate([np.full(len(rows), -1), np.ones(len(rows), np.int64)])
    order = np.lexsort((steps, moments))
    return int(np.cumsum(steps[order]).max(initial=0))
