"""The page of `shapan size`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.peak.target_scope import target_scope
from sops.language import _, localized
from tui.command.basis_note import basis_line
from tui.command.clock_text import horizon, interval_start, short_moment
from tui.command.heading import faint_text, section, title
from tui.command.run_note import version
from tui.command.scenario_page import shift_end_title, target_text
from tui.command.target_result import cell_label, target_lack, target_value
from tui.terminal.cell import wrap
from tui.terminal.chart import Series, chart, chart_width
from tui.terminal.columns import Columns
from tui.terminal.number import fixed, share, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from scenarios.peak.target import Target
    from simulator.peak.sizing.sized import Check, SizedPlan

_MOST_ROWS = 96
_MOST_SHORT = 12


def sizing_page(sized: SizedPlan, screen: Screen) -> list[str]:
    """The answer first, then people by half hour, by group, the targets, and what falls short."""
    scenario = sized.scenario
    lines = title(localized(scenario.title), screen, _("算人数"))
    lines += [*wrap(horizon(scenario.clock), screen.width), *answer(sized, screen), ""]
    lines += _people_chart(sized, screen)
    lines += people_table(sized, screen) + group_table(sized, screen)
    lines += check_table(sized, screen) + short_table(sized, screen)
    return [*lines, "", *small_print(sized, screen)]


def answer(sized: SizedPlan, screen: Screen) -> list[str]:
    """How many people, how much, whether the targets are reached, and what they leave out."""
    people = sized.people.sum(axis=0)
    busiest = int(people.argmax())
    text = _("最忙 {at} 要 {most} 人；共 {hours} 人时，人工费用 {yuan}").format(
        at=short_moment(sized.scenario.clock, busiest), most=whole(people[busiest]),
        hours=whole(sized.hours.sum()), yuan=yuan(sized.yuan),
    )  # fmt: skip
    lines = [screen.paint.strong(line) for line in wrap(text, screen.width)]
    return [*lines, *_outcome(sized, screen), *uncovered(sized, screen)]


def _outcome(sized: SizedPlan, screen: Screen) -> list[str]:
    if sized.reached:
        told = _("全部目标达到，在 {n} 次全新的推演上验证").format(n=sized.verified_on)
        if not sized.verified_on:
            told = _("全部目标在算人数用的推演上达到（没有另行验证）")
        return wrap(told, screen.width)
    missed = [localized(target_of(sized, c).title) for c in sized.checks if not c.reached.all()]
    return _warning(_("达不到：{targets}").format(targets=_("、").join(missed)), screen)


def uncovered(sized: SizedPlan, screen: Screen) -> list[str]:
    """Which queues no target is about; nothing where each has one."""
    titles = {q.name: localized(q.title) for q in sized.scenario.queues}
    queues = _("、").join(titles[name] for name in sized.uncovered)
    text = _("没有目标管这些队列，算人数时不会为它们留人：{queues}").format(queues=queues)
    return _warning(text, screen) if queues else []


def _warning(text: str, screen: Screen) -> list[str]:
    return [screen.paint.alert(line) for line in wrap(text, screen.width)]


def _people_chart(sized: SizedPlan, screen: Screen) -> list[str]:
    clock = sized.scenario.clock
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, chart_width(screen)
    )
    people = sized.people.sum(axis=0).astype(float).tolist()
    return chart(Series(_("计划人数，全部班组"), people), columns, screen)


def people_table(sized: SizedPlan, screen: Screen) -> list[str]:
    """People by interval and group, and the targets that forbid taking one away."""
    scenario, clock = sized.scenario, sized.scenario.clock
    merged = math.ceil(clock.intervals / _MOST_ROWS)
    columns = (
        *texts(_("时段")), *numbers(*(localized(g.title) for g in scenario.groups), _("合计")),
        Column(_("卡在"), text=True),
    )  # fmt: skip
    rows = []
    for first in range(0, clock.intervals, merged):
        part = sized.people[:, first : first + merged].max(axis=1)
        together = sized.people[:, first : first + merged].sum(axis=0).max()
        binding = sized.binds[:, first : first + merged]
        rows.append(
            [_span(sized, first), *(whole(n) if n else "·" for n in part), whole(together),
             " ".join(f"{t + 1}" for t in sorted(set(binding[binding >= 0].tolist())))]
        )  # fmt: skip
    about = _("在编人数，含损耗和缺勤；“卡在”是再减一人就会破的目标的编号")
    lines = section(_("每个时段的人数"), screen, about)
    if merged > 1:
        text = _("每行合 {n} 个时段，取其中最多的人数；逐时段见 --csv 或 --json")
        lines += faint_text(text.format(n=merged), screen)
    return lines + table(columns, rows, screen)


def _span(sized: SizedPlan, first: int) -> str:
    """`11-10 20:00`: the date only where a day begins."""
    clock = sized.scenario.clock
    start = interval_start(clock, first)
    before = interval_start(clock, max(first - 1, 0)).date()
    if clock.days == 1:
        return f"{start:%H:%M}"
    return (
        f"{start:%m-%d %H:%M}" if first == 0 or start.date() != before else f"{start:      %H:%M}"
    )


def group_table(sized: SizedPlan, screen: Screen) -> list[str]:
    """Most people at a time, hours and cost of every group."""
    columns = (
        *texts(_("班组")),
        *numbers(_("最多人数"), _("在"), _("人数上限"), _("人时"), _("每小时"), _("费用")),
    )
    rows = []
    for g, group in enumerate(sized.scenario.groups):
        most = int(sized.people[g].argmax())
        hours = float(sized.hours[g])
        rows.append(
            [localized(group.title), whole(sized.people[g, most]),
             short_moment(sized.scenario.clock, most) if sized.people[g, most] else "",
             "–" if group.available is None else whole(group.available), fixed(hours, 1),
             yuan(group.yuan_per_hour), yuan(hours * group.yuan_per_hour)]
        )  # fmt: skip
    people = sized.people.sum(axis=0)
    total = [
        _("合计"), whole(people.max(initial=0)),
        short_moment(sized.scenario.clock, int(people.argmax())), "",
        fixed(float(sized.hours.sum()), 1), "", yuan(sized.yuan),
    ]  # fmt: skip
    return section(_("班组"), screen) + table(columns, rows, screen, total)


def check_table(sized: SizedPlan, screen: Screen) -> list[str]:
    """Every target on fresh replications: what was asked, and how sure it is."""
    columns = (
        *numbers(_("号")), *texts(_("结果")), Column(_("目标"), text=True, wraps=True),
        Column(_("要求"), text=True, wraps=True),
        *numbers(_("最差处"), _("把握"), _("95% 区间")), *texts(_("在")),
    )  # fmt: skip
    rows = []
    for number, check in enumerate(sized.checks, start=1):
        target = target_of(sized, check)
        worst = worst_cell(target, check)
        scoped = f"{target_text(target)} · {target_scope(sized.scenario, target)}"
        sure = interval = ""
        if check.probability is not None:
            sure = share(float(check.share_held[worst]))
            interval = f"{share(float(check.low[worst]))}–{share(float(check.high[worst]))}"
        rows.append(
            [str(number), _reached(check), localized(target.title), scoped,
             target_value(target, float(check.estimate[worst])), sure, interval,
             cell_label(cell_starts(sized, target)[worst])]
        )  # fmt: skip
    about = _("在 {n} 次全新的推演上").format(n=sized.verified_on) if sized.verified_on else ""
    missed = [i for i, check in enumerate(sized.checks) if not check.reached.all()]
    return section(_("目标与把握"), screen, about) + table(columns, rows, screen, alert=missed)


def _reached(check: Check) -> str:
    missed = int((~check.reached).sum())
    return _("差 {n} 处").format(n=missed) if missed else _("达到")


def short_table(sized: SizedPlan, screen: Screen) -> list[str]:
    """Where a target falls short and by how much; nothing where all are reached."""
    rows = [
        [localized(target.title), cell_label(start), *_shortfall(target, check, i)]
        for check in sized.checks
        for target in [target_of(sized, check)]
        for i, start in enumerate(cell_starts(sized, target))
        if not check.reached[i]
    ]
    if not rows:
        return []
    columns = (
        Column(_("目标"), text=True, wraps=True), *texts(_("时段")),
        *numbers(_("只能做到"), _("差")),
    )  # fmt: skip
    lines = section(_("达不到的地方"), screen) + table(columns, rows[:_MOST_SHORT], screen)
    if len(rows) > _MOST_SHORT:
        lines.append(_("……还有 {n} 处，见 --json").format(n=len(rows) - _MOST_SHORT))
    return lines + _capped(sized, screen) + _out_of_reach(sized, screen)


def _shortfall(target: Target, check: Check, cell: int) -> list[str]:
    """What is reached (the probability, where one was asked for), and what the KPI lacks."""
    reached = target_value(target, float(check.estimate[cell]))
    if check.probability is not None:
        reached = _("把握 {p}").format(p=share(float(check.share_held[cell])))
    return [reached, target_lack(target, float(check.short[cell]))]


def _capped(sized: SizedPlan, screen: Screen) -> list[str]:
    titles = {g.name: localized(g.title) for g in sized.scenario.groups}
    counts: dict[str, int] = {}
    for group, _interval in sized.capped:
        counts[titles[group]] = counts.get(titles[group], 0) + 1
    told = [_("{group}（{n} 个时段）").format(group=g, n=n) for g, n in counts.items()]
    if not told:
        return []
    return wrap(_("已用满人数上限：{groups}").format(groups=_("、").join(told)), screen.width)


def _out_of_reach(sized: SizedPlan, screen: Screen) -> list[str]:
    """Targets that more people do not help, and what people in plenty do at the worst place."""
    told = []
    for check in sized.checks:
        if check.plenty is None or not check.out_of_reach:
            continue
        target = target_of(sized, check)
        reached, _lack = _shortfall(target, check.plenty, worst_cell(target, check.plenty))
        about = _("{target}（人手给足时 {value}）")
        told.append(about.format(target=localized(target.title), value=reached))
    if not told:
        return []
    return wrap(_("再多排人也到不了：{targets}").format(targets=_("、").join(told)), screen.width)


def small_print(sized: SizedPlan, screen: Screen) -> list[str]:
    """How it was computed and what it rests on."""
    text = _("种子 {seed}，算人数用 {n} 次推演，前后共推演 {all} 次，版本 {version}").format(
        seed=sized.seed, n=sized.replications, all=f"{sized.simulations:,}", version=version()
    )
    lines = faint_text(text, screen)
    rule = _("下班规则：{rule}").format(rule=shift_end_title(sized.scenario.floor.shift_end))
    lines += faint_text(rule, screen)
    if sized.certified and sized.reached:
        told = _("逐个试过：在算人数用的推演上，任何时段任何班组再少一人都会破目标。")
    elif sized.certified:
        told = _("逐个试过：任何时段任何班组再少一人，都会破目标，或让达不到的地方差得更多。")
    else:
        told = _(
            "没有逐个试完能否再减一人，可能略多几人；加 --certify 会试完，大场景可能要一小时以上。"
        )
    return [*lines, *faint_text(told, screen), *faint_text(basis_line(sized.scenario), screen)]


def target_of(sized: SizedPlan, check: Check) -> Target:
    """The target that a check is about."""
    return next(t for t in sized.scenario.targets if t.name == check.name)


def cell_starts(sized: SizedPlan, target: Target) -> Sequence[str]:
    """Labels of a target's cells: intervals, days, or the horizon."""
    from simulator.peak.kpi.where import periods
    from simulator.peak.target import VIEW_OF

    return periods(sized.scenario.clock, VIEW_OF[target.per])[0]


def worst_cell(target: Target, check: Check) -> int:
    """The cell that is nearest to failing, or fails most."""
    sign = 1.0 if target.at_least is not None else -1.0
    values = [math.inf if math.isnan(value) else sign * float(value) for value in check.estimate]
    if check.probability is not None:
        held = [float(h) for h in check.share_held]
        return min(range(len(values)), key=lambda i: (held[i], values[i]))
    return min(range(len(values)), key=values.__getitem__)
