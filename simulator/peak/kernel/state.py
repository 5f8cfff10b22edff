"""The memory of one run: the arrays, and the record through which compiled code finds them.

Everything lives in arrays, so that a run can be stopped, given more room and resumed at any
step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import HANDOVER, Floor
from simulator.peak.kernel.address import ARRAYS, MEMORY_DTYPE
from simulator.peak.kernel.event import NOTHING
from simulator.peak.kernel.layout import (
    AGENT_DTYPE,
    CREW_DTYPE,
    DESK_DTYPE,
    EVENT_WORDS,
    LINE_DTYPE,
    LIVE_DTYPE,
    SLOT_DTYPE,
)
from simulator.peak.record import CONTACT_DTYPE, GROUP_TIME_DTYPE, REPLY_COUNTS

Array = NDArray[Any]

_BY_CONTACT = ("contacts", "lives", "reply_counts")

_OTHERS = (
    "agents", "backs", "slots", "lines", "crews", "desks", "ready_heap", "ready_keys", "place",
    "ready_count", "marks", "touched", "choosing", "joined", "dirty_queues", "dirty_groups",
    "group_time",
)  # fmt: skip
"""What else changes, the event list apart."""

_LINE = 64
"""Bytes that a processor fetches at a time."""

_BEYOND = 4
"""Places behind the event list's room, so that four children can always be looked at."""

# The floor's name for an array where the kernel's own state has taken the plain one.
_FLOOR_NAMES = {"resolved_by": "resolved", "escalated_by": "escalated"}


