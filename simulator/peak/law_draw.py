"""Laws as arrays, and drawing from them (F3).

Formulas: lognormal by its quantile, Weibull and exponential by inversion, Erlang as a sum, gamma by
Marsaglia & Tsang (2000) with keyed sub-draws, Poisson and geometric rounds by inversion."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.law import (
    MAX_ROUNDS,
    Constant,
    ConstantRounds,
    Empirical,
    EmpiricalRounds,
    Erlang,
    Exponential,
    Gamma,
    GeometricRounds,
    Lognormal,
    RoundLaw,
    ShiftedPoisson,
    TimeLaw,
    Weibull,
)
from simulator.peak.compiled import compiled
from simulator.peak.draw import child, draw_key, normal_quantile, poisson_quantile, unit

CONSTANT, EXPONENTIAL, ERLANG, LOGNORMAL, GAMMA, WEIBULL, EMPIRICAL = range(7)
GEOMETRIC, SHIFTED_POISSON = 7, 8

LAW_DTYPE = np.dtype(
    [
        ("kind", np.int32),
        ("first", np.int32),
        ("count", np.int32),
        ("a", np.float64),
        ("b", np.float64),
    ]
)
"""One law: kind, slice of the value table (empirical), two parameters."""

VALUE_DTYPE = np.dtype([("value", np.float64), ("cdf", np.float64)])

LONGEST_S = 10 * 365 * 86_400.0
"""No drawn time is longer than ten years, so that microseconds fit an int64."""

_MAX_ROUNDS = MAX_ROUNDS


@compiled
def draw_seconds(
    laws, values, law: int, key: np.uint64, attempt: int, quantity: int, index: int
) -> float:
    """Draw a time in seconds from law number ``law``."""
    it = laws[law]
    kind = it.kind
    if kind == CONSTANT:
        return it.a
    k = draw_key(key, attempt, quantity, index)
    u = unit(k)
    if kind == EXPONENTIAL:
        x = -math.log(u) * it.a
    elif kind == LOGNORMAL:
        x = math.exp(it.a + it.b * normal_quantile(u))
    elif kind == WEIBULL:
        x = it.a * (-math.log(u)) ** it.b
    elif kind == ERLANG:
        x = -math.log(u)
        for j in range(1, it.count):
            x -= math.log(unit(child(k, j)))
        x *= it.a
    elif kind == GAMMA:
        x = _gamma(it.a, k) * it.b
    else:
        x = values[_pick(values, it.first, it.count, u)].value
    return min(x, LONGEST_S)


@compiled
def draw_us(laws, values, law: int, key: np.uint64, attempt: int, quantity: int, index: int):
    """Draw a time in whole µs (F1)."""
    return np.int64(draw_seconds(laws, values, law, key, attempt, quantity, index) * 1e6 + 0.5)


@compiled
def draw_rounds(
    laws, values, law: int, key: np.uint64, attempt: int, quantity: int, index: int
) -> int:
    """Draw a number of rounds, 1 … 200."""
    it = laws[law]
    kind = it.kind
    if kind == CONSTANT:
        n = int(it.a)
    else:
        u = unit(draw_key(key, attempt, quantity, index))
        if kind == GEOMETRIC:
            n = 1 if it.a >= 1.0 else 1 + int(min(math.log(u) / math.log(1.0 - it.a), 1e6))
        elif kind == SHIFTED_POISSON:
            n = 1 + poisson_quantile(u, it.a)
        else:
            n = int(values[_pick(values, it.first, it.count, u)].value)
    return min(max(n, 1), _MAX_ROUNDS)


@compiled
def _pick(values, first: int, count: int, u: float) -> int:
    low, high = first, first + count - 1
    while low < high:
        mid = (low + high) // 2
        if values[mid].cdf < u:
            low = mid + 1
        else:
            high = mid
    return low


@compiled
def _gamma(shape: float, key: np.uint64) -> float:
    boost = 1.0
    j = 1
    if shape < 1.0:
        boost = unit(child(key, 0)) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal_quantile(unit(child(key, j)))
        u = unit(child(key, j + 1))
        j += 2
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
            return d * v * boost


class LawTable:
    """Collects laws while a floor is laid out; equal laws share a row."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, int, float, float]] = []
        self._values: list[tuple[float, float]] = []
        self._known: dict[str, int] = {}

    def add(self, law: TimeLaw | RoundLaw | None) -> int:
        """The row of a law; −1 for none."""
        if law is None:
            return -1
        name = type(law).__name__ + law.model_dump_json()
        if name not in self._known:
            self._known[name] = len(self._rows)
            self._rows.append(self._row(law))
        return self._known[name]

    def arrays(self) -> tuple[NDArray[np.void], NDArray[np.void]]:
        """``LAW_DTYPE`` rows and ``VALUE_DTYPE`` values; never empty, so that indexing stays
        legal."""
        rows = self._rows or [(CONSTANT, 0, 0, 0.0, 0.0)]
        values = self._values or [(0.0, 1.0)]
        return np.array(rows, LAW_DTYPE), np.array(values, VALUE_DTYPE)

    def _row(self, law: TimeLaw | RoundLaw) -> tuple[int, int, int, float, float]:
        if isinstance(law, Constant):
            return CONSTANT, 0, 0, law.mean_s, 0.0
        if isinstance(law, ConstantRounds):
            return CONSTANT, 0, 0, float(law.rounds), 0.0
        if isinstance(law, Exponential):
            return EXPONENTIAL, 0, 0, law.mean_s, 0.0
        if isinstance(law, Erlang):
            return ERLANG, 0, law.stages, law.mean_s / law.stages, 0.0
        if isinstance(law, Lognormal):
            if law.mean_s == 0.0:
                return CONSTANT, 0, 0, 0.0, 0.0
            sigma2 = math.log1p(law.cv**2)
            return LOGNORMAL, 0, 0, math.log(law.mean_s) - sigma2 / 2, math.sqrt(sigma2)
        if isinstance(law, Gamma):
            return GAMMA, 0, 0, 1.0 / law.cv**2, law.mean_s * law.cv**2
        if isinstance(law, Weibull):
            scale = law.mean_s / math.gamma(1.0 + 1.0 / law.shape)
            return WEIBULL, 0, 0, scale, 1.0 / law.shape
        if isinstance(law, GeometricRounds):
            return GEOMETRIC, 0, 0, 1.0 / law.mean_rounds, 0.0
        if isinstance(law, ShiftedPoisson):
            return SHIFTED_POISSON, 0, 0, law.mean_rounds - 1.0, 0.0
        if isinstance(law, Empirical):
            return self._empirical([float(v) for v in law.seconds], law.weights)
        if isinstance(law, EmpiricalRounds):
            return self._empirical([float(v) for v in law.rounds], law.weights)
        raise TypeError(law)

    def _empirical(
        self, values: list[float], weights: tuple[float, ...] | None
    ) -> tuple[int, int, int, float, float]:
        first = len(self._values)
        share = np.asarray(weights if weights is not None else np.ones(len(values)), float)
        cdf = np.cumsum(share) / share.sum()
        cdf[-1] = 1.0
        self._values += list(zip(values, cdf.tolist(), strict=True))
        return EMPIRICAL, first, len(values), 0.0, 0.0
