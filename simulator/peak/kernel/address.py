"""How compiled code finds the memory of a run: one record of counters and addresses.

Passing dozens of arrays to every function would cost more than the functions do, so the arrays
travel as addresses in a single record; the arrays themselves belong to
:class:`simulator.peak.kernel.state.State`, which outlives them. The functions of ``memory`` and
``given`` give access to each by its name."""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

COUNTERS = (
    "now",
    "contacts_count",
    "events_count",
    "events_room",
    "events_spare",
    "contacts_room",
    "ended_count",
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
    "reply_counts",
    "agents",
    "backs",
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

ANY = 1 << 40
"""A first dimension whose length nobody asks for."""


@intrinsic
def pointer(typingctx, address):
    """An address as a pointer."""

    def build(context, builder, signature, args):
        return builder.inttoptr(args[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), build


@intrinsic
def prefetch(typingctx, address):
    """Have the processor fetch what lies at an address, which is going to be changed soon."""

    def build(context, builder, signature, args):
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        to_write, keep, data = number(1), number(3), number(1)
        builder.call(fetch, [builder.inttoptr(args[0], byte), to_write, keep, data])
        return context.get_dummy_value()

    return types.void(types.int64), build
