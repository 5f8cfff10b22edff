"""Ready agents: per channel and group an indexed heap in the order of F7.

A heap is two arrays side by side, keys and agents, so that the children to compare lie next to
each other; ``place`` says where an agent stands."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import inlined

_0 = np.uint64(0)
_1 = np.uint64(1)
_2 = np.uint64(2)


@inlined
def before(key, a, other_key, b):  # type: ignore[no-untyped-def]
    """Whether agent ``a`` is preferred to ``b``: smaller key, then lower id."""
    return key < other_key or (key == other_key and a < b)


@inlined
def settle(keys, heap, place, start, n, i, key, a):  # type: ignore[no-untyped-def]
    """Put agent ``a`` into the hole at position ``i`` of the heap of ``n`` that begins at
    ``start``, after moving the hole up or down to where ``key`` belongs."""
    base = np.uint64(start)
    size = np.uint64(n)
    hole = np.uint64(i)
    while hole > _0:
        parent = (hole - _1) >> _1
        above = heap[base + parent]
        if not before(key, a, keys[base + parent], above):
            break
        keys[base + hole] = keys[base + parent]
        heap[base + hole] = above
        place[np.uint64(above)] = hole
        hole = parent
    child = hole * _2 + _1
    while child < size:
        other = child + _1
        if other < size:
            # Without a branch, since it is anybody's guess which child is preferred.
            x, y = keys[base + other], keys[base + child]
            child += np.uint64((x < y) | ((x == y) & (heap[base + other] < heap[base + child])))
        below = heap[base + child]
        if not before(keys[base + child], below, key, a):
            break
        keys[base + hole] = keys[base + child]
        heap[base + hole] = below
        place[np.uint64(below)] = hole
        hole = child
        child = hole * _2 + _1
    keys[base + hole] = key
    heap[base + hole] = a
    place[np.uint64(a)] = hole
