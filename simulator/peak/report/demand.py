"""Demand: who is expected, when, with what."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS, channel_title
from simulator.peak.demand import streams_of
from simulator.peak.report.facts import Facts, Floats
from simulator.peak.report.labels import moments, title
from simulator.peak.report.part import Cell, Chart, Line, Section, Table
from sops.language import _

_MOST_INTENTS = 7


def demand_section(facts: Facts) -> Section:
    """Expected first attempts by interval, intent, channel and shop."""
    scenario = facts.scenario
    streams = streams_of(scenario)
    clock = scenario.clock
    rate = streams.rate.reshape(clock.intervals, clock.interval_minutes, -1).sum(axis=1)
    intents = _parts(rate, streams.intent, [title(i.title) for i in scenario.intents])
    channels = _parts(rate, streams.channel, [channel_title(c) for c in CHANNELS])
    shops = _parts(rate, streams.shop, [title(s.title) for s in scenario.shops])
    total = rate.sum(axis=1)
    text = _("期望首次进线 {n}，不含回头客；最高的 {minutes} 分钟从 {at} 开始，{most}。").format(
        n=f"{total.sum():,.0f}", minutes=clock.interval_minutes,
        at=moments(clock)[int(total.argmax())], most=f"{total.max():,.0f}",
    )  # fmt: skip
    tables = (
        _table(facts, "demand-intent", _("按业务类型"), intents),
        _table(facts, "demand-channel", _("按渠道"), channels),
        _table(facts, "demand-shop", _("按店铺"), shops),
        _by_interval(facts, total, channels),
    )
    return Section("demand", _("需求"), (text,), (_chart(facts, intents),), tables=tables)


def _parts(rate: Floats, where: NDArray[np.int64], names: list[str]) -> list[tuple[str, Floats]]:
    """(title, [interval]) of those that come at all, the largest first."""
    found = [(name, rate[:, where == i].sum(axis=1)) for i, name in enumerate(names)]
    return sorted((p for p in found if p[1].sum() > 0), key=lambda p: -float(p[1].sum()))


def _chart(facts: Facts, intents: list[tuple[str, Floats]]) -> Chart:
    shown = intents[:_MOST_INTENTS]
    rest = [row for _name, row in intents[_MOST_INTENTS:]]
    if rest:
        shown = [*shown, (_("其他业务"), np.sum(rest, axis=0))]
    lines = tuple(
        Line(name, tuple(round(v, 2) for v in row.tolist()), "area", stack="demand")
        for name, row in shown
    )
    return Chart(
        "demand", _("每时段的期望首次进线"), moments(facts.scenario.clock), lines, ("count",),
        _("按业务类型堆叠；机器人接的也在内。"),
    )  # fmt: skip


def _table(facts: Facts, key: str, name: str, parts: list[tuple[str, Floats]]) -> Table:
    whole = sum(float(row.sum()) for _title, row in parts) or 1.0
    labels = moments(facts.scenario.clock)
    rows = tuple(
        (Cell(text), Cell(float(row.sum()), "count"), Cell(float(row.sum()) / whole, "share"),
         Cell(float(row.max()), "count"), Cell(labels[int(row.argmax())]))
        for text, row in parts
    )  # fmt: skip
    columns = (name, _("首次进线"), _("占比"), _("最高一格"), _("在"))
    return Table(key, name, columns, rows)


def _by_interval(facts: Facts, total: Floats, channels: list[tuple[str, Floats]]) -> Table:
    rows = tuple(
        (Cell(label), Cell(float(total[i]), "count"),
         *(Cell(float(row[i]), "count") for _name, row in channels))
        for i, label in enumerate(moments(facts.scenario.clock))
    )  # fmt: skip
    columns = (_("时段"), _("首次进线"), *(name for name, _row in channels))
    return Table("demand-interval", _("按时段"), columns, rows, folded=True)
