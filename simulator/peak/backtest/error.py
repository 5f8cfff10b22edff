"""How far guesses are from what was measured, and how far a perfect model would be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DRAWS = 2000
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Error:
    """A mean absolute error, hours weighted by their contacts, with the interval that drawing days
    anew gives it (bootstrap)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """Errors of one figure by every way of guessing it; ``floor`` is the error that a model without
    any mistake would still have, because days are random."""

    unit: str
    model: Error
    expected: Error
    last_week: Error
    formula: Error
    floor: Error
    under_last_week: Error
    """1 − model ÷ last week."""
    over_formula: Error
    """model − formula: below 0 the model is nearer."""


def score(
    unit: str,
    measured: Floats,
    weights: NDArray[np.int64],
    days: NDArray[np.int64],
    guesses: dict[str, Floats],
    runs: Floats,
    seed: int = 1,
) -> Score:
    """All errors of one figure. ``measured`` and ``guesses`` are [hour], ``days`` each hour's
    day, ``runs`` [replication, hour] what the model itself brings about: each replication in
    turn stands for reality to give the floor. All intervals draw the same days."""
    some = (weights > 0) & ~np.isnan(measured)
    kinds, day = np.unique(days[some], return_inverse=True)
    weight = weights[some].astype(float)
    by_day = {name: _sums(np.abs(guess - measured)[some] * weight, day, len(kinds))
              for name, guess in guesses.items()}  # fmt: skip
    off = np.abs(guesses["model"] - runs)[:, some] * weight
    floors = np.stack([_sums(row, day, len(kinds)) for row in off])
    whole = _sums(weight, day, len(kinds))
    drawn = np.random.default_rng(seed).integers(0, len(kinds), (DRAWS, len(kinds)))
    over = whole[drawn].sum(axis=1)
    tries = {name: sums[drawn].sum(axis=1) / over for name, sums in by_day.items()}
    points = {name: float(sums.sum() / whole.sum()) for name, sums in by_day.items()}
    floor = _error(float(floors.mean(axis=0).sum() / whole.sum()),
                   _floor_tries(floors, drawn, over, seed))  # fmt: skip
    found = {name: _error(points[name], tries[name]) for name in by_day}
    return Score(
        unit, found["model"], found["expected"], found["last_week"], found["formula"], floor,
        _error(1 - points["model"] / max(points["last_week"], 1e-300),
               1 - tries["model"] / np.maximum(tries["last_week"], 1e-300)),
        _error(points["model"] - points["formula"], tries["model"] - tries["formula"]),
    )  # fmt: skip


def middle(runs: Floats) -> Floats:
    """[hour]: the median of the replications, the guess with the least mean absolute error; 0 where
    nobody came in any of them."""
    there = ~np.isnan(runs).all(axis=0)
    found = np.zeros(runs.shape[1])
    found[there] = np.nanmedian(runs[:, there], axis=0)
    return found


def _floor_tries(floors: Floats, drawn: NDArray[np.int64], over: Floats, seed: int) -> Floats:
    """Errors of a perfect model on days drawn anew, each from a replication drawn anew."""
    run = np.random.default_rng(seed + 1).integers(0, len(floors), drawn.shape)
    return np.asarray(floors[run, drawn].sum(axis=1) / over)


def _sums(values: Floats, day: NDArray[np.int64], days: int) -> Floats:
    return np.asarray(np.bincount(day.reshape(-1), np.nan_to_num(values), days), float)


def _error(value: float, tries: Floats) -> Error:
    tail = (1 - _CONFIDENCE) / 2
    low, high = np.quantile(tries, (tail, 1 - tail))
    return Error(value, float(low), float(high))
