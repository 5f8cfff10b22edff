"""Laws of a non-negative time as the planning formulas need them: survival and its integral."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]

NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)
# Panels of the integral's table: they shrink geometrically towards zero, ratio about 1.06.
_PANELS = 400
_SMALLEST_PANEL = 1e-9
_LONGEST_S = 1e9
# A numerical law is also split at these quantiles, so that a steep fall is met by short panels.
_QUANTILES = (1e-9, 1e-6, 1e-4, 1e-2, 0.1, 0.5, 0.9, 0.99, 1 - 1e-4, 1 - 1e-6, 1 - 1e-9)


def lanes(values: Array, like: Array) -> Array:
    """Append axes to per-lane `values` so that they broadcast against `like` (lane axis first)."""
    if values.ndim == 0:
        return values
    return values.reshape(values.shape + (1,) * (like.ndim - values.ndim))


@dataclass(frozen=True)
class Survival:
    """A law of a time S ≥ 0 in seconds.

    `survival(x)` = P(S > x); `distribution(x)` = P(S ≤ x), exact where it is tiny;
    `integral(x)` = ∫₀ˣ P(S > u) du; `inverse(p)` = the smallest x with P(S > x) ≤ p;
    `breaks` are the points at which quadrature is to be split: jumps, kinks, steep places.
    """

    survival: Curve
    distribution: Curve
    integral: Curve
    inverse: Curve
    mean_s: Array
    breaks: tuple[float, ...] = ()


def exponential(mean_s: ArrayLike) -> Survival:
    """The exponential law; `mean_s` is one number or one per lane, above 0 and finite."""
    mean = np.asarray(mean_s, dtype=float)
    if not (np.all(np.isfinite(mean)) and np.all(mean > 0)):
        raise ValueError("mean_s must be finite and above 0")
    return Survival(
        survival=lambda x: np.exp(-x / lanes(mean, x)),
        distribution=lambda x: -np.expm1(-x / lanes(mean, x)),
        integral=lambda x: -lanes(mean, x) * np.expm1(-x / lanes(mean, x)),
        inverse=lambda p: -mean * np.log(p),
        mean_s=mean,
    )


def constant(value_s: float) -> Survival:
    """A time that is always `value_s` seconds (0 or more)."""
    if not 0 <= value_s < np.inf:
        raise ValueError("value_s must be finite and not negative")
    return Survival(
        survival=lambda x: np.where(x < value_s, 1.0, 0.0),
        distribution=lambda x: np.where(x < value_s, 0.0, 1.0),
        integral=lambda x: np.minimum(x, value_s),
        inverse=lambda p: np.where(p < 1, value_s, 0.0),
        mean_s=np.asarray(value_s, dtype=float),
        breaks=(float(value_s),),
    )


def from_survival(survival: Curve, breaks: tuple[float, ...] = ()) -> Survival:
    """A law from its survival function, integrated numerically.

    `survival` takes and returns arrays, starts at P(S > 0) ≤ 1 and never rises; name its jumps
    and kinks in `breaks`. A tail beyond 1e9 seconds is cut off.
    """
    edges = _table_edges(survival, breaks)
    widths = np.diff(edges)
    nodes = edges[:-1, None] + 0.5 * widths[:, None] * (NODES + 1)
    pieces = 0.5 * widths * (survival(nodes) @ WEIGHTS)
    sums = np.concatenate(([0.0], np.cumsum(pieces)))

    def integral(x: Array) -> Array:
        inside = np.clip(np.asarray(x, dtype=float), 0.0, edges[-1])
        panel = np.clip(np.searchsorted(edges, inside, side="right") - 1, 0, widths.size - 1)
        half = 0.5 * (inside - edges[panel])
        points = edges[panel][..., None] + half[..., None] * (NODES + 1)
        return np.asarray(sums[panel] + half * (survival(points) @ WEIGHTS))

    def inverse(p: Array) -> Array:
        low, high = np.zeros_like(p), np.full_like(p, edges[-1])
        for _ in range(80):
            middle = 0.5 * (low + high)
            enough = survival(middle) <= p
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.where(survival(np.zeros_like(p)) <= p, 0.0, high)

    marks = (*breaks, *inverse(1.0 - np.array(_QUANTILES)).tolist())
    return Survival(survival, lambda x: 1.0 - survival(x), integral, inverse, sums[-1], marks)


def _table_edges(survival: Curve, breaks: tuple[float, ...]) -> Array:
    """Panel borders from 0 to where the survival function has vanished."""
    longest = max(1.0, *breaks) if breaks else 1.0
    while longest < _LONGEST_S and survival(np.array([longest]))[0] > 1e-17:
        longest *= 2.0
    shrinking = longest * np.geomspace(_SMALLEST_PANEL, 1.0, _PANELS)
    inner = np.array([b for b in breaks if 0 < b < longest])
    return np.unique(np.concatenate(([0.0], shrinking, inner)))
