"""Where contacts are counted: a lane per (queue, shop) for people, a gate per (shop, channel) for
demand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.scenario import PeakScenario
from simulator.peak.record import MAX_LIMITS
from sops.platform import load_platform

MAX_THRESHOLDS = 6
"""Thresholds of service level that a run counts at a time."""

DEFAULT_THRESHOLD_S = {"phone": 20.0, "chat": 30.0, "ticket": 60.0}
"""The threshold shown where no target names one: 80 % in 20 s on the phone, 首响 30 s on chat."""

ROUNDS_WITHIN, DIALOGUES_MEAN_WITHIN, FIRST_WITHIN = range(3)
_RULES = ("rounds_within", "dialogues_mean_within", "first_within")

RATE_DTYPE = np.dtype(
    [("kind", np.int64), ("within", np.int64), ("limit", np.int64), ("opens", np.int64),
    ("closes", np.int64)]
)  # fmt: skip
"""A shop's platform rate: rule, µs, column of the exact limits, window of the day in µs."""


@dataclass(frozen=True)
class Lanes:
    """The cells of the sums, and what is measured against in them."""

    queue: NDArray[np.int64]
    """[lane]."""
    shop: NDArray[np.int64]
    """[lane]."""
    of: NDArray[np.int64]
    """[queue, shop] → lane, −1 where that shop never comes."""
    first_line: NDArray[np.bool_]
    """[lane]: customers join here; false for second lines, which are counted apart."""
    channel: NDArray[np.int64]
    """[lane]: channel of the queue."""
    thresholds_s: tuple[float, ...]
    """Of service level, ascending."""
    limits_s: tuple[float, ...]
    """Of replies, ascending."""
    rates: NDArray[np.void]
    """[shop] of RATE_DTYPE."""

    @property
    def gate_shop(self) -> NDArray[np.int64]:
        """[gate = shop × 3 + channel]."""
        return np.repeat(np.arange(len(self.rates)), 3)

    @property
    def gate_channel(self) -> NDArray[np.int64]:
        """[gate]."""
        return np.tile(np.arange(3), len(self.rates))


def lanes_of(scenario: PeakScenario) -> Lanes:
    """The cells of a scenario."""
    pairs = [
        (q, s)
        for q, queue in enumerate(scenario.queues)
        for s, shop in enumerate(scenario.shops)
        if queue.shops is None or shop.name in queue.shops
    ]
    queue, shop = np.array(pairs, np.int64).reshape(-1, 2).T
    of = np.full((len(scenario.queues), len(scenario.shops)), -1, np.int64)
    of[queue, shop] = np.arange(len(pairs))
    channel = np.array([CHANNELS.index(q.channel) for q in scenario.queues], np.int64)
    first = np.array([q.entry != "escalation" for q in scenario.queues], bool)
    rates, limits = _rates(scenario)
    return Lanes(
        queue=queue,
        shop=shop,
        of=of,
        first_line=first[queue],
        channel=channel[queue],
        thresholds_s=_thresholds(scenario),
        limits_s=limits,
        rates=rates,
    )


def _thresholds(scenario: PeakScenario) -> tuple[float, ...]:
    wanted = {t.within_seconds for t in scenario.targets if t.within_seconds is not None}
    used = {q.channel for q in scenario.queues}
    for channel, seconds in DEFAULT_THRESHOLD_S.items():
        if channel in used and channel != "ticket" and len(wanted) < MAX_THRESHOLDS:
            wanted.add(seconds)
    return tuple(sorted(float(w) for w in wanted)[:MAX_THRESHOLDS])


def _rates(scenario: PeakScenario) -> tuple[NDArray[np.void], tuple[float, ...]]:
    rules = [load_platform(s.platform).response for s in scenario.shops]
    limits = tuple(sorted({float(r.within_seconds) for r in rules})[:MAX_LIMITS])
    rates = np.zeros(len(rules), RATE_DTYPE)
    for i, rule in enumerate(rules):
        within = float(rule.within_seconds)
        rates[i] = (
            _RULES.index(rule.kind),
            round(within * 1e6),
            limits.index(within) if within in limits else -1,
            rule.window.opens * 60_000_000,
            rule.window.closes * 60_000_000,
        )
    return rates, limits
