"""Assignments, one at a time (F7)."""

from __future__ import annotations


from simulator.peak.compiled import inlined
from simulator.peak.floor import Floor
from simulator.peak.kernel.agent import add_open, touch
from simulator.peak.kernel.line import unlink
from simulator.peak.kernel.state import (
    EMPTY,
    IN_HAND,
    IN_SLOT,
    THINKING,
    TO_CALL,
    TO_FIRST,
    TO_REPLY,
    Z_ASSIGN,
    Z_DIRTY_GROUPS,
    Z_DIRTY_QUEUES,
    Z_NOW,
    State,
)
from simulator.peak.record import PHONE, TICKET


@inlined
def group_for(f: Floor, s: State, q: int, c: int) -> int:
    """The first group in the order of queue ``q`` that may take its head ``c`` now, −1 for none."""
    waited = s.z[Z_NOW] - s.live[c].joined
    channel = f.queues[q].channel
    for row in range(f.queues[q].first_skill, f.queues[q].first_skill + f.queues[q].skills):
        if waited >= f.skills[row].after and s.ready_count[channel, f.skills[row].group] > 0:
            return f.skills[row].group
    return -1


@inlined
def find(f: Floor, s: State, tickets: bool) -> int:
    """The queue whose head is the highest-ranked contact that can be assigned, −1 for none. Only
    where something changed since nobody could be assigned is looked at."""
    best = -1
    for pass_ in range(2):
        n = s.z[Z_DIRTY_QUEUES] if pass_ == 0 else s.z[Z_DIRTY_GROUPS]
        for i in range(n):
            if pass_ == 0:
                first, last = s.dirty_queues[i], s.dirty_queues[i] + 1
            else:
                first = f.served_first[s.dirty_groups[i]]
                last = f.served_first[s.dirty_groups[i] + 1]
            for j in range(first, last):
                q = j if pass_ == 0 else f.skills[f.served[j]].queue
                c = s.queues[q].head
                if c < 0 or (f.queues[q].channel == TICKET) != tickets:
                    continue
                if best >= 0 and not _outranks(f, s, q, best):
                    continue
                if group_for(f, s, q, c) >= 0:
                    best = q
    return best


@inlined
def _outranks(f: Floor, s: State, q: int, best: int) -> bool:
    a, b = s.queues[q].head, s.queues[best].head
    if f.queues[q].priority != f.queues[best].priority:
        return f.queues[q].priority < f.queues[best].priority
    if s.live[a].rank != s.live[b].rank:
        return s.live[a].rank < s.live[b].rank
    return a < b


@inlined
def assign(f: Floor, s: State, q: int) -> None:
    """Give the head of queue ``q`` to its agent: the slot or the ticket, no work yet."""
    c = s.queues[q].head
    g = group_for(f, s, q, c)
    channel = f.queues[q].channel
    a = s.ready[channel, f.groups[g].first_agent]
    unlink(s.live, s.queues, q, c)
    it = s.agents[a]
    live = s.live[c]
    live.agent = a
    _record(s, c, a, g)
    if channel == TICKET:
        it.ticket = c
        live.state = IN_HAND
    else:
        k = 0
        while s.slots[a, k].state != EMPTY:
            k += 1
        slot = s.slots[a, k]
        slot.contact = c
        slot.stage = live.stage
        slot.due = live.message
        live.slot = k
        live.state = IN_SLOT
        it.sessions += 1
        if channel == PHONE:
            it.calling = 1
            slot.state = TO_CALL
            it.pending += 1
        elif live.pending == 0:
            slot.state = THINKING
        else:
            slot.state = TO_FIRST if live.replies == 0 else TO_REPLY
            it.pending += 1
        add_open(s, g, 1)
    touch(s, a)


@inlined
def _record(s: State, c: int, a: int, g: int) -> None:
    row = s.contacts[c]
    now = s.z[Z_NOW]
    if s.live[c].stage == 0:
        if row.assigned < 0:
            row.assigned = now
        row.group = g
        row.agent = a
    else:
        if row.second_assigned < 0:
            row.second_assigned = now
        row.second_group = g
        row.second_agent = a


@inlined
def nothing_to_assign(s: State) -> None:
    """Everything that changed has been looked at."""
    for i in range(s.z[Z_DIRTY_QUEUES]):
        s.queues[s.dirty_queues[i]].dirty = 0
    for i in range(s.z[Z_DIRTY_GROUPS]):
        s.groups[s.dirty_groups[i]].dirty = 0
    s.z[Z_DIRTY_QUEUES] = 0
    s.z[Z_DIRTY_GROUPS] = 0
    s.z[Z_ASSIGN] = 0