class State:
    """Owns the arrays of a run; ``memory[0]`` is what compiled functions get."""

    def __init__(self, floor: Floor, arrivals: Array) -> None:
        self.arrays = _floor_arrays(floor) | _new_arrays(floor, arrivals)
        self.memory = np.zeros(1, MEMORY_DTYPE)
        m = self.memory[0]
        agents = int(floor.groups["agents"].sum())
        slots = self.arrays["slots"].shape[1]
        for name in ("start", "end", "limit", "interval", "shift_end", "max_attempts"):
            m[name] = getattr(floor, name)
        m["silent_share"] = floor.silent_share
        m["now"] = floor.start
        m["arrivals_count"] = len(arrivals)
        m["contacts_count"] = len(arrivals)
        m["shifts_count"] = len(floor.shifts)
        m["n_intervals"] = floor.on_duty.shape[1]
        m["n_groups"] = len(floor.groups)
        m["n_agents"] = agents + 1
        m["n_slots"] = slots
        m["n_intents"] = floor.work.shape[0]
        m["n_tiers"] = floor.entry_queue.shape[3]
        m["n_days"] = floor.speed.shape[1]
        m["events_spare"] = 64 + (agents * slots if floor.shift_end == HANDOVER else 0)
        self._publish()

    def make_room(self) -> None:
        """More room for contacts, events and joiners, where it is short."""
        m, more = self.memory[0], {}
        if m["contacts_count"] + 8 > m["contacts_room"]:
            room = int(m["contacts_room"])
            for name in _BY_CONTACT:
                more[name] = _longer(self.arrays[name], room + room // 4 + 256)
        if m["events_count"] + 2 * m["joined_count"] + m["events_spare"] > m["events_room"]:
            events = _no_events(2 * int(m["events_room"]))
            events[: len(self.arrays["events"])] = self.arrays["events"]
            more["events"] = events
        if m["joined_count"] + 8 > m["joined_room"]:
            more["joined"] = _longer(self.arrays["joined"], 2 * int(m["joined_room"]))
        self.arrays.update(more)
        self._publish()

    def copy_from(self, other: State) -> None:
        """Take over all that has happened in another run of the same floor and arrivals."""
        mine, theirs = self.memory[0], other.memory[0]
        for name in _BY_CONTACT:
            if len(self.arrays[name]) != len(other.arrays[name]):
                self.arrays[name] = _lined_up(other.arrays[name].shape, other.arrays[name].dtype)
            # First attempts so far, and returns; rows between are written when their time comes.
            for rows in (
                slice(theirs["next_arrival"]),
                slice(theirs["arrivals_count"], theirs["contacts_count"]),
            ):
                self.arrays[name][rows] = other.arrays[name][rows]
        if len(self.arrays["events"]) != len(other.arrays["events"]):
            self.arrays["events"] = _no_events(len(other.arrays["events"]) - _BEYOND)
        used = max(int(mine["events_count"]), int(theirs["events_count"]))
        self.arrays["events"][:used] = other.arrays["events"][:used]
        for name in _OTHERS:
            if self.arrays[name].shape != other.arrays[name].shape:
                self.arrays[name] = _lined_up(other.arrays[name].shape, other.arrays[name].dtype)
            np.copyto(self.arrays[name], other.arrays[name])
        self.arrays["on_duty"] = other.arrays["on_duty"].copy()
        self.memory[0] = other.memory[0]
        self._publish()

    def _publish(self) -> None:
        m = self.memory[0]
        m["contacts_room"] = len(self.arrays["contacts"])
        m["events_room"] = len(self.arrays["events"]) - _BEYOND
        m["joined_room"] = len(self.arrays["joined"])
        for name in ARRAYS:
            m[name] = self.arrays[name].ctypes.data


def _floor_arrays(floor: Floor) -> dict[str, Array]:
    arrays = {}
    for name in ARRAYS:
        source = getattr(floor, _FLOOR_NAMES.get(name, name), None)
        if source is not None:
            arrays[name] = np.ascontiguousarray(source)
    return arrays


def _new_arrays(floor: Floor, arrivals: Array) -> dict[str, Array]:
    returning = float(floor.return_chance.max()) if floor.max_attempts > 1 else 0.0
    contacts = int(len(arrivals) * (1.02 + 0.3 * returning)) + 64
    groups, queues = len(floor.groups), len(floor.queues)
    agents = int(floor.groups["agents"].sum()) + 1
    slots = max(1, int(floor.groups["concurrency"].max()))
    spare = agents * slots if floor.shift_end == HANDOVER else 0
    serves = np.zeros((3, groups), np.uint8)
    serves[floor.queues["channel"][floor.skills["queue"]], floor.skills["group"]] = 1
    return {
        "arrivals": np.ascontiguousarray(arrivals),
        "contacts": _lined_up((contacts,), CONTACT_DTYPE),
        "lives": _lined_up((contacts,), LIVE_DTYPE),
        "reply_counts": _lined_up((contacts, REPLY_COUNTS), np.dtype(np.uint8)),
        "agents": _agents(floor, agents),
        "backs": np.full(agents, -1, np.int64),
        "slots": np.zeros((agents, slots), SLOT_DTYPE),
        "lines": _filled(queues, LINE_DTYPE, ("head", "tail")),
        "crews": np.zeros(groups, CREW_DTYPE),
        "desks": _filled(len(floor.bots), DESK_DTYPE, ("head", "tail")),
        "events": _no_events(4096 + spare),
        "ready_heap": np.empty((3, agents), np.int32),
        "ready_keys": np.empty((3, agents), np.int64),
        "place": np.full((3, agents), -1, np.int32),
        "ready_count": np.zeros((3, groups), np.int64),
        "serves": serves,
        "marks": np.empty(agents, np.int32),
        "touched": np.empty(agents, np.int32),
        "choosing": np.empty(agents, np.int32),
        "joined": np.empty(64, np.int32),
        "dirty_queues": np.empty(queues, np.int32),
        "dirty_groups": np.empty(groups, np.int32),
        "group_time": np.zeros(
            ((floor.end - floor.start) // floor.interval, groups), GROUP_TIME_DTYPE
        ),
    }


def _lined_up(shape: tuple[int, ...], dtype: np.dtype[Any], before: int = 0) -> Array:
    """Zeros; what lies ``before`` bytes in begins a line of the processor's cache."""
    size = int(np.prod(shape)) * dtype.itemsize
    raw = np.zeros(size + _LINE, np.uint8)
    first = -(raw.ctypes.data + before) % _LINE
    return raw[first : first + size].view(dtype).reshape(shape)


def _no_events(room: int) -> Array:
    """An empty event list: the children of every parent lie in one line."""
    word = np.dtype(np.int64)
    events = _lined_up((room + _BEYOND, EVENT_WORDS), word, before=EVENT_WORDS * word.itemsize)
    events[:] = NOTHING
    return events


def _longer(array: Array, length: int) -> Array:
    longer = _lined_up((length, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


def _agents(floor: Floor, agents: int) -> Array:
    rows = _lined_up((agents,), AGENT_DTYPE)
    rows["group"][:-1] = np.repeat(np.arange(len(floor.groups)), floor.groups["agents"])
    for name in ("contact", "ticket"):
        rows[name] = -1
    return rows


def _filled(n: int, dtype: np.dtype[np.void], nothing: tuple[str, ...]) -> Array:
    rows = np.zeros(n, dtype)
    for name in nothing:
        rows[name] = -1
    return rows
