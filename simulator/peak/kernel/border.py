"""Borders: group time turns a page, headcounts change, named agents come and go (F12)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled
from simulator.peak.floor import (
    BREAK,
    FIRST_FREE,
    HANDOVER,
    LAST_CALL,
    NAMED,
    SHIFT_ON,
)
from simulator.peak.kernel.agent import (
    add_present,
    empty_slot,
    give_ticket_back,
    leave,
    start_rest,
    stop_hands,
    touch,
)
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.given import groups, on_duty, shifts
from simulator.peak.kernel.layout import (
    BORDER,
    IN_QUEUE,
    IN_WORK,
    REPLY,
    THINKING,
    TO_FIRST,
    TO_REPLY,
)
from simulator.peak.kernel.line import mark_queue, put_back, watch_overflow
from simulator.peak.kernel.memory import (
    agents,
    backs,
    contacts,
    crews,
    group_time,
    lives,
    marks,
    slots,
)


@compiled
def cross_border(m) -> None:
    """An interval begins, or the horizon ends: open its row of group time, set the headcounts."""
    i = m.next_border
    m.next_border = i + 1
    now = m.now
    if now >= m.end:
        m.interval_end = now
        return
    m.interval_row = i
    m.interval_end = now + m.interval
    for g in range(m.n_groups):
        group_time(m)[i, g].on_duty = crews(m)[g].present * m.interval
        group_time(m)[i, g].busy = crews(m)[g].busy * m.interval
        group_time(m)[i, g].open = crews(m)[g].open * m.interval
    if m.shift_end == NAMED:
        return
    for g in range(m.n_groups):
        it = crews(m)[g]
        change = on_duty(m)[g, i] - (it.present - it.marked - it.owed)
        if change > 0:
            _rise(m, g, change)
        elif change < 0:
            _drop(m, g, -change)


@compiled
def _rise(m, g: int, change: int) -> None:
    it = crews(m)[g]
    taken_back = min(change, it.owed)
    it.owed -= taken_back
    change -= taken_back
    first = groups(m)[g].first_agent
    while change > 0 and it.marked > 0:
        it.marked -= 1
        a = marks(m)[first + it.marked]
        agents(m)[a].marked = 0
        touch(m, a)
        change -= 1
    a = first
    while change > 0:
        if agents(m)[a].present == 0:
            _come(m, a)
            change -= 1
        a += 1


@compiled
def _come(m, a: int) -> None:
    it = agents(m)[a]
    it.present = 1
    it.idle = m.now
    add_present(m, it.group, 1)
    touch(m, a)


@compiled
def _drop(m, g: int, change: int) -> None:
    """Those without session leave first, then the least-loaded are marked, or owed (F12)."""
    first = groups(m)[g].first_agent
    n = 0
    who = np.empty(groups(m)[g].agents, np.int64)
    key = np.empty(groups(m)[g].agents, np.int64)
    for a in range(first, first + groups(m)[g].agents):
        if agents(m)[a].present == 1 and agents(m)[a].marked == 0:
            held = 1 if agents(m)[a].ticket >= 0 else 0
            key[n] = ((np.int64(agents(m)[a].sessions) * 2 + held) << 44) | agents(m)[a].idle
            who[n] = a
            n += 1
    order = np.argsort(key[:n], kind="mergesort")
    owes = m.shift_end == FIRST_FREE and groups(m)[g].concurrency == 1
    for i in range(min(change, n)):
        a = who[order[i]]
        if agents(m)[a].sessions == 0:
            leave(m, a)
        elif owes:
            crews(m)[g].owed += 1
        else:
            agents(m)[a].marked = 1
            marks(m)[first + crews(m)[g].marked] = a
            crews(m)[g].marked += 1
            touch(m, a)
            if m.shift_end == HANDOVER:
                _hand_over(m, a)


@compiled
def _hand_over(m, a: int) -> None:
    """Open chats that still have a reply to come, and the ticket, go back to their queues."""
    g = agents(m)[a].group
    for k in range(groups(m)[g].concurrency):
        slot = slots(m)[a, k]
        state = slot.state
        replying = state == IN_WORK and agents(m)[a].hands == REPLY
        if not (replying or state == TO_FIRST or state == TO_REPLY or state == THINKING):
            continue
        c = slot.contact
        if replying:
            stop_hands(m, a)
        elif state != THINKING:
            agents(m)[a].pending -= 1
        empty_slot(m, a, k)
        contacts(m)[c].released = m.now
        agents(m)[a].idle = m.now
        lives(m)[c].state = IN_QUEUE
        lives(m)[c].agent = -1
        contacts(m)[c].handovers += 1
        q = lives(m)[c].queue
        put_back(m, q, c)
        mark_queue(m, q)
        watch_overflow(m, c)
    if agents(m)[a].sessions == 0:
        leave(m, a)
    elif agents(m)[a].ticket >= 0:
        give_ticket_back(m, a)


@compiled
def keep_shift(m, row: int) -> None:
    """A named agent's own border: shift on, last call, break due, shift off."""
    a = shifts(m)[row].agent
    what = shifts(m)[row].what
    it = agents(m)[a]
    if what == SHIFT_ON:
        it.no_chat = 0
        backs(m)[a] = -1
        it.marked = 0
        if it.present == 0:
            _come(m, a)
    elif what == LAST_CALL:
        it.no_chat = 1
    elif what == BREAK:
        if it.present == 1 and it.marked == 0:
            it.rest += shifts(m)[row].length
            if it.sessions == 0:
                _rest(m, a)
        elif backs(m)[a] >= 0:
            backs(m)[a] += shifts(m)[row].length
            push(m, backs(m)[a], BORDER, who_key(-1, a))
    elif it.present == 1:
        it.rest = 0
        if it.sessions == 0:
            leave(m, a)
        else:
            it.marked = 1
    elif backs(m)[a] >= 0:
        backs(m)[a] = -1
        it.no_chat = 0
        if it.ticket >= 0:
            give_ticket_back(m, a)
    touch(m, a)


@compiled
def _rest(m, a: int) -> None:
    start_rest(m, a)


@compiled
def end_rest(m, a: int) -> None:
    """A break is over (unless it was cut or lengthened since): back on duty."""
    if backs(m)[a] == m.now:
        backs(m)[a] = -1
        _come(m, a)
