"""What happens to one agent: touched, refreshed, hands stopped, gone (F7, F8, F12)."""

from __future__ import annotations

from simulator.peak.compiled import inlined
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.given import groups, speed
from simulator.peak.kernel.layout import (
    BORDER,
    EMPTY,
    FREE,
    IN_QUEUE,
    TICKET_WORK,
)
from simulator.peak.kernel.line import mark_queue, put_back, watch_overflow
from simulator.peak.kernel.memory import (
    agents,
    backs,
    choosing,
    contacts,
    crews,
    dirty_groups,
    group_time,
    lives,
    marks,
    place,
    ready_count,
    ready_heap,
    ready_keys,
    serves,
    slots,
    touched,
)
from simulator.peak.kernel.ready import settle
from simulator.peak.record import CHAT, PHONE, TICKET

DAY_US = 86_400_000_000


@inlined
def touch(m, a: int) -> None:
    """Have agent ``a`` looked at when the present step is over."""
    if agents(m)[a].touched == 0:
        agents(m)[a].touched = 1
        touched(m)[m.touched_count] = a
        m.touched_count += 1


@inlined
def have_hands_choose(m, a: int) -> None:
    """Enter agent ``a`` in the ascending list of those whose hands are to choose."""
    if agents(m)[a].queued == 0:
        agents(m)[a].queued = 1
        n = m.choosing_count
        i = n
        # Descending in memory, so that the lowest id is taken off the end.
        while i > 0 and choosing(m)[i - 1] < a:
            choosing(m)[i] = choosing(m)[i - 1]
            i -= 1
        choosing(m)[i] = a
        m.choosing_count = n + 1


@inlined
def add_present(m, g: int, change: int) -> None:
    """Book a change of people on duty."""
    crews(m)[g].present += change
    if m.now < m.interval_end:
        group_time(m)[m.interval_row, g].on_duty += change * (m.interval_end - m.now)


@inlined
def add_busy(m, g: int, change: int) -> None:
    """Book a change of busy hands."""
    crews(m)[g].busy += change
    if m.now < m.interval_end:
        group_time(m)[m.interval_row, g].busy += change * (m.interval_end - m.now)


@inlined
def add_open(m, g: int, change: int) -> None:
    """Book a change of open sessions."""
    crews(m)[g].open += change
    if m.now < m.interval_end:
        group_time(m)[m.interval_row, g].open += change * (m.interval_end - m.now)


@inlined
def may_work_ticket(m, a: int) -> bool:
    """Whether the group's rule lets agent ``a`` work on the ticket in hand now (F10)."""
    it = agents(m)[a]
    return it.pending == 0 and (it.sessions == 0 or groups(m)[it.group].hands_free_tickets == 1)


@inlined
def refresh(m, a: int) -> None:
    """Bring agent ``a``'s places among the ready up to date; if it is newly ready, its group may
    have somebody to take."""
    it = agents(m)[a]
    g = it.group
    free = it.present == 1 and it.marked == 0 and it.rest == 0
    ready = 0
    if free and it.sessions == 0:
        ready |= 1 << PHONE
    if free and it.calling == 0 and it.no_chat == 0 and it.sessions < groups(m)[g].concurrency:
        ready |= 1 << CHAT
    idle = it.hands == FREE and it.pending == 0
    alone = it.sessions == 0 or groups(m)[g].hands_free_tickets == 1
    if free and it.ticket < 0 and idle and alone:
        ready |= 1 << TICKET
    held = 1 if it.ticket >= 0 else 0
    key = ((np_int(it.sessions) * 2 + held) << 44) | it.idle
    moved = key != it.key
    it.key = key
    before = np_int(it.ready)
    it.ready = ready
    if moved or (ready ^ before) & (1 << PHONE):
        _stand(m, a, g, PHONE, ready)
    if moved or (ready ^ before) & (1 << CHAT):
        _stand(m, a, g, CHAT, ready)
    if (ready ^ before) & (1 << TICKET):
        ready_count(m)[TICKET, g] += 1 if ready & (1 << TICKET) else -1
    newly = ready & ~before
    if newly:
        wanted = newly & (1 << PHONE) and m.calls_waiting > 0
        wanted = wanted or (newly & (1 << CHAT) and m.chats_waiting > 0)
        wanted = wanted or (newly & (1 << TICKET) and m.tickets_waiting > 0)
        if wanted:
            m.assign_due = 1
            if crews(m)[g].dirty == 0:
                crews(m)[g].dirty = 1
                dirty_groups(m)[m.dirty_groups_count] = g
                m.dirty_groups_count += 1
    may_ticket = it.ticket >= 0 and it.present == 1 and may_work_ticket(m, a)
    if it.hands == TICKET_WORK:
        if it.pending > 0 or not may_ticket:
            have_hands_choose(m, a)
    elif it.hands == FREE and (it.pending > 0 or may_ticket):
        have_hands_choose(m, a)


