"""What is given to a run and does not change: who arrives and the floor, array by array, as
compiled code sees it."""

from __future__ import annotations

import numpy as np
from numba import carray

from simulator.peak.arrivals import ARRIVAL_DTYPE
from simulator.peak.compiled import inlined
from simulator.peak.floor import BOT_DTYPE, GROUP_DTYPE, QUEUE_DTYPE, SHIFT_DTYPE, SKILL_DTYPE
from simulator.peak.kernel.address import ANY, pointer
from simulator.peak.law_draw import LAW_DTYPE, VALUE_DTYPE
from simulator.peak.record import MAX_LIMITS, REPLY_BINS


@inlined
def arrivals(m):
    """First attempts."""
    return carray(pointer(m.arrivals), (ANY,), ARRIVAL_DTYPE)


@inlined
def laws(m):
    """Laws."""
    return carray(pointer(m.laws), (ANY,), LAW_DTYPE)


@inlined
def values(m):
    """Values of empirical laws."""
    return carray(pointer(m.values), (ANY,), VALUE_DTYPE)


@inlined
def entry_queue(m):
    """[shop, intent, channel, tier]."""
    return carray(pointer(m.entry_queue), (ANY, m.n_intents, 3, m.n_tiers), np.int64)


@inlined
def first_bot(m):
    """[shop, intent, channel]."""
    return carray(pointer(m.first_bot), (ANY, m.n_intents, 3), np.int64)


@inlined
def any_bot(m):
    """[shop, intent, channel]."""
    return carray(pointer(m.any_bot), (ANY, m.n_intents, 3), np.int64)


@inlined
def bots(m):
    """Bots."""
    return carray(pointer(m.bots), (ANY,), BOT_DTYPE)


@inlined
def bot_chance(m):
    """[bot, intent, P_*]."""
    return carray(pointer(m.bot_chance), (ANY, m.n_intents, 5), np.float64)


@inlined
def bot_time(m):
    """[bot, leaf − 1] → law."""
    return carray(pointer(m.bot_time), (ANY, 5), np.int64)


@inlined
def work(m):
    """[intent, W_*] → law."""
    return carray(pointer(m.work), (ANY, 9), np.int64)


@inlined
def resolved_by(m):
    """By intent."""
    return carray(pointer(m.resolved_by), (ANY,), np.float64)


@inlined
def escalated_by(m):
    """By intent."""
    return carray(pointer(m.escalated_by), (ANY,), np.float64)


@inlined
def behaviour(m):
    """[B_*] → law."""
    return carray(pointer(m.behaviour), (5,), np.int64)


@inlined
def queues(m):
    """Queues."""
    return carray(pointer(m.queues), (ANY,), QUEUE_DTYPE)


@inlined
def hours(m):
    """Opening windows."""
    return carray(pointer(m.hours), (ANY, 2), np.int64)


@inlined
def skills(m):
    """Groups by queue, in order of preference."""
    return carray(pointer(m.skills), (ANY,), SKILL_DTYPE)


@inlined
def served_first(m):
    """Slices of ``served``."""
    return carray(pointer(m.served_first), (ANY,), np.int64)


@inlined
def served(m):
    """Skill rows by group."""
    return carray(pointer(m.served), (ANY,), np.int64)


@inlined
def groups(m):
    """Groups."""
    return carray(pointer(m.groups), (ANY,), GROUP_DTYPE)


@inlined
def speed(m):
    """[group, day]."""
    return carray(pointer(m.speed), (ANY, m.n_days), np.float64)


@inlined
def resolution(m):
    """[group, day]."""
    return carray(pointer(m.resolution), (ANY, m.n_days), np.float64)


@inlined
def on_duty(m):
    """[group, interval]."""
    return carray(pointer(m.on_duty), (ANY, m.n_intervals), np.int64)


@inlined
def shifts(m):
    """Borders of named agents."""
    return carray(pointer(m.shifts), (ANY,), SHIFT_DTYPE)


@inlined
def return_chance(m):
    """By cause."""
    return carray(pointer(m.return_chance), (4,), np.float64)


@inlined
def return_law(m):
    """By cause."""
    return carray(pointer(m.return_law), (4,), np.int64)


@inlined
def switch(m):
    """[from, to], cumulative."""
    return carray(pointer(m.switch), (3, 3), np.float64)


@inlined
def limits(m):
    """Named limits of reply waits."""
    return carray(pointer(m.limits), (MAX_LIMITS,), np.int64)


@inlined
def edges(m):
    """Edges of the histogram of reply waits."""
    return carray(pointer(m.edges), (REPLY_BINS - 1,), np.int64)
