"""Sums of a result over the cells of a view: what numerators and denominators are made of."""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS, ChannelName
from scenarios.peak.scenario import PeakScenario
from simulator.peak.kpi.definition import View
from simulator.peak.kpi.where import (
    EVERYWHERE,
    Where,
    gate_mask,
    group_mask,
    lane_mask,
    names_of,
    periods,
)
from simulator.peak.result import Result
from simulator.peak.tally_columns import D, P

Floats = NDArray[np.float64]


class Cells:
    """A result cut into the cells of ``view`` (labels in ``names``); every sum is
    [replication, cell]. Tables are added up when first asked for, and kept."""

    def __init__(self, result: Result, view: View = "total", where: Where = EVERYWHERE) -> None:
        self.result = result
        self.view = view
        self.where = where
        self.names = names_of(result, view)
        self.channels: tuple[ChannelName, ...] = CHANNELS
        self.first_line_only = False
        self._tables: dict[Hashable, Floats] = {}

    @property
    def scenario(self) -> PeakScenario:
        """The scenario that was run."""
        return self.result.scenario

    def on(self, channels: tuple[ChannelName, ...], first_line_only: bool = False) -> Cells:
        """The same cells over queues of these channels alone; tables are shared."""
        other = copy(self)
        other.channels = channels
        other.first_line_only = first_line_only
        return other

    def people(self, name: str) -> Floats:
        """A column of tally.PEOPLE."""
        key = (self.channels, self.first_line_only)
        if key not in self._tables:
            table = self.result.people[:, :, self.lanes, :]
            self._tables[key] = self.folded(table, self.lane_cells)
        return self._tables[key][:, :, P[name]]

    def demand(self, name: str) -> Floats:
        """A column of tally.DEMAND."""
        if "demand" not in self._tables:
            gates = gate_mask(self.result, self.where)
            table = self.result.demand[:, :, gates, :]
            self._tables["demand"] = self.folded(table, self._gate_cells[gates])
        return self._tables["demand"][:, :, D[name]]

    def satisfied(self) -> Floats:
        """Sum of predicted satisfaction."""
        gates = gate_mask(self.result, self.where)
        table = self.result.satisfied[:, :, gates, None]
        return self.folded(table, self._gate_cells[gates])[:, :, 0]

    def bot_yuan(self) -> Floats:
        """What sessions with bots cost."""
        gates = gate_mask(self.result, self.where)
        price = bot_prices(self.scenario)[gates]
        table = self.result.demand[:, :, gates, D["met_bot"]] * price
        return self.folded(table[:, :, :, None], self._gate_cells[gates])[:, :, 0]

    def hours(self, name: str, weight: Floats | None = None) -> Floats:
        """Agent-hours of a field of group time, each group's times its ``weight``."""
        groups = group_mask(self.result, self.where)
        table = self.result.group_time[name][:, :, groups] / 3.6e9
        if weight is not None:
            table = table * weight[groups]
        cells = np.arange(len(groups)) if self.view == "group" else np.zeros(len(groups), int)
        return self.folded(table[:, :, :, None], cells[groups])[:, :, 0]

    @property
    def _gate_cells(self) -> NDArray[np.int64]:
        lanes = self.result.lanes
        if self.view == "channel":
            return lanes.gate_channel
        return lanes.gate_shop if self.view == "shop" else np.zeros_like(lanes.gate_shop)

    @property
    def lanes(self) -> NDArray[np.int64]:
        """Lanes that are counted."""
        counted = np.isin(self.result.lanes.channel, [CHANNELS.index(c) for c in self.channels])
        mask = lane_mask(self.result, self.where, self.view, self.first_line_only)
        return np.flatnonzero(counted & mask)

    @property
    def lane_cells(self) -> NDArray[np.int64]:
        """The cell of each lane that is counted."""
        if self.view in ("queue", "channel", "shop"):
            return getattr(self.result.lanes, self.view)[self.lanes]
        return np.zeros(len(self.lanes), np.int64)

    def folded(self, table: NDArray, columns: NDArray[np.int64]) -> Floats:
        """[replication, row, lane or gate or group, x] → [replication, cell, x]."""
        rows = periods(self.scenario.clock, self.view)[1][: table.shape[1]]
        if self.where.horizon_only:
            intervals = self.scenario.clock.intervals
            table, rows = table[:, :intervals], rows[:intervals]
        if self.view in ("interval", "day"):
            return _grouped(table.sum(axis=2), rows, len(self.names))
        return _grouped(table.sum(axis=1), columns, len(self.names))


def _grouped(table: NDArray, cells: NDArray[np.int64], count: int) -> Floats:
    """Add up axis 1 by cell; −1 is left out."""
    found = np.zeros((table.shape[0], count, table.shape[2]))
    for cell in range(count):
        found[:, cell] = table[:, cells == cell].sum(axis=1)
    return found


def bot_prices(scenario: PeakScenario) -> Floats:
    """[gate]: yuan per session of the one bot that serves it (F4): the first that meets everybody,
    else the first at all."""
    prices = np.zeros(3 * len(scenario.shops))
    for s, shop in enumerate(scenario.shops):
        for c, channel in enumerate(CHANNELS):
            bots = [
                b
                for b in scenario.bots
                if channel in b.channels and (b.shops is None or shop.name in b.shops)
            ]
            bots.sort(key=lambda b: b.entry != "always")
            prices[s * 3 + c] = bots[0].yuan_per_session if bots else 0.0
    return prices
