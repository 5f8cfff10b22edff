"""The kernel: a compiled event loop over arrays. Same meaning as ``reference`` (2.5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import Floor
from simulator.peak.kernel.contact import open_rest
from simulator.peak.kernel.layout import GROW, IN_LINE, IN_QUEUE, NEVER
from simulator.peak.kernel.loop import advance
from simulator.peak.kernel.state import State
from simulator.peak.record import (
    IN_PROGRESS,
    MAX_LIMITS,
    NO_OUTCOME,
    REPLY_BINS,
    WAITING,
    Records,
)

STEPS_AT_A_TIME = 20_000_000
"""Between two looks at the world, so that Ctrl-C is heard."""


def run(floor: Floor, arrivals: NDArray[np.void]) -> Records:
    """Simulate these arrivals on this floor to the end (F15)."""
    return Runner(floor, arrivals).finish()


class Runner:
    """A run that can stop before a border and go on in several ways."""

    def __init__(self, floor: Floor, arrivals: NDArray[np.void]) -> None:
        self._floor = floor
        self._arrivals = arrivals
        self._state = State(floor, arrivals)

    def run_before(self, time: int) -> None:
        """Carry out everything that happens before ``time`` (µs)."""
        self._advance(time)

    def finish(self) -> Records:
        """Run to the end; the run is over then. The records share its memory."""
        self._advance(NEVER)
        return self.records_so_far()

    def records_so_far(self) -> Records:
        """The books as they stand, closed: nothing can follow, except to :meth:`become` another
        run."""
        open_rest(self._state.memory[0])
        return _records(self._state)

    def sibling(self) -> Runner:
        """Another run of the same size, to be filled by :meth:`become`."""
        return Runner(self._floor, self._arrivals)

    def become(self, other: Runner, on_duty: NDArray[np.int64]) -> None:
        """Take over where ``other`` stands, with other headcounts from here on (not more people in
        a group than its floor has ids for)."""
        self._state.copy_from(other._state)
        self._state.arrays["on_duty"][:] = on_duty

    def _advance(self, until: int) -> None:
        memory = self._state.memory[0]
        while True:
            why = advance(memory, STEPS_AT_A_TIME, until)
            if why != GROW:
                return
            self._state.make_room()


def _records(state: State) -> Records:
    """Close the books: whoever has no outcome yet waits or is in progress."""
    m, arrays = state.memory[0], state.arrays
    n = int(m["contacts_count"])
    contacts = arrays["contacts"][:n]
    if m["ended_count"] < n:
        where = arrays["lives"]["state"][:n]
        still = contacts["outcome"] == NO_OUTCOME
        waits = (where == IN_LINE) | (where == IN_QUEUE)
        contacts["outcome"][still] = np.where(waits[still], WAITING, IN_PROGRESS)
    counts = arrays["reply_counts"][:n]
    within, by_wait = counts[:, :MAX_LIMITS], counts[:, MAX_LIMITS : MAX_LIMITS + REPLY_BINS]
    return Records(contacts, within, by_wait, arrays["group_time"])
