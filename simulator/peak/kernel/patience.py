"""The patience of waiting customers: when it starts, and what happens when it ends (F6)."""

from __future__ import annotations

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import PATIENCE as DRAW_PATIENCE
from simulator.peak.draw import SILENT, STAGE, uniform
from simulator.peak.floor import B_CHAT_PATIENCE, B_PHONE_PATIENCE
from simulator.peak.kernel.bot import leave_line
from simulator.peak.kernel.contact import end
from simulator.peak.kernel.event import patience_key, push
from simulator.peak.kernel.given import behaviour, queues
from simulator.peak.kernel.hands import base_us
from simulator.peak.kernel.layout import (
    IN_LINE,
    IN_QUEUE,
    LINE_PATIENCE,
    PATIENCE,
    QUEUE_PATIENCE,
    REPLY_PATIENCE_,
)
from simulator.peak.kernel.line import mark_queue, unlink, watch_overflow
from simulator.peak.kernel.memory import contacts, joined, lives
from simulator.peak.kernel.session import leave_slot
from simulator.peak.record import (
    ABANDONED,
    ABANDONED_SILENT,
    BOT_LEFT,
    CHAT,
    LEFT_IN_SERVICE,
    NO_OUTCOME,
    PHONE,
    TICKET,
)


@inlined
def start_timers(m) -> None:
    """Assignments are done: everybody who joined a queue meanwhile starts to lose patience."""
    for i in range(m.joined_count):
        _start_timer(m, joined(m)[i])
    m.joined_count = 0


@inlined
def _start_timer(m, c: int) -> None:
    live = lives(m)[c]
    channel = queues(m)[live.queue].channel
    if live.state == IN_QUEUE:
        watch_overflow(m, c)
    if channel == TICKET or (channel == PHONE and live.state != IN_QUEUE):
        return
    law = behaviour(m)[B_PHONE_PATIENCE if channel == PHONE else B_CHAT_PATIENCE]
    if law >= 0:
        time = base_us(m, law, c, DRAW_PATIENCE, live.stage * STAGE)
        key = patience_key(c, QUEUE_PATIENCE, live.stage * STAGE)
        push(m, live.joined + time, PATIENCE, key)


@compiled
def lose_patience(m, c: int, what: int, number: int) -> None:
    """A patience of contact ``c`` ends, unless what it was for has come: a seat, an agent on the
    phone, reply ``number`` (stage × STAGE + round) on chat."""
    live, row = lives(m)[c], contacts(m)[c]
    if what == LINE_PATIENCE:
        if live.state == IN_LINE:
            leave_line(m, c)
            end(m, c, BOT_LEFT, 0)
        return
    on_phone = what == QUEUE_PATIENCE and queues(m)[live.queue].channel == PHONE
    if (
        row.outcome != NO_OUTCOME
        or live.pending == 0
        or number != live.stage * STAGE + live.replies
        or (on_phone and live.state != IN_QUEUE)
    ):
        return
    outcome = ABANDONED
    if what == REPLY_PATIENCE_:
        outcome = LEFT_IN_SERVICE
    elif queues(m)[live.queue].channel == CHAT:
        if uniform(row.key, row.attempt, SILENT, live.stage * STAGE) < m.silent_share:
            outcome = ABANDONED_SILENT
    in_queue = live.state == IN_QUEUE
    if outcome == ABANDONED_SILENT:
        end(m, c, outcome, 0)
        return
    live.pending = 0
    if in_queue:
        unlink(m, live.queue, c)
        # A new head may have waited long enough for a group that the old had not.
        mark_queue(m, live.queue)
    end(m, c, outcome, 0)
    if not in_queue:
        leave_slot(m, c, outcome == LEFT_IN_SERVICE)
