"""The reference engine: a floor and who arrives in, records out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.floor import NAMED, Floor
from simulator.peak.record import Records
from simulator.peak.reference.clock import Story
from simulator.peak.reference.hands import hands
from simulator.peak.reference.house import House
from simulator.peak.reference.ledger import write_records
from simulator.peak.reference.staffing import headcounts, shifts


def run(floor: Floor, arrivals: NDArray[np.void]) -> Records:
    """Simulate one replication by the rules of the floor. ``arrivals``: ARRIVAL_DTYPE rows within
    the horizon, sorted as F17 numbers them."""
    house = House(floor, arrivals)
    for agent in house.agents:
        Story(house.clock, hands(agent))
    Story(house.clock, shifts(house) if floor.shift_end == NAMED else headcounts(house))
    Story(house.clock, house.first_attempts())
    house.clock.run_to(floor.limit)
    house.close()
    return write_records(floor, house.contacts, [group.books for group in house.groups])
