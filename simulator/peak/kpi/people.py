"""KPIs of contacts with people, counted when they join the human queue (F16)."""

from __future__ import annotations

from simulator.peak.kpi.definition import CHAT, LIVE, TICKET, Better, Kpi, Sum, Unit
from sops.language import N_

US = 1e6


def column(name: str, scale: float = 1.0) -> Sum:
    """A column of tally.PEOPLE, times ``scale``."""
    return lambda cells: cells.people(name) * scale


def service_levels(thresholds_s: tuple[float, ...]) -> tuple[Kpi, ...]:
    """Both definitions of service level for each threshold."""
    return tuple(k for i, t in enumerate(thresholds_s) for k in _service_level(i, t))


def service_level_id(net: bool, seconds: float) -> str:
    """``service_level_20s`` or ``service_level_net_20s``."""
    return f"service_level_{'net_' if net else ''}{seconds:g}s"


def _service_level(index: int, seconds: float) -> tuple[Kpi, Kpi]:
    within = column(f"answered_within_{index}")
    words = {"seconds": f"{seconds:g}"}
    plain = Kpi(
        id=service_level_id(False, seconds),
        title_text=N_("{seconds} 秒内接起率"),
        definition_text=N_(
            "{seconds} 秒内得到人工应答（电话接起、在线发出首条回复）的进线 "
            "÷ 进入人工队列的电话和在线；"
            "按进入人工队列的时段计（F6、F16）"
        ),
        unit="share",
        sources=("people",),
        numerator=within,
        denominator=column("offered"),
        channels=LIVE,
        better="more",
        words=words,
    )
    net = Kpi(
        id=service_level_id(True, seconds),
        title_text=N_("{seconds} 秒内接起率（扣除速弃）"),
        definition_text=N_(
            "{seconds} 秒内得到人工应答的进线 ÷"
            "（进入人工队列的电话和在线 − {seconds} 秒内放弃的）；"
            "按进入人工队列的时段计（F6、F16）"
        ),
        unit="share",
        sources=("people",),
        numerator=within,
        denominator=lambda c: c.people("offered") - c.people(f"gave_up_within_{index}"),
        channels=LIVE,
        better="more",
        words=words,
    )
    return plain, net


def _kpi(
    name: str,
    title: str,
    definition: str,
    unit: Unit,
    numerator: Sum,
    denominator: Sum | None,
    better: Better = "less",
    **more: object,
) -> Kpi:
    return Kpi(name, title, definition, unit, ("people",), numerator, denominator,
               better=better, **more)  # type: ignore[arg-type]  # fmt: skip


