"""Queues as linked lists through the contacts, in order of rank (F5)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.given import queues, skills
from simulator.peak.kernel.layout import OVERFLOW
from simulator.peak.kernel.memory import dirty_queues, lines, lives
from simulator.peak.record import CHAT, PHONE


@inlined
def outranks(m, a, b):
    """Whether contact ``a`` stands before ``b`` in the same queue."""
    return lives(m)[a].rank < lives(m)[b].rank or (lives(m)[a].rank == lives(m)[b].rank and a < b)


@inlined
def _count(m, q, change):
    channel = queues(m)[q].channel
    if channel == PHONE:
        m.calls_waiting += change
    elif channel == CHAT:
        m.chats_waiting += change
    else:
        m.tickets_waiting += change


@inlined
def link(m, q, c, after):
    """Put ``c`` into queue ``q`` behind contact ``after`` (−1: at the head)."""
    if after >= 0:
        following = lives(m)[after].following
        lives(m)[after].following = c
    else:
        following = lines(m)[q].head
        lines(m)[q].head = c
    lives(m)[c].previous = after
    lives(m)[c].following = following
    if following >= 0:
        lives(m)[following].previous = c
    else:
        lines(m)[q].tail = c
    lines(m)[q].waiting += 1
    _count(m, q, 1)


@inlined
def append(m, q, c):
    """Queue a newcomer: searched from the tail, where it nearly always belongs."""
    after = lines(m)[q].tail
    while after >= 0 and outranks(m, c, after):
        after = lives(m)[after].previous
    link(m, q, c, after)


@inlined
def put_back(m, q, c):
    """Queue somebody who was there before: searched from the head."""
    following = lines(m)[q].head
    after = -1
    while following >= 0 and outranks(m, following, c):
        after = following
        following = lives(m)[following].following
    link(m, q, c, after)


@inlined
def unlink(m, q, c):
    """Take ``c`` out of queue ``q``."""
    previous, following = lives(m)[c].previous, lives(m)[c].following
    if previous >= 0:
        lives(m)[previous].following = following
    else:
        lines(m)[q].head = following
    if following >= 0:
        lives(m)[following].previous = previous
    else:
        lines(m)[q].tail = previous
    lines(m)[q].waiting -= 1
    _count(m, q, -1)


@inlined
def mark_queue(m, q):
    """Note that somebody in queue ``q`` may newly be assigned."""
    if lines(m)[q].dirty == 0:
        lines(m)[q].dirty = 1
        dirty_queues(m)[m.dirty_queues_count] = q
        m.dirty_queues_count += 1
    m.assign_due = 1


@compiled
def watch_overflow(m, c: int) -> None:
    """Schedule the next moment at which a further group may take waiting contact ``c``."""
    q = lives(m)[c].queue
    after = m.now - lives(m)[c].joined
    due = np.int64(-1)
    for row in range(queues(m)[q].first_skill, queues(m)[q].first_skill + queues(m)[q].skills):
        if skills(m)[row].after > after and (due < 0 or skills(m)[row].after < due):
            due = skills(m)[row].after
    if due >= 0:
        push(m, lives(m)[c].joined + due, OVERFLOW, who_key(c, -1))
