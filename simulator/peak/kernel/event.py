"""The event list: a binary heap in the order of F17."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.kernel.state import Z_EVENTS


@inlined
def who_key(contact, agent):  # type: ignore[no-untyped-def]
    """Order within a kind: contact, then agent (−1 for none)."""
    return ((contact + 1) << 32) | (agent + 1)


@inlined
def push(events, z, time, kind, who, token):  # type: ignore[no-untyped-def]
    """Add an event."""
    when = (time << 4) | kind
    i = z[Z_EVENTS]
    z[Z_EVENTS] = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if events[parent].when < when or (events[parent].when == when and events[parent].who <= who):
            break
        events[i] = events[parent]
        i = parent
    events[i].when = when
    events[i].who = who
    events[i].token = token


@inlined
def drop_first(events, z):  # type: ignore[no-untyped-def]
    """Remove the first event (read it at row 0 before)."""
    n = z[Z_EVENTS] - 1
    z[Z_EVENTS] = n
    if n == 0:
        return
    when, who = events[n].when, events[n].who
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and (
            events[child + 1].when < events[child].when
            or (events[child + 1].when == events[child].when and events[child + 1].who < events[child].who)
        ):
            child += 1
        if when < events[child].when or (when == events[child].when and who <= events[child].who):
            break
        events[i] = events[child]
        i = child
    if i != n:
        events[i] = events[n]
