"""Rows and codes of the kernel's memory."""

from __future__ import annotations

import numpy as np

from simulator.peak.record import padded

# Where a contact is (live.state).
NOWHERE, IN_LINE, WITH_BOT, IN_QUEUE, IN_SLOT, IN_HAND, GONE = range(7)

LIVE_DTYPE = padded(
    [
        ("key", np.uint64),  # as in its record, so that most steps need not look there
        ("rank", np.int64),  # order in its queue: time of joining, for tickets when due
        ("joined", np.int64),  # this stage's queue
        ("message", np.int64),  # time of the latest message; tickets: base µs left, −1 not drawn
        ("previous", np.int32),  # neighbours in its queue or line
        ("following", np.int32),
        ("agent", np.int32),
        ("queue", np.int16),
        ("slot", np.int16),
        ("rounds", np.int16),  # of this stage
        ("replies", np.int16),  # sent in this stage
        ("intent", np.int16),
        ("attempt", np.uint8),
        ("state", np.uint8),
        ("stage", np.uint8),
        ("tried_bot", np.uint8),
        ("pending", np.uint8),  # a message waits for its reply
    ],
    64,
)

# What hands do (agent.hands).
FREE, CALL, REPLY, WRAP, TICKET_WORK = range(5)

AGENT_DTYPE = padded(
    [
        ("key", np.int64),  # order among the ready: sessions, ticket in hand, idle since
        ("idle", np.int64),
        ("started", np.int64),  # of the work in hand
        ("ends", np.int64),  # of the work in hand: the end of a dropped one is known as stale
        ("rest", np.int64),  # µs of break due, not begun
        ("contact", np.int32),  # in work
        ("ticket", np.int32),
        ("group", np.int16),
        ("slot", np.int16),  # in work
        ("sessions", np.int16),
        ("pending", np.int16),  # slots that wait for the hands
        ("hands", np.uint8),
        ("present", np.uint8),
        ("marked", np.uint8),  # leaves when its sessions are done
        ("calling", np.uint8),  # takes or wraps up a call
        ("no_chat", np.uint8),  # after its last call
        ("touched", np.uint8),
        ("queued", np.uint8),  # its hands are to choose
        ("ready", np.uint8),  # bits by channel
    ],
    64,
)

# What a slot holds (slot.state).
EMPTY, TO_CALL, TO_FIRST, TO_REPLY, TO_WRAP, IN_WORK, THINKING, CLOSING, HAUNTED = range(9)

SLOT_DTYPE = padded(
    [("due", np.int64), ("contact", np.int32), ("state", np.uint8), ("stage", np.uint8)], 16
)

LINE_DTYPE = np.dtype(
    [("head", np.int64), ("tail", np.int64), ("waiting", np.int64), ("dirty", np.int64)]
)

CREW_DTYPE = np.dtype(
    [
        ("present", np.int64),
        ("marked", np.int64),
        ("owed", np.int64),
        ("busy", np.int64),
        ("open", np.int64),
        ("dirty", np.int64),
    ]
)

DESK_DTYPE = np.dtype([("busy", np.int64), ("head", np.int64), ("tail", np.int64)])

EVENT_WORDS = 2
"""Words of an event on the list (event.py)."""

# Kinds of events, in the order of F17.
BORDER, WORK_END, SESSION_END, BOT_END, MESSAGE, ARRIVAL, OVERFLOW, ASSIGN, HANDS, PATIENCE = range(
    10
)

# What a PATIENCE event is about: in a line, for the first reply of a stage, for a later reply.
LINE_PATIENCE, QUEUE_PATIENCE, REPLY_PATIENCE_ = range(3)

# What advance() came back for.
DONE, GROW, PAUSED = range(3)

NEVER = 2**58
"""A time (µs) after everything."""
