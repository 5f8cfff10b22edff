"""A result as plain values, for ``--json`` and whoever reads it. Keys are stable.

=====================  ============================================================================
key                    value
=====================  ============================================================================
scenario, title        name of the scenario; {zh, en}
engine, seed           ``kernel`` or ``reference``; the seed
replications           how many, and ``first_replication``, the number of the first
shift_end              the rule of F12 under which all holds
confidence             of every ``half_width`` (0.95)
horizon                {start, end, interval_minutes}
assumed_kpis           keys of KPIs that rest on assumed coefficients
total                  figures
by_queue, by_channel,  name → figures
by_shop, by_group
by_day, by_interval    list of {start, …figures}; ``planned_people`` {group: people} in intervals
platforms              shop → {platform, rate_zh, rate_en, within_s, target_at_least_share or null}
targets                list of {name, kpi, direction, level, per, probability, holds, worst_slack,
                       binding_cell, missed, share_held_share, share_held_low_share,
                       share_held_high_share}; slack and level in the KPI's unit
=====================  ============================================================================

*Figures* is {``<kpi>_<unit>``: {value, half_width}}; units are share (0…1), s, h, yuan, count and
points; null where nothing was counted or the width is unknown. KPIs that cannot be told apart
that way are left out. ``simulator.peak.kpi.registry`` defines them; docs/reference/kpis.md lists
them."""

from __future__ import annotations

import math
from typing import Any

from simulator.peak.confidence import CONFIDENCE
from simulator.peak.kpi.definition import View
from simulator.peak.kpi.measure import Measured, measure_all
from simulator.peak.kpi.registry import kpis_of
from simulator.peak.result import Result
from simulator.peak.target import Verdict, verdicts
from sops.platform import load_platform

NAMED: tuple[View, ...] = ("queue", "channel", "shop", "group")


def summary(result: Result, confidence: float = CONFIDENCE) -> dict[str, Any]:
    """Everything a result says, as values that JSON knows."""
    head = _head(result, confidence)
    body: dict[str, Any] = {"total": _cells(result, "total", confidence)["total"]}
    for view in NAMED:
        body[f"by_{view}"] = _cells(result, view, confidence)
    body["by_channel"] = _used_channels(result, body["by_channel"])
    for view in ("day", "interval"):
        cells = _cells(result, view, confidence)  # type: ignore[arg-type]
        body[f"by_{view}"] = [{"start": start} | figures for start, figures in cells.items()]
    for i, row in enumerate(body["by_interval"]):
        groups = result.scenario.groups
        row["planned_people"] = {g.name: int(result.plan[k, i]) for k, g in enumerate(groups)}
    body["platforms"] = {s.name: _platform(s.platform) for s in result.scenario.shops}
    body["targets"] = [_target(verdict) for verdict in verdicts(result)]
    return head | body


def figure(measured: Measured, cell: int) -> dict[str, float | None]:
    """Value and half width of a cell; None for what is unknown."""
    return {
        "value": known(measured.estimate[cell]),
        "half_width": known(measured.half_width[cell]),
    }


def known(value: float | None) -> float | None:
    """JSON has no NaN and no infinity."""
    return float(value) if value is not None and math.isfinite(value) else None


def _head(result: Result, confidence: float) -> dict[str, Any]:
    scenario, clock = result.scenario, result.scenario.clock
    return {
        "scenario": scenario.name,
        "title": scenario.title.model_dump(),
        "engine": result.engine,
        "seed": result.seed,
        "replications": result.replications,
        "first_replication": result.first_replication,
        "shift_end": result.shift_end,
        "confidence": confidence,
        "horizon": {
            "start": clock.start.isoformat(timespec="minutes"),
            "end": clock.end.isoformat(timespec="minutes"),
            "interval_minutes": clock.interval_minutes,
        },
        "assumed_kpis": [k.key for k in kpis_of(result) if k.assumed],
    }


def _cells(result: Result, view: View, confidence: float) -> dict[str, dict[str, Any]]:
    measured = measure_all(result, view, confidence=confidence).values()
    shown = [m for m in measured if view not in m.kpi.hidden_in]
    names = shown[0].cells
    return {name: {m.kpi.key: figure(m, i) for m in shown} for i, name in enumerate(names)}


def _used_channels(result: Result, cells: dict[str, Any]) -> dict[str, Any]:
    """Channels on which anybody came."""
    return {c: figures for c, figures in cells.items() if _anybody(figures)}


def _anybody(figures: dict[str, Any]) -> bool:
    return any(figures[key]["value"] for key in ("contacts_count", "offered_count"))


def _platform(name: str) -> dict[str, Any]:
    rule = load_platform(name).response
    return {
        "platform": name,
        "rate_zh": rule.name.zh,
        "rate_en": rule.name.en,
        "within_s": rule.within_seconds,
        "target_at_least_share": rule.target_at_least,
    }


def _target(verdict: Verdict) -> dict[str, Any]:
    target = verdict.target
    low, high = verdict.share_interval or (None, None)
    return {
        "name": target.name,
        "kpi": verdict.measured.kpi.key,
        "direction": verdict.direction,
        "level": target.level,
        "per": target.per,
        "probability": target.probability,
        "holds": verdict.holds,
        "worst_slack": known(verdict.worst_slack),
        "binding_cell": verdict.binding_cell,
        "missed": list(verdict.missed),
        "share_held_share": verdict.share_held,
        "share_held_low_share": low,
        "share_held_high_share": high,
    }
