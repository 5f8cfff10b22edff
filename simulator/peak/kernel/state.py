"""The kernel's memory: everything that changes while a replication runs, as arrays.

All of it lives in arrays so that a run can be stopped, grown, copied and resumed at any step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import HANDOVER, MAX_LIMITS, Floor
from simulator.peak.record import CONTACT_DTYPE, GROUP_TIME_DTYPE, REPLY_BINS

# Where a contact is (live.state).
NOWHERE, IN_LINE, WITH_BOT, IN_QUEUE, IN_SLOT, IN_HAND, GONE = range(7)

LIVE_DTYPE = np.dtype(
    [
        ("rank", np.int64),  # order in its queue: time of joining, for tickets when due
        ("joined", np.int64),  # this stage's queue
        ("message", np.int64),  # time of the customer's latest message
        ("left", np.int64),  # base µs of ticket work left, −1 not drawn yet
        ("previous", np.int32),  # neighbours in its queue or line
        ("following", np.int32),
        ("agent", np.int32),
        ("queue", np.int16),
        ("slot", np.int16),
        ("rounds", np.int16),  # of this stage
        ("replies", np.int16),  # sent in this stage
        ("state", np.uint8),
        ("stage", np.uint8),
        ("tried_bot", np.uint8),
        ("pending", np.uint8),  # a message waits for its reply
    ]
)

# What hands do (agent.hands).
FREE, CALL, REPLY, WRAP, TICKET_WORK = range(5)

AGENT_DTYPE = np.dtype(
    [
        ("key", np.int64),  # order among the ready: sessions, ticket in hand, idle since
        ("idle", np.int64),
        ("started", np.int64),  # of the work in hand
        ("token", np.int64),  # counts works, so that the end of a dropped one is known as stale
        ("rest", np.int64),  # µs of break due, not begun
        ("back", np.int64),  # end of the break under way, −1 none
        ("contact", np.int32),  # in work
        ("ticket", np.int32),
        ("group", np.int32),
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
    ]
)

# What a slot holds (slot.state).
EMPTY, TO_CALL, TO_FIRST, TO_REPLY, TO_WRAP, IN_WORK, THINKING, CLOSING, HAUNTED = range(9)

SLOT_DTYPE = np.dtype(
    [("due", np.int64), ("contact", np.int32), ("state", np.uint8), ("stage", np.uint8)]
)

QUEUE_STATE_DTYPE = np.dtype(
    [("head", np.int64), ("tail", np.int64), ("waiting", np.int64), ("dirty", np.int64)]
)

GROUP_STATE_DTYPE = np.dtype(
    [
        ("present", np.int64),
        ("marked", np.int64),
        ("owed", np.int64),
        ("busy", np.int64),
        ("open", np.int64),
        ("dirty", np.int64),
    ]
)

BOT_STATE_DTYPE = np.dtype([("busy", np.int64), ("head", np.int64), ("tail", np.int64)])

EVENT_DTYPE = np.dtype([("when", np.int64), ("who", np.int64), ("token", np.int64)])
"""``when`` = time × 16 + kind, ``who`` = (contact + 1) × 2³² + agent + 1: the order of F17."""

# Kinds of events, in the order of F17.
BORDER, WORK_END, SESSION_END, BOT_END, MESSAGE, ARRIVAL, OVERFLOW, ASSIGN, HANDS, PATIENCE = range(10)

# Tokens of PATIENCE events: in a line, for the first reply of a stage, for a later reply.
LINE_PATIENCE, QUEUE_PATIENCE, REPLY_PATIENCE_ = range(3)

# Numbers in State.z.
(
    Z_NOW,
    Z_EVENTS,  # on the heap
    Z_CONTACTS,
    Z_ARRIVAL,  # next row of arrivals
    Z_BORDER,  # next interval border, index
    Z_INTERVAL,  # current row of group time
    Z_INTERVAL_END,
    Z_SHIFT,  # next row of shifts
    Z_ASSIGN,  # somebody may be assigned
    Z_DIRTY_QUEUES,
    Z_DIRTY_GROUPS,
    Z_TOUCHED,
    Z_HANDS,
    Z_JOINED,
    Z_STEPS,
    Z_SPARE,  # events that one step may add at the most
) = range(16)
Z_SIZE = 16

# What advance() came back for.
DONE, GROW = range(2)


class State(NamedTuple):
    """The arrays of one run; see the dtypes."""

    z: NDArray[np.int64]
    contacts: NDArray[np.void]
    live: NDArray[np.void]
    within: NDArray[np.uint8]
    histogram: NDArray[np.uint8]
    agents: NDArray[np.void]
    slots: NDArray[np.void]
    queues: NDArray[np.void]
    groups: NDArray[np.void]
    bots: NDArray[np.void]
    events: NDArray[np.void]
    ready: NDArray[np.int32]
    """[channel, agent]: heaps of ready agents, one per group in the group's own range."""
    place: NDArray[np.int32]
    """[channel, agent]: where in its heap an agent stands, −1 not at all."""
    ready_count: NDArray[np.int64]
    """[channel, group]."""
    serves: NDArray[np.uint8]
    """[channel, group]: whether the group has a queue of that channel."""
    marks: NDArray[np.int32]
    """[agent]: per group, in its range, the marked in order of marking."""
    touched: NDArray[np.int32]
    choosing: NDArray[np.int32]
    joined: NDArray[np.int32]
    dirty_queues: NDArray[np.int32]
    dirty_groups: NDArray[np.int32]
    group_time: NDArray[np.void]


