"""What an agent's hands choose, and starting it (F8–F11)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import inlined
from simulator.peak.draw import HOLD, REPLY as DRAW_REPLY, STAGE, TALK, TICKET as DRAW_TICKET, WRAP_UP
from simulator.peak.floor import (
    W_CHAT_WRAP,
    W_FIRST_REPLY,
    W_HOLD,
    W_PHONE_WRAP,
    W_REPLY,
    W_TALK,
    W_TICKET,
    Floor,
)
from simulator.peak.kernel.agent import DAY_US, add_busy, may_work_ticket, stop_hands
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.state import (
    CALL,
    FREE,
    IN_WORK,
    REPLY,
    TICKET_WORK,
    TO_CALL,
    TO_WRAP,
    WORK_END,
    WRAP,
    Z_NOW,
    State,
)
from simulator.peak.law_draw import draw_us


@inlined
def base_us(f: Floor, s: State, law: int, c: int, quantity: int, index: int) -> int:
    """A time drawn for contact ``c``; 0 where there is no law."""
    if law < 0:
        return np.int64(0)
    row = s.contacts[c]
    return draw_us(f.laws, f.values, law, row.key, row.attempt, quantity, index)


@inlined
def wrap_us(f: Floor, s: State, c: int, stage: int, channel: int) -> int:
    """Base time of the wrap-up of contact ``c``, 0 for none (F11)."""
    column = W_PHONE_WRAP if channel == 0 else W_CHAT_WRAP
    return base_us(f, s, f.work[s.contacts[c].intent, column], c, WRAP_UP, stage * STAGE)


@inlined
def choose(f: Floor, s: State, a: int) -> None:
    """Agent ``a``'s hands take up the next thing, if they are free for it."""
    it = s.agents[a]
    if it.hands != FREE and it.hands != TICKET_WORK:
        return
    if it.pending == 0:
        may = it.present == 1 and it.ticket >= 0 and may_work_ticket(f, s, a)
        if it.hands == TICKET_WORK and not may:
            stop_hands(f, s, a)
        elif it.hands == FREE and may:
            _start(f, s, a, -1)
        return
    if it.hands == TICKET_WORK:
        stop_hands(f, s, a)
    best = -1
    for k in range(f.groups[it.group].concurrency):
        if TO_CALL <= s.slots[a, k].state <= TO_WRAP and (best < 0 or _sooner(s, a, k, best)):
            best = k
    _start(f, s, a, best)


@inlined
def _sooner(s: State, a: int, k: int, best: int) -> bool:
    x, y = s.slots[a, k], s.slots[a, best]
    if x.state != y.state:
        return x.state < y.state
    if x.due != y.due:
        return x.due < y.due
    return x.contact < y.contact


@inlined
def _start(f: Floor, s: State, a: int, k: int) -> None:
    it = s.agents[a]
    now = s.z[Z_NOW]
    speed = f.speed[it.group, now // DAY_US]
    extra = np.int64(0)
    if k < 0:
        c = it.ticket
        if s.live[c].left < 0:
            law = f.work[s.contacts[c].intent, W_TICKET]
            s.live[c].left = base_us(f, s, law, c, DRAW_TICKET, s.live[c].stage * STAGE)
        base = s.live[c].left
        it.hands = TICKET_WORK
        if s.live[c].stage == 0:
            if s.contacts[c].answered < 0:
                s.contacts[c].answered = now
        elif s.contacts[c].second_answered < 0:
            s.contacts[c].second_answered = now
    else:
        slot = s.slots[a, k]
        c = slot.contact
        index = slot.stage * STAGE
        work = f.work[s.contacts[c].intent]
        if slot.state == TO_CALL:
            base = base_us(f, s, work[W_TALK], c, TALK, index)
            extra = base_us(f, s, work[W_HOLD], c, HOLD, index)
            it.hands = CALL
            if slot.stage == 0:
                s.contacts[c].answered = now
            else:
                s.contacts[c].second_answered = now
        elif slot.state == TO_WRAP:
            base = wrap_us(f, s, c, slot.stage, 0 if it.calling == 1 else 1)
            it.hands = WRAP
        else:
            replies = s.live[c].replies
            law = work[W_FIRST_REPLY] if replies == 0 else work[W_REPLY]
            base = base_us(f, s, law, c, DRAW_REPLY, index + replies)
            it.hands = REPLY
        slot.state = IN_WORK
        it.pending -= 1
    it.contact = c
    it.slot = k
    it.started = now
    it.token += 1
    add_busy(s, it.group, 1)
    end = now + np.int64(base / speed + 0.5) + extra
    push(s.events, s.z, end, WORK_END, who_key(c, a), it.token)
