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
    SHIFT_OFF,
    SHIFT_ON,
    Floor,
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
from simulator.peak.kernel.line import mark_queue, put_back
from simulator.peak.kernel.state import (
    BORDER,
    IN_QUEUE,
    IN_WORK,
    OVERFLOW,
    REPLY,
    THINKING,
    TO_FIRST,
    TO_REPLY,
    Z_BORDER,
    Z_INTERVAL,
    Z_INTERVAL_END,
    Z_NOW,
    State,
)


@compiled
def cross_border(f: Floor, s: State) -> None:
    """An interval begins, or the horizon ends: open its row of group time, set the headcounts."""
    i = s.z[Z_BORDER]
    s.z[Z_BORDER] = i + 1
    now = s.z[Z_NOW]
    if now >= f.end:
        s.z[Z_INTERVAL_END] = now
        return
    s.z[Z_INTERVAL] = i
    s.z[Z_INTERVAL_END] = now + f.interval
    for g in range(s.groups.shape[0]):
        s.group_time[i, g].on_duty = s.groups[g].present * f.interval
        s.group_time[i, g].busy = s.groups[g].busy * f.interval
        s.group_time[i, g].open = s.groups[g].open * f.interval
    if f.shift_end == NAMED:
        return
    for g in range(s.groups.shape[0]):
        it = s.groups[g]
        change = f.on_duty[g, i] - (it.present - it.marked - it.owed)
        if change > 0:
            _rise(f, s, g, change)
        elif change < 0:
            _drop(f, s, g, -change)


@compiled
def _rise(f: Floor, s: State, g: int, change: int) -> None:
    it = s.groups[g]
    taken_back = min(change, it.owed)
    it.owed -= taken_back
    change -= taken_back
    first = f.groups[g].first_agent
    while change > 0 and it.marked > 0:
        it.marked -= 1
        a = s.marks[first + it.marked]
        s.agents[a].marked = 0
        touch(s, a)
        change -= 1
    a = first
    while change > 0:
        if s.agents[a].present == 0:
            _come(s, a)
            change -= 1
        a += 1


@compiled
def _come(s: State, a: int) -> None:
    it = s.agents[a]
    it.present = 1
    it.idle = s.z[Z_NOW]
    add_present(s, it.group, 1)
    touch(s, a)


@compiled
def _drop(f: Floor, s: State, g: int, change: int) -> None:
    """Those without session leave first, then the least-loaded are marked, or owed (F12)."""
    first = f.groups[g].first_agent
    n = 0
    who = np.empty(f.groups[g].agents, np.int64)
    key = np.empty(f.groups[g].agents, np.int64)
    for a in range(first, first + f.groups[g].agents):
        if s.agents[a].present == 1 and s.agents[a].marked == 0:
            held = 1 if s.agents[a].ticket >= 0 else 0
            key[n] = ((np.int64(s.agents[a].sessions) * 2 + held) << 44) | s.agents[a].idle
            who[n] = a
            n += 1
    order = np.argsort(key[:n], kind="mergesort")
    owes = f.shift_end == FIRST_FREE and f.groups[g].concurrency == 1
    for i in range(min(change, n)):
        a = who[order[i]]
        if s.agents[a].sessions == 0:
            leave(f, s, a)
        elif owes:
            s.groups[g].owed += 1
        else:
            s.agents[a].marked = 1
            s.marks[first + s.groups[g].marked] = a
            s.groups[g].marked += 1
            touch(s, a)
            if f.shift_end == HANDOVER:
                _hand_over(f, s, a)


@compiled
def _hand_over(f: Floor, s: State, a: int) -> None:
    """Open chats that still have a reply to come, and the ticket, go back to their queues."""
    g = s.agents[a].group
    for k in range(f.groups[g].concurrency):
        slot = s.slots[a, k]
        state = slot.state
        replying = state == IN_WORK and s.agents[a].hands == REPLY
        if not (replying or state == TO_FIRST or state == TO_REPLY or state == THINKING):
            continue
        c = slot.contact
        if replying:
            stop_hands(f, s, a)
        elif state != THINKING:
            s.agents[a].pending -= 1
        empty_slot(s, a, k)
        s.live[c].state = IN_QUEUE
        s.live[c].agent = -1
        s.contacts[c].handovers += 1
        q = s.live[c].queue
        put_back(s.live, s.queues, q, c)
        mark_queue(s, q)
        watch_overflow(f, s, c)
    if s.agents[a].sessions == 0:
        leave(f, s, a)
    elif s.agents[a].ticket >= 0:
        give_ticket_back(f, s, a)


@compiled
def keep_shift(f: Floor, s: State, row: int) -> None:
    """A named agent's own border: shift on, last call, break due, shift off."""
    a = f.shifts[row].agent
    what = f.shifts[row].what
    it = s.agents[a]
    if what == SHIFT_ON:
        it.no_chat = 0
        it.back = -1
        it.marked = 0
        if it.present == 0:
            _come(s, a)
    elif what == LAST_CALL:
        it.no_chat = 1
    elif what == BREAK:
        if it.present == 1 and it.marked == 0:
            it.rest += f.shifts[row].length
            if it.sessions == 0:
                _rest(f, s, a)
        elif it.back >= 0:
            it.back += f.shifts[row].length
            push(s.events, s.z, it.back, BORDER, who_key(-1, a), 0)
    elif it.present == 1:
        it.rest = 0
        if it.sessions == 0:
            leave(f, s, a)
        else:
            it.marked = 1
    elif it.back >= 0:
        it.back = -1
        it.no_chat = 0
        if it.ticket >= 0:
            give_ticket_back(f, s, a)
    touch(s, a)


@compiled
def _rest(f: Floor, s: State, a: int) -> None:
    start_rest(f, s, a)


@compiled
def end_rest(s: State, a: int) -> None:
    """A break is over (unless it was cut or lengthened since): back on duty."""
    if s.agents[a].back == s.z[Z_NOW]:
        s.agents[a].back = -1
        _come(s, a)


@compiled
def watch_overflow(f: Floor, s: State, c: int) -> None:
    """Schedule the next moment at which a further group may take waiting contact ``c``."""
    q = s.live[c].queue
    after = s.z[Z_NOW] - s.live[c].joined
    due = np.int64(-1)
    for row in range(f.queues[q].first_skill, f.queues[q].first_skill + f.queues[q].skills):
        if f.skills[row].after > after and (due < 0 or f.skills[row].after < due):
            due = f.skills[row].after
    if due >= 0:
        push(s.events, s.z, s.live[c].joined + due, OVERFLOW, who_key(c, -1), 0)
