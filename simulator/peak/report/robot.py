"""Bots: seats, rates, what each point is worth, and which intent to teach first."""

from __future__ import annotations

from simulator.peak.bots.seats import SeatTrial
from simulator.peak.bots.study import BotStudy, Study
from simulator.peak.bots.worth import Figure, Gain, Worth
from simulator.peak.kpi.where import interval_starts
from simulator.peak.report.figure import figure
from simulator.peak.report.labels import moment, title
from simulator.peak.report.part import Cell, Section, Table, Unit
from sops.language import _


def bots_section(study: Study) -> Section:
    """All bots, each with its tables."""
    told = (
        _("座席够用：每个时段至多 {share} 的人等座席超过 {within} 秒。").format(
            share=figure(Cell(study.limit.share, "share")), within=f"{study.limit.within_s:g}"
        ),
        _(
            "每一档都加这么多百分点（至多 100%），同一批顾客、逐次配对，减去现在的样子，"
            "推演 {n} 次；± 为 95% 置信区间的半宽。"
        ).format(n=study.replications),
        _(
            "人手按边际的工作量算：1 小时活按 {paid} 小时付费工时、¥{yuan} 计；"
            "班次凑整、忙闲不均没有算在内。假拦截：没解决也没转人工、24 小时内又回来的。"
        ).format(
            paid=f"{study.price.paid_per_work:.2f}", yuan=f"{study.price.yuan_per_work_h:.1f}"
        ),
    )
    tables = [_overview(study)]
    for each in study.bots:
        if each.worth.rates.sessions.value > 0:
            tables.append(_levers(study, each))
            tables += [_intents(study, each, worth) for worth in each.worth.first_points]
    return Section("bots", _("机器人"), told, tables=tuple(tables))


def _overview(study: Study) -> Table:
    rows = []
    for each in study.bots:
        rates, seats = each.worth.rates, each.seats
        talked = rates.sessions.value > 0
        shares = (rates.understood, rates.resolved, rates.contained, rates.false_24h)
        now = _("不限") if seats.now.seats is None else f"{seats.now.seats:,}"
        below = seats.below
        rows.append(
            (Cell(title(study.scenario.bots[each.bot].title)),
             Cell(rates.sessions.value, "count"),
             *(Cell(s if talked else None, "share") for s in shares),
             Cell(float(seats.least.seats or 0), "count"), Cell(now),
             Cell("" if below is None else _late(study, below)))
        )  # fmt: skip
    columns = (
        _("机器人"), _("对话"), _("听懂"), _("解决"), _("拦截"), _("假拦截"), _("最少座席"),
        _("现有"), _("少一个座席会怎样"),
    )  # fmt: skip
    return Table("bots", _("座席和现在的样子"), columns, tuple(rows))


def _late(study: Study, trial: SeatTrial) -> str:
    clock = study.scenario.clock
    start = moment(interval_starts(clock)[trial.worst_interval], clock)
    text = _("最差的时段 {start} 有 {share} 等久了")
    return text.format(start=start, share=f"{100 * trial.worst_share:.2f}%")


def _levers(study: Study, each: BotStudy) -> Table:
    rows = tuple((Cell(w.name), *_gain(w.gain)) for w in each.worth.levers)
    fewer = _("{start} 少几人").format(start=_start(study, each))
    name = _("{bot}：高一点值多少").format(bot=_title(study, each))
    return Table(f"bot-{each.bot}", name, (_("高几点"), *_columns(fewer)), rows)


def _intents(study: Study, each: BotStudy, worth: Worth) -> Table:
    rows = tuple(
        (Cell(title(study.scenario.intents[part.intent].title)),
         Cell(part.before.sessions.value, "count"),
         Cell(worth.rate(part.before), "share"),
         Cell(part.before.false_24h, "share"), *_gain(part.gain))
        for part in worth.intents
    )  # fmt: skip
    name = _("{bot}：先教哪一类业务，{lever} 点").format(bot=_title(study, each), lever=worth.name)
    columns = (_("业务类型"), _("对话"), _("现在"), _("现在假拦截"), *_columns(_("少几人")))
    key = f"bot-{each.bot}-{worth.lever}"
    note = _("省得最多的在前；少几人指 {start}").format(start=_start(study, each))
    return Table(key, name, columns, rows, note, folded=True)


def _title(study: Study, each: BotStudy) -> str:
    return title(study.scenario.bots[each.bot].title)


def _start(study: Study, each: BotStudy) -> str:
    clock = study.scenario.clock
    return moment(interval_starts(clock)[each.worth.peak_interval], clock)


def _columns(fewer: str) -> tuple[str, ...]:
    return (
        _("找人工"), "±", _("付费工时"), "±", fewer, "±", _("省下"), "±", _("假拦截"), "±",
    )  # fmt: skip


def _gain(gain: Gain) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for value, unit, sign in (
        (gain.reached_people, "count", 1.0), (gain.paid_h, "points", 1.0),
        (gain.peak_people, "points", -1.0), (gain.yuan, "yuan", -1.0),
        (gain.false_24h, "count", 1.0),
    ):  # fmt: skip
        found += _pair(value, unit, sign)  # type: ignore[arg-type]
    return tuple(found)


def _pair(value: Figure, unit: Unit, sign: float) -> tuple[Cell, Cell]:
    return Cell(sign * value.value, unit), Cell(value.half_width, unit, half=True)
