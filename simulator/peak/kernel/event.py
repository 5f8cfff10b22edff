"""The event list: a binary heap in the order of F17."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.kernel.memory import events


@inlined
def who_key(contact, agent):  # type: ignore[no-untyped-def]
    """Order within a kind: contact, then agent (−1 for none)."""
    return ((contact + 1) << 32) | (agent + 1)


@inlined
def push(m, time, kind, who, token):  # type: ignore[no-untyped-def]
    """Add an event."""
    when = (time << 4) | kind
    i = m.events_count
    m.events_count = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if events(m)[parent].when < when or (
            events(m)[parent].when == when and events(m)[parent].who <= who
        ):
            break
        events(m)[i] = events(m)[parent]
        i = parent
    events(m)[i].when = when
    events(m)[i].who = who
    events(m)[i].token = token


@inlined
def drop_first(m):  # type: ignore[no-untyped-def]
    """Remove the first event (read it at row 0 before)."""
    n = m.events_count - 1
    m.events_count = n
    if n == 0:
        return
    when, who = events(m)[n].when, events(m)[n].who
    i = 0
    while True:
        child = 2 * i + 1
        if child >= n:
            break
        if child + 1 < n and (
            events(m)[child + 1].when < events(m)[child].when
            or (
                events(m)[child + 1].when == events(m)[child].when
                and events(m)[child + 1].who < events(m)[child].who
            )
        ):
            child += 1
        if when < events(m)[child].when or (
            when == events(m)[child].when and who <= events(m)[child].who
        ):
            break
        events(m)[i] = events(m)[child]
        i = child
    if i != n:
        events(m)[i] = events(m)[n]
