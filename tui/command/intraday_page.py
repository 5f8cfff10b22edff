"""The page of `shapan intraday`: what today looks like, and what to do about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from sops.language import N_, _, localized
from tui.command.heading import faint_text, section, title
from tui.terminal.cell import wrap
from tui.terminal.chart import Series, chart, chart_width
from tui.terminal.columns import Columns
from tui.terminal.number import fixed, points, share, whole
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.intraday.advice import Advice, Effect
    from simulator.peak.intraday.outlook import Outlook

_LEVERS = {
    "call_in": N_("{who}：叫来 {n} 人，{at} 到岗"),
    "overtime": N_("{who}：到点的留 {n} 人加班，{at} 起"),
    "breaks": N_("{who}：{n} 人的休息从最挤的时段挪到最闲的时段，{at} 起"),
    "message": N_("{who}：机器人或公告挡下 {n}%（假设），{at} 起"),
}


def intraday_page(advice: Advice, screen: Screen) -> list[str]:
    """Busyness, the rest of the day, what to do, and every lever."""
    here = advice.today
    clock = here.scenario.clock
    now = clock.origin + timedelta(microseconds=here.at_us)
    lines = title(_("当天重估"), screen, f"{localized(here.scenario.title)}  {now:%Y-%m-%d %H:%M}")
    lines += _busy(advice, screen) + _chart(advice, screen)
    lines += _advice(advice, screen) + _outlooks(advice, screen) + _levers(advice, screen)
    for text in _notes(advice):
        lines += faint_text(text, screen)
    return lines


def _busy(advice: Advice, screen: Screen) -> list[str]:
    here = advice.today
    columns = (*texts(_("业务")), *numbers(
        _("到此刻"), _("本应"), _("今天的系数"), _("90% 区间"), _("余下预计")
    ))  # fmt: skip
    rows = []
    for i, intent in enumerate(here.scenario.intents):
        if here.expected[i] + here.to_come[i] > 0:
            low, high = fixed(float(here.busy.low[i]), 2), fixed(float(here.busy.high[i]), 2)
            rows.append(
                [
                    localized(intent.title),
                    whole(int(here.came[i])),
                    whole(float(here.expected[i])),
                    fixed(float(here.busy.mean[i]), 2),
                    f"{low}–{high}",
                    whole(float(here.to_come[i] * here.busy.mean[i])),
                ]
            )
    everything = [
        _("合计"), whole(int(here.came.sum())), whole(float(here.expected.sum())), "", "",
        whole(float((here.to_come * here.busy.mean).sum())),
    ]  # fmt: skip
    return section(_("今天有多忙"), screen) + table(columns, rows, screen, total=everything)


def _chart(advice: Advice, screen: Screen) -> list[str]:
    here = advice.today
    clock = here.scenario.clock
    columns = Columns.within(
        clock.start, clock.interval_minutes, clock.intervals, chart_width(screen, True)
    )
    place = (here.so_far["time"] - clock.start_us) // clock.interval_us
    came = np.bincount(place, minlength=clock.intervals).astype(float)
    waits = advice.now.by_interval
    ahead = waits[:, 0] / advice.replications
    values = np.where(np.arange(clock.intervals) < here.now, came, ahead)
    people = here.plan.sum(axis=0).astype(float)
    drawn = chart(Series(_("进线：此刻以前是实测，以后是预计"), values.tolist()), columns, screen,
                  Series(_("在岗"), people.tolist()), height=6)  # fmt: skip
    return ["", *drawn]


def _advice(advice: Advice, screen: Screen) -> list[str]:
    lines = section(_("现在该改什么"), screen)
    before = advice.now.share("left")[0]
    if before <= advice.goal:
        text = _("不用改：余下时段预计放弃 {now}，不高于目标 {goal}")
        return lines + wrap(text.format(now=share(before), goal=share(advice.goal)), screen.width)
    text = _("不改的话余下时段预计放弃 {now}，目标 {goal}")
    lines += wrap(text.format(now=share(before), goal=share(advice.goal)), screen.width)
    for number, effect in enumerate(advice.chosen, start=1):
        text = _("{number}. {what}；做到这里放弃 {left}，等待 {wait} 秒")
        lines += wrap(text.format(
            number=number, what=lever_text(advice, effect),
            left=share(effect.outlook.share("left")[0]),
            wait=fixed(effect.outlook.share("wait_s")[0], 0)), screen.width)  # fmt: skip
    if not advice.chosen:
        lines += wrap(_("试过的办法没有一个有明显的用处"), screen.width)
    elif not advice.reached:
        lines += wrap(_("全部用上也到不了目标"), screen.width)
    return lines


def lever_text(advice: Advice, effect: Effect) -> str:
    """A lever in words."""
    scenario, lever = advice.today.scenario, effect.lever
    titles = {g.name: g.title for g in scenario.groups}
    titles |= {i.name: i.title for i in scenario.intents} if lever.kind == "message" else {}
    clock = scenario.clock
    at = clock.moment(clock.start_us + lever.start * clock.interval_us)
    return _(_LEVERS[lever.kind]).format(
        who=localized(titles[lever.target]), n=lever.number, at=f"{at:%H:%M}"
    )


def _outlooks(advice: Advice, screen: Screen) -> list[str]:
    columns = (*texts(_("余下时段")), *numbers(
        _("进线"), _("{s:.0f} 秒内接起").format(s=advice.within_s), _("放弃"), _("平均等待 秒")
    ))  # fmt: skip
    rows = [[_("平常一天照计划"), *_figures(advice.planned)],
            [_("今天，什么都不改"), *_figures(advice.now)]]  # fmt: skip
    if advice.chosen:
        rows.append([_("今天，照上面改"), *_figures(advice.chosen[-1].outlook)])
    return section(_("推演"), screen) + table(columns, rows, screen)


def _figures(outlook: Outlook) -> list[str]:
    soon, left, wait = (outlook.share(f)[0] for f in ("soon", "left", "wait_s"))
    return [whole(float(outlook.sums[:, 0].mean())), share(soon), share(left), fixed(wait, 0)]


def _levers(advice: Advice, screen: Screen) -> list[str]:
    columns = (Column(_("单独试一个"), text=True, wraps=True), *numbers(
        _("多出人时"), _("放弃 点"), "±", _("等待 秒"), "±"
    ))  # fmt: skip
    ranked = sorted(advice.effects, key=lambda e: e.left[0])
    rows = [
        [lever_text(advice, e), fixed(e.lever.hours, 1), points(e.left[0]),
         fixed(100 * e.left[1], 1), fixed(e.wait_s[0], 1), fixed(e.wait_s[1], 1)] for e in ranked
    ]  # fmt: skip
    alert = [i for i, e in enumerate(ranked) if not e.clear]
    if not rows:
        return []
    return section(_("各种办法"), screen, _("和不改相比，同一批顾客配对")) + table(
        columns, rows, screen, alert=alert
    )


def _notes(advice: Advice) -> list[str]:
    source = _("此刻以前的在岗由日志推断，以后照场景的计划")
    if not advice.today.staff_from_log:
        source = _("日志没有坐席一列：全天在岗照场景的计划")
    return [
        "",
        _("系数：今天比平常忙几倍；先验 Gamma（变异系数 {cv}），按到此刻的进线更新。").format(
            cv=fixed(advice.today.busy.prior_cv, 2)),
        _("{source}。推演 {n} 次，种子 {seed}。").format(
            source=source, n=advice.replications, seed=advice.seed),
    ]  # fmt: skip
