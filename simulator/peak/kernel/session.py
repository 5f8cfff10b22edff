"""The steps of a contact with people: work ends, messages come, slots are given free (F8–F11)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import (
    ESCALATE,
    GHOST_WAIT,
    IDLE_CLOSE,
    RESOLVE,
    STAGE,
    THINK,
    uniform,
)
from simulator.peak.draw import REPLY_PATIENCE as DRAW_REPLY_PATIENCE
from simulator.peak.floor import B_GHOST_WAIT, B_IDLE_CLOSE, B_REPLY_PATIENCE, W_THINK
from simulator.peak.kernel.agent import (
    DAY_US,
    empty_slot,
    leave,
    start_rest,
    stop_hands,
    touch,
)
from simulator.peak.kernel.contact import end
from simulator.peak.kernel.door import join
from simulator.peak.kernel.event import patience_key, push, who_key
from simulator.peak.kernel.given import (
    behaviour,
    edges,
    escalated_by,
    groups,
    limits,
    queues,
    resolution,
    resolved_by,
    work,
)
from simulator.peak.kernel.hands import base_us, wrap_us
from simulator.peak.kernel.layout import (
    CALL,
    CLOSING,
    FREE,
    HAUNTED,
    IN_SLOT,
    MESSAGE,
    PATIENCE,
    REPLY,
    REPLY_PATIENCE_,
    SESSION_END,
    THINKING,
    TICKET_WORK,
    TO_REPLY,
    TO_WRAP,
    WRAP,
)
from simulator.peak.kernel.memory import agents, contacts, crews, lives, reply_counts, slots
from simulator.peak.record import (
    ABANDONED_SILENT,
    CHAT,
    MAX_LIMITS,
    PHONE,
    REPLY_BINS,
    SERVED,
)


@inlined
def end_work(m, c: int, a: int) -> None:
    """Agent ``a``'s hands have done what they did for contact ``c``."""
    it = agents(m)[a]
    if it.ends != m.now or it.contact != c or it.hands == FREE:
        return  # that work was dropped
    k = np.int64(it.slot)
    what = it.hands
    stop_hands(m, a)
    touch(m, a)
    if what == WRAP:
        free_slot(m, a, k)
    elif what == REPLY and not _replied(m, c, a, k):
        return
    else:
        _serve(m, c, a, k, what)


@inlined
def _replied(m, c: int, a: int, k: int) -> bool:
    """A reply is done: sent, unless nobody is there to read it. Whether it was the last one."""
    slot, live = slots(m)[a, k], lives(m)[c]
    if contacts(m)[c].outcome == ABANDONED_SILENT:
        slot.state = HAUNTED
        wait = base_us(m, behaviour(m)[B_GHOST_WAIT], c, GHOST_WAIT, slot.stage * STAGE)
        push(m, m.now + wait, SESSION_END, who_key(c, a))
        return False
    _reply_sent(m, c)
    if live.replies < live.rounds:
        slot.state = THINKING
        law = work(m)[live.intent, W_THINK]
        think = base_us(m, law, c, THINK, live.stage * STAGE + live.replies - 1)
        push(m, m.now + think, MESSAGE, who_key(c, -1))
        return False
    return True


