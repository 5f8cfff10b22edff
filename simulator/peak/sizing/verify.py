"""Checking a plan on fresh replications, and the margin it takes to hold there (2.6)."""

from __future__ import annotations

import numpy as np

from simulator.peak.sizing.sized import Check
from simulator.peak.sizing.slack import Floats, Requirement
from simulator.peak.sizing.trial import Bench, Parts


def margins_for(bench: Bench, sizing: Parts, fresh: Parts) -> Floats:
    """[target], in level units, never negative: how much better the sizing seeds must do for
    fresh ones to hold the level. In cells that (nearly) bind it is the gap between the deciding
    values on both; elsewhere only what fresh seeds fall short. The fresh look is read one
    standard error on the careful side."""
    margins = np.zeros(len(bench.requirements))
    for t, r in enumerate(bench.requirements):
        p = r.target.probability
        if p is None:
            here = _pooled(r, sizing, t)
            there = _pooled(r, fresh, t) - r.sign * _standard_error(r, fresh, t)
        else:
            here = _deciding(r, sizing, t, p)
            careful = min(0.999, p + np.sqrt(p * (1.0 - p) / fresh.numerator.shape[1]))
            there = _deciding(r, fresh, t, careful)
        binding = r.sign * (here - r.level) < _BINDING * abs(r.level)
        gap = np.where(binding, r.sign * (here - there), r.sign * (r.level - there))
        margins[t] = max(0.0, float(np.nanmax(gap, initial=0.0)))
    return margins


_BINDING = 0.03


def _pooled(r: Requirement, parts: Parts, t: int) -> Floats:
    """[cell]: ratio of sums over the replications; at its level where nothing was counted."""
    numerator = r.by_cell(parts.numerator[t]).sum(axis=0)
    denominator = r.by_cell(parts.denominator[t]).sum(axis=0)
    counted = denominator > 0.0
    return np.where(counted, numerator / np.where(counted, denominator, 1.0), r.level)


def _standard_error(r: Requirement, parts: Parts, t: int) -> Floats:
    """[cell]: of the pooled ratio, by its linearised residuals."""
    numerator, denominator = r.by_cell(parts.numerator[t]), r.by_cell(parts.denominator[t])
    n = len(numerator)
    if n < 2:
        return np.zeros(r.cells)
    residual = numerator - _pooled(r, parts, t) * denominator
    mean = np.maximum(denominator.mean(axis=0), 1e-9)
    return np.asarray(residual.std(axis=0, ddof=1) / mean / np.sqrt(n))


def _deciding(r: Requirement, parts: Parts, t: int, p: float) -> Floats:
    """[cell]: the value that a share ``p`` of the replications reaches."""
    values = _values(r, parts, t)
    order = np.sort(r.sign * values, axis=0)[::-1]
    k = max(1, int(np.ceil(p * len(values) - 1e-9)))
    return np.asarray(r.sign * order[k - 1])


def _values(r: Requirement, parts: Parts, t: int) -> Floats:
    """[replication, cell]: numerator / denominator; a cell without contacts is exactly at its
    level."""
    numerator = r.by_cell(parts.numerator[t])
    denominator = r.by_cell(parts.denominator[t])
    counted = denominator > 0.0
    return np.where(counted, numerator / np.where(counted, denominator, 1.0), r.level)


def check(bench: Bench, fresh: Parts, margins: Floats) -> tuple[Check, ...]:
    """How every target does on fresh replications."""
    return tuple(_check(r, fresh, t, float(margins[t])) for t, r in enumerate(bench.requirements))


def _check(r: Requirement, fresh: Parts, t: int, margin: float) -> Check:
    from scipy.stats import beta

    unit = 1e6 if r.target.kpi.endswith("_s") else 1.0
    values = _values(r, fresh, t)
    slack = r.slack(r.by_cell(fresh.numerator[t]), r.by_cell(fresh.denominator[t]))
    held = slack >= 0.0
    k, n = held.sum(axis=0), len(held)
    low = np.where(k > 0, beta.ppf(0.025, k, n - k + 1), 0.0)
    high = np.where(k < n, beta.ppf(0.975, k + 1, n - k), 1.0)
    total = r.by_cell(fresh.numerator[t]).sum(axis=0), r.by_cell(fresh.denominator[t]).sum(axis=0)
    pooled = np.where(total[1] > 0, total[0] / np.where(total[1] > 0, total[1], 1.0), np.nan)
    p = r.target.probability
    if p is None:
        reached = slack.sum(axis=0) >= 0.0
        deciding = pooled
    else:
        reached = k >= p * n - 1e-9
        deciding = _deciding(r, fresh, t, p)
    short = np.where(reached, 0.0, np.maximum(0.0, r.sign * (r.level - deciding)))
    return Check(
        name=r.target.name,
        values=values / unit,
        held=held,
        estimate=np.asarray(pooled / unit),
        probability=p,
        share_held=k / n,
        low=low,
        high=high,
        margin=margin / unit,
        reached=np.asarray(reached),
        short=np.asarray(np.nan_to_num(short) / unit),
    )
