"""KPIs of bots (F4), counted by arrival (F16)."""

from __future__ import annotations

from simulator.peak.kpi.cells import Cells, Floats
from simulator.peak.kpi.definition import Better, Kpi, Sum, Unit
from sops.language import N_


def column(name: str) -> Sum:
    """A column of tally.DEMAND."""
    return lambda cells: cells.demand(name)


def added(first: str, second: str, minus: str | None = None) -> Sum:
    """``first`` + ``second`` − ``minus``."""
    if minus is None:
        return lambda cells: cells.demand(first) + cells.demand(second)
    return lambda cells: cells.demand(first) + cells.demand(second) - cells.demand(minus)


def _understandable(cells: Cells) -> Floats:
    return cells.demand("met_bot") - cells.demand("bot_demanded") - cells.demand("bot_left")


def _kpi(
    name: str,
    title: str,
    definition: str,
    numerator: Sum,
    denominator: Sum | None,
    better: Better = "neither",
    unit: Unit = "share",
) -> Kpi:
    return Kpi(
        name, title, definition, unit, ("demand",), numerator, denominator, better=better
    )  # fmt: skip


BOT_KPIS: tuple[Kpi, ...] = (
    _kpi(
        "bot_sessions",
        N_("机器人接待"),
        N_("坐下来和机器人对话的进线数；按进线时段计（F4、F16）"),
        column("met_bot"), None, unit="count",
    ),
    _kpi(
        "bot_understood",
        N_("匹配率"),
        N_(
            "机器人听懂的 ÷（和机器人对话的 − 一上来就要人工的 − 看一眼就走的）；"
            "按进线时段计（F4、F16）"
        ),
        column("bot_understood"), _understandable, "more",
    ),
    _kpi(
        "bot_containment",
        N_("拦截率"),
        N_(
            "由机器人解决的和没解决也没转人工的 ÷ 和机器人对话的；拦截不等于解决；"
            "按进线时段计（F4、F16）"
        ),
        added("bot_resolved", "bot_contained"), column("met_bot"),
    ),
    _kpi(
        "bot_resolution",
        N_("机器人解决率"),
        N_("由机器人解决的 ÷ 和机器人对话的；按进线时段计（F4、F16）"),
        column("bot_resolved"), column("met_bot"), "more",
    ),
    _kpi(
        "bot_effective_24h",
        N_("24 小时有效拦截率"),
        N_(
            "（由机器人解决的和拦截的 − 拦截后 24 小时内要回来的）÷ 和机器人对话的；"
            "推演结束之后才回来的也算；按进线时段计（F4、F13、F16）"
        ),
        added("bot_resolved", "bot_contained", "bot_back_in_24h"), column("met_bot"), "more",
    ),
    _kpi(
        "bot_transfer",
        N_("转人工率"),
        N_("一上来就要人工的和答不了转人工的 ÷ 和机器人对话的；按进线时段计（F4、F16）"),
        added("bot_demanded", "bot_transferred"), column("met_bot"),
    ),
)  # fmt: skip