PEOPLE_KPIS: tuple[Kpi, ...] = (
    _kpi(
        "offered",
        N_("进入人工队列"),
        N_("进入人工队列的进线数（电话、在线、工单，留言也算）；按进入的时段计（F5、F16）"),
        "count", column("offered"), None, "neither",
    ),
    _kpi(
        "asa",
        N_("平均应答速度 ASA"),
        N_(
            "得到应答的电话和在线从进入人工队列到应答的时间之和 ÷ 得到应答的；"
            "按进入人工队列的时段计（F16）"
        ),
        "seconds", column("answered_wait_us", 1 / US), column("answered"), channels=LIVE,
    ),
    _kpi(
        "mean_wait",
        N_("平均等待（全体）"),
        N_(
            "全体电话和在线的等待时间之和（等到应答、离开或推演结束）÷ 进入人工队列的；"
            "按进入人工队列的时段计（F16）"
        ),
        "seconds", column("wait_us", 1 / US), column("offered"), channels=LIVE,
    ),
    _kpi(
        "first_response",
        N_("首响（平均）"),
        N_(
            "在线得到首条回复的等待时间之和 ÷ 得到首条回复的会话；按进入人工队列的时段计"
            "（F6、F8、F16）"
        ),
        "seconds", column("answered_wait_us", 1 / US), column("answered"), channels=CHAT,
    ),
    _kpi(
        "reply_time",
        N_("平响（平均）"),
        N_(
            "在线每条人工回复的等待时间之和（客户发出到回复发出，首条从进入队列起算，"
            "二线的回复计在一线队列）"
            "÷ 回复条数；按会话进入人工队列的时段计（F8、F16）"
        ),
        "seconds", column("reply_wait_us", 1 / US), column("replies"), channels=CHAT,
        first_line_only=True,
    ),
    _kpi(
        "platform_rate",
        N_("平台响应率"),
        N_(
            "按店铺所在平台的规则：达标的轮次或会话 ÷ 考核时段内的轮次或会话；"
            "没有答完的会话算有一轮未答；"
            "按会话进入人工队列的时刻计（F16）。几个平台合看时，各按各的规则相加"
        ),
        "share", column("rate_met"), column("rate_all"), "more", channels=CHAT,
        hidden_in=("total", "interval", "day", "channel"), first_line_only=True,
    ),
    _kpi(
        "abandonment",
        N_("放弃率"),
        N_(
            "等待应答时放弃的电话和在线（含静默流失）÷ 进入人工队列的；"
            "转二线后的放弃计在二线队列；按进入人工队列的时段计（F6、F16）"
        ),
        "share", column("abandoned"), column("offered"), channels=LIVE,
    ),
    _kpi(
        "silent_abandonment",
        N_("静默流失率"),
        N_(
            "没有关窗口就走了的在线会话 ÷ 进入人工队列的在线会话；按进入人工队列的时段计"
            "（F6、F16）"
        ),
        "share", column("abandoned_silent"), column("offered"), channels=CHAT,
    ),
    _kpi(
        "silent_of_abandoned",
        N_("静默占放弃"),
        N_("静默流失的在线会话 ÷ 放弃的在线会话；按进入人工队列的时段计（F6、F16）"),
        "share", column("abandoned_silent"), column("abandoned"), "neither", channels=CHAT,
    ),
    _kpi(
        "left_in_service",
        N_("会话中离开"),
        N_(
            "等后续回复时离开的在线会话 ÷ 进入人工队列的在线会话；按进入人工队列的时段计"
            "（F8、F16）"
        ),
        "share", column("left_in_service"), column("offered"), channels=CHAT,
    ),
    _kpi(
        "ticket_on_time",
        N_("工单按时办结率"),
        N_(
            "在时限内办结的工单（含留言）÷ 进入队列的工单；推演结束时还没办完的不算按时，"
            "哪怕时限未到；按进入队列的时段计（F10、F16）"
        ),
        "share", column("on_time"), column("offered"), "more", channels=TICKET,
        first_line_only=True,
    ),
    _kpi(
        "work_time",
        N_("平均处理时间"),
        N_(
            "客服花在进线上的手上时间之和（回复、通话、话后、工单，含白做的，二线的计在一线队列）"
            "÷ 得到应答的进线；按进入人工队列的时段计（F8—F11、F16）"
        ),
        "seconds", column("work_us", 1 / US), column("answered"), "neither", first_line_only=True,
    ),
    _kpi(
        "escalated",
        N_("转二线率"),
        N_("转到二线的进线 ÷ 得到应答的进线；按进入一线队列的时段计（F13、F16）"),
        "share", column("escalated"), column("answered"), first_line_only=True,
    ),
    _kpi(
        "handovers",
        N_("交接次数"),
        N_("会话在换班时交回队列的次数；按进入人工队列的时段计（F12、F16）"),
        "count", column("handovers"), None, first_line_only=True,
    ),
    _kpi(
        "messages",
        N_("留言数"),
        N_("队列不开放时转成留言的进线数；按进入留言队列的时段计（F5、F16）"),
        "count", column("messages"), None, "neither", first_line_only=True,
    ),
    _kpi(
        "unfinished",
        N_("结束时未完"),
        N_("推演结束时还在等或还没办完的进线数；按进入人工队列的时段计（F15、F16）"),
        "count", lambda c: c.people("waiting") + c.people("in_progress"), None,
    ),
)  # fmt: skip
