"""What may go wrong, as far as the simulation and the scenario can tell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenarios.peak.written import written_numbers
from simulator.peak.kpi import measure
from simulator.peak.report.facts import Facts
from simulator.peak.report.figure import figure
from simulator.peak.report.labels import moment, moments, title
from simulator.peak.report.part import Cell, Section, Table
from simulator.peak.target import Verdict, verdicts
from sops.language import _

Row = tuple[str, str, bool]
"""What, how much, and whether it already falls short."""


def risk_section(facts: Facts) -> Section:
    """Targets that are missed or not sure, missing people, limits, uncovered queues, a busy day,
    assumptions."""
    rows = [
        *_targets(facts), *_people(facts), *_names(facts), *_hiring(facts), *_bots(facts),
        *_limits(facts), *_busy(facts), *_assumed(facts),
    ]  # fmt: skip
    cells = tuple((Cell(what), Cell(told)) for what, told, _bad in rows)
    alert = frozenset(i for i, row in enumerate(rows) if row[2])
    table = Table("risks", _("风险"), (_("风险"), _("有多大")), cells, alert=alert)
    told = _("这里只列推演和场景看得出来的；系统故障、平台改规则、舆情不在其中。")
    return Section("risks", _("风险"), (told,), tables=(table,))


def _targets(facts: Facts) -> Iterator[Row]:
    for verdict in verdicts(facts.result):
        name = title(verdict.target.title)
        if not verdict.holds:
            yield _("目标未达到：{name}").format(name=name), _missed(facts, verdict), True
        elif verdict.share_interval and verdict.target.probability is not None:
            low, high = verdict.share_interval
            if low < verdict.target.probability:
                message = _(
                    "要求把握 {asked}，推演中做到 {share}，区间 {low}–{high}：下端低于要求，"
                    "多推演几次才说得准"
                )
                told = message.format(
                    asked=_share(verdict.target.probability), share=_share(verdict.share_held),
                    low=_share(low), high=_share(high),
                )  # fmt: skip
                yield _("目标达到，但把握说不准：{name}").format(name=name), told, False


def _missed(facts: Facts, verdict: Verdict) -> str:
    where = [moment(c, facts.scenario.clock) for c in verdict.missed]
    short, unit = abs(min(verdict.worst_slack, 0.0)), verdict.measured.kpi.unit
    lack = figure(Cell(short, unit))
    if unit == "share":
        lack = _("{n} 个百分点").format(n=f"{100 * short:.2g}")
    text = _("差得最多 {lack}").format(lack=lack)
    if verdict.share_held is not None:
        text += _("；做到的次数 {share}").format(share=_share(verdict.share_held))
    if where:
        shown = _("、").join(where[:6]) + ("…" if len(where) > 6 else "")
        text += _("；在 {where}（共 {n} 处）").format(where=shown, n=len(where))
    return text


def _share(value: float | None) -> str:
    return figure(Cell(value, "share"))


def _people(facts: Facts) -> Iterator[Row]:
    if facts.cover is None:
        yield (
            _("还没有排班次"),
            _("人数是每个时段各算各的；排成真的班次，会多出一些人时或缺一些人"),
            False,
        )
        return
    lack = np.maximum(facts.required - facts.there, 0.0)
    if lack.sum() > 0:
        g, i = np.unravel_index(int(lack.argmax()), lack.shape)
        hours = lack.sum() * facts.scenario.clock.interval_minutes / 60
        message = _("共缺 {hours} 人时；最多在 {at}，{group} 缺 {n} 人")
        told = message.format(
            hours=f"{hours:,.1f}", at=moments(facts.scenario.clock)[i],
            group=title(facts.scenario.groups[g].title), n=f"{lack[g, i]:,.1f}",
        )  # fmt: skip
        yield _("班次排上的人少于需要的"), told, False


def _names(facts: Facts) -> Iterator[Row]:
    roster = facts.roster
    if roster is None:
        yield _("还没有排名字"), _("谁来、谁请假、班间休息和周工时都还没有看"), False
        return
    if roster.filled < roster.places:
        text = _("{places} 人次缺 {n}；无论怎样排，至少缺 {least}")
        told = text.format(
            places=f"{roster.places:,}", n=roster.places - roster.filled,
            least=roster.at_least_unfilled,
        )  # fmt: skip
        yield _("名字没有排满"), told, True
    over = float(roster.overtime.sum())
    if over > 0:
        people = int((roster.overtime > 0).sum())
        text = _("{people} 人共加班 {hours} 小时")
        yield _("排班表靠加班"), text.format(people=people, hours=f"{over:,.1f}"), False


def _hiring(facts: Facts) -> Iterator[Row]:
    plan = facts.hiring
    if plan is None:
        told = _("没有给现有的人手（--have 班组=人数），招不招得到、来不来得及没有算")
        yield _("没有算招人"), told, False
        return
    if plan.missing.any():
        told = _("怎么招都缺 {n} 人·周").format(n=f"{float(plan.missing.sum()):,.1f}")
        yield _("来不及招到人"), told, True
    worst = next((late for late in plan.late if late.missing.any()), None)
    if worst is not None and worst.weeks > 0:
        told = _("晚 {n} 周开始招，就怎么招都不够").format(n=worst.weeks)
        yield _("招人没有余地"), told, False


def _bots(facts: Facts) -> Iterator[Row]:
    for each in facts.bots.bots if facts.bots is not None else ():
        now, least = each.seats.now.seats, each.seats.least.seats
        name = title(facts.scenario.bots[each.bot].title)
        if now is not None and least is not None and now < least:
            told = _("现有 {now} 个，要 {least} 个").format(now=f"{now:,}", least=f"{least:,}")
            yield _("机器人座席不够：{bot}").format(bot=name), told, True
        rates = each.worth.rates
        if rates.contained > 0:
            text = _("每 100 次对话有 {n} 次没解决也没转人工，其中 {back} 次 24 小时内又回来")
            told = text.format(
                n=f"{100 * rates.contained:.1f}", back=f"{100 * rates.false_24h:.1f}"
            )
            yield _("机器人拦下了没解决的：{bot}").format(bot=name), told, False


def _limits(facts: Facts) -> Iterator[Row]:
    if facts.source == "scenario":
        yield _("人数没有测算"), _("用的是场景自己写的人数，多了少了都不知道"), False
    if facts.sized is None:
        return
    capped = sorted({group for group, _interval in facts.sized.capped})
    if capped:
        titles = {g.name: title(g.title) for g in facts.scenario.groups}
        names = _("、").join(titles[name] for name in capped)
        yield _("用满了人数上限"), _("这些班组再多也要不到人：{names}").format(names=names), True
    if facts.sized.uncovered:
        titles = {q.name: title(q.title) for q in facts.scenario.queues}
        names = _("、").join(titles[name] for name in facts.sized.uncovered)
        told = _("算人数时没有为它们留人：{names}").format(names=names)
        yield _("没有目标管的队列"), told, False


def _busy(facts: Facts) -> Iterator[Row]:
    values = measure(facts.result, "contacts").values[:, 0]
    if len(values) >= 10:
        middle, high = np.quantile(values, (0.5, 0.9))
        message = _("十次里有一次，进线比中间多 {more} 以上；场景里忙闲的变异系数是 {cv}")
        cv = f"{facts.scenario.demand.busyness.cv:g}"
        more = _share(float(high / max(middle, 1.0) - 1.0))
        yield _("实际比预测忙"), message.format(more=more, cv=cv), False
    if facts.scenario.demand.outlooks:
        return
    message = _("预测本身错了（促销力度、流量）不在推演里；可用 --set 'demand.scale=1.1' 再看一遍")
    yield _("预测整体偏低"), message, False


def _assumed(facts: Facts) -> Iterator[Row]:
    found = written_numbers(facts.scenario)
    unsure = sum(w.kind in ("assumed", "unsaid") for w in found)
    message = _("写明的 {all} 个数字里，{n} 个是假设或没有注明；逐个见“假设清单”一节")
    yield _("数字靠假设"), message.format(all=f"{len(found):,}", n=f"{unsure:,}"), False
    told = _("满意度、净推荐值、流失订单由系数预测，系数全是假设")
    yield _("预测口碑和丢单"), told, False
