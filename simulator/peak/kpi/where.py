"""Which part of the floor a KPI is measured over, and how it is cut into cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.clock import DAY_US, Clock

if TYPE_CHECKING:
    from scenarios.peak.target import Target
    from simulator.peak.kpi.definition import View
    from simulator.peak.result import Result


@dataclass(frozen=True)
class Where:
    """A selection by names; None takes all. Second lines are taken only if ``queues`` names "
    "them."""

    queues: tuple[str, ...] | None = None
    channels: tuple[str, ...] | None = None
    shops: tuple[str, ...] | None = None
    groups: tuple[str, ...] | None = None
    horizon_only: bool = False
    """Leave out what falls after the horizon, while the floor drains (F15)."""

    @classmethod
    def of(cls, target: Target) -> Where:
        """What a target is about: what falls within the horizon."""
        channels = None if target.channel is None else (target.channel,)
        return cls(queues=target.queues, channels=channels, shops=target.shops, horizon_only=True)


EVERYWHERE = Where()


def interval_starts(clock: Clock) -> tuple[str, ...]:
    """The start of each staffing interval, ``2026-11-11T20:30``."""
    starts = (clock.start_us + i * clock.interval_us for i in range(clock.intervals))
    return tuple(clock.moment(s).isoformat(timespec="minutes") for s in starts)


def periods(clock: Clock, view: View) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Labels of the cells in time, and the cell of each row of the sums (−1: none).

    The last row, what falls after the horizon, belongs to no interval, but to the last day and
    to the total: days add up to the total."""
    rows = np.zeros(clock.intervals + 1, np.int64)
    if view == "interval":
        rows[:] = np.arange(clock.intervals + 1)
        rows[-1] = -1
        return interval_starts(clock), rows
    if view != "day":
        return ("total",), rows
    first = clock.start_us // DAY_US
    starts = clock.start_us + np.arange(clock.intervals) * clock.interval_us
    rows[:-1] = starts // DAY_US - first
    rows[-1] = rows[-2]
    days = range(int(rows[-1]) + 1)
    labels = tuple(clock.moment((first + d) * DAY_US).date().isoformat() for d in days)
    return labels, rows


def names_of(result: Result, view: View) -> tuple[str, ...]:
    """Labels of the cells of a view, in the order of the scenario."""
    scenario = result.scenario
    if view == "channel":
        return tuple(CHANNELS)
    if view in ("queue", "shop", "group"):
        things: Sequence[object] = getattr(scenario, f"{view}s")
        return tuple(str(getattr(t, "name")) for t in things)  # noqa: B009
    return periods(scenario.clock, view)[0]


def lane_mask(
    result: Result, where: Where, view: View, first_line_only: bool = False
) -> NDArray[np.bool_]:
    """[lane]: counted. Second lines only where queues are told apart or named, if at all."""
    lanes, scenario = result.lanes, result.scenario
    mask = lanes.first_line | (view == "queue" and not first_line_only)
    if where.queues is not None:
        mask = _picked([q.name for q in scenario.queues], where.queues)[lanes.queue]
        mask &= lanes.first_line | (not first_line_only)
    mask = mask & _picked([s.name for s in scenario.shops], where.shops)[lanes.shop]
    return mask & _picked(list(CHANNELS), where.channels)[lanes.channel]


def gate_mask(result: Result, where: Where) -> NDArray[np.bool_]:
    """[gate]: counted."""
    lanes = result.lanes
    shops = _picked([s.name for s in result.scenario.shops], where.shops)[lanes.gate_shop]
    return shops & _picked(list(CHANNELS), where.channels)[lanes.gate_channel]


def group_mask(result: Result, where: Where) -> NDArray[np.bool_]:
    """[group]: counted."""
    return _picked([g.name for g in result.scenario.groups], where.groups)


def _picked(names: list[str], wanted: tuple[str, ...] | None) -> NDArray[np.bool_]:
    if wanted is None:
        return np.ones(len(names), bool)
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        raise ValueError(f"unknown names: {', '.join(unknown)}")
    return np.array([name in wanted for name in names], bool)
