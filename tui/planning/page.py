"""The pages of an outcome, as lines for a screen: what the command line shows, drawn again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import nan

from scenarios.peak.channel import channel_title
from scenarios.peak.target_scope import target_scope
from scenarios.peak.written import KIND_TITLES, basis_counts
from simulator.peak.kpi.definition import Kpi
from simulator.peak.kpi.funnel import FUNNEL
from simulator.peak.kpi.registry import registry
from sops.language import N_, _, localized
from sops.problem import printable
from tui.command.basis_note import basis_table
from tui.command.clock_text import horizon, short_moment
from tui.command.heading import faint_text, section, title
from tui.command.kpi_text import half_text, value_text
from tui.command.scenario_page import shift_end_title, target_text
from tui.command.sizing_page import (
    answer,
    check_table,
    group_table,
    people_table,
    short_table,
    small_print,
)
from tui.command.target_result import cell_label, target_value
from tui.planning.job import KIND_TITLES as RUN_TITLES
from tui.planning.outcome import Figure, Number, Outcome
from tui.planning.sized_of import plan_of
from tui.planning.tried_page import tried_page
from tui.terminal.cell import wrap
from tui.terminal.chart import Series, chart, chart_width
from tui.terminal.columns import Columns
from tui.terminal.funnel import Step, funnel
from tui.terminal.number import share, whole
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

_SOURCES = (
    ("people", N_("人工服务")), ("demand", N_("机器人与诉求")), ("time", N_("人员与费用")),
)  # fmt: skip


def floats(values: tuple[Number, ...]) -> list[float]:
    """The same, with NaN where nothing was counted."""
    return [nan if value is None else value for value in values]


def kpis(outcome: Outcome) -> Mapping[str, Kpi]:
    """The KPIs of an outcome by id, in the order of the registry."""
    return {kpi.id: kpi for kpi in registry(outcome.thresholds_s)}


def overview(outcome: Outcome, screen: Screen) -> list[str]:
    """What was asked, the answer, demand against staffing, the funnel; or how levers rank."""
    lines = _head(outcome, screen)
    if outcome.tried is not None:
        return lines + tried_page(outcome, screen)
    if outcome.sized is not None:
        lines += answer(plan_of(outcome), screen)
    lines += _kept_targets(outcome, screen)
    lines += ["", *_chart(outcome, screen)]
    steps = [Step(_(name), outcome.funnel[key], _(note)) for key, name, note in FUNNEL]
    return lines + section(_("漏斗"), screen, _("平均每次推演的诉求数")) + funnel(steps, screen)


def _head(outcome: Outcome, screen: Screen) -> list[str]:
    scenario, job = outcome.loaded, outcome.job
    lines = title(localized(scenario.title), screen, _(RUN_TITLES[job.kind]))
    lines += wrap(horizon(scenario.clock), screen.width)
    changes = printable(job.changes, 400) or _("没有改动")
    return lines + wrap(_("改动：{changes}").format(changes=changes), screen.width)


def _kept_targets(outcome: Outcome, screen: Screen) -> list[str]:
    judged = outcome.judged
    if not judged:
        return wrap(_("场景没有写目标（targets）"), screen.width)
    kept = sum(each.holds for each in judged)
    text = _("推演 {n} 次，{kept}/{all} 个目标达到")
    told = text.format(n=outcome.replications, kept=kept, all=len(judged))
    titles = {target.name: localized(target.title) for target in outcome.loaded.targets}
    missed = _("、").join(titles[each.target] for each in judged if not each.holds)
    if missed:
        told += _("；没达到：{targets}").format(targets=missed)
    paint = screen.paint.alert if missed else screen.paint.strong
    return [paint(line) for line in wrap(told, screen.width)]


def _chart(outcome: Outcome, screen: Screen) -> list[str]:
    clock = outcome.loaded.clock
    width = chart_width(screen, marked=True)
    columns = Columns.within(clock.start, clock.interval_minutes, clock.intervals, width)
    area = _("每 {n} 分钟进入人工队列（左）").format(n=clock.interval_minutes)
    marks = Series(_("在岗人数（右）"), floats(outcome.on_duty))
    return chart(Series(area, floats(outcome.offered)), columns, screen, marks)


def people(outcome: Outcome, screen: Screen) -> list[str]:
    """People by half hour and group, and which target binds where."""
    if outcome.sized is not None:
        plan = plan_of(outcome)
        return people_table(plan, screen)[1:] + group_table(plan, screen)
    scenario = outcome.loaded
    columns = (
        *texts(_("时段")), *numbers(*(localized(g.title) for g in scenario.groups), _("合计")),
    )  # fmt: skip
    rows = []
    for i in range(scenario.clock.intervals):
        at = [row[i] for row in outcome.plan]
        shown = [whole(n) if n else "·" for n in at]
        rows.append([short_moment(scenario.clock, i), *shown, whole(sum(at))])
    about = _("场景写的在编人数，含损耗和缺勤；F6 按目标另算")
    return section(_("每个时段的人数"), screen, about)[1:] + table(columns, rows, screen)


def targets(outcome: Outcome, screen: Screen) -> list[str]:
    """Which targets hold, where each decides, and how sure that is."""
    lines: list[str] = []
    if outcome.sized is not None:
        plan = plan_of(outcome)
        lines = check_table(plan, screen) + short_table(plan, screen)
    return (lines + _judged(outcome, screen))[1:]


def _judged(outcome: Outcome, screen: Screen) -> list[str]:
    scenario = outcome.loaded
    about = _("在 {n} 次推演上").format(n=outcome.replications)
    lines = section(_("目标"), screen, about)
    if not outcome.judged:
        return [*lines, _("场景没有写目标（targets）")]
    columns = (
        *texts(_("结果")), Column(_("目标"), text=True, wraps=True),
        Column(_("要求"), text=True, wraps=True), Column(_("范围"), text=True, wraps=True),
        *numbers(_("最差处")), *texts(_("在")), *numbers(_("把握"), _("95% 区间")),
    )  # fmt: skip
    known = {target.name: target for target in scenario.targets}
    rows = []
    for each in outcome.judged:
        target = known[each.target]
        missed = _("差 {n} 处").format(n=each.missed) if each.missed > 1 else _("未达到")
        sure = between = ""
        if each.share_held is not None:
            sure = share(each.share_held, 0)
            between = f"{share(each.low or 0.0, 0)}–{share(each.high or 0.0, 0)}"
        rows.append(
            [_("达到") if each.holds else missed, localized(target.title), target_text(target),
             target_scope(scenario, target),
             target_value(target, nan if each.value is None else each.value),
             cell_label(each.cell) if each.cell else "", sure, between]
        )  # fmt: skip
    missed_rows = [i for i, each in enumerate(outcome.judged) if not each.holds]
    return lines + table(columns, rows, screen, alert=missed_rows)


def figures(outcome: Outcome, screen: Screen) -> list[str]:
    """Every KPI with its half width, in all and by channel."""
    known = kpis(outcome)
    scenario = outcome.loaded
    used = [c for c in ("phone", "chat", "ticket") if any(q.channel == c for q in scenario.queues)]
    lines: list[str] = []
    for source, heading in _SOURCES:
        shown = used if source != "time" else []
        columns = (
            Column(_(heading), text=True, wraps=True), *numbers(_("全部"), "±"),
            *numbers(*map(channel_title, shown)),
        )  # fmt: skip
        rows = []
        for kpi in known.values():
            found = outcome.figure(kpi.id)
            if kpi.sources[0] != source or found is None or found.value is None:
                continue
            half = nan if found.half_width is None else found.half_width
            beside = [_value(kpi, outcome.figure(kpi.id, channel)) for channel in shown]
            rows.append([kpi.title, _value(kpi, found), half_text(kpi.unit, half), *beside])
        if rows:
            lines += ["", *table(columns, rows, screen)]
    told = _("± 为 95% 置信区间的半宽，推演 {n} 次").format(n=outcome.replications)
    return [*faint_text(told, screen), *lines]


def _value(kpi: Kpi, figure: Figure | None) -> str:
    return "" if figure is None or figure.value is None else value_text(kpi.unit, figure.value)


def about(outcome: Outcome, screen: Screen) -> list[str]:
    """What the numbers rest on, and how to get the same again."""
    scenario, job = outcome.loaded, outcome.job
    counts = basis_counts(scenario)
    text = _("场景里写了 {total} 个数字，{assumed} 个是假设")
    told = text.format(total=f"{sum(counts.values()):,}", assumed=f"{counts.get('assumed', 0):,}")
    kinds = _("、").join(f"{_(KIND_TITLES[kind])} {n}" for kind, n in counts.items())
    lines = [screen.paint.strong(line) for line in wrap(told, screen.width)]
    lines += wrap(kinds, screen.width) + section(_("怎样重做"), screen)
    rows = [
        [_("场景"), printable(job.source, 200)], [_("改动"), printable(job.changes, 600) or "–"],
        [_("场景指纹"), outcome.fingerprint], [_("种子"), str(job.seed)],
        [_("推演次数"), str(outcome.replications)], [_("沙盘版本"), outcome.version],
        [_("下班规则"), shift_end_title(scenario.floor.shift_end)],
        [_("命令"), command_line(outcome)],
    ]  # fmt: skip
    columns = (*texts(_("项目")), Column(_("值"), text=True, wraps=True))
    lines += table(columns, rows, screen)
    if outcome.sized is not None:
        lines += ["", *small_print(plan_of(outcome), screen)]
    return lines + section(_("每个数字的依据"), screen) + basis_table(scenario, screen)


def command_line(outcome: Outcome) -> str:
    """The command that gives the same figures, or comes nearest to it."""
    import shlex

    job = outcome.job
    parts = ["shapan", job.kind, job.source, "--seed", str(job.seed)]
    parts += ["--replications", str(job.replications)]
    if job.kind == "plan":
        parts += ["--verify", str(job.verify)]
    for text in job.sets:
        parts += ["--set", text]
    line = printable(shlex.join(parts), 600)
    if job.levers and job.kind != "whatif":
        line += _("（杠杆 {levers} 只有在排班台能拉上）").format(levers=", ".join(job.levers))
    elif job.levers:
        line += "".join(f" --lever {printable(shlex.quote(each))}" for each in job.levers)
    return line


def headline_numbers(outcome: Outcome) -> dict[str, Number]:
    """What `headline` says."""
    figures = {key: outcome.figure(kpi) for key, kpi in
               (("cost", "people_cost"), ("given_up", "given_up"))}  # fmt: skip
    return {
        "kept": sum(each.holds for each in outcome.judged), "targets": len(outcome.judged),
        "most": max((sum(at) for at in zip(*outcome.plan, strict=True)), default=0),
        **{key: found.value if found else None for key, found in figures.items()},
    }  # fmt: skip


PAGES: Mapping[str, Callable[[Outcome, Screen], list[str]]] = {
    "overview": overview, "people": people, "targets": targets, "figures": figures,
    "about": about,
}  # fmt: skip
