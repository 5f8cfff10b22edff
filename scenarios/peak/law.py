"""Laws of random times and of numbers of rounds, as a planner writes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.strict import Minutes, NonNegative, Positive, Seconds, Strict
from sops.language import _
from sops.model_errors import Misfit


class _WithMean(Strict):
    """A law given by its mean, in exactly one of three units."""

    mean_seconds: Seconds | None = None
    mean_minutes: Minutes | None = None
    mean_hours: Annotated[NonNegative, Field(le=366 * 24.0)] | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> _WithMean:
        given = [
            m for m in (self.mean_seconds, self.mean_minutes, self.mean_hours) if m is not None
        ]
        if len(given) != 1:
            raise ValueError(_("mean_seconds、mean_minutes、mean_hours 三者须恰好写一个"))
        return self

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        if self.mean_seconds is not None:
            return self.mean_seconds
        if self.mean_minutes is not None:
            return self.mean_minutes * 60.0
        return (self.mean_hours or 0.0) * 3600.0


class Constant(_WithMean):
    """Always the mean."""

    law: Literal["constant"]


class Exponential(_WithMean):
    """Memoryless."""

    law: Literal["exponential"]


class Erlang(_WithMean):
    """Sum of ``stages`` equal exponentials; CV = 1/√stages."""

    law: Literal["erlang"]
    stages: Annotated[int, Field(ge=1, le=100)]


class Lognormal(_WithMean):
    """Given by mean and coefficient of variation (standard deviation / mean)."""

    law: Literal["lognormal"]
    cv: Annotated[Positive, Field(le=20.0)]


class Gamma(_WithMean):
    """Given by mean and coefficient of variation."""

    law: Literal["gamma"]
    cv: Annotated[Positive, Field(le=20.0)]


class Weibull(_WithMean):
    """Given by mean and shape (1 is exponential, below 1 the hazard falls)."""

    law: Literal["weibull"]
    shape: Annotated[float, Field(ge=0.2, le=50.0)]


class Empirical(Strict):
    """One of the listed values, with equal or given weights."""

    law: Literal["empirical"]
    seconds: Annotated[tuple[Seconds, ...], Field(min_length=1, max_length=100_000)]
    weights: tuple[NonNegative, ...] | None = None

    @model_validator(mode="after")
    def _weights_fit(self) -> Empirical:
        _check_weights(self.weights, len(self.seconds))
        return self

    @property
    def mean_s(self) -> float:
        """The mean in seconds."""
        return _weighted_mean(self.seconds, self.weights)


TimeLaw = Annotated[
    Constant | Exponential | Erlang | Lognormal | Gamma | Weibull | Empirical,
    Field(discriminator="law"),
]
"""A law of a time; ``.mean_s`` is its mean in seconds."""

MAX_ROUNDS = 200
"""Rounds of one chat are cut here, so that counts of replies fit a byte."""

MeanRounds = Annotated[float, Field(ge=1.0, le=100.0)]


class ConstantRounds(Strict):
    """Always the same number of rounds."""

    law: Literal["constant"]
    rounds: Annotated[int, Field(ge=1, le=MAX_ROUNDS)]

    @property
    def mean(self) -> float:
        """Mean number of rounds."""
        return float(self.rounds)


class GeometricRounds(Strict):
    """1, 2, 3 … with a constant chance of being the last."""

    law: Literal["geometric"]
    mean_rounds: MeanRounds

    @property
    def mean(self) -> float:
        """Mean number of rounds."""
        return self.mean_rounds


class ShiftedPoisson(Strict):
    """One plus a Poisson number."""

    law: Literal["shifted_poisson"]
    mean_rounds: MeanRounds

    @property
    def mean(self) -> float:
        """Mean number of rounds."""
        return self.mean_rounds


class EmpiricalRounds(Strict):
    """One of the listed numbers of rounds, with equal or given weights."""

    law: Literal["empirical"]
    rounds: Annotated[
        tuple[Annotated[int, Field(ge=1, le=MAX_ROUNDS)], ...], Field(min_length=1, max_length=1000)
    ]
    weights: tuple[NonNegative, ...] | None = None

    @model_validator(mode="after")
    def _weights_fit(self) -> EmpiricalRounds:
        _check_weights(self.weights, len(self.rounds))
        return self

    @property
    def mean(self) -> float:
        """Mean number of rounds."""
        return _weighted_mean(self.rounds, self.weights)


RoundLaw = Annotated[
    ConstantRounds | GeometricRounds | ShiftedPoisson | EmpiricalRounds,
    Field(discriminator="law"),
]
"""A law of the number of rounds of a chat; ``.mean`` is its mean."""


def _check_weights(weights: tuple[float, ...] | None, n: int) -> None:
    if weights is None:
        return
    if len(weights) != n:
        message = _("权重有 {w} 个，取值有 {n} 个，须一样多")
        raise Misfit(message.format(w=len(weights), n=n), "weights")
    if sum(weights) <= 0.0:
        raise Misfit(_("权重之和须大于 0"), "weights")


def _weighted_mean(values: tuple[float, ...], weights: tuple[float, ...] | None) -> float:
    if weights is None:
        return sum(values) / len(values)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
