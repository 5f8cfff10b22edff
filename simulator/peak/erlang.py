"""Erlang B, C and A and M/M/n with general patience, vectorised over lanes (intervals).

Every measure is a ratio of integrals over the virtual wait V, whose density is proportional to
exp(λH(v) − nμv) with H(v) = ∫₀ᵛ P(patience > u) du (Brandt & Brandt; Zeltyn & Mandelbaum). The
exponent is concave, so the integrand has one peak; it is integrated by Gauss–Legendre panels over
the part that is within e^-40 of the peak, in logarithms, and only positive terms are added. That
holds its accuracy from one person to thousands and from idle to many times overloaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from simulator.peak.offered_load import offered_load as offered_load
from simulator.peak.survival import NODES, WEIGHTS, Array, Curve, Survival, exponential, lanes

_DEPTH = 40.0
# Borders between the mode and the ends, as shares of the distance: equal steps to the left, where
# there is one scale; shrinking ones to the right, where patience may be far shorter than the drain.
_LEFT = (1 / 3, 2 / 3)
_RIGHT = tuple(4.0**-power for power in range(1, 8))


@dataclass(frozen=True)
class Measures:
    """Steady-state figures of a queue, one value per lane.

    `service_level` = answered within T / offered; `service_level_excluding` = answered within T /
    (offered − abandoned within T); `mean_wait_s` is over all, abandoned included; `answered_wait_s`
    (ASA) over the answered, NaN when nobody is answered; `mean_queue` counts those waiting.
    """

    wait_probability: Array
    abandonment: Array
    abandoned_within: Array
    mean_wait_s: Array
    answered_wait_s: Array
    service_level: Array
    service_level_excluding: Array
    occupancy: Array
    mean_queue: Array


def erlang_b(people: ArrayLike, load: ArrayLike) -> Array:
    """Blocking probability of `people` servers without waiting room offered `load` erlang."""
    n, a = (np.asarray(v, dtype=float) for v in np.broadcast_arrays(people, load))
    if np.any(n < 0) or np.any(a < 0):
        raise ValueError("people and load must not be negative")
    return np.exp(-_log_inverse_blocking(n.ravel(), a.ravel())).reshape(n.shape)


def erlang_c(
    people: ArrayLike, arrivals_per_s: ArrayLike, handle_s: ArrayLike, within_s: ArrayLike = 20.0
) -> Measures:
    """M/M/n: nobody abandons. With load ≥ people the queue grows for ever: waits are infinite."""
    shape, (n, rate, handle, within) = _lanes_of(people, arrivals_per_s, handle_s, within_s)
    return _shaped(_no_abandonment(n, rate, handle, within), shape)


def erlang_a(
    people: ArrayLike,
    arrivals_per_s: ArrayLike,
    handle_s: ArrayLike,
    patience_s: ArrayLike,
    within_s: ArrayLike = 20.0,
) -> Measures:
    """M/M/n+M: exponential patience of mean `patience_s` (infinite: Erlang C)."""
    shape, (n, rate, handle, patience, within) = _lanes_of(
        people, arrivals_per_s, handle_s, patience_s, within_s
    )
    endless = np.isinf(patience)
    law = exponential(np.where(endless, 1.0, patience))
    measures = _with_patience(n, rate, handle, law, within)
    if np.any(endless):
        measures = _choose(endless, _no_abandonment(n, rate, handle, within), measures)
    return _shaped(measures, shape)


def general_patience(
    people: ArrayLike,
    arrivals_per_s: ArrayLike,
    handle_s: ArrayLike,
    patience: Survival,
    within_s: ArrayLike = 20.0,
) -> Measures:
    """M/M/n+G: patience of any law (`simulator.peak.survival`), one law for all lanes.

    A law with P(patience = 0) > 0 has balkers: they are abandoned when they would have to wait.
    """
    shape, (n, rate, handle, within) = _lanes_of(people, arrivals_per_s, handle_s, within_s)
    return _shaped(_with_patience(n, rate, handle, patience, within), shape)


def _lanes_of(*values: ArrayLike) -> tuple[tuple[int, ...], list[Array]]:
    """Broadcast to one shape and flatten; the first is people, the second the arrival rate."""
    arrays = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in values))
    flat = [a.ravel() for a in arrays]
    if any(np.any(np.isnan(a)) or np.any(a < 0) for a in flat) or np.any(flat[2] <= 0):
        raise ValueError("people, rates and times must not be negative, handle times above 0")
    return arrays[0].shape, flat


def _log_inverse_blocking(n: Array, a: Array) -> Array:
    """log 1/B(n, a), from 1/B = ∫₀^∞ e^-x (1 + x/a)^n dx; infinite for no load and n ≥ 1."""
    idle = a <= 0
    load = np.where(idle, 1.0, a)
    log_inverse = _Bump(
        height=lambda x: lanes(n, x) * np.log1p(x / lanes(load, x)) - x,
        slope=lambda x: lanes(n, x) / (lanes(load, x) + x) - 1.0,
        mode=np.maximum(n - load, 0.0),
        steepest=np.ones_like(n),
    ).log_integral()
    return np.where(idle, np.where(n > 0, np.inf, 0.0), log_inverse)


@dataclass(frozen=True)
class _Bump:
    """exp(height) on [0, ∞), height concave with its top at `mode` (one per lane).

    `steepest` bounds how fast the height can fall. `slope` is the derivative of the height.
    """

    height: Curve
    slope: Curve
    mode: Array
    steepest: Array

    def ends(self) -> tuple[Array, Array]:
        """Where the height has fallen by about _DEPTH on either side of the mode.

        Newton on a concave function never stops short: from the left it approaches from below,
        from beyond the mode it overshoots once and then closes in from the right.
        """
        floor = self.height(self.mode) - _DEPTH
        right = self.mode + _DEPTH / self.steepest
        for _ in range(200):
            gap = self.height(right) - floor
            if np.all((gap < 1.0) & (gap > -_DEPTH)):
                break
            slope = self.slope(right)
            flat = slope >= -1e-12 * self.steepest
            step = gap / np.where(flat, -1.0, slope)
            right = np.where(flat, 2.0 * right - self.mode, right - step)
        left = np.zeros_like(self.mode)
        for _ in range(200):
            gap = self.height(left) - floor
            far = gap < -_DEPTH
            if not np.any(far):
                break
            left = np.where(far, left - gap / np.where(far, self.slope(left), 1.0), left)
        return left, right

    def panels(self, borders: list[Array]) -> tuple[Array, Array]:
        """Gauss–Legendre points and weights exp(height − top)·dx, panels split at `borders`."""
        left, right = self.ends()
        marks = [left, right, self.mode]
        marks += [self.mode - share * (self.mode - left) for share in _LEFT]
        marks += [self.mode + share * (right - self.mode) for share in _RIGHT]
        marks += [np.clip(border, left, right) for border in borders]
        edges = np.sort(np.stack(marks, axis=1), axis=1)
        half = 0.5 * np.diff(edges, axis=1)[..., None]
        points = edges[:, :-1, None] + half * (NODES + 1)
        top = lanes(self.height(self.mode), points)
        return points, half * WEIGHTS * np.exp(self.height(points) - top)

    def log_integral(self) -> Array:
        """log ∫ exp(height)."""
        _, weights = self.panels([])
        return np.asarray(self.height(self.mode) + np.log(weights.sum(axis=(1, 2))))


def _wait_density(
    n: Array, rate: Array, handle: Array, law: Survival, borders: list[Array]
) -> _Density:
    """The virtual wait of an arriving contact; lanes need people and arrivals."""
    drain = n / handle
    share = np.minimum(drain / rate, 1.0)
    bump = _Bump(
        height=lambda x: lanes(rate, x) * law.integral(x) - lanes(drain, x) * x,
        slope=lambda x: lanes(rate, x) * law.survival(x) - lanes(drain, x),
        mode=np.where(rate > drain, law.inverse(share), 0.0),
        steepest=drain,
    )
    points, weights = bump.panels(borders)
    total = weights.sum(axis=(1, 2))
    # P(V = 0) : P(V > 0) = 1/B(n−1, a) : λ ∫ exp(height), compared in logarithms.
    log_wait = np.log(rate * total) + bump.height(bump.mode)
    log_free = _log_inverse_blocking(n - 1.0, rate * handle)
    waits = 1.0 / (1.0 + np.exp(np.clip(log_free - log_wait, -745.0, 709.0)))
    free = 1.0 / (1.0 + np.exp(np.clip(log_wait - log_free, -745.0, 709.0)))
    return _Density(points, weights * lanes(waits / total, weights), waits, free)


@dataclass(frozen=True)
class _Density:
    """Quadrature of V on V > 0: Σ mass·f(points) = E[f(V); V > 0]; `free` = P(V = 0)."""

    points: Array
    mass: Array
    waits: Array
    free: Array

    def mean(self, values: Array) -> Array:
        """E[f(V); V > 0] for `values` = f(points)."""
        return np.asarray((self.mass * values).sum(axis=(1, 2)))


def _with_patience(n: Array, rate: Array, handle: Array, law: Survival, within: Array) -> Measures:
    """M/M/n+G lane by lane; lanes without people or without arrivals by their limits."""
    live = (n > 0) & (rate > 0)
    people, arrivals = np.where(live, n, 1.0), np.where(live, rate, 1.0)
    borders = [within] + [np.full_like(n, b) for b in law.breaks]
    wait = _wait_density(people, arrivals, handle, law, borders)
    stays, leaves = law.survival(wait.points), law.distribution(wait.points)
    early = np.where(wait.points <= lanes(within, wait.points), 1.0, 0.0)
    abandoned = wait.mean(leaves)
    answered = wait.free + wait.mean(stays)
    soon = wait.free + wait.mean(stays * early)
    # Abandoned by T: patience ended before both T and V.
    gone = wait.mean(leaves * early) + law.distribution(within) * wait.mean(1.0 - early)
    waited = wait.mean(law.integral(wait.points))
    with np.errstate(invalid="ignore", divide="ignore"):
        crowded = Measures(
            wait_probability=wait.waits,
            abandonment=abandoned,
            abandoned_within=gone,
            mean_wait_s=waited,
            answered_wait_s=wait.mean(stays * wait.points) / answered,
            service_level=soon,
            service_level_excluding=soon / (1.0 - gone),
            occupancy=np.minimum(arrivals * answered * handle / people, 1.0),
            mean_queue=arrivals * waited,
        )
    nobody = _nobody(rate, law, within)
    return _choose(live, crowded, _choose(n > 0, _idle(n), nobody))


def _no_abandonment(n: Array, rate: Array, handle: Array, within: Array) -> Measures:
    """Erlang C lane by lane."""
    load = rate * handle
    stable = load < n
    people = np.where(stable, n, 1.0)
    blocked = np.exp(-_log_inverse_blocking(people, np.where(stable, load, 0.0)))
    spare = np.where(stable, n - load, 1.0)
    waits = np.where(stable, people * blocked / (spare + np.where(stable, load, 0) * blocked), 1.0)
    mean = np.where(stable, waits * handle / spare, np.inf)
    soon = np.where(stable, 1.0 - waits * np.exp(-spare * within / handle), 0.0)
    zero = np.zeros_like(n)
    crowded = Measures(
        wait_probability=waits,
        abandonment=zero,
        abandoned_within=zero,
        mean_wait_s=mean,
        answered_wait_s=np.where(n > 0, mean, np.nan),
        service_level=soon,
        service_level_excluding=soon,
        occupancy=np.where(n > 0, np.minimum(load / np.maximum(n, 1e-300), 1.0), 0.0),
        mean_queue=np.where(stable, waits * load / spare, np.inf),
    )
    return _choose(rate > 0, crowded, _idle(n))


def _idle(n: Array) -> Measures:
    """Nobody arrives: no wait, and by convention every target on a ratio is met."""
    zero, one = np.zeros_like(n), np.ones_like(n)
    return Measures(zero, zero, zero, zero, zero, one, one, zero, zero)


def _nobody(rate: Array, law: Survival, within: Array) -> Measures:
    """Nobody on duty: everyone who comes leaves when the patience ends."""
    here = rate > 0
    zero, one = np.zeros_like(rate), np.ones_like(rate)
    waited = np.broadcast_to(law.mean_s, rate.shape)
    crowded = Measures(
        wait_probability=one,
        abandonment=one,
        abandoned_within=np.broadcast_to(law.distribution(within), rate.shape),
        mean_wait_s=waited,
        answered_wait_s=np.full_like(rate, np.nan),
        service_level=zero,
        service_level_excluding=zero,
        occupancy=zero,
        mean_queue=rate * waited,
    )
    return _choose(here, crowded, _idle(rate))


def _choose(where: Array | np.ndarray, yes: Measures, no: Measures) -> Measures:
    """Lane by lane `yes` or `no`."""
    return _merged(lambda name: np.where(where, getattr(yes, name), getattr(no, name)))


def _shaped(measures: Measures, shape: tuple[int, ...]) -> Measures:
    """Back from flat lanes to the caller's shape."""
    return _merged(lambda name: np.reshape(getattr(measures, name), shape))


def _merged(value: Callable[[str], Array]) -> Measures:
    return Measures(**{field.name: value(field.name) for field in fields(Measures)})
