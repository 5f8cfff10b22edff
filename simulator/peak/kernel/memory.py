"""What changes in a run, array by array, as compiled code sees it."""

from __future__ import annotations

import numpy as np
from numba import carray

from simulator.peak.compiled import inlined
from simulator.peak.kernel.address import ANY, pointer
from simulator.peak.kernel.layout import (
    AGENT_DTYPE,
    CREW_DTYPE,
    DESK_DTYPE,
    LINE_DTYPE,
    LIVE_DTYPE,
    SLOT_DTYPE,
)
from simulator.peak.record import CONTACT_DTYPE, GROUP_TIME_DTYPE, REPLY_COUNTS


@inlined
def contacts(m):
    """Rows of the records, by contact."""
    return carray(pointer(m.contacts), (ANY,), CONTACT_DTYPE)


@inlined
def lives(m):
    """What else is known of a contact while it lives."""
    return carray(pointer(m.lives), (ANY,), LIVE_DTYPE)


@inlined
def reply_counts(m):
    """Replies by contact: within each named limit, then by wait."""
    return carray(pointer(m.reply_counts), (ANY, REPLY_COUNTS), np.uint8)


@inlined
def agents(m):
    """Agents."""
    return carray(pointer(m.agents), (ANY,), AGENT_DTYPE)


@inlined
def backs(m):
    """End of the break under way, by agent, −1 for none."""
    return carray(pointer(m.backs), (ANY,), np.int64)


@inlined
def slots(m):
    """[agent, slot]."""
    return carray(pointer(m.slots), (ANY, m.n_slots), SLOT_DTYPE)


@inlined
def lines(m):
    """What waits in each queue."""
    return carray(pointer(m.lines), (ANY,), LINE_DTYPE)


@inlined
def crews(m):
    """Counts of each group."""
    return carray(pointer(m.crews), (ANY,), CREW_DTYPE)


@inlined
def desks(m):
    """Seats and line of each bot."""
    return carray(pointer(m.desks), (ANY,), DESK_DTYPE)


@inlined
def events(m):
    """The event list."""
    return carray(pointer(m.events), (ANY,), np.int64)


@inlined
def ready_heap(m):
    """[channel, agent]: heaps of ready agents, one per group in its own range."""
    return carray(pointer(m.ready_heap), (3, m.n_agents), np.int32)


@inlined
def ready_keys(m):
    """[channel, agent]: the keys of ``ready_heap``, place by place."""
    return carray(pointer(m.ready_keys), (3, m.n_agents), np.int64)


@inlined
def place(m):
    """[channel, agent]: where in its heap an agent stands, −1 not at all."""
    return carray(pointer(m.place), (3, m.n_agents), np.int32)


@inlined
def ready_count(m):
    """[channel, group]."""
    return carray(pointer(m.ready_count), (3, m.n_groups), np.int64)


@inlined
def serves(m):
    """[channel, group]: whether the group has a queue of that channel."""
    return carray(pointer(m.serves), (3, m.n_groups), np.uint8)


@inlined
def marks(m):
    """Per group, in its range, the marked agents in order of marking."""
    return carray(pointer(m.marks), (ANY,), np.int32)


@inlined
def touched(m):
    """Agents to be looked at after the step."""
    return carray(pointer(m.touched), (ANY,), np.int32)


@inlined
def choosing(m):
    """Agents whose hands are to choose, descending."""
    return carray(pointer(m.choosing), (ANY,), np.int32)


@inlined
def joined(m):
    """Contacts that joined a queue and have no timers yet."""
    return carray(pointer(m.joined), (ANY,), np.int32)


@inlined
def dirty_queues(m):
    """Queues where somebody may newly be assigned."""
    return carray(pointer(m.dirty_queues), (ANY,), np.int32)


@inlined
def dirty_groups(m):
    """Groups where somebody is newly ready."""
    return carray(pointer(m.dirty_groups), (ANY,), np.int32)


@inlined
def group_time(m):
    """[interval, group]."""
    return carray(pointer(m.group_time), (ANY, m.n_groups), GROUP_TIME_DTYPE)
