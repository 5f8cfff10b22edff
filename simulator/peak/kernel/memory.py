"""The kernel's memory as compiled code sees it: one record of counters and addresses, one
function per array.

Passing dozens of arrays to every function would cost more than the functions do, so the arrays
travel as addresses in a single record; the arrays themselves belong to
:class:`simulator.peak.kernel.state.State`, which outlives them."""

from __future__ import annotations

import numpy as np
from numba import carray, types
from numba.extending import intrinsic

from simulator.peak.arrivals import ARRIVAL_DTYPE
from simulator.peak.compiled import inlined
from simulator.peak.floor import (
    BOT_DTYPE,
    GROUP_DTYPE,
    MAX_LIMITS,
    QUEUE_DTYPE,
    SHIFT_DTYPE,
    SKILL_DTYPE,
)
from simulator.peak.kernel.layout import (
    AGENT_DTYPE,
    CREW_DTYPE,
    DESK_DTYPE,
    LINE_DTYPE,
    LIVE_DTYPE,
    SLOT_DTYPE,
)
from simulator.peak.law_draw import LAW_DTYPE, VALUE_DTYPE
from simulator.peak.record import CONTACT_DTYPE, GROUP_TIME_DTYPE, REPLY_BINS

COUNTERS = (
    "now",
    "contacts_count",
    "events_count",
    "events_room",
    "events_spare",
    "contacts_room",
    "joined_room",
    "next_arrival",
    "arrivals_count",
    "next_border",
    "interval_row",
    "interval_end",
    "next_shift",
    "shifts_count",
    "assign_due",
    "dirty_queues_count",
    "dirty_groups_count",
    "touched_count",
    "choosing_count",
    "joined_count",
    "steps",
    "calls_waiting",
    "chats_waiting",
    "tickets_waiting",
    "start",
    "end",
    "limit",
    "interval",
    "shift_end",
    "max_attempts",
    "n_intervals",
    "n_groups",
    "n_agents",
    "n_slots",
    "n_intents",
    "n_tiers",
    "n_days",
)
"""Numbers of a run; times in µs."""

ARRAYS = (
    "contacts",
    "lives",
    "within",
    "histogram",
    "agents",
    "slots",
    "lines",
    "crews",
    "desks",
    "events",
    "ready_heap",
    "ready_keys",
    "place",
    "ready_count",
    "serves",
    "marks",
    "touched",
    "choosing",
    "joined",
    "dirty_queues",
    "dirty_groups",
    "group_time",
    "arrivals",
    "laws",
    "values",
    "entry_queue",
    "first_bot",
    "any_bot",
    "bots",
    "bot_chance",
    "bot_time",
    "work",
    "resolved_by",
    "escalated_by",
    "behaviour",
    "queues",
    "hours",
    "skills",
    "served_first",
    "served",
    "groups",
    "speed",
    "resolution",
    "on_duty",
    "shifts",
    "return_chance",
    "return_law",
    "switch",
    "limits",
    "edges",
)
"""Arrays of a run, by the name of their access function."""

MEMORY_DTYPE = np.dtype(
    [(name, np.int64) for name in (*COUNTERS, *ARRAYS)] + [("silent_share", np.float64)]
)

_ANY = 1 << 40  # a first dimension whose length nobody asks for


