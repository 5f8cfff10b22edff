"""The funnel: from all cases to those that were solved (2.4)."""

from __future__ import annotations

from simulator.peak.kpi.measure import measure
from simulator.peak.result import Result
from sops.language import N_

FUNNEL = (
    ("cases", N_("诉求"), N_("每个诉求只算一次，不论来几回")),
    ("reached", N_("找得到"), N_("坐到机器人面前或进了人工队列")),
    ("cared_for", N_("有人管"), N_("机器人听懂了，或有人应答")),
    ("resolved", N_("管得了"), N_("解决了")),
)
"""(KPI, name, what counts), widest first."""


def funnel_counts(result: Result) -> dict[str, float]:
    """Mean cases per replication at each step of the funnel."""
    counts = {"cases": float(measure(result, "cases").estimate[0])}
    for key in ("reached", "cared_for", "resolved"):
        found = measure(result, key)
        assert found.numerator is not None
        counts[key] = float(found.numerator.mean(axis=0)[0])
    return counts
