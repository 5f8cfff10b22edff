"""How many shifts can be filled at most: who can work on which day, and days of rest, as a flow.

Rest between shifts and weekly hours are left out, so no roster fills more."""

from __future__ import annotations

import numpy as np

from simulator.peak.roster.rules import World


def most_filled(world: World) -> int:
    """An upper bound on the people-shifts that any roster fills."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import maximum_flow

    people, days, slots = len(world.people), world.days, len(world.slots)
    source, sink = 0, 1 + people + people * days + slots
    edges: list[tuple[int, int, int]] = []
    able = world.static < 0
    for k in range(people):
        edges.append((source, 1 + k, _days(world, k)))
        for d in range(days):
            edges.append((1 + k, 1 + people + k * days + d, 1))
    for k, s in zip(*np.nonzero(able), strict=True):
        at = 1 + people + int(k) * days + int(world.day[s])
        edges.append((at, 1 + people + people * days + int(s), 1))
    for s, slot in enumerate(world.slots):
        edges.append((1 + people + people * days + s, sink, slot.people))
    rows, columns, values = zip(*edges, strict=True)
    graph = csr_matrix((np.array(values, np.int32), (rows, columns)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(graph, source, sink).flow_value)


def _days(world: World, person: int) -> int:
    """Most days that a person can work: a day of rest at the latest after so many."""
    most = world.labour.limits.days_in_a_row
    before = min(world.people[person].days_worked, most)
    return world.days - (world.days + before) // (most + 1)
