"""The page of `shapan schedule`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sops.language import _, localized
from tui.command.basis_note import basis_line
from tui.command.clock_text import horizon, short_moment
from tui.command.heading import faint_text, section, title
from tui.command.run_note import version
from tui.command.sizing_page import check_table, short_table, target_of
from tui.terminal.cell import wrap
from tui.terminal.chart import Series, chart, chart_width
from tui.terminal.columns import Columns
from tui.terminal.number import fixed, share, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from scenarios.labour.labour import Labour
    from simulator.peak.schedule.duty import Duty
    from simulator.peak.schedule.pattern import Pattern
    from simulator.peak.schedule.pay import PaidHours
    from simulator.peak.schedule.scheduled import Schedule

_MOST_MISSING = 12


def schedule_page(found: Schedule, screen: Screen) -> list[str]:
    """The answer, required and rostered people, the shifts, the groups, the targets, what is
    missing."""
    scenario = found.plan.scenario
    lines = title(localized(scenario.title), screen, _("排班次"))
    lines += [*wrap(horizon(scenario.clock), screen.width), *answer(found, screen), ""]
    lines += _chart(found, screen) + shift_table(found, screen) + group_table(found, screen)
    lines += pay_table(found, screen)
    if found.checks:
        judged = replace(found.plan, checks=found.checks, verified_on=found.verified_on)
        lines += check_table(judged, screen) + short_table(judged, screen)
    return [*lines, *missing_table(found, screen), "", *small_print(found, screen)]


def answer(found: Schedule, screen: Screen) -> list[str]:
    """How many people on how many shifts, what it costs, and whether the targets are reached."""
    shifts = sum(d.people for d in found.duties)
    text = _("共 {shifts} 人次，至少要 {people} 个人；工时 {hours}，费用 {yuan}").format(
        shifts=whole(shifts), people=whole(found.people.sum()), hours=whole(found.hours.sum()),
        yuan=yuan(found.yuan.sum()),
    )  # fmt: skip
    lines = [screen.paint.strong(line) for line in wrap(text, screen.width)]
    return [*lines, *_outcome(found, screen)]


def _outcome(found: Schedule, screen: Screen) -> list[str]:
    if not found.checks:
        return wrap(_("只盖住了算出的人数，没有按班次推演"), screen.width)
    if found.reached:
        told = _("按这些班次推演，全部目标达到，在 {n} 次全新的推演上验证")
        return wrap(told.format(n=found.verified_on), screen.width)
    missed = [
        localized(target_of(found.plan, c).title) for c in found.checks if not c.reached.all()
    ]
    told = _("按这些班次推演，达不到：{targets}").format(targets=_("、").join(missed))
    return [screen.paint.alert(line) for line in wrap(told, screen.width)]


def _chart(found: Schedule, screen: Screen) -> list[str]:
    clock = found.plan.scenario.clock
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, chart_width(screen)
    )
    there = Series(_("在班人数，全部班组（休息除外）"), found.cover.sum(axis=0).tolist())
    lines = chart(there, columns, screen)
    wanted = Series(_("算出的人数"), found.plan.people.sum(axis=0).astype(float).tolist())
    return [*lines, *chart(wanted, columns, screen, height=4)]


def shift_table(found: Schedule, screen: Screen) -> list[str]:
    """People on each shift; for a campaign the most on a day, and on how many days."""
    scenario = found.plan.scenario
    columns = (
        *texts(_("班组"), _("班次"), _("起止")),
        *numbers(_("工时"), _("人次"), _("天数"), _("最多")),
        Column(_("休息（从上班起算的分钟）"), text=True, wraps=True),
    )  # fmt: skip
    rows = []
    for g, group in enumerate(scenario.groups):
        mine: dict[Pattern, list[Duty]] = {}
        for duty in found.duties:
            if duty.group == g:
                mine.setdefault(duty.pattern, []).append(duty)
        for pattern in sorted(mine, key=lambda p: (p.start, p.minutes, p.name)):
            days = _by_day(mine[pattern])
            rows.append(
                [localized(group.title), localized(pattern.kind.title), _span(pattern),
                 fixed(pattern.work_minutes / 60.0, 1), whole(sum(days.values())),
                 whole(len(days)), whole(max(days.values())), _rests(mine[pattern])]
            )  # fmt: skip
    about = _("同一班次的人错开休息，休息排在最不要紧的时候")
    return section(_("班次"), screen, about) + table(columns, rows, screen)


def _by_day(duties: list[Duty]) -> dict[int, int]:
    days: dict[int, int] = {}
    for duty in duties:
        days[duty.day] = days.get(duty.day, 0) + duty.people
    return days


def _span(pattern: Pattern) -> str:
    end = pattern.start + pattern.minutes
    text = f"{pattern.start // 60:02d}:{pattern.start % 60:02d}–{end // 60 % 24:02d}:{end % 60:02d}"
    if end > 24 * 60:
        text = _("{span} 次日").format(span=text)
    return text


def _rests(duties: list[Duty]) -> str:
    """`90–150: 15, 180–300: 60`: from when to when a break begins, and its length."""
    rests = [d.all_rests for d in duties]
    parts = []
    for place in range(len(rests[0])):
        first = min(r[place].after for r in rests)
        last = max(r[place].after for r in rests)
        when = f"{first}" if first == last else f"{first}–{last}"
        parts.append(_("{when} 休 {n}").format(when=when, n=rests[0][place].minutes))
    return _("、").join(parts)


def group_table(found: Schedule, screen: Screen) -> list[str]:
    """People, hours, what is missing and too much, and cost of every group."""
    columns = (
        *texts(_("班组")),
        *numbers(_("人次"), _("至少几人"), _("班次种数"), _("工时"), _("缺"), _("多"), _("费用")),
    )
    hours = found.plan.scenario.clock.interval_minutes / 60.0
    short, over = found.short.sum(axis=1) * hours, found.over.sum(axis=1) * hours
    rows = []
    for g, group in enumerate(found.plan.scenario.groups):
        mine = [d for d in found.duties if d.group == g]
        rows.append(
            [localized(group.title), whole(sum(d.people for d in mine)), whole(found.people[g]),
             whole(len({d.pattern for d in mine})), fixed(found.hours[g], 1),
             fixed(short[g], 1), fixed(over[g], 1), yuan(found.yuan[g])]
        )  # fmt: skip
    total = [
        _("合计"), whole(sum(d.people for d in found.duties)), whole(found.people.sum()), "",
        fixed(found.hours.sum(), 1), fixed(short.sum(), 1), fixed(over.sum(), 1),
        yuan(found.yuan.sum()),
    ]  # fmt: skip
    about = _("“缺”“多”是和算出的人数相比的人时；“至少几人”按每周休一天、周工时上限算")
    return section(_("班组"), screen, about) + table(columns, rows, screen, total)


def pay_table(found: Schedule, screen: Screen) -> list[str]:
    """Hours by what they are paid as, and what is paid on top."""
    from simulator.peak.schedule.pay import total_hours

    scenario, labour = found.plan.scenario, found.labour
    rows, extra = [], 0.0
    for g, group in enumerate(scenario.groups):
        mine = [d for d in found.duties if d.group == g]
        if not mine:
            continue
        more = sum(d.people * _extra_yuan(found, d) for d in mine)
        extra += more
        rows.append([localized(group.title), *hours_cells(found.paid[g]), yuan(more)])
    total = [_("合计"), *hours_cells(total_hours(found.paid)), yuan(extra)]
    columns = (*texts(_("班组")), *hours_columns(labour), *numbers(_("加价")))
    lines = section(_("工资"), screen, pay_about(labour)) + table(columns, rows, screen, total)
    told = _("各人的休息日要排了名字才知道（shapan roster）；这里只算 days_off 写的放假日。")
    return lines + faint_text(told, screen)


def _extra_yuan(found: Schedule, duty: Duty) -> float:
    from simulator.peak.schedule.pattern import day_of, paid_of, rate_of

    scenario = found.plan.scenario
    rate = rate_of(duty.pattern.kind, scenario.groups[duty.group])
    paid = paid_of(duty.pattern, found.labour, day_of(scenario, duty.day))
    return paid.extra_yuan(rate, found.labour) + duty.pattern.kind.yuan_per_shift


def hours_columns(labour: Labour) -> tuple[Column, ...]:
    """Headers with the factors of a labour file."""
    pay = labour.pay
    return numbers(
        _("平时"),
        _("加班 {percent}").format(percent=share(pay.overtime_factor, 0)),
        _("休息日 {percent}").format(percent=share(pay.rest_day_factor, 0)),
        _("节假日 {percent}").format(percent=share(pay.holiday_factor, 0)),
        _("其中夜里"),
    )


def hours_cells(paid: PaidHours) -> list[str]:
    """Hours by what they are paid as; blank where there are none."""
    return [fixed(hours, 1) if hours > 0.05 else "" for hours in paid]


def pay_about(labour: Labour) -> str:
    """Which article, and the night's premium."""
    night = labour.pay.night
    text = _("工时按怎样付钱分（《劳动法》第 44 条）；夜里 {start}–{end} 每小时另加 {yuan}")
    return text.format(
        start=_clock(night.start), end=_clock(night.end), yuan=yuan(night.yuan_per_hour)
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def missing_table(found: Schedule, screen: Screen) -> list[str]:
    """Where the shifts bring fewer people than were asked for; nothing where nowhere."""
    scenario, short = found.plan.scenario, found.short
    where = sorted(np.argwhere(short > 0.0).tolist(), key=lambda at: (-short[at[0], at[1]], at))
    if not where:
        return []
    rows = [
        [localized(scenario.groups[g].title), short_moment(scenario.clock, i),
         whole(found.plan.people[g, i]), fixed(found.cover[g, i], 1), fixed(short[g, i], 1)]
        for g, i in where[:_MOST_MISSING]
    ]  # fmt: skip
    columns = (*texts(_("班组"), _("时段")), *numbers(_("算出"), _("在班"), _("缺")))
    about = _("缺得最多的 {n} 处，共 {all} 处").format(n=len(rows), all=len(where))
    return section(_("比算出的人数少的地方"), screen, about) + table(columns, rows, screen)


def small_print(found: Schedule, screen: Screen) -> list[str]:
    """How it was computed and what it rests on."""
    text = _("用工规则 {labour}，种子 {seed}，前后共推演 {n} 次，版本 {version}").format(
        labour=localized(found.labour.title), seed=found.seed, n=f"{found.simulations:,}",
        version=version(),
    )  # fmt: skip
    lines = faint_text(text, screen)
    if found.gap < 0.0005:
        told = _("盖住算出的人数的班次已证明最省（{yuan}）。").format(yuan=yuan(found.cover_yuan))
    else:
        told = _("盖住算出的人数的班次费用 {yuan}，最多还能省 {gap}（按下界 {bound}）。").format(
            yuan=yuan(found.cover_yuan), gap=share(found.gap), bound=yuan(found.bound_yuan)
        )
    lines += faint_text(told, screen)
    if found.most_patterns is not None:
        limit = _("每个班组最多 {k} 种班次；下界不计这一限制。").format(k=found.most_patterns)
        lines += faint_text(limit, screen)
    if found.changed:
        told = _("推演之后比盖住人数的班次多 {n} 人次。").format(n=found.changed)
        if found.changed < 0:
            told = _("推演之后比盖住人数的班次少 {n} 人次。").format(n=-found.changed)
        lines += faint_text(told, screen)
    return [*lines, *faint_text(basis_line(found.plan.scenario), screen)]
