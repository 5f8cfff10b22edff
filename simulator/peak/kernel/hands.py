"""What an agent's hands choose, and starting it (F8–F11)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import inlined
from simulator.peak.draw import HOLD, STAGE, TALK, WRAP_UP
from simulator.peak.draw import REPLY as DRAW_REPLY
from simulator.peak.draw import TICKET as DRAW_TICKET
from simulator.peak.floor import (
    W_CHAT_WRAP,
    W_FIRST_REPLY,
    W_HOLD,
    W_PHONE_WRAP,
    W_REPLY,
    W_TALK,
    W_TICKET,
)
from simulator.peak.kernel.agent import DAY_US, add_busy, may_work_ticket, stop_hands
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.given import groups, laws, speed, values, work
from simulator.peak.kernel.layout import (
    CALL,
    FREE,
    IN_WORK,
    REPLY,
    TICKET_WORK,
    TO_CALL,
    TO_WRAP,
    WORK_END,
    WRAP,
)
from simulator.peak.kernel.memory import agents, contacts, lives, slots
from simulator.peak.law_draw import draw_us


@inlined
def base_us(m, law: int, c: int, quantity: int, index: int) -> int:
    """A time drawn for contact ``c``; 0 where there is no law."""
    if law < 0:
        return np.int64(0)
    live = lives(m)[c]
    return draw_us(laws(m), values(m), law, live.key, live.attempt, quantity, index)


@inlined
def wrap_us(m, c: int, stage: int, channel: int) -> int:
    """Base time of the wrap-up of contact ``c``, 0 for none (F11)."""
    column = W_PHONE_WRAP if channel == 0 else W_CHAT_WRAP
    return base_us(m, work(m)[lives(m)[c].intent, column], c, WRAP_UP, stage * STAGE)


@inlined
def choose(m, a: int) -> None:
    """Agent ``a``'s hands take up the next thing, if they are free for it."""
    it = agents(m)[a]
    if it.hands != FREE and it.hands != TICKET_WORK:
        return
    if it.pending == 0:
        may = it.present == 1 and it.ticket >= 0 and may_work_ticket(m, a)
        if it.hands == TICKET_WORK and not may:
            stop_hands(m, a)
        elif it.hands == FREE and may:
            _start(m, a, -1)
        return
    if it.hands == TICKET_WORK:
        stop_hands(m, a)
    best = -1
    for k in range(groups(m)[it.group].concurrency):
        if TO_CALL <= slots(m)[a, k].state <= TO_WRAP and (best < 0 or _sooner(m, a, k, best)):
            best = k
    _start(m, a, best)


@inlined
def _sooner(m, a: int, k: int, best: int) -> bool:
    x, y = slots(m)[a, k], slots(m)[a, best]
    if x.state != y.state:
        return x.state < y.state
    if x.due != y.due:
        return x.due < y.due
    if x.contact != y.contact:
        return x.contact < y.contact
    return x.stage < y.stage  # both wrap-ups of one contact that went on to the second line


@inlined
def _start(m, a: int, k: int) -> None:
    it = agents(m)[a]
    now = m.now
    pace = speed(m)[it.group, now // DAY_US]
    extra = np.int64(0)
    if k < 0:
        c = it.ticket
        if lives(m)[c].message < 0:
            law = work(m)[lives(m)[c].intent, W_TICKET]
            lives(m)[c].message = base_us(m, law, c, DRAW_TICKET, lives(m)[c].stage * STAGE)
        base = lives(m)[c].message
        it.hands = TICKET_WORK
        if lives(m)[c].stage == 0:
            if contacts(m)[c].answered < 0:
                contacts(m)[c].answered = now
        elif contacts(m)[c].second_answered < 0:
            contacts(m)[c].second_answered = now
    else:
        slot = slots(m)[a, k]
        c = slot.contact
        index = slot.stage * STAGE
        does = work(m)[lives(m)[c].intent]
        if slot.state == TO_CALL:
            base = base_us(m, does[W_TALK], c, TALK, index)
            extra = base_us(m, does[W_HOLD], c, HOLD, index)
            it.hands = CALL
            if slot.stage == 0:
                contacts(m)[c].answered = now
            else:
                contacts(m)[c].second_answered = now
        elif slot.state == TO_WRAP:
            base = wrap_us(m, c, slot.stage, 0 if it.calling == 1 else 1)
            it.hands = WRAP
        else:
            replies = lives(m)[c].replies
            law = does[W_FIRST_REPLY] if replies == 0 else does[W_REPLY]
            base = base_us(m, law, c, DRAW_REPLY, index + replies)
            it.hands = REPLY
        slot.state = IN_WORK
        it.pending -= 1
    it.contact = c
    it.slot = k
    it.started = now
    add_busy(m, it.group, 1)
    it.ends = now + np.int64(base / pace + 0.5) + extra
    push(m, it.ends, WORK_END, who_key(c, a))
