"""How likely the people are there: everybody stays or leaves by chance, week after week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.hiring.hiring import Hiring
from simulator.peak.hiring.cohort import Floats, leaving, worth

DRAWS = 2000


def draw_people(
    hiring: Hiring,
    groups: tuple[str, ...],
    count: NDArray[np.int64],
    seed: int,
    draws: int = DRAWS,
) -> Floats:
    """[draw, group, week]: experienced people that those there are worth. ``count`` as in `Hires`.

    Each person leaves at the end of a week with their chance, independent of all others."""
    ways, _groups, weeks = count.shape
    random = np.random.Generator(np.random.PCG64(seed))
    people = np.zeros((draws, len(groups), weeks))
    for g, name in enumerate(groups):
        there = np.full(draws, hiring.present.have.get(name, 0), np.int64)
        for t in range(weeks):
            people[:, g, t] += there
            there = random.binomial(there, 1.0 - hiring.present.attrition_per_week)
    for i in range(ways):
        way = hiring.ways[i]
        value = worth(way, weeks)
        for g, w in zip(*np.nonzero(count[i]), strict=True):
            there = np.full(draws, count[i, g, w], np.int64)
            for k in range(way.lead_weeks, weeks - w):
                at_work = k - way.lead_weeks
                if way.stay_weeks is not None and at_work >= way.stay_weeks:
                    break
                people[:, g, w + k] += there * value[k]
                there = random.binomial(there, 1.0 - leaving(way, at_work))
    return people
