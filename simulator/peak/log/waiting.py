"""When somebody waited, as a log shows it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.log.log import Log


def waiting_periods(log: Log, which: NDArray[np.bool_]) -> NDArray[np.int64]:
    """[period, 2]: when one of the contacts `which` ([row]) waited; apart and in order, µs from
    1970-01-01."""
    rows = log.rows[which & (log.rows["wait"] > 0)]
    if not len(rows):
        return np.empty((0, 2), np.int64)
    until = np.maximum.accumulate(rows["arrived"] + rows["wait"])
    fresh = np.concatenate([[True], rows["arrived"][1:] > until[:-1]])
    last = np.concatenate([fresh[1:], [True]])
    return np.stack([rows["arrived"][fresh], until[last]], axis=1)
