"""The event list: a heap in the order of F17, four children to a parent.

An event is two words: ``when`` = time × 16 + kind, and ``who`` = (contact + 1) × 2³² + agent + 1;
of a PATIENCE event, which has no agent, the low half says which patience (``patience_key``). Four
children fill one line of the processor's cache, and the places behind the last event hold
``NOTHING``, so that the earliest of four is found without asking how many there are. Indices are
unsigned: letting them be negative costs more than the comparison."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.kernel.memory import events

NOTHING = 2**62
"""Both words of a place without an event."""

_0 = np.uint64(0)
_1 = np.uint64(1)
_2 = np.uint64(2)
_3 = np.uint64(3)
_4 = np.uint64(4)


@inlined
def who_key(contact, agent):
    """Order within a kind: contact, then agent (−1 for none)."""
    return ((contact + 1) << 32) | (agent + 1)


@inlined
def patience_key(contact, what, number):
    """``who`` of a PATIENCE event: which patience, and the number of the reply it is for."""
    return ((contact + 1) << 32) | (number << 2) | what


@inlined
def first_when(m):
    """``when`` of the first event, NOTHING if there is none."""
    return events(m)[_0]


@inlined
def first_who(m):
    """``who`` of the first event."""
    return events(m)[_1]


@inlined
def _earliest(heap, child):
    """The earliest of the four events from place ``child``. Without a branch as long as their times
    differ, which they nearly always do: which is first is anybody's guess."""
    at = child * _2
    w0, w1, w2, w3 = heap[at], heap[at + _2], heap[at + _4], heap[at + _4 + _2]
    wa, wb = min(w0, w1), min(w2, w3)
    if (w0 == w1) | (w2 == w3) | (wa == wb):
        return _earliest_of_equals(heap, child)
    return child + (_2 + np.uint64(w3 < w2) if wb < wa else np.uint64(w1 < w0))


@compiled
def _earliest_of_equals(heap, child):
    best = child
    for other in range(child + _1, child + _4):
        x, y = other * _2, best * _2
        if heap[x] < heap[y] or (heap[x] == heap[y] and heap[x + _1] < heap[y + _1]):
            best = np.uint64(other)
    return best


@inlined
def _place(heap, hole, when, who):
    """Put an event into the hole, after letting it rise to where it belongs."""
    while hole > _0:
        parent = (hole - _1) // _4
        at = parent * _2
        if heap[at] < when or (heap[at] == when and heap[at + _1] <= who):
            break
        to = hole * _2
        heap[to] = heap[at]
        heap[to + _1] = heap[at + _1]
        hole = parent
    to = hole * _2
    heap[to] = when
    heap[to + _1] = who


@inlined
def push(m, time, kind, who):
    """Add an event."""
    n = m.events_count
    m.events_count = n + 1
    _place(events(m), np.uint64(n), (time << 4) | kind, who)


@inlined
def drop_first(m):
    """Remove the first event (read it before). The hole sinks to the bottom along the earliest
    children, then the last event rises from there: it nearly always belongs near the bottom."""
    heap = events(m)
    m.events_count -= 1
    n = np.uint64(m.events_count)
    last = n * _2
    when, who = heap[last], heap[last + _1]
    heap[last] = NOTHING
    heap[last + _1] = NOTHING
    if n == _0:
        return
    hole = _0
    child = _1
    while child < n:
        first = _earliest(heap, child)
        at, to = first * _2, hole * _2
        heap[to] = heap[at]
        heap[to + _1] = heap[at + _1]
        hole = first
        child = hole * _4 + _1
    _place(heap, hole, when, who)
