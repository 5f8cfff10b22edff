"""Queues as linked lists through the contacts, in order of rank (F5)."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.kernel.state import Z_ASSIGN, Z_DIRTY_QUEUES


@inlined
def outranks(live, a, b):  # type: ignore[no-untyped-def]
    """Whether contact ``a`` stands before ``b`` in the same queue."""
    return live[a].rank < live[b].rank or (live[a].rank == live[b].rank and a < b)


@inlined
def link(live, queues, q, c, after):  # type: ignore[no-untyped-def]
    """Put ``c`` into queue ``q`` behind contact ``after`` (−1: at the head)."""
    if after >= 0:
        following = live[after].following
        live[after].following = c
    else:
        following = queues[q].head
        queues[q].head = c
    live[c].previous = after
    live[c].following = following
    if following >= 0:
        live[following].previous = c
    else:
        queues[q].tail = c
    queues[q].waiting += 1


@inlined
def append(live, queues, q, c):  # type: ignore[no-untyped-def]
    """Queue a newcomer: searched from the tail, where it nearly always belongs."""
    after = queues[q].tail
    while after >= 0 and outranks(live, c, after):
        after = live[after].previous
    link(live, queues, q, c, after)


@inlined
def put_back(live, queues, q, c):  # type: ignore[no-untyped-def]
    """Queue somebody who was there before: searched from the head."""
    following = queues[q].head
    after = -1
    while following >= 0 and outranks(live, following, c):
        after = following
        following = live[following].following
    link(live, queues, q, c, after)


@inlined
def unlink(live, queues, q, c):  # type: ignore[no-untyped-def]
    """Take ``c`` out of queue ``q``."""
    previous, following = live[c].previous, live[c].following
    if previous >= 0:
        live[previous].following = following
    else:
        queues[q].head = following
    if following >= 0:
        live[following].previous = previous
    else:
        queues[q].tail = previous
    queues[q].waiting -= 1


@inlined
def mark_queue(s, q):  # type: ignore[no-untyped-def]
    """Note that somebody in queue ``q`` may newly be assigned."""
    if s.queues[q].dirty == 0:
        s.queues[q].dirty = 1
        s.dirty_queues[s.z[Z_DIRTY_QUEUES]] = q
        s.z[Z_DIRTY_QUEUES] += 1
    s.z[Z_ASSIGN] = 1
