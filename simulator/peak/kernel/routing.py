"""Assignments, one at a time (F7)."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.kernel.agent import add_open, touch
from simulator.peak.kernel.given import groups, queues, served, served_first, skills
from simulator.peak.kernel.layout import (
    EMPTY,
    IN_HAND,
    IN_SLOT,
    THINKING,
    TO_CALL,
    TO_FIRST,
    TO_REPLY,
)
from simulator.peak.kernel.line import unlink
from simulator.peak.kernel.memory import (
    agents,
    contacts,
    crews,
    dirty_groups,
    dirty_queues,
    lines,
    lives,
    ready_count,
    ready_heap,
    slots,
)
from simulator.peak.kernel.ready import before
from simulator.peak.record import PHONE, TICKET


@inlined
def group_for(m, q: int, c: int) -> int:
    """The first group in the order of queue ``q`` that may take its head ``c`` now, −1 for none."""
    waited = m.now - lives(m)[c].joined
    channel = queues(m)[q].channel
    for row in range(queues(m)[q].first_skill, queues(m)[q].first_skill + queues(m)[q].skills):
        if waited >= skills(m)[row].after and ready_count(m)[channel, skills(m)[row].group] > 0:
            return skills(m)[row].group
    return -1


@inlined
def find(m, tickets: bool) -> int:
    """The queue whose head is the highest-ranked contact that can be assigned, −1 for none. Only
    where something changed since nobody could be assigned is looked at."""
    best = -1
    if tickets and m.tickets_waiting == 0:
        return best
    for pass_ in range(2):
        n = m.dirty_queues_count if pass_ == 0 else m.dirty_groups_count
        for i in range(n):
            if pass_ == 0:
                first, last = dirty_queues(m)[i], dirty_queues(m)[i] + 1
            else:
                first = served_first(m)[dirty_groups(m)[i]]
                last = served_first(m)[dirty_groups(m)[i] + 1]
            for j in range(first, last):
                q = j if pass_ == 0 else skills(m)[served(m)[j]].queue
                c = lines(m)[q].head
                if c < 0 or (queues(m)[q].channel == TICKET) != tickets:
                    continue
                if best >= 0 and not _outranks(m, q, best):
                    continue
                if group_for(m, q, c) >= 0:
                    best = q
    return best


@inlined
def _outranks(m, q: int, best: int) -> bool:
    a, b = lines(m)[q].head, lines(m)[best].head
    if queues(m)[q].priority != queues(m)[best].priority:
        return queues(m)[q].priority < queues(m)[best].priority
    if lives(m)[a].rank != lives(m)[b].rank:
        return lives(m)[a].rank < lives(m)[b].rank
    return a < b


@inlined
def assign(m, q: int) -> None:
    """Give the head of queue ``q`` to its agent: the slot or the ticket, no work yet."""
    c = lines(m)[q].head
    g = group_for(m, q, c)
    channel = queues(m)[q].channel
    first = groups(m)[g].first_agent
    if channel == TICKET:
        a = -1
        for other in range(first, first + groups(m)[g].agents):
            if agents(m)[other].ready & (1 << TICKET) and (
                a < 0 or before(agents(m)[other].key, other, agents(m)[a].key, a)
            ):
                a = other
    else:
        a = ready_heap(m)[channel, first]
    unlink(m, q, c)
    it = agents(m)[a]
    live = lives(m)[c]
    live.agent = a
    _record(m, c, a, g)
    if channel == TICKET:
        it.ticket = c
        live.state = IN_HAND
    else:
        k = 0
        while slots(m)[a, k].state != EMPTY:
            k += 1
        slot = slots(m)[a, k]
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
        add_open(m, g, 1)
    touch(m, a)


@inlined
def _record(m, c: int, a: int, g: int) -> None:
    row = contacts(m)[c]
    now = m.now
    if lives(m)[c].stage == 0:
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
def nothing_to_assign(m) -> None:
    """Everything that changed has been looked at."""
    for i in range(m.dirty_queues_count):
        lines(m)[dirty_queues(m)[i]].dirty = 0
    for i in range(m.dirty_groups_count):
        crews(m)[dirty_groups(m)[i]].dirty = 0
    m.dirty_queues_count = 0
    m.dirty_groups_count = 0
    m.assign_due = 0
