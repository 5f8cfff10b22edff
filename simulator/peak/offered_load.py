"""Time-lagged offered load: how many people would be busy if there were always enough of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from simulator.peak.survival import NODES, WEIGHTS, Array, Survival, exponential

_NEGLIGIBLE = 1e-12


def offered_load(
    rates_per_minute: ArrayLike, handle: float | Survival, interval_minutes: int = 1
) -> Array:
    """Mean number busy per interval with endless people: m(t) = ∫ λ(t − u) P(S > u) du.

    `rates_per_minute` (last axis: minutes) are expected arrivals in each minute, constant within
    it and zero before the first; `handle` is a mean in seconds (exponential law) or a law. Exact
    for these rates, whatever the law; the last axis of the result is intervals.
    """
    rates = np.asarray(rates_per_minute, dtype=float)
    minutes = rates.shape[-1]
    if np.any(rates < 0) or interval_minutes < 1 or minutes % interval_minutes:
        raise ValueError("rates must not be negative and fill whole intervals")
    law = handle if isinstance(handle, Survival) else exponential(handle)
    kernel = _kernel(law, minutes)
    rows = [np.convolve(row, kernel)[:minutes] for row in rates.reshape(-1, minutes)]
    loads = np.array(rows).reshape(*rates.shape[:-1], -1, interval_minutes)
    return np.asarray(loads.mean(axis=-1))


def _kernel(law: Survival, minutes: int) -> Array:
    """Mean number busy in minute k per arrival in minute 0, cut where nothing is left."""
    # I(x) = ∫₀ˣ P(S > u) du at minute borders and K = ∫ I: the mean over minute k of
    # I(t) − I(t − 60), per second of arrivals.
    borders: Array = np.arange(minutes + 1, dtype=np.float64) * 60.0
    rest = float(law.mean_s) - law.integral(borders)
    gone = np.nonzero(rest <= _NEGLIGIBLE * float(law.mean_s))[0]
    length = int(min(minutes, gone[0] + 1)) if gone.size else minutes
    pieces = _integrals(law, borders[: length + 1])
    return np.diff(np.concatenate(([0.0], pieces))) / 3600.0


def _integrals(law: Survival, borders: Array) -> Array:
    """∫ I(t) dt over each minute, panels split where the law is not smooth."""
    inner = [b for b in law.breaks if borders[0] < b < borders[-1]]
    edges = np.unique(np.concatenate((borders, inner)))
    half = 0.5 * np.diff(edges)
    points = edges[:-1, None] + half[:, None] * (NODES + 1)
    pieces = half * (law.integral(points) @ WEIGHTS)
    minute = np.searchsorted(borders, edges[:-1], side="right") - 1
    sums = np.bincount(minute, weights=pieces, minlength=borders.size - 1)
    return sums.astype(np.float64)
