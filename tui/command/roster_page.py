"""The page of `shapan roster`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sops.language import _, localized
from sops.problem import printable
from tui.command.heading import faint_text, section, title
from tui.command.run_note import version
from tui.command.schedule_page import hours_cells, hours_columns, pay_about
from tui.terminal.cell import wrap
from tui.terminal.number import NOTHING, fixed, share, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.roster.rostered import Roster
    from simulator.peak.target import Verdict

_MOST_UNFILLED, _MOST_WISHES = 20, 10


def roster_page(found: Roster, verdicts: tuple[Verdict, ...], screen: Screen) -> list[str]:
    """The answer, days, what is missing and why, fairness, wishes, the targets."""
    last = found.date(found.world.days - 1)
    lines = title(_("排班表"), screen, f"{found.date(0):%Y-%m-%d} – {last:%Y-%m-%d}")
    lines += answer(found, screen) + day_table(found, screen) + unfilled_table(found, screen)
    lines += fairness_table(found, screen) + wishes(found, screen) + pay_table(found, screen)
    lines += target_table(verdicts, screen)
    text = _("用工规则 {labour}，种子 {seed}，拆开重排 {rounds} 次，版本 {version}").format(
        labour=localized(found.world.labour.title), seed=found.seed, rounds=found.rounds,
        version=version(),
    )  # fmt: skip
    return [*lines, "", *faint_text(text, screen)]


def answer(found: Roster, screen: Screen) -> list[str]:
    """How much is filled, and how much could be."""
    text = _("{people} 个人，{places} 人次排上 {filled}").format(
        people=whole(len(found.people)), places=whole(found.places), filled=whole(found.filled)
    )
    lines = [screen.paint.strong(line) for line in wrap(text, screen.width)]
    missing = found.places - found.filled
    if not missing:
        return [*lines, *wrap(_("全部排满"), screen.width)]
    told = _("还缺 {n} 人次；无论怎样排，至少缺 {least}（按谁哪天能来、每周休一天算）").format(
        n=whole(missing), least=whole(found.at_least_unfilled)
    )
    return [*lines, *(screen.paint.alert(line) for line in wrap(told, screen.width))]


def day_table(found: Roster, screen: Screen) -> list[str]:
    """Places and people by day."""
    columns = (*texts(_("日期")), *numbers(_("要"), _("排上"), _("缺"), _("工时"), _("休息的人")))
    world = found.world
    rows = []
    for d in range(world.days):
        mine = found.given[:, d]
        here = int((mine >= 0).sum())
        wanted = sum(s.people for s, at in zip(world.slots, world.day, strict=True) if at == d)
        rows.append(
            [f"{found.date(d):%m-%d}", whole(wanted), whole(here), whole(wanted - here),
             fixed(float(world.work[mine[mine >= 0]].sum()), 1), whole(len(mine) - here)]
        )  # fmt: skip
    return section(_("每天"), screen) + table(columns, rows, screen)


def unfilled_table(found: Roster, screen: Screen) -> list[str]:
    """What nobody could be found for, and why; nothing where all is filled."""
    from simulator.peak.roster.reason import why_text

    if not found.unfilled:
        return []
    ranked = sorted(found.unfilled, key=lambda u: (-u.missing, u.slot))
    rows = [
        [f"{found.slots[u.slot].start:%m-%d %H:%M}", printable(found.slots[u.slot].group),
         printable(found.slots[u.slot].shift), whole(u.missing), why_text(u)]
        for u in ranked[:_MOST_UNFILLED]
    ]  # fmt: skip
    columns = (
        *texts(_("开始"), _("班组"), _("班次")), *numbers(_("缺")),
        Column(_("会这个班组的人为什么不能来"), text=True, wraps=True),
    )  # fmt: skip
    lines = section(_("没排满的班次"), screen) + table(columns, rows, screen)
    if len(ranked) > _MOST_UNFILLED:
        lines.append(_("……还有 {n} 处，见 --json").format(n=len(ranked) - _MOST_UNFILLED))
    return lines


def fairness_table(found: Roster, screen: Screen) -> list[str]:
    """How nights, weekends and hours are spread over those who can have them."""
    from simulator.peak.roster.fairness import burdens

    rows = [
        [name, whole(mine.size), fixed(mine.min(), 1), fixed(float(np.median(mine)), 1),
         fixed(float(mine.mean()), 1), fixed(mine.max(), 1), fixed(mine.std(), 1)]
        for name, mine in burdens(found)
    ]  # fmt: skip
    columns = (
        *texts(_("每人")),
        *numbers(_("人数"), _("最少"), _("中间"), _("平均"), _("最多"), _("标准差")),
    )
    about = _("只算能上的人")
    return section(_("公平"), screen, about) + table(columns, rows, screen)


def pay_table(found: Roster, screen: Screen) -> list[str]:
    """Hours by what they are paid as, and pay, by the group of the shift."""
    labour, pay = found.world.labour, found.pay
    groups = list(dict.fromkeys(slot.group for slot in found.slots))
    rows = [
        [printable(g), *hours_cells(pay.hours(group=g)), _money(pay.extra_yuan(group=g)),
         _money(pay.yuan(group=g))]
        for g in groups
    ]  # fmt: skip
    total = [_("合计"), *hours_cells(pay.hours()), _money(pay.extra_yuan()), _money(pay.yuan())]
    columns = (
        *texts(_("班组")), *hours_columns(labour), *numbers(_("加价"), _("工资")),
    )  # fmt: skip
    lines = section(_("工资"), screen, pay_about(labour)) + table(columns, rows, screen, total)
    told = _(
        "一人一周（周一起）上到第 {n} 天，算休息日上班；周工时超出合同或法定的，算加班。"
    ).format(n=8 - labour.limits.rest_days_per_week)
    if pay.yuan() is None:
        told += _("有的班次不知道时薪：班次文件加一列 yuan_per_h，或者写 --scenario。")
    return lines + faint_text(told, screen)


def _money(value: float | None) -> str:
    return NOTHING if value is None else yuan(value)


def wishes(found: Roster, screen: Screen) -> list[str]:
    """Days wished off that are worked all the same."""
    first, last = found.date(0), found.date(found.world.days - 1)
    wished = sum(first <= day <= last for p in found.people for day in p.wish_off)
    if not wished:
        return []
    broken = found.broken_wishes
    text = _("想休的 {all} 天，休成 {kept}（{share}）").format(
        all=whole(wished), kept=whole(wished - len(broken)), share=share(1 - len(broken) / wished)
    )
    lines = ["", *wrap(text, screen.width)]
    told = [
        f"{printable(found.people[k].name, 20)} {found.date(d):%m-%d}"
        for k, d in broken[:_MOST_WISHES]
    ]
    if told:
        rest = len(broken) - len(told)
        names = _("、").join(told) + (_(" 等 {n} 处").format(n=len(broken)) if rest else "")
        lines += faint_text(_("没休成：{names}").format(names=names), screen)
    return lines


def target_table(verdicts: tuple[Verdict, ...], screen: Screen) -> list[str]:
    """The targets with these people on the floor."""
    if not verdicts:
        return []
    rows = []
    for v in verdicts:
        sure = "" if v.share_held is None else share(v.share_held)
        low, high = v.share_interval or (0.0, 0.0)
        interval = f"{share(low)}–{share(high)}" if sure else ""
        reached = _("达到") if v.holds else _("差 {n} 处").format(n=max(1, len(v.missed)))
        rows.append([reached, localized(v.target.title), sure, interval])
    columns = (
        *texts(_("结果")),
        Column(_("目标"), text=True, wraps=True),
        *numbers(_("把握"), _("95% 区间")),
    )
    missed = [i for i, v in enumerate(verdicts) if not v.holds]
    return section(_("排上的人推演下来"), screen) + table(columns, rows, screen, alert=missed)
