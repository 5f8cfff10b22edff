"""What hiring gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.hiring.hiring import Hiring
from simulator.peak.hiring.cohort import Floats
from simulator.peak.hiring.need import Counts, Need


@dataclass(frozen=True)
class Late:
    """The cheapest hires if nobody is hired in the first ``weeks`` weeks."""

    weeks: int
    yuan: float
    hires: int
    missing: Floats
    """[group, week]: experienced people missing, expected."""

    @property
    def head_weeks(self) -> float:
        """Missing people × weeks."""
        return float(self.missing.sum())


@dataclass(frozen=True)
class HiringPlan:
    """Hires per way, group and week at the least cost, and how sure they suffice."""

    hiring: Hiring
    need: Need
    probability: float | None
    """Asked for; None: the expected number has to suffice."""
    seed: int
    reserve: Counts
    """[group, week]: people planned for beyond the need, so that the probability holds."""
    hires: NDArray[np.int64]
    """[way, group, week of decision]."""
    expected: Floats
    """[group, week]: experienced people there, expected."""
    payroll: Floats
    """[group, week]: heads that are paid, those in training too, expected."""
    missing: Floats
    """[group, week]: of need and reserve together."""
    yuan: float
    bound_yuan: float
    draws: int
    chance: Floats
    """[group, week]: share of fresh draws with enough people; NaN where nobody is needed."""
    low: Floats
    high: Floats
    """Its 95 % interval (Clopper–Pearson)."""
    late: tuple[Late, ...]
    """From no week late on."""

    @property
    def reached(self) -> bool:
        """Whether nobody is missing, and the probability holds in every week."""
        if self.missing.any():
            return False
        asked = ~np.isnan(self.chance)
        return self.probability is None or bool((self.chance[asked] >= self.probability).all())
