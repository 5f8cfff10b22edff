"""KPIs of demand and of cases: was anybody there, did somebody care, was it solved (F13, F15).

Contacts are counted by their own arrival, cases by the arrival of their first attempt (F16)."""

from __future__ import annotations

from simulator.peak.kpi.bot import added, column
from simulator.peak.kpi.cells import Cells, Floats
from simulator.peak.kpi.definition import Better, Kpi, Sum, Unit
from sops.language import N_


def _kpi(
    name: str,
    title: str,
    definition: str,
    unit: Unit,
    numerator: Sum,
    denominator: Sum | None,
    better: Better = "neither",
    assumed: bool = False,
) -> Kpi:
    return Kpi(name, title, definition, unit, ("demand",), numerator, denominator,
               better=better, assumed=assumed)  # fmt: skip


def _points(cells: Cells) -> Floats:
    law = cells.scenario.opinion.recommendation
    return law.intercept * cells.demand("opinions") + law.slope * cells.satisfied()


def _lost_orders(cells: Cells) -> Floats:
    law = cells.scenario.opinion.lost_orders
    return cells.demand("pre_sale_unserved") * (law.conversion_served - law.conversion_unserved)


def _lost_yuan(cells: Cells) -> Floats:
    return _lost_orders(cells) * cells.scenario.opinion.lost_orders.yuan_per_order


CASE_KPIS: tuple[Kpi, ...] = (
    _kpi(
        "contacts",
        N_("进线"),
        N_("全部进线数，首次和回头的、机器人和人工的都算；按进线时段计（F2、F13、F16）"),
        "count", column("contacts"), None,
    ),
    _kpi(
        "refused",
        N_("拒接率"),
        N_("因队列不开放或已满而被拒的进线 ÷ 全部进线；按进线时段计（F5、F16）"),
        "share", column("refused"), column("contacts"), "less",
    ),
    _kpi(
        "cases",
        N_("诉求"),
        N_("诉求数，一个诉求不论来几次只算一个；按首次进线时段计（F2、F16）"),
        "count", column("cases"), None,
    ),
    _kpi(
        "contacts_per_case",
        N_("每诉求进线次数"),
        N_("诉求的进线次数之和 ÷ 诉求；按首次进线时段计（F13、F16）"),
        "count", column("attempts"), column("cases"), "less",
    ),
    _kpi(
        "first_contact_resolution",
        N_("一次解决率"),
        N_(
            "首次进线就解决的诉求（机器人或人工）÷ 已了结的诉求（解决的和放弃的，不含未了的）；"
            "按首次进线时段计（F13、F15、F16）"
        ),
        "share", column("cases_resolved_first"), added("cases_resolved", "cases_given_up"), "more",
    ),
    _kpi(
        "reached",
        N_("找得到"),
        N_("任何一次进线坐到机器人面前或进入人工队列的诉求 ÷ 诉求；按首次进线时段计（F15、F16）"),
        "share", column("cases_reached"), column("cases"), "more",
    ),
    _kpi(
        "cared_for",
        N_("有人管"),
        N_("任何一次进线被机器人听懂或得到人工应答的诉求 ÷ 诉求；按首次进线时段计（F15、F16）"),
        "share", column("cases_cared_for"), column("cases"), "more",
    ),
    _kpi(
        "resolved",
        N_("管得了"),
        N_("已解决的诉求 ÷ 诉求；按首次进线时段计（F13、F15、F16）"),
        "share", column("cases_resolved"), column("cases"), "more",
    ),
    _kpi(
        "given_up",
        N_("放弃的诉求"),
        N_("没解决也不再回来的诉求 ÷ 诉求；按首次进线时段计（F13、F15、F16）"),
        "share", column("cases_given_up"), column("cases"), "less",
    ),
    _kpi(
        "open_cases",
        N_("未了的诉求"),
        N_("推演结束时还在等、还没办完或之后要回来的诉求 ÷ 诉求；按首次进线时段计（F15、F16）"),
        "share", column("cases_open"), column("cases"), "less",
    ),
    _kpi(
        "satisfaction",
        N_("预测满意度 CSAT"),
        N_(
            "已了结的诉求的预测满意概率之和 ÷ 已了结的诉求；"
            "概率由是否解决、等待、重复进线、是否放弃算出；"
            "按首次进线时段计（F16）"
        ),
        "share", lambda c: c.satisfied(), column("opinions"), "more", assumed=True,
    ),
    _kpi(
        "recommendation",
        N_("预测净推荐值 NPS"),
        N_("截距 + 斜率 × 预测满意度（0—1）；按首次进线时段计（F16）"),
        "points", _points, column("opinions"), "more", assumed=True,
    ),
    _kpi(
        "lost_orders",
        N_("流失售前订单"),
        N_(
            "没人接待也没解决的已了结售前诉求数 ×（接待后的成交率 − 没接待的成交率）；"
            "按首次进线时段计（F16）"
        ),
        "count", _lost_orders, None, "less", assumed=True,
    ),
    _kpi(
        "lost_order_value",
        N_("流失售前订单金额"),
        N_("流失售前订单 × 每单金额；按首次进线时段计（F16）"),
        "yuan", _lost_yuan, None, "less", assumed=True,
    ),
)  # fmt: skip
