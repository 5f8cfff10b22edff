"""What one hire is expected to bring and to cost, week by week after the decision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.hiring.hiring import Way

Floats = NDArray[np.float64]


def on_payroll(way: Way, weeks: int) -> Floats:
    """[weeks since the decision]: chance that a hire is on the payroll. Who leaves does so at the
    end of a week."""
    chance = np.zeros(weeks)
    there = 1.0
    for k in range(way.lead_weeks, weeks):
        at_work = k - way.lead_weeks
        if way.stay_weeks is not None and at_work >= way.stay_weeks:
            break
        chance[k] = there
        there *= 1.0 - leaving(way, at_work)
    return chance


def leaving(way: Way, at_work: int) -> float:
    """Chance to leave at the end of the week that is ``at_work`` weeks after the first one."""
    if at_work < way.training_weeks:
        return way.training_attrition_per_week
    return way.attrition_per_week


def worth(way: Way, weeks: int) -> Floats:
    """[weeks since the decision]: how many experienced people one who is still there is worth."""
    value = np.zeros(weeks)
    first = way.lead_weeks + way.training_weeks
    for k in range(first, weeks):
        value[k] = way.ramp[min(k - first, len(way.ramp) - 1)]
    return value


def yuan(way: Way, weeks_left: int) -> float:
    """Expected cost of a hire decided so many weeks before the end of the plan; what reaches beyond
    it counts only within ``least_weeks``."""
    owed = way.lead_weeks + way.least_weeks
    paid = on_payroll(way, max(weeks_left, owed))
    return way.yuan_per_hire + way.yuan_per_week * float(paid.sum())


def left_of(have: int, attrition: float, weeks: int) -> Floats:
    """[week]: how many of the people present at the start are expected still to be there."""
    return np.asarray(have * (1.0 - attrition) ** np.arange(weeks))
