"""What happens to one agent: touched, refreshed, hands stopped, gone (F7, F8, F12)."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.floor import Floor
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.line import mark_queue, put_back
from simulator.peak.kernel.ready import settle
from simulator.peak.kernel.state import (
    BORDER,
    EMPTY,
    FREE,
    IN_QUEUE,
    TICKET_WORK,
    Z_ASSIGN,
    Z_DIRTY_GROUPS,
    Z_HANDS,
    Z_INTERVAL,
    Z_INTERVAL_END,
    Z_NOW,
    Z_TOUCHED,
    State,
)
from simulator.peak.record import CHAT, PHONE, TICKET

DAY_US = 86_400_000_000


@inlined
def touch(s: State, a: int) -> None:
    """Have agent ``a`` looked at when the present step is over."""
    if s.agents[a].touched == 0:
        s.agents[a].touched = 1
        s.touched[s.z[Z_TOUCHED]] = a
        s.z[Z_TOUCHED] += 1


@inlined
def have_hands_choose(s: State, a: int) -> None:
    """Enter agent ``a`` in the ascending list of those whose hands are to choose."""
    if s.agents[a].queued == 0:
        s.agents[a].queued = 1
        n = s.z[Z_HANDS]
        i = n
        # Descending in memory, so that the lowest id is taken off the end.
        while i > 0 and s.choosing[i - 1] < a:
            s.choosing[i] = s.choosing[i - 1]
            i -= 1
        s.choosing[i] = a
        s.z[Z_HANDS] = n + 1


@inlined
def add_present(s: State, g: int, change: int) -> None:
    """Book a change of people on duty."""
    s.groups[g].present += change
    if s.z[Z_NOW] < s.z[Z_INTERVAL_END]:
        s.group_time[s.z[Z_INTERVAL], g].on_duty += change * (s.z[Z_INTERVAL_END] - s.z[Z_NOW])


@inlined
def add_busy(s: State, g: int, change: int) -> None:
    """Book a change of busy hands."""
    s.groups[g].busy += change
    if s.z[Z_NOW] < s.z[Z_INTERVAL_END]:
        s.group_time[s.z[Z_INTERVAL], g].busy += change * (s.z[Z_INTERVAL_END] - s.z[Z_NOW])


@inlined
def add_open(s: State, g: int, change: int) -> None:
    """Book a change of open sessions."""
    s.groups[g].open += change
    if s.z[Z_NOW] < s.z[Z_INTERVAL_END]:
        s.group_time[s.z[Z_INTERVAL], g].open += change * (s.z[Z_INTERVAL_END] - s.z[Z_NOW])


@inlined
def may_work_ticket(f: Floor, s: State, a: int) -> bool:
    """Whether the group's rule lets agent ``a`` work on the ticket in hand now (F10)."""
    it = s.agents[a]
    return it.pending == 0 and (it.sessions == 0 or f.groups[it.group].hands_free_tickets == 1)


@inlined
def refresh(f: Floor, s: State, a: int) -> None:
    """Bring agent ``a``'s places among the ready up to date; if it is newly ready, its group may
    have somebody to take."""
    it = s.agents[a]
    g = it.group
    free = it.present == 1 and it.marked == 0 and it.rest == 0
    ready = 0
    if free and it.sessions == 0:
        ready |= 1 << PHONE
    if free and it.calling == 0 and it.no_chat == 0 and it.sessions < f.groups[g].concurrency:
        ready |= 1 << CHAT
    if free and it.ticket < 0 and it.hands == FREE and it.pending == 0:
        if it.sessions == 0 or f.groups[g].hands_free_tickets == 1:
            ready |= 1 << TICKET
    held = 1 if it.ticket >= 0 else 0
    it.key = ((np_int(it.sessions) * 2 + held) << 44) | it.idle
    first = f.groups[g].first_agent
    newly = ready & ~np_int(it.ready)
    it.ready = ready
    for channel in range(3):
        if s.serves[channel, g] == 0:
            continue
        heap, place = s.ready[channel], s.place[channel]
        n = s.ready_count[channel, g]
        i = place[a]
        if ready & (1 << channel):
            if i < 0:
                i = n
                heap[first + n] = a
                n += 1
                s.ready_count[channel, g] = n
            settle(s.agents, heap, place, first, n, i)
        elif i >= 0:
            n -= 1
            s.ready_count[channel, g] = n
            place[a] = -1
            last = heap[first + n]
            if last != a:
                heap[first + i] = last
                settle(s.agents, heap, place, first, n, i)
    if newly and s.groups[g].dirty == 0:
        s.groups[g].dirty = 1
        s.dirty_groups[s.z[Z_DIRTY_GROUPS]] = g
        s.z[Z_DIRTY_GROUPS] += 1
    if newly:
        s.z[Z_ASSIGN] = 1
    may_ticket = it.ticket >= 0 and it.present == 1 and may_work_ticket(f, s, a)
    if it.hands == TICKET_WORK:
        if it.pending > 0 or not may_ticket:
            have_hands_choose(s, a)
    elif it.hands == FREE and (it.pending > 0 or may_ticket):
        have_hands_choose(s, a)


