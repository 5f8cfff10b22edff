"""Ready agents: per channel and group an indexed heap in the order of F7."""

from __future__ import annotations

from simulator.peak.compiled import inlined


@inlined
def before(agents, a, b):  # type: ignore[no-untyped-def]
    """Whether agent ``a`` is preferred to ``b``."""
    return agents[a].key < agents[b].key or (agents[a].key == agents[b].key and a < b)


@inlined
def settle(agents, heap, place, first, n, i):  # type: ignore[no-untyped-def]
    """Move the agent at position ``i`` of a heap of ``n`` up or down to where it belongs."""
    a = heap[first + i]
    while i > 0:
        parent = (i - 1) >> 1
        b = heap[first + parent]
        if not before(agents, a, b):
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
            if before(agents, c, b):
                child += 1
                b = c
        if not before(agents, b, a):
            break
        heap[first + i] = b
        place[b] = i
        i = child
    heap[first + i] = a
    place[a] = i
