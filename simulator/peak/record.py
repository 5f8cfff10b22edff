"""What a run leaves behind: one row per contact, one per interval and group (2.2).

Times are int64 µs from the scenario's origin, −1 where a thing never happened; numbers of things
named in the scenario are positions in it, −1 for none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

OUTCOMES = (
    "bot_resolved",
    "bot_contained",
    "bot_left",
    "refused",
    "served",
    "abandoned",
    "abandoned_silent",
    "left_in_service",
    "waiting",
    "in_progress",
)
(
    BOT_RESOLVED,
    BOT_CONTAINED,
    BOT_LEFT,
    REFUSED,
    SERVED,
    ABANDONED,
    ABANDONED_SILENT,
    LEFT_IN_SERVICE,
    WAITING,
    IN_PROGRESS,
) = range(10)
NO_OUTCOME = 255

BOT_LEAVES = ("none", "demanded", "left", "resolved", "transferred", "contained")
NO_LEAF, DEMANDED, LEFT, RESOLVED, TRANSFERRED, CONTAINED = range(6)

PHONE, CHAT, TICKET = range(3)


def padded(
    fields: list[tuple[str, type[np.generic]]], size: int, places: tuple[str, ...] = ()
) -> np.dtype[np.void]:
    """Rows of ``size`` bytes: whole lines of the processor's cache, so that a row never lies across
    more of them than it must. ``places``: the order in memory, where it is not that of the
    fields."""
    kinds = dict(fields)
    offset, at = 0, {}
    for name in places or tuple(kinds):
        at[name] = offset
        offset += np.dtype(kinds[name]).itemsize
    assert offset <= size
    assert at.keys() == kinds.keys()
    names = list(kinds)
    return np.dtype(
        {
            "names": names,
            "formats": [kinds[n] for n in names],
            "offsets": [at[n] for n in names],
            "itemsize": size,
        }
    )


CONTACT_DTYPE = padded(
    [
        ("key", np.uint64),  # of the case (F3)
        ("arrived", np.int64),
        ("bot_started", np.int64),
        ("bot_ended", np.int64),
        ("joined", np.int64),  # first human queue; second_* are those of the second line
        ("assigned", np.int64),  # first time (a handover keeps it); agent, group: the last ones
        ("answered", np.int64),  # phone: assigned; chat: first reply sent; ticket: work begun
        ("second_joined", np.int64),
        ("second_assigned", np.int64),
        ("second_answered", np.int64),
        ("ended", np.int64),  # for the customer
        ("released", np.int64),  # when a slot it held was last given free (tickets: when done)
        ("work", np.int64),  # µs of hands spent by all agents, booked when hands stop, dropped too
        ("reply_wait_sum", np.int64),
        ("return_delay", np.int64),
        ("case", np.int32),  # row of the first attempt
        ("next", np.int32),  # row of the return
        ("agent", np.int32),
        ("second_agent", np.int32),
        ("intent", np.int16),
        ("shop", np.int16),
        ("tier", np.int16),
        ("queue", np.int16),
        ("second_queue", np.int16),
        ("group", np.int16),
        ("second_group", np.int16),
        ("bot", np.int16),  # since it stands in the bot's line or sits with it
        ("rounds", np.int16),  # planned, all stages entered
        ("replies", np.int16),  # sent
        ("handovers", np.int16),
        ("channel", np.uint8),
        ("attempt", np.uint8),  # 0 first
        ("bot_leaf", np.uint8),
        ("understood", np.uint8),
        ("outcome", np.uint8),
        ("resolved", np.uint8),
        ("message", np.uint8),  # a 留言
        ("return_channel", np.int8),
    ],
    192,
    # What changes while people work on a contact lies in the first line, the second line last.
    places=(
        "key", "answered", "ended", "released", "work", "reply_wait_sum", "intent", "rounds",
        "replies", "handovers", "channel", "attempt", "bot_leaf", "understood", "outcome",
        "resolved", "message", "return_channel",
        "arrived", "bot_started", "bot_ended", "joined", "assigned", "return_delay", "next",
        "agent", "queue", "group", "shop", "bot",
        "case", "tier", "second_queue", "second_joined", "second_assigned", "second_answered",
        "second_agent", "second_group",
    ),
)  # fmt: skip

GROUP_TIME_DTYPE = np.dtype(
    [("on_duty", np.int64), ("busy", np.int64), ("open", np.int64), ("paid", np.int64)]
)
"""Agent-µs per interval and group: on duty, hands busy, open sessions, paid (planned)."""

REPLY_EDGES_S = (
    5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 240, 300, 420, 600, 900, 1200,
    1800, 3600,
)  # fmt: skip
"""Upper edges of the histogram of reply waits; a wait falls in the first bin whose edge it does
not exceed."""

REPLY_BINS = len(REPLY_EDGES_S) + 1

MAX_LIMITS = 4
"""Named limits of reply waits that a run counts exactly."""

REPLY_COUNTS = 32
"""Columns of a contact's counts of replies: MAX_LIMITS within limits, REPLY_BINS by wait, and
spare ones, so that they lie together in one line of the processor's cache."""

REPLY_EDGES_US = np.array(REPLY_EDGES_S, np.int64) * 1_000_000


@dataclass(frozen=True)
class Records:
    """The records of one replication, as both engines write them."""

    contacts: NDArray[np.void]
    """[contact] of CONTACT_DTYPE, by contact id."""
    within: NDArray[np.uint8]
    """[contact, limit]: replies whose wait did not exceed that limit (Floor.limits)."""
    histogram: NDArray[np.uint8]
    """[contact, REPLY_BINS]: replies by wait."""
    group_time: NDArray[np.void]
    """[interval, group] of GROUP_TIME_DTYPE; engines leave ``paid`` at 0."""


NEW_CONTACT = np.zeros((), CONTACT_DTYPE)
"""A row with nothing happened yet; copy it and fill in who it is."""
for _name in CONTACT_DTYPE.names or ():
    if _name not in ("key", "work", "reply_wait_sum", "rounds", "replies", "handovers", "attempt",
                     "bot_leaf", "understood", "resolved", "message", "channel"):  # fmt: skip
        NEW_CONTACT[_name] = NO_OUTCOME if _name == "outcome" else -1
