"""Steps in a contact's life: meeting a bot, joining a queue, ending, coming back (F4–F6, F13)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import inlined
from simulator.peak.draw import (
    BOT_DEMANDS,
    BOT_LEAVES,
    BOT_PATIENCE,
    BOT_TIME,
    BOT_TRANSFERRED,
    BOT_UNDERSTOOD,
    RETURN,
    RETURN_DELAY,
    ROUNDS,
    STAGE,
    SWITCH,
    uniform,
)
from simulator.peak.draw import (
    BOT_RESOLVED as DRAW_RESOLVED,
)
from simulator.peak.floor import (
    AFTER_ABANDONMENT,
    AFTER_BOT,
    AFTER_REFUSAL,
    AFTER_SERVICE,
    P_DEMANDS,
    P_LEAVES,
    P_RESOLVED,
    P_TRANSFERRED,
    P_UNDERSTOOD,
    W_ROUNDS,
)
from simulator.peak.kernel.event import push, who_key
from simulator.peak.kernel.layout import (
    ARRIVAL,
    BOT_END,
    GONE,
    IN_LINE,
    IN_QUEUE,
    IN_SLOT,
    LINE_PATIENCE,
    NOWHERE,
    PATIENCE,
    WITH_BOT,
)
from simulator.peak.kernel.line import append, mark_queue
from simulator.peak.kernel.memory import (
    bot_chance,
    bot_time,
    bots,
    contacts,
    desks,
    hours,
    joined,
    laws,
    lives,
    queues,
    return_chance,
    return_law,
    switch,
    values,
    work,
)
from simulator.peak.law_draw import draw_rounds, draw_us
from simulator.peak.record import (
    ABANDONED_SILENT,
    BOT_CONTAINED,
    BOT_LEFT,
    CHAT,
    CONTAINED,
    DEMANDED,
    LEFT,
    NO_OUTCOME,
    REFUSED,
    RESOLVED,
    SERVED,
    TICKET,
    TRANSFERRED,
)

DAY_US = 86_400_000_000


@inlined
def blank(m, c: int) -> None:
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
    live.left = -1
    live.agent = -1
    live.state = NOWHERE
    live.stage = 0
    live.tried_bot = 0
    live.pending = 0
    live.replies = 0
    live.rounds = 0


@inlined
def sit_down(m, c: int, b: int) -> None:
    """Contact ``c`` takes a seat of bot ``b``; how the dialogue ends and when is drawn now (F4)."""
    row = contacts(m)[c]
    key, attempt = row.key, row.attempt
    chance = bot_chance(m)[b, row.intent]
    if uniform(key, attempt, BOT_DEMANDS, 0) < chance[P_DEMANDS]:
        leaf = DEMANDED
    elif uniform(key, attempt, BOT_LEAVES, 0) < chance[P_LEAVES]:
        leaf = LEFT
    else:
        understood = uniform(key, attempt, BOT_UNDERSTOOD, 0) < chance[P_UNDERSTOOD]
        row.understood = 1 if understood else 0
        if understood and uniform(key, attempt, DRAW_RESOLVED, 0) < chance[P_RESOLVED]:
            leaf = RESOLVED
        elif uniform(key, attempt, BOT_TRANSFERRED, 0) < chance[P_TRANSFERRED]:
            leaf = TRANSFERRED
        else:
            leaf = CONTAINED
    row.bot = b
    row.bot_started = m.now
    row.bot_leaf = leaf
    lives(m)[c].state = WITH_BOT
    desks(m)[b].busy += 1
    time = draw_us(laws(m), values(m), bot_time(m)[b, leaf - 1], key, attempt, BOT_TIME, 0)
    push(m, m.now + time, BOT_END, who_key(c, -1), 0)


@inlined
def stand_in_line(m, c: int, b: int) -> None:
    """All seats of bot ``b`` are taken: contact ``c`` waits for one, with its patience."""
    bot = desks(m)[b]
    contacts(m)[c].bot = b
    live = lives(m)[c]
    live.state = IN_LINE
    live.previous = bot.tail
    live.following = -1
    if bot.tail >= 0:
        lives(m)[bot.tail].following = c
    else:
        bot.head = c
    bot.tail = c
    law = bots(m)[b].patience
    if law >= 0:
        row = contacts(m)[c]
        time = draw_us(laws(m), values(m), law, row.key, row.attempt, BOT_PATIENCE, 0)
        push(m, m.now + time, PATIENCE, who_key(c, -1), LINE_PATIENCE)


@inlined
def leave_line(m, c: int, b: int) -> None:
    """Take contact ``c`` out of the line of bot ``b``."""
    bot, live = desks(m)[b], lives(m)[c]
    if live.previous >= 0:
        lives(m)[live.previous].following = live.following
    else:
        bot.head = live.following
    if live.following >= 0:
        lives(m)[live.following].previous = live.previous
    else:
        bot.tail = live.previous


@inlined
def is_open(m, q: int, now: int) -> bool:
    """Whether queue ``q`` takes customers at this time of day."""
    n = queues(m)[q].hours
    if n == 0:
        return True
    clock = now % DAY_US
    first = queues(m)[q].first_hours
    for i in range(first, first + n):
        if hours(m)[i, 0] <= clock < hours(m)[i, 1]:
            return True
    return False


@inlined
def wait_in_queue(m, c: int, q: int, stage: int) -> None:
    """Contact ``c`` takes its place in queue ``q`` (F5); its timers are set once assignments are
    done."""
    now = m.now
    row, live = contacts(m)[c], lives(m)[c]
    if stage == 0:
        row.queue = q
        row.joined = now
    else:
        row.second_queue = q
        row.second_joined = now
    live.queue = q
    live.joined = now
    live.rank = now
    live.message = now
    live.pending = 1
    live.stage = stage
    live.replies = 0
    live.left = -1
    live.agent = -1
    live.state = IN_QUEUE
    channel = queues(m)[q].channel
    if channel == TICKET:
        live.rank = now + queues(m)[q].due
    elif channel == CHAT:
        law = work(m)[row.intent, W_ROUNDS]
        live.rounds = draw_rounds(
            laws(m), values(m), law, row.key, row.attempt, ROUNDS, stage * STAGE
        )
        row.rounds += live.rounds
    append(m, q, c)
    mark_queue(m, q)
    joined(m)[m.joined_count] = c
    m.joined_count += 1


@inlined
def end(m, c: int, outcome: int, resolved: int) -> None:
    """Contact ``c`` is over for the customer, who may come back (F13)."""
    now = m.now
    row = contacts(m)[c]
    row.outcome = outcome
    row.ended = now
    row.resolved = resolved
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
    attempt = row.attempt
    if return_law(m)[cause] < 0 or attempt + 1 >= m.max_attempts:
        return
    if not uniform(row.key, attempt, RETURN, 0) < return_chance(m)[cause]:
        return
    delay = draw_us(laws(m), values(m), return_law(m)[cause], row.key, attempt, RETURN_DELAY, 0)
    u = uniform(row.key, attempt, SWITCH, 0)
    channel = np.int64(row.channel)
    target = channel
    for to in range(2, -1, -1):
        if u < switch(m)[channel, to]:
            target = to
    row.return_delay = delay
    row.return_channel = target
    if now + delay >= m.end:
        return
    n = m.contacts_count
    m.contacts_count = n + 1
    row.next = n
    blank(m, n)
    back = contacts(m)[n]
    back.key = row.key
    back.case = row.case
    back.arrived = now + delay
    back.intent = row.intent
    back.shop = row.shop
    back.tier = row.tier
    back.channel = target
    back.attempt = attempt + 1
    push(m, now + delay, ARRIVAL, who_key(n, -1), 0)
