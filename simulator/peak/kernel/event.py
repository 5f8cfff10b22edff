"""The event list: a binary heap in the order of F17.

An event is four words: ``when`` = time × 16 + kind, ``who`` = (contact + 1) × 2³² + agent + 1, a
token, and one unused, so that two children lie side by side. Words are moved one by one and
indices are unsigned: copying rows of a structured array, or letting indices be negative, doubles
the time of the whole kernel."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import inlined
from simulator.peak.kernel.memory import events

_0 = np.uint64(0)
_1 = np.uint64(1)
_2 = np.uint64(2)
_4 = np.uint64(4)


@inlined
def who_key(contact, agent):
    """Order within a kind: contact, then agent (−1 for none)."""
    return ((contact + 1) << 32) | (agent + 1)


@inlined
def first_when(m):
    """``when`` of the first event; there must be one."""
    return events(m)[_0]


@inlined
def first_who(m):
    """``who`` of the first event."""
    return events(m)[_1]


@inlined
def first_token(m):
    """Token of the first event."""
    return events(m)[_2]


@inlined
def _place(heap, hole, when, who, token):
    """Put an event into the hole, after letting it rise to where it belongs."""
    while hole > _0:
        parent = (hole - _1) >> _1
        at = parent * _4
        if heap[at] < when or (heap[at] == when and heap[at + _1] <= who):
            break
        to = hole * _4
        heap[to] = heap[at]
        heap[to + _1] = heap[at + _1]
        heap[to + _2] = heap[at + _2]
        hole = parent
    to = hole * _4
    heap[to] = when
    heap[to + _1] = who
    heap[to + _2] = token


@inlined
def push(m, time, kind, who, token):
    """Add an event."""
    n = m.events_count
    m.events_count = n + 1
    _place(events(m), np.uint64(n), (time << 4) | kind, who, token)


@inlined
def drop_first(m):
    """Remove the first event (read it before). The hole sinks to the bottom along the earlier
    children, then the last event rises from there: it nearly always belongs near the bottom."""
    heap = events(m)
    m.events_count -= 1
    n = np.uint64(m.events_count)
    hole = _0
    child = _1
    while child < n:
        at = child * _4
        if child + _1 < n:
            other = at + _4
            if heap[other] < heap[at] or (
                heap[other] == heap[at] and heap[other + _1] < heap[at + _1]
            ):
                child += _1
                at = other
        to = hole * _4
        heap[to] = heap[at]
        heap[to + _1] = heap[at + _1]
        heap[to + _2] = heap[at + _2]
        hole = child
        child = hole * _2 + _1
    at = n * _4
    _place(heap, hole, heap[at], heap[at + _1], heap[at + _2])