@intrinsic
def _pointer(typingctx, address):
    """An address as a pointer."""

    def build(context, builder, signature, args):
        return builder.inttoptr(args[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), build


@inlined
def contacts(m):
    """Rows of the records, by contact."""
    return carray(_pointer(m.contacts), (_ANY,), CONTACT_DTYPE)


@inlined
def lives(m):
    """What else is known of a contact while it lives."""
    return carray(_pointer(m.lives), (_ANY,), LIVE_DTYPE)


@inlined
def within(m):
    """Replies within each named limit, by contact."""
    return carray(_pointer(m.within), (_ANY, MAX_LIMITS), np.uint8)


@inlined
def histogram(m):
    """Replies by wait, by contact."""
    return carray(_pointer(m.histogram), (_ANY, REPLY_BINS), np.uint8)


@inlined
def agents(m):
    """Agents."""
    return carray(_pointer(m.agents), (_ANY,), AGENT_DTYPE)


@inlined
def slots(m):
    """[agent, slot]."""
    return carray(_pointer(m.slots), (_ANY, m.n_slots), SLOT_DTYPE)


@inlined
def lines(m):
    """What waits in each queue."""
    return carray(_pointer(m.lines), (_ANY,), LINE_DTYPE)


@inlined
def crews(m):
    """Counts of each group."""
    return carray(_pointer(m.crews), (_ANY,), CREW_DTYPE)


@inlined
def desks(m):
    """Seats and line of each bot."""
    return carray(_pointer(m.desks), (_ANY,), DESK_DTYPE)


@inlined
def events(m):
    """The event list."""
    return carray(_pointer(m.events), (_ANY,), np.int64)


@inlined
def ready_heap(m):
    """[channel, agent]: heaps of ready agents, one per group in its own range."""
    return carray(_pointer(m.ready_heap), (3, m.n_agents), np.int32)


@inlined
def ready_keys(m):
    """[channel, agent]: the keys of ``ready_heap``, place by place."""
    return carray(_pointer(m.ready_keys), (3, m.n_agents), np.int64)


@inlined
def place(m):
    """[channel, agent]: where in its heap an agent stands, −1 not at all."""
    return carray(_pointer(m.place), (3, m.n_agents), np.int32)


@inlined
def ready_count(m):
    """[channel, group]."""
    return carray(_pointer(m.ready_count), (3, m.n_groups), np.int64)


@inlined
def serves(m):
    """[channel, group]: whether the group has a queue of that channel."""
    return carray(_pointer(m.serves), (3, m.n_groups), np.uint8)


@inlined
def marks(m):
    """Per group, in its range, the marked agents in order of marking."""
    return carray(_pointer(m.marks), (_ANY,), np.int32)


@inlined
def touched(m):
    """Agents to be looked at after the step."""
    return carray(_pointer(m.touched), (_ANY,), np.int32)


@inlined
def choosing(m):
    """Agents whose hands are to choose, descending."""
    return carray(_pointer(m.choosing), (_ANY,), np.int32)


@inlined
def joined(m):
    """Contacts that joined a queue and have no timers yet."""
    return carray(_pointer(m.joined), (_ANY,), np.int32)


@inlined
def dirty_queues(m):
    """Queues where somebody may newly be assigned."""
    return carray(_pointer(m.dirty_queues), (_ANY,), np.int32)


@inlined
def dirty_groups(m):
    """Groups where somebody is newly ready."""
    return carray(_pointer(m.dirty_groups), (_ANY,), np.int32)


@inlined
def group_time(m):
    """[interval, group]."""
    return carray(_pointer(m.group_time), (_ANY, m.n_groups), GROUP_TIME_DTYPE)


@inlined
def arrivals(m):
    """First attempts."""
    return carray(_pointer(m.arrivals), (_ANY,), ARRIVAL_DTYPE)


@inlined
def laws(m):
    """Laws."""
    return carray(_pointer(m.laws), (_ANY,), LAW_DTYPE)


@inlined
def values(m):
    """Values of empirical laws."""
    return carray(_pointer(m.values), (_ANY,), VALUE_DTYPE)


@inlined
def entry_queue(m):
    """[shop, intent, channel, tier]."""
    return carray(_pointer(m.entry_queue), (_ANY, m.n_intents, 3, m.n_tiers), np.int64)


@inlined
def first_bot(m):
    """[shop, intent, channel]."""
    return carray(_pointer(m.first_bot), (_ANY, m.n_intents, 3), np.int64)


@inlined
def any_bot(m):
    """[shop, intent, channel]."""
    return carray(_pointer(m.any_bot), (_ANY, m.n_intents, 3), np.int64)


@inlined
def bots(m):
    """Bots."""
    return carray(_pointer(m.bots), (_ANY,), BOT_DTYPE)


@inlined
def bot_chance(m):
    """[bot, intent, P_*]."""
    return carray(_pointer(m.bot_chance), (_ANY, m.n_intents, 5), np.float64)


@inlined
def bot_time(m):
    """[bot, leaf − 1] → law."""
    return carray(_pointer(m.bot_time), (_ANY, 5), np.int64)


@inlined
def work(m):
    """[intent, W_*] → law."""
    return carray(_pointer(m.work), (_ANY, 9), np.int64)


@inlined
def resolved_by(m):
    """By intent."""
    return carray(_pointer(m.resolved_by), (_ANY,), np.float64)


@inlined
def escalated_by(m):
    """By intent."""
    return carray(_pointer(m.escalated_by), (_ANY,), np.float64)


@inlined
def behaviour(m):
    """[B_*] → law."""
    return carray(_pointer(m.behaviour), (5,), np.int64)


@inlined
def queues(m):
    """Queues."""
    return carray(_pointer(m.queues), (_ANY,), QUEUE_DTYPE)


@inlined
def hours(m):
    """Opening windows."""
    return carray(_pointer(m.hours), (_ANY, 2), np.int64)


@inlined
def skills(m):
    """Groups by queue, in order of preference."""
    return carray(_pointer(m.skills), (_ANY,), SKILL_DTYPE)


@inlined
def served_first(m):
    """Slices of ``served``."""
    return carray(_pointer(m.served_first), (_ANY,), np.int64)


@inlined
def served(m):
    """Skill rows by group."""
    return carray(_pointer(m.served), (_ANY,), np.int64)


@inlined
def groups(m):
    """Groups."""
    return carray(_pointer(m.groups), (_ANY,), GROUP_DTYPE)


@inlined
def speed(m):
    """[group, day]."""
    return carray(_pointer(m.speed), (_ANY, m.n_days), np.float64)


@inlined
def resolution(m):
    """[group, day]."""
    return carray(_pointer(m.resolution), (_ANY, m.n_days), np.float64)


@inlined
def on_duty(m):
    """[group, interval]."""
    return carray(_pointer(m.on_duty), (_ANY, m.n_intervals), np.int64)


@inlined
def shifts(m):
    """Borders of named agents."""
    return carray(_pointer(m.shifts), (_ANY,), SHIFT_DTYPE)


@inlined
def return_chance(m):
    """By cause."""
    return carray(_pointer(m.return_chance), (4,), np.float64)


@inlined
def return_law(m):
    """By cause."""
    return carray(_pointer(m.return_law), (4,), np.int64)


@inlined
def switch(m):
    """[from, to], cumulative."""
    return carray(_pointer(m.switch), (3, 3), np.float64)


@inlined
def limits(m):
    """Named limits of reply waits."""
    return carray(_pointer(m.limits), (MAX_LIMITS,), np.int64)


@inlined
def edges(m):
    """Edges of the histogram of reply waits."""
    return carray(_pointer(m.edges), (REPLY_BINS - 1,), np.int64)
