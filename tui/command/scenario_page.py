"""The page of `shapan scenario show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.peak.channel import channel_title
from scenarios.peak.target_scope import target_scope
from scenarios.peak.written import KIND_TITLES, basis_counts
from sops.language import N_, _, localized
from tui.command.basis_note import basis_table
from tui.command.clock_text import horizon, short_moment
from tui.command.heading import faint_text, section, title
from tui.command.volume import DIMENSION_TITLES, DIMENSIONS, volume_of
from tui.terminal.cell import wrap
from tui.terminal.number import fixed, share, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario
    from scenarios.peak.target import Target

SHIFT_END_TITLES = {
    "first_free": N_("到点先闲先走（first_free）"),
    "handover": N_("到点交接（handover）"),
    "named": N_("按人排班，做完手上的再走（named）"),
}
KPI_TITLES = {
    "service_level": N_("服务水平"),
    "service_level_net": N_("服务水平（扣除及时放弃）"),
    "abandonment": N_("放弃率"),
    "platform_rate": N_("平台响应率"),
    "mean_wait_s": N_("平均等待"),
    "mean_first_response_s": N_("平均首响"),
    "mean_reply_s": N_("平均响应"),
    "ticket_on_time": N_("工单按时率"),
}
_PER_TITLES = {
    "interval": N_("每个时段 {what}"),
    "day": N_("每天 {what}"),
    "horizon": N_("全程 {what}"),
}


def scenario_page(scenario: PeakScenario, screen: Screen) -> list[str]:
    """Title, horizon, demand, groups, queues, targets, and what the numbers rest on."""
    lines = title(localized(scenario.title), screen, scenario.name)
    lines += wrap(horizon(scenario.clock), screen.width)
    rule = _("下班规则：{rule}").format(rule=shift_end_title(scenario.floor.shift_end))
    lines += wrap(rule, screen.width)
    if scenario.note is not None:
        lines += faint_text(localized(scenario.note), screen)
    for part in (_demand, _groups, _queues, _targets, _basis):
        lines += part(scenario, screen)
    return lines


def shift_end_title(rule: str) -> str:
    """The rule of F12 in words, with its name."""
    return _(SHIFT_END_TITLES[rule])


def target_text(target: Target) -> str:
    """A target as one phrase: KPI, bound, over what, with what probability."""
    kpi = _(KPI_TITLES[target.kpi])
    if target.within_seconds is not None:
        kpi = _("{n:g} 秒{kpi}").format(n=target.within_seconds, kpi=kpi)
    sign = "≥" if target.at_least is not None else "≤"
    level = (
        _("{n} 秒").format(n=f"{target.level:g}")
        if target.kpi.endswith("_s")
        else share(target.level, 1 if round(target.level * 1000) % 10 else 0)
    )
    text = _(_PER_TITLES[target.per]).format(what=f"{kpi} {sign} {level}")
    if target.probability is not None:
        text += _("，把握 {p}").format(p=share(target.probability, 0))
    return text


def _demand(scenario: PeakScenario, screen: Screen) -> list[str]:
    volume = volume_of(scenario)
    about = _("期望首次进线 {n}，不含回头客").format(n=whole(volume.total.total))
    lines = section(_("需求"), screen, about)
    for dimension in DIMENSIONS:
        columns = (
            *texts(_(DIMENSION_TITLES[dimension])),
            *numbers(_("首次进线"), _("占比"), _("最高一格"), _("在")),
        )
        rows = [
            [p.title, whole(p.total), share(p.total / volume.total.total),
             whole(p.contacts[p.busiest]), short_moment(scenario.clock, p.busiest)]
            for p in volume.parts[dimension]
        ]  # fmt: skip
        lines += [*table(columns, rows, screen), ""]
    return lines[:-1]


def _groups(scenario: PeakScenario, screen: Screen) -> list[str]:
    from simulator.peak.staffing import planned_people

    plan = planned_people(scenario)
    hours = plan.sum(axis=1) * scenario.clock.interval_minutes / 60
    columns = (
        *texts(_("班组"), _("名字")),
        *numbers(_("并发"), _("最多在编"), _("工时"), _("每小时"), _("人数上限")),
    )
    rows = [
        [localized(g.title), g.name, str(g.concurrency), whole(plan[i].max(initial=0)),
         fixed(hours[i], 0), yuan(g.yuan_per_hour),
         "–" if g.available is None else whole(g.available)]
        for i, g in enumerate(scenario.groups)
    ]  # fmt: skip
    return section(_("班组"), screen) + table(columns, rows, screen)


def _queues(scenario: PeakScenario, screen: Screen) -> list[str]:
    columns = (
        *texts(_("队列"), _("名字"), _("渠道")),
        *numbers(_("优先级")),
        Column(_("班组（按先后，+n 秒后溢出）"), text=True, wraps=True),
    )
    titles = {g.name: localized(g.title) for g in scenario.groups}
    rows = []
    for queue in scenario.queues:
        skills = [
            titles[s.group] + (_("+{n:g} 秒").format(n=s.after_seconds) if s.after_seconds else "")
            for s in queue.groups
        ]
        rows.append(
            [localized(queue.title), queue.name, channel_title(queue.channel), str(queue.priority),
             _("、").join(skills)]
        )  # fmt: skip
    return section(_("队列"), screen) + table(columns, rows, screen)


def _targets(scenario: PeakScenario, screen: Screen) -> list[str]:
    lines = section(_("目标"), screen)
    if not scenario.targets:
        return [*lines, _("没有写目标（targets），无法算人数")]
    columns = [Column(name, text=True, wraps=True) for name in (_("目标"), _("要求"), _("范围"))]
    rows = [
        [localized(t.title), target_text(t), target_scope(scenario, t)] for t in scenario.targets
    ]
    return lines + table(columns, rows, screen)


def _basis(scenario: PeakScenario, screen: Screen) -> list[str]:
    counts = basis_counts(scenario)
    told = [f"{_(KIND_TITLES[kind])} {whole(n)}" for kind, n in counts.items()]
    about = _("写明的数字：{counts}").format(counts=_("，").join(told))
    lines = section(_("依据"), screen, about)
    if not scenario.basis:
        return lines + wrap(_("这份场景没有写 basis"), screen.width)
    return lines + basis_table(scenario, screen)
