"""Do several implementations of B1 give the same model?

Each is compared with a reference in three figures over independent replications. All comparisons
are judged together: every difference must lie inside its own confidence interval, and the
intervals are wide enough (Bonferroni) that all of them hold at once with `CONFIDENCE` if the
models are equal. The spread is pooled over the implementations, because equal models spread alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from benchmarks.b1_model import Outcome

CONFIDENCE = 0.99
FIGURES: dict[str, Callable[[Outcome], float]] = {
    "abandonment": lambda outcome: outcome.abandonment,
    "service_level": lambda outcome: outcome.service_level,
    "mean_wait_s": lambda outcome: outcome.mean_wait_s,
}


@dataclass(frozen=True)
class Difference:
    """One implementation's mean in one figure, and how far it is from the reference's."""

    engine: str
    figure: str
    mean: float
    difference: float
    half_width: float

    @property
    def agrees(self) -> bool:
        """Whether zero lies within the interval of the difference."""
        return abs(self.difference) <= self.half_width


def differences(outcomes: Mapping[str, Sequence[Outcome]], reference: str) -> list[Difference]:
    """Compares every other implementation with `reference`.

    Needs at least two replications of each, with seeds that no two implementations share.
    """
    others = [engine for engine in outcomes if engine != reference]
    comparisons = max(1, len(others) * len(FIGURES))
    freedom = sum(len(runs) - 1 for runs in outcomes.values())
    quantile = float(student.ppf(1.0 - (1.0 - CONFIDENCE) / (2.0 * comparisons), freedom))
    found = []
    for figure, value in FIGURES.items():
        samples = {e: np.array([value(run) for run in runs]) for e, runs in outcomes.items()}
        squares = sum(float(((s - s.mean()) ** 2).sum()) for s in samples.values())
        spread = math.sqrt(squares / freedom)
        base = samples[reference]
        for engine in others:
            sample = samples[engine]
            width = quantile * spread * math.sqrt(1.0 / len(sample) + 1.0 / len(base))
            mean = float(sample.mean())
            found.append(Difference(engine, figure, mean, mean - float(base.mean()), width))
    return found