@inlined
def np_int(x: int) -> int:
    """A small field as a full integer."""
    return x + 0


@inlined
def stop_hands(f: Floor, s: State, a: int) -> None:
    """Hands stop what they do: the time is booked on the contact, a ticket's rest is kept (F10)."""
    it = s.agents[a]
    elapsed = s.z[Z_NOW] - it.started
    c = it.contact
    s.contacts[c].work += elapsed
    if it.hands == TICKET_WORK:
        done = int(elapsed * f.speed[it.group, it.started // DAY_US])
        s.live[c].left = max(s.live[c].left - done, 0)
    it.hands = FREE
    it.contact = -1
    it.token += 1
    add_busy(s, it.group, -1)


@inlined
def give_ticket_back(f: Floor, s: State, a: int) -> None:
    """Put the ticket in hand back into its queue, due as before."""
    if s.agents[a].hands == TICKET_WORK:
        stop_hands(f, s, a)
    c = s.agents[a].ticket
    s.agents[a].ticket = -1
    q = s.live[c].queue
    s.live[c].state = IN_QUEUE
    s.live[c].agent = -1
    put_back(s.live, s.queues, q, c)
    mark_queue(s, q)


@inlined
def empty_slot(s: State, a: int, k: int) -> None:
    """Free slot ``k`` of agent ``a`` without more ado."""
    it = s.agents[a]
    s.slots[a, k].state = EMPTY
    s.slots[a, k].contact = -1
    it.sessions -= 1
    it.calling = 0
    add_open(s, it.group, -1)


@inlined
def leave(f: Floor, s: State, a: int) -> None:
    """Agent ``a`` goes off duty; a ticket in hand goes back."""
    it = s.agents[a]
    if it.ticket >= 0:
        give_ticket_back(f, s, a)
    g = it.group
    if it.marked == 1:
        it.marked = 0
        _unmark(f, s, g, a)
    it.present = 0
    it.rest = 0
    it.no_chat = 0
    add_present(s, g, -1)
    touch(s, a)


@inlined
def _unmark(f: Floor, s: State, g: int, a: int) -> None:
    if s.groups[g].marked == 0:
        return
    first = f.groups[g].first_agent
    n = s.groups[g].marked
    i = 0
    while i < n and s.marks[first + i] != a:
        i += 1
    if i < n:
        for j in range(i, n - 1):
            s.marks[first + j] = s.marks[first + j + 1]
        s.groups[g].marked = n - 1


@inlined
def start_rest(f: Floor, s: State, a: int) -> None:
    """The break that is due begins; the agent is off duty until it is over."""
    it = s.agents[a]
    it.back = s.z[Z_NOW] + it.rest
    it.rest = 0
    it.present = 0
    if it.hands == TICKET_WORK:
        stop_hands(f, s, a)
    add_present(s, it.group, -1)
    push(s.events, s.z, it.back, BORDER, who_key(-1, a), 0)
    touch(s, a)
