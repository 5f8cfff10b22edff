"""The kernel: a compiled event loop over arrays. Same meaning as ``reference`` (2.5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import Floor
from simulator.peak.kernel.layout import DONE, IN_LINE, IN_QUEUE
from simulator.peak.kernel.loop import advance, open_rows
from simulator.peak.kernel.state import State
from simulator.peak.record import IN_PROGRESS, NO_OUTCOME, WAITING, Records

STEPS_AT_A_TIME = 20_000_000
"""Between two looks at the world, so that Ctrl-C is heard."""


def run(floor: Floor, arrivals: NDArray[np.void]) -> Records:
    """Simulate these arrivals on this floor to the end (F15)."""
    state = State(floor, arrivals)
    memory = state.memory[0]
    open_rows(memory)
    while advance(memory, STEPS_AT_A_TIME) != DONE:
        state.make_room()
    return _records(state)


def _records(state: State) -> Records:
    """Close the books: whoever has no outcome yet waits or is in progress."""
    n = int(state.memory[0]["contacts_count"])
    arrays = state.arrays
    contacts = arrays["contacts"][:n]
    where = arrays["lives"]["state"][:n]
    still = contacts["outcome"] == NO_OUTCOME
    waits = (where == IN_LINE) | (where == IN_QUEUE)
    contacts["outcome"][still] = np.where(waits[still], WAITING, IN_PROGRESS)
    return Records(contacts, arrays["within"][:n], arrays["histogram"][:n], arrays["group_time"])