@inlined
def _serve(m, c: int, a: int, k: int, what: int) -> None:
    """A call, the last reply of a chat or a ticket is done: over, or on to the second line; then
    the slot waits for its wrap-up or closing, or is given free."""
    it, live, row = agents(m)[a], lives(m)[c], contacts(m)[c]
    stage = live.stage
    to = queues(m)[live.queue].escalates_to
    if what == TICKET_WORK:
        it.ticket = -1
        row.released = m.now
    goes_on = False
    if stage == 0 and to >= 0:
        chance = escalated_by(m)[live.intent] * groups(m)[it.group].escalation
        goes_on = uniform(live.key, live.attempt, ESCALATE, stage * STAGE) < chance
    gives_free = False
    if what != TICKET_WORK:
        slot = slots(m)[a, k]
        if what == REPLY and not goes_on:
            slot.state = CLOSING
            hold = base_us(m, behaviour(m)[B_IDLE_CLOSE], c, IDLE_CLOSE, stage * STAGE)
            push(m, m.now + hold, SESSION_END, who_key(c, a))
        elif wrap_us(m, c, stage, PHONE if what == CALL else CHAT) > 0:
            _has_wrap_up(m, a, k)
        else:
            gives_free = True
    if goes_on:
        join(m, c, to, 1)
    else:
        chance = resolved_by(m)[live.intent] * resolution(m)[it.group, m.now // DAY_US]
        resolved = uniform(live.key, live.attempt, RESOLVE, stage * STAGE) < chance
        end(m, c, SERVED, 1 if resolved else 0)
    if gives_free:
        free_slot(m, a, k)


@inlined
def _has_wrap_up(m, a: int, k: int) -> None:
    """Slot ``k`` of agent ``a`` waits for its wrap-up (F11)."""
    slots(m)[a, k].state = TO_WRAP
    slots(m)[a, k].due = m.now
    agents(m)[a].pending += 1


@inlined
def end_session(m, c: int, a: int) -> None:
    """A slot has been held long enough: after the last reply, or for a customer who is not
    there."""
    k = 0
    while not (slots(m)[a, k].contact == c and slots(m)[a, k].state >= CLOSING):
        k += 1
    touch(m, a)
    if slots(m)[a, k].state == CLOSING and wrap_us(m, c, slots(m)[a, k].stage, CHAT) > 0:
        _has_wrap_up(m, a, k)
    else:
        free_slot(m, a, k)


@compiled
def free_slot(m, a: int, k: int) -> None:
    """Slot ``k`` of agent ``a`` is free; after its last session an agent may go (F12)."""
    it = agents(m)[a]
    contacts(m)[slots(m)[a, k].contact].released = m.now
    empty_slot(m, a, k)
    it.idle = m.now
    touch(m, a)
    if it.sessions > 0:
        return
    if it.marked == 1:
        leave(m, a)
    elif crews(m)[it.group].owed > 0:
        crews(m)[it.group].owed -= 1
        leave(m, a)
    elif it.rest > 0:
        start_rest(m, a)


@inlined
def get_message(m, c: int) -> None:
    """The customer of contact ``c`` writes again, to the agent or to the queue it is back in."""
    live = lives(m)[c]
    live.message = m.now
    live.pending = 1
    if live.state == IN_SLOT:
        a = np.int64(live.agent)
        slot = slots(m)[a, live.slot]
        slot.state = TO_REPLY
        slot.due = m.now
        agents(m)[a].pending += 1
        touch(m, a)
    law = behaviour(m)[B_REPLY_PATIENCE]
    if law >= 0:
        number = live.stage * STAGE + live.replies
        time = base_us(m, law, c, DRAW_REPLY_PATIENCE, number)
        push(m, m.now + time, PATIENCE, patience_key(c, REPLY_PATIENCE_, number))


@inlined
def leave_slot(m, c: int, wraps_up: bool) -> None:
    """The customer of contact ``c`` leaves its agent before the reply."""
    live = lives(m)[c]
    a, k = np.int64(live.agent), np.int64(live.slot)
    it = agents(m)[a]
    if it.hands == REPLY and it.contact == c:
        stop_hands(m, a)
    else:
        it.pending -= 1
    touch(m, a)
    if wraps_up and wrap_us(m, c, live.stage, CHAT) > 0:
        _has_wrap_up(m, a, k)
    else:
        free_slot(m, a, k)


@inlined
def _reply_sent(m, c: int) -> None:
    """Book a reply of contact ``c`` and its wait."""
    now = m.now
    row, live = contacts(m)[c], lives(m)[c]
    wait = now - live.message
    if live.replies == 0:
        if live.stage == 0:
            row.answered = now
        else:
            row.second_answered = now
    live.replies += 1
    live.pending = 0
    row.replies += 1
    row.reply_wait_sum += wait
    counts = reply_counts(m)[c]
    for i in range(MAX_LIMITS):
        if wait <= limits(m)[i]:
            counts[i] += 1
    low, high = 0, REPLY_BINS - 1
    while low < high:
        mid = (low + high) // 2
        if edges(m)[mid] < wait:
            low = mid + 1
        else:
            high = mid
    counts[MAX_LIMITS + low] += 1
