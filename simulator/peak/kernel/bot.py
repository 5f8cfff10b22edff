"""A contact with a bot: taking a seat, standing in line for one, the end of the dialogue (F4)."""

from __future__ import annotations

import numpy as np

from simulator.peak.compiled import compiled, inlined
from simulator.peak.draw import (
    BOT_DEMANDS,
    BOT_LEAVES,
    BOT_PATIENCE,
    BOT_TIME,
    BOT_TRANSFERRED,
    BOT_UNDERSTOOD,
    uniform,
)
from simulator.peak.draw import BOT_RESOLVED as DRAW_RESOLVED
from simulator.peak.floor import P_DEMANDS, P_LEAVES, P_RESOLVED, P_TRANSFERRED, P_UNDERSTOOD
from simulator.peak.kernel.event import patience_key, push, who_key
from simulator.peak.kernel.given import bot_chance, bot_time, bots, laws, values
from simulator.peak.kernel.layout import BOT_END, IN_LINE, LINE_PATIENCE, PATIENCE, WITH_BOT
from simulator.peak.kernel.memory import contacts, desks, lives
from simulator.peak.law_draw import draw_us
from simulator.peak.record import CONTAINED, DEMANDED, LEFT, RESOLVED, TRANSFERRED


@compiled
def meet_bot(m, c: int, b: int) -> bool:
    """Contact ``c`` sits down with bot ``b`` or stands in its line; whether it does either."""
    lives(m)[c].tried_bot = 1
    if bots(m)[b].seats < 0 or desks(m)[b].busy < bots(m)[b].seats:
        _sit_down(m, c, b)
    elif bots(m)[b].waits == 1:
        _stand_in_line(m, c, b)
    else:
        return False
    return True


@inlined
def _sit_down(m, c: int, b: int) -> None:
    """Contact ``c`` takes a seat; how the dialogue ends and when is drawn now."""
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
    push(m, m.now + time, BOT_END, who_key(c, -1))


@inlined
def _stand_in_line(m, c: int, b: int) -> None:
    """All seats are taken: contact ``c`` waits for one, with its patience."""
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
        push(m, m.now + time, PATIENCE, patience_key(c, LINE_PATIENCE, 0))


@compiled
def leave_line(m, c: int) -> None:
    """Take contact ``c`` out of its bot's line."""
    bot, live = desks(m)[np.int64(contacts(m)[c].bot)], lives(m)[c]
    if live.previous >= 0:
        lives(m)[live.previous].following = live.following
    else:
        bot.head = live.following
    if live.following >= 0:
        lives(m)[live.following].previous = live.previous
    else:
        bot.tail = live.previous


@inlined
def next_sits(m, b: int) -> None:
    """A seat of bot ``b`` is free: the first in line takes it."""
    c = desks(m)[b].head
    if c >= 0:
        leave_line(m, c)
        _sit_down(m, c, b)