def new_state(floor: Floor, arrivals: NDArray[np.void]) -> State:
    """Memory for a run of these arrivals on this floor, before anything has happened."""
    expected = len(arrivals) * (1.05 + 0.3 * (floor.max_attempts > 1) * float(floor.return_chance.max()))
    capacity = int(expected) + 64
    groups, queues = len(floor.groups), len(floor.queues)
    agents = int(floor.groups["agents"].sum())
    slots = max(1, int(floor.groups["concurrency"].max()))
    intervals = (floor.end - floor.start) // floor.interval
    z = np.zeros(Z_SIZE, np.int64)
    z[Z_NOW] = floor.start
    z[Z_SPARE] = 64 + (agents * slots if floor.shift_end == HANDOVER else 0)
    return State(
        z=z,
        contacts=np.empty(capacity, CONTACT_DTYPE),
        live=np.empty(capacity, LIVE_DTYPE),
        within=np.zeros((capacity, MAX_LIMITS), np.uint8),
        histogram=np.zeros((capacity, REPLY_BINS), np.uint8),
        agents=_agents(floor, agents),
        slots=np.zeros((agents + 1, slots), SLOT_DTYPE),
        queues=_filled(queues, QUEUE_STATE_DTYPE, ("head", "tail")),
        groups=np.zeros(groups, GROUP_STATE_DTYPE),
        bots=_filled(len(floor.bots), BOT_STATE_DTYPE, ("head", "tail")),
        events=np.empty(4096 + int(z[Z_SPARE]), EVENT_DTYPE),
        ready=np.empty((3, agents + 1), np.int32),
        place=np.full((3, agents + 1), -1, np.int32),
        ready_count=np.zeros((3, groups), np.int64),
        serves=_serves(floor),
        marks=np.empty(agents + 1, np.int32),
        touched=np.empty(agents + 1, np.int32),
        choosing=np.empty(agents + 1, np.int32),
        joined=np.empty(64, np.int32),
        dirty_queues=np.empty(queues, np.int32),
        dirty_groups=np.empty(groups, np.int32),
        group_time=np.zeros((intervals, groups), GROUP_TIME_DTYPE),
    )


def grown(state: State) -> State:
    """The same state with room for more contacts and events."""
    z = state.z
    contacts, events, joined = len(state.contacts), len(state.events), len(state.joined)
    more: dict[str, NDArray[np.void]] = {}
    if z[Z_CONTACTS] + 8 > contacts:
        for name in ("contacts", "live", "within", "histogram"):
            more[name] = _longer(getattr(state, name), contacts + contacts // 4 + 256)
    if z[Z_EVENTS] + 2 * z[Z_JOINED] + z[Z_SPARE] > events:
        more["events"] = _longer(state.events, events * 2)
    if z[Z_JOINED] + 8 > joined:
        more["joined"] = _longer(state.joined, joined * 2)
    return state._replace(**more)


def _longer(array: NDArray[np.void], length: int) -> NDArray[np.void]:
    longer = np.zeros((length, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


def _agents(floor: Floor, agents: int) -> NDArray[np.void]:
    rows = np.zeros(agents + 1, AGENT_DTYPE)
    rows["group"][:agents] = np.repeat(np.arange(len(floor.groups)), floor.groups["agents"])
    for name in ("contact", "ticket", "back"):
        rows[name] = -1
    return rows


def _filled(n: int, dtype: np.dtype[np.void], nothing: tuple[str, ...]) -> NDArray[np.void]:
    rows = np.zeros(n, dtype)
    for name in nothing:
        rows[name] = -1
    return rows


def _serves(floor: Floor) -> NDArray[np.uint8]:
    serves = np.zeros((3, len(floor.groups)), np.uint8)
    serves[floor.queues["channel"][floor.skills["queue"]], floor.skills["group"]] = 1
    return serves
