"""The memory of one run: the arrays that change, and the record through which compiled code finds
them.

Everything lives in arrays, so that a run can be stopped, given more room and resumed at any
step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import HANDOVER, MAX_LIMITS, Floor
from simulator.peak.kernel.layout import (
    AGENT_DTYPE,
    CREW_DTYPE,
    DESK_DTYPE,
    EVENT_WORDS,
    LINE_DTYPE,
    LIVE_DTYPE,
    SLOT_DTYPE,
)
from simulator.peak.kernel.memory import ARRAYS, MEMORY_DTYPE
from simulator.peak.record import CONTACT_DTYPE, GROUP_TIME_DTYPE, REPLY_BINS

Array = NDArray[Any]

_CHANGING = (
    "contacts", "lives", "within", "histogram", "agents", "slots", "lines", "crews", "desks",
    "events", "ready_heap", "ready_keys", "place", "ready_count", "marks", "touched", "choosing",
    "joined", "dirty_queues", "dirty_groups", "group_time",
)  # fmt: skip

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
            for name in ("contacts", "lives", "within", "histogram"):
                more[name] = _longer(self.arrays[name], room + room // 4 + 256)
        if m["events_count"] + 2 * m["joined_count"] + m["events_spare"] > m["events_room"]:
            more["events"] = _longer(self.arrays["events"], 2 * int(m["events_room"]))
        if m["joined_count"] + 8 > m["joined_room"]:
            more["joined"] = _longer(self.arrays["joined"], 2 * int(m["joined_room"]))
        self.arrays.update(more)
        self._publish()

    def copy_from(self, other: State) -> None:
        """Take over all that changes from another run of the same floor and arrivals."""
        for name in _CHANGING:
            theirs = other.arrays[name]
            if self.arrays[name].shape != theirs.shape:
                self.arrays[name] = theirs.copy()
            else:
                np.copyto(self.arrays[name], theirs)
        self.arrays["on_duty"] = other.arrays["on_duty"].copy()
        self.memory[0] = other.memory[0]
        self._publish()

    def _publish(self) -> None:
        m = self.memory[0]
        m["contacts_room"] = len(self.arrays["contacts"])
        m["events_room"] = len(self.arrays["events"])
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
        "contacts": np.empty(contacts, CONTACT_DTYPE),
        "lives": np.empty(contacts, LIVE_DTYPE),
        "within": np.zeros((contacts, MAX_LIMITS), np.uint8),
        "histogram": np.zeros((contacts, REPLY_BINS), np.uint8),
        "agents": _agents(floor, agents),
        "slots": np.zeros((agents, slots), SLOT_DTYPE),
        "lines": _filled(queues, LINE_DTYPE, ("head", "tail")),
        "crews": np.zeros(groups, CREW_DTYPE),
        "desks": _filled(len(floor.bots), DESK_DTYPE, ("head", "tail")),
        "events": np.empty((4096 + spare, EVENT_WORDS), np.int64),
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


def _longer(array: Array, length: int) -> Array:
    longer = np.zeros((length, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


def _agents(floor: Floor, agents: int) -> Array:
    rows = np.zeros(agents, AGENT_DTYPE)
    rows["group"][:-1] = np.repeat(np.arange(len(floor.groups)), floor.groups["agents"])
    for name in ("contact", "ticket", "back"):
        rows[name] = -1
    return rows


def _filled(n: int, dtype: np.dtype[np.void], nothing: tuple[str, ...]) -> Array:
    rows = np.zeros(n, dtype)
    for name in nothing:
        rows[name] = -1
    return rows