@inlined
def _stand(m, a: int, g: int, channel: int, ready: int) -> None:
    """Put agent ``a`` where it belongs in its group's heap for calls or chats. (For tickets, which
    are few, ready agents are only counted and looked for when one is to be assigned.)"""
    if serves(m)[channel, g] == 0:
        return
    keys, heap, places = ready_keys(m)[channel], ready_heap(m)[channel], place(m)[channel]
    first = groups(m)[g].first_agent
    n = ready_count(m)[channel, g]
    i = np_int(places[a])
    if ready & (1 << channel):
        if i < 0:
            i = n
            n += 1
            ready_count(m)[channel, g] = n
        settle(keys, heap, places, first, n, i, agents(m)[a].key, a)
    elif i >= 0:
        n -= 1
        ready_count(m)[channel, g] = n
        places[a] = -1
        last = heap[first + n]
        if last != a:
            settle(keys, heap, places, first, n, i, keys[first + n], np_int(last))


@inlined
def np_int(x: int) -> int:
    """A small field as a full integer."""
    return x + 0


@inlined
def stop_hands(m, a: int) -> None:
    """Hands stop what they do: the time is booked on the contact, a ticket's rest is kept (F10)."""
    it = agents(m)[a]
    elapsed = m.now - it.started
    c = it.contact
    contacts(m)[c].work += elapsed
    if it.hands == TICKET_WORK:
        done = int(elapsed * speed(m)[it.group, it.started // DAY_US])
        lives(m)[c].message = max(lives(m)[c].message - done, 0)
    it.hands = FREE
    it.contact = -1
    add_busy(m, it.group, -1)


@inlined
def give_ticket_back(m, a: int) -> None:
    """Put the ticket in hand back into its queue, due as before."""
    if agents(m)[a].hands == TICKET_WORK:
        stop_hands(m, a)
    c = agents(m)[a].ticket
    agents(m)[a].ticket = -1
    q = lives(m)[c].queue
    lives(m)[c].state = IN_QUEUE
    lives(m)[c].agent = -1
    put_back(m, q, c)
    mark_queue(m, q)
    watch_overflow(m, c)


@inlined
def empty_slot(m, a: int, k: int) -> None:
    """Free slot ``k`` of agent ``a`` without more ado."""
    it = agents(m)[a]
    slots(m)[a, k].state = EMPTY
    slots(m)[a, k].contact = -1
    it.sessions -= 1
    it.calling = 0
    add_open(m, it.group, -1)


@inlined
def leave(m, a: int) -> None:
    """Agent ``a`` goes off duty; a ticket in hand goes back."""
    it = agents(m)[a]
    if it.ticket >= 0:
        give_ticket_back(m, a)
    g = it.group
    if it.marked == 1:
        it.marked = 0
        _unmark(m, g, a)
    it.present = 0
    it.rest = 0
    it.no_chat = 0
    add_present(m, g, -1)
    touch(m, a)


@inlined
def _unmark(m, g: int, a: int) -> None:
    if crews(m)[g].marked == 0:
        return
    first = groups(m)[g].first_agent
    n = crews(m)[g].marked
    i = 0
    while i < n and marks(m)[first + i] != a:
        i += 1
    if i < n:
        for j in range(i, n - 1):
            marks(m)[first + j] = marks(m)[first + j + 1]
        crews(m)[g].marked = n - 1


@inlined
def start_rest(m, a: int) -> None:
    """The break that is due begins; the agent is off duty until it is over."""
    it = agents(m)[a]
    back = m.now + it.rest
    backs(m)[a] = back
    it.rest = 0
    it.present = 0
    if it.hands == TICKET_WORK:
        stop_hands(m, a)
    add_present(m, it.group, -1)
    push(m, back, BORDER, who_key(-1, a))
    touch(m, a)
