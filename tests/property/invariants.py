"""What must hold of the records of any run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from simulator.peak.floor import Floor
from simulator.peak.record import (
    ABANDONED_SILENT,
    BOT_RESOLVED,
    IN_PROGRESS,
    OUTCOMES,
    REFUSED,
    SERVED,
    WAITING,
    Records,
)

ORDERED = (
    ("arrived", "bot_started"),
    ("arrived", "joined"),
    ("arrived", "ended"),
    ("bot_started", "bot_ended"),
    ("bot_ended", "joined"),
    ("joined", "assigned"),
    ("joined", "ended"),
    ("assigned", "answered"),
    ("assigned", "released"),
    ("answered", "second_joined"),
    ("second_joined", "second_assigned"),
    ("second_joined", "ended"),
    ("second_assigned", "second_answered"),
)
"""Pairs of times: where both happened, the first is not later."""


def violations(floor: Floor, records: Records) -> list[str]:
    """Everything that is wrong with a run; empty if nothing is."""
    return [
        *_outcomes(floor, records),
        *_cases(floor, records),
        *_times(records),
        *_slots(floor, records),
        *_replies(records),
        *_occupancy(floor, records),
    ]


def _outcomes(floor: Floor, records: Records) -> Iterator[str]:
    """F15: every contact has one outcome, and those that are over have ended in time."""
    rows = records.contacts
    if (rows["outcome"] >= len(OUTCOMES)).any():
        yield "a contact without outcome"
    is_open = np.isin(rows["outcome"], (WAITING, IN_PROGRESS))
    if ((rows["ended"] >= 0) == is_open).any():
        yield "ended does not fit the outcome"
    if (rows["ended"] > floor.limit).any():
        yield "something happened after the end of the drain"
    solved = rows["resolved"] == 1
    if not np.isin(rows["outcome"][solved], (SERVED, BOT_RESOLVED)).all():
        yield "resolved without service"
    refused = rows["outcome"] == REFUSED
    if (rows["assigned"][refused] >= 0).any():
        yield "a refused contact was assigned"


def _cases(floor: Floor, records: Records) -> Iterator[str]:
    """F13: attempts of a case form one chain from its first attempt; resolved + given up + open."""
    rows = records.contacts
    reached = np.zeros(len(rows), np.int64)
    ends = {"resolved": 0, "given up": 0, "open": 0}
    firsts = np.flatnonzero(rows["attempt"] == 0)
    for first in firsts:
        at, attempt = int(first), 0
        while True:
            row = rows[at]
            reached[at] += 1
            if (
                row["case"] != first
                or row["attempt"] != attempt
                or row["key"] != rows[first]["key"]
            ):
                yield f"contact {at} does not continue case {first}"
            due = row["ended"] + row["return_delay"]
            if (row["next"] >= 0) != (row["return_delay"] >= 0 and due < floor.end):
                yield f"contact {at}: the return is not simulated as it should be"
            if row["next"] < 0:
                break
            if rows[row["next"]]["arrived"] != due:
                yield f"contact {at} does not return when it is due"
            if rows[row["next"]]["channel"] != row["return_channel"] or row["resolved"]:
                yield f"contact {at} returns wrongly"
            at, attempt = int(row["next"]), attempt + 1
            if attempt >= floor.max_attempts:
                yield f"case {first} has too many attempts"
        if row["resolved"]:
            ends["resolved"] += 1
        elif row["return_delay"] >= 0 or row["outcome"] in (WAITING, IN_PROGRESS):
            ends["open"] += 1
        else:
            ends["given up"] += 1
    if (reached != 1).any():
        yield "a contact belongs to no case, or to two"
    if sum(ends.values()) != len(firsts):
        yield "cases do not add up"


def _times(records: Records) -> Iterator[str]:
    rows = records.contacts
    for before, after in ORDERED:
        both = (rows[before] >= 0) & (rows[after] >= 0)
        if (rows[before][both] > rows[after][both]).any():
            yield f"{after} before {before}"
    for time, needed in (
        ("answered", "assigned"),
        ("assigned", "joined"),
        ("released", "assigned"),
    ):
        if ((rows[time] >= 0) & (rows[needed] < 0)).any():
            yield f"{time} without {needed}"


def _slots(floor: Floor, records: Records) -> Iterator[str]:
    """No agent holds more than it may, among contacts whose one slot is known exactly."""
    rows = records.contacts
    channel = floor.queues["channel"]
    changes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows[
        (rows["assigned"] >= 0) & (rows["handovers"] == 0) & (rows["second_joined"] < 0)
    ]:
        if channel[row["queue"]] != 2:
            until = row["released"] if row["released"] >= 0 else floor.limit + 1
            changes[int(row["agent"])] += [(int(row["assigned"]), 1), (int(until), -1)]
    for agent, steps in changes.items():
        group = int(np.searchsorted(floor.groups["first_agent"], agent, side="right")) - 1
        while floor.groups[group]["agents"] == 0:
            group -= 1
        held = np.cumsum([by for _, by in sorted(steps)])
        if held.max() > floor.groups[group]["concurrency"]:
            yield f"agent {agent} holds {held.max()} sessions"


def _replies(records: Records) -> Iterator[str]:
    rows = records.contacts
    if (records.histogram.sum(axis=1) != rows["replies"]).any():
        yield "the histogram does not count every reply once"
    if (records.within.max(axis=1, initial=0) > rows["replies"]).any():
        yield "more replies within a limit than replies"
    if (rows["replies"] > rows["rounds"]).any():
        yield "more replies than rounds"
    silent = rows["outcome"] == ABANDONED_SILENT
    first_line = silent & (rows["second_joined"] < 0)
    if rows["replies"][first_line].any() or (rows["answered"][first_line] >= 0).any():
        yield "a reply to a silent leaver was counted"


def _occupancy(floor: Floor, records: Records) -> Iterator[str]:
    time = records.group_time
    if (time["busy"] > time["on_duty"]).any():
        yield "hands busier than on duty"
    if (time["open"] > time["on_duty"] * floor.groups["concurrency"]).any():
        yield "more open sessions than slots"
    most = floor.groups["agents"] * floor.interval
    if (time["on_duty"] > most).any() or (time["on_duty"] < 0).any():
        yield "more agents on duty than there are"
