"""Ready agents: per channel and group an indexed heap in the order of F7."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.kernel.memory import agents


@inlined
def before(people, a, b):
    """Whether agent ``a`` of the table ``people`` is preferred to ``b``."""
    return people[a].key < people[b].key or (people[a].key == people[b].key and a < b)


@inlined
def settle(m, heap, place, first, n, i):
    """Move the agent at position ``i`` of a heap of ``n`` up or down to where it belongs."""
    people = agents(m)
    a = heap[first + i]
    while i > 0:
        parent = (i - 1) >> 1
        b = heap[first + parent]
        if not before(people, a, b):
            break
        heap[first + i] = b
        place[b] = i
        i = parent
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        b = heap[first + child]
        if child + 1 < n:
            c = heap[first + child + 1]
            if before(people, c, b):
                child += 1
                b = c
        if not before(people, b, a):
            break
        heap[first + i] = b
        place[b] = i
        i = child
    heap[first + i] = a
    place[a] = i
