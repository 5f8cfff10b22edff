"""A contact's beginning, its end, and the return of its case (F13)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import RETURN, RETURN_DELAY, SWITCH, uniform
from simulator.peak.floor import AFTER_ABANDONMENT, AFTER_BOT, AFTER_REFUSAL, AFTER_SERVICE
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.given import arrivals, laws, return_chance, return_law, switch, values
from simulator.peak.kernel.layout import ARRIVAL, GONE, IN_SLOT, NOWHERE
from simulator.peak.kernel.memory import contacts, lives
from simulator.peak.law_draw import draw_us
from simulator.peak.record import (
    ABANDONED_SILENT,
    BOT_CONTAINED,
    BOT_LEFT,
    NO_OUTCOME,
    REFUSED,
    SERVED,
)


@inlined
def _blank(m, c: int) -> None:
    """Nothing has happened yet to contact ``c``."""
    row, live = contacts(m)[c], lives(m)[c]
    row.bot_started = -1
    row.bot_ended = -1
    row.joined = -1
    row.assigned = -1
    row.answered = -1
    row.second_joined = -1
    row.second_assigned = -1
    row.second_answered = -1
    row.ended = -1
    row.released = -1
    row.work = 0
    row.reply_wait_sum = 0
    row.return_delay = -1
    row.next = -1
    row.agent = -1
    row.second_agent = -1
    row.queue = -1
    row.second_queue = -1
    row.group = -1
    row.second_group = -1
    row.bot = -1
    row.rounds = 0
    row.replies = 0
    row.handovers = 0
    row.bot_leaf = 0
    row.understood = 0
    row.outcome = NO_OUTCOME
    row.resolved = 0
    row.message = 0
    row.return_channel = -1
    live.agent = -1
    live.state = NOWHERE
    live.stage = 0
    live.tried_bot = 0
    live.pending = 0
    live.replies = 0
    live.rounds = 0


@inlined
def open_row(m, i: int) -> None:
    """Write the row of first attempt ``i``: who it is, and that nothing has happened yet."""
    _blank(m, i)
    row, live, who = contacts(m)[i], lives(m)[i], arrivals(m)[i]
    row.key = who.key
    row.arrived = who.time
    row.shop = who.shop
    row.intent = who.intent
    row.channel = who.channel
    row.tier = who.tier
    row.attempt = 0
    row.case = i
    live.key = who.key
    live.intent = who.intent
    live.attempt = 0


@compiled
def open_rest(m) -> None:
    """Write the rows of first attempts that the run never came to."""
    for i in range(m.next_arrival, m.arrivals_count):
        open_row(m, i)


@compiled
def end(m, c: int, outcome: int, resolved: int) -> None:
    """Contact ``c`` is over for the customer, who may come back (F13)."""
    row = contacts(m)[c]
    row.outcome = outcome
    row.ended = m.now
    row.resolved = resolved
    m.ended_count += 1
    if lives(m)[c].state != IN_SLOT and outcome != ABANDONED_SILENT:
        lives(m)[c].state = GONE
    if resolved == 1:
        return
    if outcome == REFUSED:
        cause = AFTER_REFUSAL
    elif outcome == BOT_LEFT or outcome == BOT_CONTAINED:
        cause = AFTER_BOT
    elif outcome == SERVED:
        cause = AFTER_SERVICE
    else:
        cause = AFTER_ABANDONMENT
    if return_law(m)[cause] < 0 or row.attempt + 1 >= m.max_attempts:
        return
    if uniform(row.key, row.attempt, RETURN, 0) < return_chance(m)[cause]:
        _come_back(m, c, cause)


@compiled
def _come_back(m, c: int, cause: int) -> None:
    """The customer of contact ``c`` will try again, perhaps on another channel; not simulated if
    that is after the horizon (F13)."""
    row = contacts(m)[c]
    attempt = row.attempt
    delay = draw_us(laws(m), values(m), return_law(m)[cause], row.key, attempt, RETURN_DELAY, 0)
    u = uniform(row.key, attempt, SWITCH, 0)
    channel = np.int64(row.channel)
    target = channel
    for to in range(2, -1, -1):
        if u < switch(m)[channel, to]:
            target = to
    row.return_delay = delay
    row.return_channel = target
    if m.now + delay >= m.end:
        return
    n = m.contacts_count
    m.contacts_count = n + 1
    row.next = n
    _blank(m, n)
    back, live = contacts(m)[n], lives(m)[n]
    back.key = row.key
    back.case = row.case
    back.arrived = m.now + delay
    back.intent = row.intent
    back.shop = row.shop
    back.tier = row.tier
    back.channel = target
    back.attempt = attempt + 1
    live.key = row.key
    live.intent = row.intent
    live.attempt = attempt + 1
    push(m, m.now + delay, ARRIVAL, who_key(n, -1))
