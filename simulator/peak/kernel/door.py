"""The way of a contact to people: first the bot where there is one, then a queue, or refused
(F4, F5)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import ROUNDS, STAGE
from simulator.peak.floor import W_ROUNDS
from simulator.peak.kernel.bot import meet_bot, next_sits
from simulator.peak.kernel.contact import end
from simulator.peak.kernel.given import (
    any_bot,
    entry_queue,
    first_bot,
    hours,
    laws,
    queues,
    values,
    work,
)
from simulator.peak.kernel.layout import IN_QUEUE
from simulator.peak.kernel.line import append, mark_queue
from simulator.peak.kernel.memory import contacts, desks, joined, lines, lives, reply_counts
from simulator.peak.law_draw import draw_rounds
from simulator.peak.record import (
    BOT_CONTAINED,
    BOT_LEFT,
    BOT_RESOLVED,
    CHAT,
    CONTAINED,
    LEFT,
    REFUSED,
    REPLY_COUNTS,
    RESOLVED,
    TICKET,
)

DAY_US = 86_400_000_000


@inlined
def enter(m, c: int) -> None:
    """Contact ``c`` arrives: at the bot that everybody there meets, else at a queue."""
    row = contacts(m)[c]
    b = first_bot(m)[row.shop, row.intent, row.channel]
    if b < 0 or not meet_bot(m, c, b):
        join_first_line(m, c)


@inlined
def end_dialogue(m, c: int) -> None:
    """The dialogue of contact ``c`` with its bot is over, and its seat is free."""
    row = contacts(m)[c]
    row.bot_ended = m.now
    b = np.int64(row.bot)
    desks(m)[b].busy -= 1
    leaf = row.bot_leaf
    if leaf == LEFT:
        end(m, c, BOT_LEFT, 0)
    elif leaf == RESOLVED:
        end(m, c, BOT_RESOLVED, 1)
    elif leaf == CONTAINED:
        end(m, c, BOT_CONTAINED, 0)
    else:
        join_first_line(m, c)
    next_sits(m, b)


@compiled
def join_first_line(m, c: int) -> None:
    """Contact ``c`` takes its place in the queue it belongs to; outside opening hours it leaves a
    message where that is possible, in a crowd it may be sent to the bot first; else refused."""
    row = contacts(m)[c]
    q = entry_queue(m)[row.shop, row.intent, row.channel, row.tier]
    if not _is_open(m, q):
        q = queues(m)[q].message_queue
        if q >= 0:
            row.message = 1
        if q < 0 or not _is_open(m, q):
            end(m, c, REFUSED, 0)
            return
    waiting = lines(m)[q].waiting
    full = queues(m)[q].cap >= 0 and waiting >= queues(m)[q].cap
    crowded = queues(m)[q].bot_above >= 0 and waiting > queues(m)[q].bot_above
    if (crowded or (full and queues(m)[q].cap_to_bot == 1)) and lives(m)[c].tried_bot == 0:
        forced = any_bot(m)[row.shop, row.intent, row.channel]
        if forced >= 0 and meet_bot(m, c, forced):
            return
    if full:
        end(m, c, REFUSED, 0)
    else:
        join(m, c, q, 0)


@inlined
def _is_open(m, q: int) -> bool:
    """Whether queue ``q`` takes customers at this time of day."""
    n = queues(m)[q].hours
    if n == 0:
        return True
    clock = m.now % DAY_US
    first = queues(m)[q].first_hours
    for i in range(first, first + n):
        if hours(m)[i, 0] <= clock < hours(m)[i, 1]:
            return True
    return False


@compiled
def join(m, c: int, q: int, stage: int) -> None:
    """Contact ``c`` takes its place in queue ``q`` of the first (stage 0) or second line; its
    timers are set once assignments are done."""
    now = m.now
    row, live = contacts(m)[c], lives(m)[c]
    if stage == 0:
        row.queue = q
        row.joined = now
    else:
        row.second_queue = q
        row.second_joined = now
    live.queue = q
    live.joined = now
    live.rank = now
    live.message = now
    live.pending = 1
    live.stage = stage
    live.replies = 0
    live.agent = -1
    live.state = IN_QUEUE
    channel = queues(m)[q].channel
    if channel == TICKET:
        live.rank = now + queues(m)[q].due
        live.message = -1
    elif channel == CHAT:
        law = work(m)[row.intent, W_ROUNDS]
        live.rounds = draw_rounds(
            laws(m), values(m), law, row.key, row.attempt, ROUNDS, stage * STAGE
        )
        row.rounds += live.rounds
        if stage == 0:
            # A copied run finds here what another branch has left.
            for i in range(REPLY_COUNTS):
                reply_counts(m)[c, i] = 0
    append(m, q, c)
    mark_queue(m, q)
    joined(m)[m.joined_count] = c
    m.joined_count += 1
