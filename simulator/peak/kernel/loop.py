"""The event loop: takes the earliest thing in the order of F17 and carries it out."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.kernel.address import prefetch
from simulator.peak.kernel.agent import refresh
from simulator.peak.kernel.border import cross_border, end_rest, keep_shift
from simulator.peak.kernel.contact import open_row
from simulator.peak.kernel.door import end_dialogue, enter
from simulator.peak.kernel.event import drop_first, first_when, first_who, who_key
from simulator.peak.kernel.given import arrivals, shifts
from simulator.peak.kernel.hands import choose
from simulator.peak.kernel.layout import (
    AGENT_DTYPE,
    ARRIVAL,
    ASSIGN,
    BORDER,
    BOT_END,
    DONE,
    GROW,
    HANDS,
    IN_QUEUE,
    LIVE_DTYPE,
    MESSAGE,
    OVERFLOW,
    PATIENCE,
    PAUSED,
    SESSION_END,
    WORK_END,
)
from simulator.peak.kernel.line import mark_queue, watch_overflow
from simulator.peak.kernel.memory import agents, choosing, lives, touched
from simulator.peak.kernel.patience import lose_patience, start_timers
from simulator.peak.kernel.routing import assign, find, nothing_to_assign
from simulator.peak.kernel.session import end_session, end_work, get_message
from simulator.peak.record import CONTACT_DTYPE, REPLY_COUNTS

_NEVER = np.int64(2**62)

# Where the next thing that is not on the heap comes from.
_FROM_HEAP, _FROM_ARRIVALS, _FROM_BORDERS, _FROM_SHIFTS = range(4)

_CONTACT_BYTES, _LIVE_BYTES, _AGENT_BYTES = (
    CONTACT_DTYPE.itemsize,
    LIVE_DTYPE.itemsize,
    AGENT_DTYPE.itemsize,
)


@compiled
def advance(m, most_steps: int, until: int) -> int:
    """Run until nothing is left, the drain is over, time ``until`` is reached, ``most_steps`` are
    done or memory is short.

    Returns DONE; PAUSED before the first event at ``until`` or later; or GROW when the caller
    should make room (or just look up) and call again."""
    stop_at = m.steps + most_steps
    source, x_when, x_who = _FROM_HEAP, _NEVER, _NEVER
    stale = True
    while True:
        if _is_short(m) or m.steps >= stop_at:
            return GROW
        m.steps += 1
        if stale:
            stale = False
            source, x_when, x_who = _next_given(m)
        origin = source
        when, who = x_when, x_who
        top = first_when(m)
        if top < when or (top == when and first_who(m) < who):
            origin = _FROM_HEAP
            when, who = top, first_who(m)
        now_16 = m.now << 4
        if m.assign_due == 1 and when > (now_16 | ASSIGN):
            _assign_one(m)
        elif m.choosing_count > 0 and when > (now_16 | HANDS):
            m.choosing_count -= 1
            a = np.int64(choosing(m)[m.choosing_count])
            agents(m)[a].queued = 0
            choose(m, a)
        else:
            if when >= (m.limit + 1) << 4:
                return DONE
            if when >> 4 >= until:
                return PAUSED
            m.now = when >> 4
            stale = origin != _FROM_HEAP
            if origin == _FROM_HEAP:
                drop_first(m)
                _fetch_next(m)
                _carry_out(m, when & 15, (who >> 32) - 1, who & 0xFFFFFFFF)
            elif origin == _FROM_ARRIVALS:
                i = m.next_arrival
                m.next_arrival = i + 1
                open_row(m, i)
                enter(m, i)
            elif origin == _FROM_BORDERS:
                cross_border(m)
            else:
                keep_shift(m, m.next_shift)
                m.next_shift += 1
        _look_at_touched(m)


@inlined
def _is_short(m) -> bool:
    """Whether the next step might need more memory than there is."""
    return (
        m.contacts_count + 8 > m.contacts_room
        or m.events_count + 2 * m.joined_count + m.events_spare > m.events_room
        or m.joined_count + 8 > m.joined_room
    )


@inlined
def _next_given(m):
    """The earliest of first attempts, borders and shifts: where it comes from, when, who."""
    source, x_when, x_who = _FROM_HEAP, _NEVER, _NEVER
    i = m.next_arrival
    if i < m.arrivals_count:
        source = _FROM_ARRIVALS
        x_when = (arrivals(m)[i].time << 4) | ARRIVAL
        x_who = who_key(i, -1)
    if m.next_border <= m.n_intervals:
        when = (m.start + m.next_border * m.interval) << 4
        if when <= x_when:
            source, x_when, x_who = _FROM_BORDERS, when, np.int64(0)
    i = m.next_shift
    if i < m.shifts_count:
        when = shifts(m)[i].time << 4
        who = who_key(-1, shifts(m)[i].agent)
        if when < x_when or (when == x_when and who < x_who):
            source, x_when, x_who = _FROM_SHIFTS, when, who
    return source, x_when, x_who


@inlined
def _fetch_next(m) -> None:
    """While one event is carried out, have what the next one needs brought from memory: on a large
    floor that takes as long as the step itself. Addresses of nobody do no harm."""
    who = first_who(m)
    c, a = (who >> 32) - 1, (who & 0xFFFFFFFF) - 1
    prefetch(m.lives + c * _LIVE_BYTES)
    prefetch(m.contacts + c * _CONTACT_BYTES)
    prefetch(m.contacts + c * _CONTACT_BYTES + 64)
    prefetch(m.reply_counts + c * REPLY_COUNTS)
    prefetch(m.agents + a * _AGENT_BYTES)


@inlined
def _carry_out(m, kind: int, c: int, low: int) -> None:
    """One event from the list; ``low`` is its agent + 1, or which patience it is about."""
    if kind == WORK_END:
        end_work(m, c, low - 1)
    elif kind == MESSAGE:
        get_message(m, c)
    elif kind == BOT_END:
        end_dialogue(m, c)
    elif kind == PATIENCE:
        lose_patience(m, c, low & 3, low >> 2)
    elif kind == SESSION_END:
        end_session(m, c, low - 1)
    elif kind == ARRIVAL:
        enter(m, c)
    elif kind == OVERFLOW:
        if lives(m)[c].state == IN_QUEUE:
            mark_queue(m, lives(m)[c].queue)
            watch_overflow(m, c)
    elif kind == BORDER:
        end_rest(m, low - 1)


@inlined
def _assign_one(m) -> None:
    """One assignment, or the end of assignments for now."""
    for tickets in range(2):
        q = find(m, tickets == 1)
        if q >= 0:
            break
    if q >= 0:
        assign(m, q)
        if m.calls_waiting + m.chats_waiting + m.tickets_waiting > 0:
            return
    nothing_to_assign(m)
    start_timers(m)


@inlined
def _look_at_touched(m) -> None:
    """Bring the places of everybody up to date whom the step has touched."""
    n = m.touched_count
    m.touched_count = 0
    for i in range(n):
        a = np.int64(touched(m)[i])
        agents(m)[a].touched = 0
        refresh(m, a)
