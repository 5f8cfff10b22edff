"""The kernel: a compiled event loop over arrays. Same meaning as ``reference`` (2.5)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import Floor
from simulator.peak.kernel.loop import advance, open_rows
from simulator.peak.kernel.state import DONE, IN_LINE, IN_QUEUE, Z_CONTACTS, State, grown, new_state
from simulator.peak.record import IN_PROGRESS, NO_OUTCOME, WAITING, Records

STEPS_AT_A_TIME = 20_000_000
"""Between two looks at the world, so that Ctrl-C is heard."""


def run(floor: Floor, arrivals: NDArray[np.void]) -> Records:
    """Simulate these arrivals on this floor to the end (F15)."""
    state = new_state(floor, arrivals)
    open_rows(state, arrivals)
    while advance(floor, state, arrivals, STEPS_AT_A_TIME) != DONE:
        state = grown(state)
    return records(state)


def records(state: State) -> Records:
    """Close the books: whoever has no outcome yet waits or is in progress."""
    n = int(state.z[Z_CONTACTS])
    contacts = state.contacts[:n]
    where = state.live["state"][:n]
    still = contacts["outcome"] == NO_OUTCOME
    waits = (where == IN_LINE) | (where == IN_QUEUE)
    contacts["outcome"][still] = np.where(waits[still], WAITING, IN_PROGRESS)
    return Records(contacts, state.within[:n], state.histogram[:n], state.group_time)
