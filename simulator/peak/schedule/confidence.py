"""The price of confidence: people and money for each probability that targets may ask for (2.6).

Busyness, absence and chance make days differ; a target with a probability asks for that share of
days. Every level is sized on the same customers and verified on the same fresh ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scenarios.peak.scenario import PeakScenario
from simulator.peak.parallel import Workers
from simulator.peak.sizing.search import size
from simulator.peak.sizing.sized import SizedPlan

LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Level:
    """The plan for one probability."""

    probability: float
    plan: SizedPlan

    @property
    def hours(self) -> float:
        """Planned hours."""
        return float(self.plan.hours.sum())

    @property
    def held(self) -> tuple[float, float, float]:
        """On fresh replications: the least share of a cell that held, and its 95 % interval."""
        cells = [
            (float(share), float(low), float(high))
            for check in self.plan.checks
            if check.probability == self.probability
            for share, low, high in zip(check.share_held, check.low, check.high, strict=True)
        ]
        return min(cells, default=(float("nan"),) * 3)


@dataclass(frozen=True)
class Curve:
    """Levels from the least to the highest probability."""

    scenario: PeakScenario
    targets: tuple[str, ...]
    """Names of the targets whose probability was changed."""
    levels: tuple[Level, ...]

    def yuan_per_point(self, k: int) -> float:
        """What each percentage point costs between level ``k`` − 1 and ``k``; NaN for the first.
        Negative where the search's noise is larger than the price."""
        if k == 0:
            return float("nan")
        before, after = self.levels[k - 1], self.levels[k]
        points = 100.0 * (after.probability - before.probability)
        return (after.plan.yuan - before.plan.yuan) / points


def varied(scenario: PeakScenario) -> tuple[str, ...]:
    """The targets whose probability makes the curve: those that have one, else all."""
    some = tuple(t.name for t in scenario.targets if t.probability is not None)
    return some or tuple(t.name for t in scenario.targets)


def asking(scenario: PeakScenario, names: Sequence[str], probability: float) -> PeakScenario:
    """The scenario with that probability in these targets."""
    targets = tuple(
        t.model_copy(update={"probability": probability}) if t.name in names else t
        for t in scenario.targets
    )
    return scenario.model_copy(update={"targets": targets})


def confidence_curve(
    scenario: PeakScenario,
    levels: Sequence[float] = LEVELS,
    *,
    seed: int = 1,
    replications: int = 40,
    verify: int = 200,
    workers: Workers | None = None,
    told: Told = lambda done, total: None,
) -> Curve:
    """Size the scenario for every probability. Raises ValueError as `size` does, and where so few
    replications cannot tell the highest probability from certainty."""
    ordered = sorted(set(levels))
    if not ordered or not 0.0 < ordered[0] <= ordered[-1] < 1.0:
        raise ValueError("probabilities lie between 0 and 1")
    if replications * (1.0 - ordered[-1]) < 1.0 - 1e-9:
        raise ValueError("too few replications for the highest probability")
    names = varied(scenario)
    found = []
    for k, probability in enumerate(ordered):
        told(k, len(ordered))
        plan = size(
            asking(scenario, names, probability), seed=seed, replications=replications,
            verify=verify, workers=workers, certify=False,
        )  # fmt: skip
        found.append(Level(probability, plan))
    return Curve(scenario, names, tuple(found))
