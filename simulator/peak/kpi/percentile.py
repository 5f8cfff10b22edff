"""Percentiles of waits, from histograms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.peak.kpi.cells import Cells
from simulator.peak.kpi.definition import CHAT, LIVE, PER_INTERVAL, Kpi, Percentile
from simulator.peak.record import REPLY_EDGES_S
from simulator.peak.tally_columns import WAIT_EDGES_S
from sops.language import N_

Floats = NDArray[np.float64]


def quantile(counts: NDArray, edges_s: tuple[int, ...], share: float) -> Floats:
    """The time that a ``share`` of the counted does not exceed, in seconds; bins are the last axis.

    Bin k holds times above edge k − 1, up to edge k, spread evenly; the first starts at 0; what
    lies beyond the last edge counts as that edge. NaN where nothing was counted."""
    upper = np.array([*edges_s, edges_s[-1]], float)
    lower = np.array([0.0, *edges_s], float)
    total = counts.sum(axis=-1, keepdims=True)
    reached = counts.cumsum(axis=-1)
    wanted = share * total
    index = (reached < wanted).sum(axis=-1, keepdims=True)
    index = np.minimum(index, len(upper) - 1)
    here = np.take_along_axis(counts, index, -1)
    before = np.take_along_axis(reached, index, -1) - here
    part = (wanted - before) / np.maximum(here, 1)
    found = lower[index] + part * (upper[index] - lower[index])
    return np.where(total > 0, found, np.nan)[..., 0]


def percentiles(cells: Cells, wanted: Percentile) -> tuple[Floats, Floats]:
    """Values per replication and cell, and the estimate per cell (see Measured)."""
    result, lanes = cells.result, cells.lanes
    edges = REPLY_EDGES_S if wanted.histogram == "reply_waits" else WAIT_EDGES_S
    if cells.view in ("interval", "day"):
        table = getattr(result, PER_INTERVAL[wanted.histogram])
        pooled = cells.folded(table[None, :, lanes, :], cells.lane_cells)[0]
        return np.full((result.replications, len(pooled)), np.nan), quantile(
            pooled, edges, wanted.share
        )
    table = getattr(result, wanted.histogram)[:, None, lanes, :]
    values = quantile(cells.folded(table, cells.lane_cells), edges, wanted.share)
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    mean = np.where(there, values, 0.0).sum(axis=0) / np.maximum(count, 1)
    return values, np.where(count > 0, mean, np.nan)


def _three(kpi_id: str, title: str, definition: str, histogram: str, shares: str) -> list[Kpi]:
    return [
        Kpi(
            id=f"{kpi_id}_p{p}",
            title_text=title,
            definition_text=definition,
            unit="seconds",
            sources=("people",),
            percentile=Percentile(int(p) / 100, histogram),  # type: ignore[arg-type]
            channels=LIVE if histogram == "waits" else CHAT,
            better="less",
            words={"p": p},
        )
        for p in shares.split()
    ]


PERCENTILE_KPIS: tuple[Kpi, ...] = (
    *_three(
        "wait",
        N_("等待 p{p}（全体）"),
        N_(
            "{p}% 的电话和在线等待不超过的时间（等到应答、离开或推演结束）；"
            "由固定分箱的直方图在箱内线性取值，"
            "取各次重复的平均；按进入人工队列的时段计（F16）"
        ),
        "waits",
        "50 90 99",
    ),
    *_three(
        "first_response",
        N_("首响 p{p}"),
        N_(
            "得到首条回复的在线会话中 {p}% 等待不超过的时间；由固定分箱的直方图在箱内线性取值，"
            "取各次重复的平均；按进入人工队列的时段计（F6、F16）"
        ),
        "answered_waits",
        "50 90",
    ),
    *_three(
        "reply_time",
        N_("平响 p{p}"),
        N_(
            "在线的人工回复中 {p}% 等待不超过的时间；由固定分箱的直方图在箱内线性取值"
            "（超过 3600 秒的按 3600 秒计），"
            "取各次重复的平均；按会话进入人工队列的时段计（F8、F16）"
        ),
        "reply_waits",
        "50 90",
    ),
)
