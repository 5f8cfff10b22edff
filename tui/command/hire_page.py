"""The page of `shapan hire`."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from sops.language import _, localized
from tui.command.heading import faint_text, section, title
from tui.terminal.cell import wrap
from tui.terminal.funnel import bar
from tui.terminal.number import NOTHING, count, fixed, share, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from scenarios.hiring.hiring import Way
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.hiring.hired import HiringPlan

_BAR_CELLS = 16


def hire_page(plan: HiringPlan, scenario: PeakScenario, screen: Screen) -> list[str]:
    """Headline, a table of weeks for each group that needs people, late starts, assumptions."""
    lines = title(localized(scenario.title), screen, _("招人"))
    for line in _headline(plan):
        lines += wrap(line, screen.width)
    titles = {g.name: localized(g.title) for g in scenario.groups}
    for g, name in enumerate(plan.need.groups):
        if plan.need.people[g].any() or plan.hires[:, g].any():
            lines += section(titles[name], screen, _people_line(plan, g))
            lines += _weeks(plan, g, screen)
    return [*lines, *_late(plan, titles, screen), *_assumptions(plan, screen)]


def _headline(plan: HiringPlan) -> list[str]:
    source = {
        "file": _("要的人数来自文件"),
        "schedule": _("要的人数来自排班：整个场景每周都按至少几人"),
        "size": _("要的人数由算人数得来：每周取最忙一天，一人一天最多 {hours} 小时，至少要这么多"),
    }[plan.need.source].format(hours=f"{plan.hiring.hours_per_day:g}")
    told = _("共招 {hires} 人，费用 {yuan}（费用的下界 {bound}）").format(
        hires=whole(float(plan.hires.sum())), yuan=yuan(plan.yuan), bound=yuan(plan.bound_yuan)
    )
    return [source, told, _verdict(plan)]


def _verdict(plan: HiringPlan) -> str:
    if plan.missing.any():
        text = _("人手不够：怎么招都缺 {n} 人·周（标 ! 的那些周）")
        return text.format(n=fixed(float(plan.missing.sum()), 1))
    if plan.probability is None:
        return _("按平均留下的人数，每周都够；碰巧多走几个就不够，见“够的把握”")
    least = min((float(p) for p in plan.chance.ravel() if not math.isnan(p)), default=1.0)
    words = {"least": share(least), "asked": share(plan.probability, 0), "n": whole(plan.draws)}
    if plan.reached:
        text = _("每周人手都够，把握最低 {least}（要求 {asked}，用 {n} 次全新的抽签验证）")
    else:
        text = _("有的周把握不到要求：最低 {least}，要求 {asked}（用 {n} 次全新的抽签验证）")
    return text.format(**words)


def _people_line(plan: HiringPlan, g: int) -> str:
    have = plan.hiring.present.have.get(plan.need.groups[g], 0)
    text = _("现有 {have} 人，招 {hires} 人")
    return text.format(have=whole(have), hires=whole(float(plan.hires[:, g].sum())))


def _ways(plan: HiringPlan, g: int) -> list[tuple[int, Way]]:
    return [(i, way) for i, way in enumerate(plan.hiring.ways) if plan.hires[i, g].any()]


def _weeks(plan: HiringPlan, g: int, screen: Screen) -> list[str]:
    ways = _ways(plan, g)
    hired = [_("招 {way}").format(way=localized(way.title)) for _i, way in ways]
    columns = (
        *texts(_("周")),
        *numbers(*hired, _("领薪"), _("需熟手"), _("备"), _("抵熟手"), _("够的把握")),
        Column("", text=True),
    )  # fmt: skip
    most = max(
        float(plan.expected[g].max()), float((plan.need.people + plan.reserve)[g].max()), 1.0
    )
    rows = []
    for t in range(plan.need.weeks):
        hires = [int(plan.hires[i, g, t]) for i, _way in ways]
        needed, spare = int(plan.need.people[g, t]), int(plan.reserve[g, t])
        rows.append(
            [week_text(plan, t), *(whole(n) if n else "" for n in hires),
             count(float(plan.payroll[g, t])), whole(needed) if needed else "",
             whole(spare) if spare else "", fixed(float(plan.expected[g, t]), 1),
             "" if not needed else share(float(plan.chance[g, t])),
             bar(float(plan.expected[g, t]) / most, _BAR_CELLS)
             + (" !" if plan.missing[g, t] else "")]
        )  # fmt: skip
    return table(columns, rows, screen, alert=[int(t) for t in plan.missing[g].nonzero()[0]])


def week_text(plan: HiringPlan, week: int) -> str:
    """`3 09-15`: the number of a week, counted from 1, and the day it begins."""
    day = plan.need.first_day
    if day is None:
        return f"{week + 1:>2}"
    return f"{week + 1:>2} {day + timedelta(weeks=week):%m-%d}"


def _late(plan: HiringPlan, titles: dict[str, str], screen: Screen) -> list[str]:
    if len(plan.late) < 2:
        return []
    rows = []
    for late in plan.late:
        where = ""
        if late.missing.any():
            g, t = divmod(int(late.missing.argmax()), plan.need.weeks)
            text = _("{group} 第 {week} 周缺 {n}")
            where = text.format(
                group=titles[plan.need.groups[g]], week=t + 1,
                n=fixed(float(late.missing[g, t]), 1),
            )  # fmt: skip
        alike = late.head_weeks <= plan.late[0].head_weeks + 1e-6
        more = yuan(max(0.0, late.yuan - plan.yuan)) if alike else NOTHING
        rows.append(
            [_("按时") if late.weeks == 0 else _("晚 {n} 周").format(n=late.weeks),
             whole(late.hires), yuan(late.yuan), more if late.weeks else "",
             count(late.head_weeks) if late.missing.any() else "", where]
        )  # fmt: skip
    columns = (
        *texts(_("何时开始招")), *numbers(_("招几人"), _("费用"), _("多花"), _("缺人·周")),
        Column(_("最缺的地方"), text=True, wraps=True),
    )  # fmt: skip
    alert = [i for i, late in enumerate(plan.late) if late.missing.any()]
    lines = section(_("晚开始招要付的代价"), screen) + table(columns, rows, screen, alert=alert)
    note = _("缺的人更多时，费用少了也不算省，“多花”就不写。")
    return lines + (faint_text(note, screen) if alert else [])


def _assumptions(plan: HiringPlan, screen: Screen) -> list[str]:
    hiring = plan.hiring
    lines = section(_("招聘规则"), screen, localized(hiring.title))
    columns = (
        *texts(_("途径")), *numbers(
            _("到岗几周"), _("训练几周"), _("上岗第一周抵"), _("到顶抵"), _("每周走"),
            _("每人一次"), _("每人每周"), _("每周名额"),
        ),
    )  # fmt: skip
    rows = [
        [localized(way.title), whole(way.lead_weeks), whole(way.training_weeks),
         fixed(way.ramp[0], 2), fixed(way.ramp[-1], 2), share(way.attrition_per_week),
         yuan(way.yuan_per_hire), yuan(way.yuan_per_week),
         _("不限") if way.most_per_week is None else whole(way.most_per_week)]
        for way in hiring.ways
    ]  # fmt: skip
    lines += table(columns, rows, screen)
    if hiring.note is not None:
        lines += faint_text(localized(hiring.note), screen)
    notes = _(
        "招在拍板的那一周；“抵熟手”是抵几个熟手（爬坡和流失都算，平均值）；“备”是为人员流失多备的。"
        "费用算到最后一周，各途径另有最短雇期；现有的人不计费用。"
    )
    return [*lines, *faint_text(notes, screen)]
