"""Who arrives: the cases of one replication, drawn from rates or taken from a log (F2, F3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.peak.compiled import compiled
from simulator.peak.draw import COUNT, OFFSET, child, poisson_quantile, unit

ARRIVAL_DTYPE = np.dtype(
    [
        ("time", np.int64),
        ("key", np.uint64),
        ("shop", np.int16),
        ("intent", np.int16),
        ("channel", np.int16),
        ("tier", np.int16),
    ]
)
"""First attempts, sorted by (time, stream, ordinal); row number = contact id (F17)."""

MINUTE_US = 60_000_000


class Streams(NamedTuple):
    """The streams of a scenario: where each belongs, the hash of its names, and its rate grid."""

    shop: NDArray[np.int64]
    intent: NDArray[np.int64]
    channel: NDArray[np.int64]
    tier: NDArray[np.int64]
    names: NDArray[np.uint64]
    """[stream]: hash of the four names."""
    start_minute: int
    """First minute of the grid, counted from the origin."""
    rate: NDArray[np.float64]
    """[minute, stream]: expected first attempts in that minute, before busyness."""


def draw_arrivals(
    streams: Streams, busyness: NDArray[np.float64], run: np.uint64
) -> NDArray[np.void]:
    """The cases of one replication. ``busyness`` [day from the origin, stream] multiplies the
    rates."""
    keys = np.array([child(np.uint64(run) ^ n, 0) for n in streams.names], np.uint64)
    counts, total = _counts(streams.rate, busyness, keys, streams.start_minute)
    rows = np.empty(total, ARRIVAL_DTYPE)
    largest = int(counts.sum(axis=1).max(initial=0))
    where = np.stack([streams.shop, streams.intent, streams.channel, streams.tier]).astype(np.int16)
    _place(counts, keys, where, streams.start_minute, rows, np.empty(largest + 1, ARRIVAL_DTYPE))
    return rows


@compiled
def _counts(rate, busyness, keys, start_minute):
    minutes, streams = rate.shape
    counts = np.zeros((minutes, streams), np.int32)
    total = 0
    for m in range(minutes):
        minute = start_minute + m
        day = minute // 1440
        for s in range(streams):
            mean = rate[m, s]
            if mean > 0.0:
                mean *= busyness[day, s]
                u = unit(child(child(keys[s], minute * 64 + COUNT), 0))
                # Most minutes of most streams are empty: P(0) = exp(−mean) ≥ 1 − mean settles it.
                if u > 1.0 - mean:
                    n = poisson_quantile(u, mean)
                    counts[m, s] = n
                    total += n
    return counts, total


@compiled
def _place(counts, keys, where, start_minute, rows, scratch):
    minutes, streams = counts.shape
    at = 0
    heads = np.zeros(scratch.shape[0] + 1, np.int64)
    for m in range(minutes):
        minute = start_minute + m
        n = 0
        for s in range(streams):
            base = child(keys[s], minute * 64 + OFFSET)
            for ordinal in range(counts[m, s]):
                key = child(base, ordinal)
                row = scratch[n]
                row.key = key
                row.time = minute * MINUTE_US + np.int64(unit(child(key, OFFSET)) * MINUTE_US)
                row.shop = where[0, s]
                row.intent = where[1, s]
                row.channel = where[2, s]
                row.tier = where[3, s]
                n += 1
        _sort_minute(scratch, n, minute * MINUTE_US, heads, rows, at)
        at += n


@compiled
def _sort_minute(scratch, n, start, heads, rows, at):
    """Stable: a bucket per expected arrival, then insertion within what the buckets leave
    unsorted."""
    if n == 0:
        return
    heads[: n + 1] = 0
    for i in range(n):
        heads[(scratch[i].time - start) * n // MINUTE_US + 1] += 1
    for b in range(n):
        heads[b + 1] += heads[b]
    for i in range(n):
        b = (scratch[i].time - start) * n // MINUTE_US
        rows[at + heads[b]] = scratch[i]
        heads[b] += 1
    for i in range(at + 1, at + n):
        if rows[i - 1].time > rows[i].time:
            scratch[n] = rows[i]
            j = i
            while j > at and rows[j - 1].time > scratch[n].time:
                rows[j] = rows[j - 1]
                j -= 1
            rows[j] = scratch[n]
