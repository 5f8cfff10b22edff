"""The page of `shapan bots`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sops.language import _, localized
from tui.command.clock_text import interval_start
from tui.command.heading import faint_text, section, title
from tui.command.run_note import version
from tui.terminal.cell import wrap
from tui.terminal.number import fixed, share, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.bots.seats import SeatTrial
    from simulator.peak.bots.study import BotStudy, Study
    from simulator.peak.bots.worth import Figure, Gain, IntentGain, Worth

_MOST_INTENTS = 10


def bots_page(study: Study, screen: Screen) -> list[str]:
    """For each bot its rates, its seats, and what each point is worth; how it was found."""
    lines = title(localized(study.scenario.title), screen, _("机器人"))
    for each in study.bots:
        lines += section(localized(study.scenario.bots[each.bot].title), screen)
        for line in (*_rates(each), *_seats(study, each)):
            lines += wrap(line, screen.width)
        if each.worth.rates.sessions.value > 0:
            lines += ["", *_levers(study, each, screen)]
            for worth in each.worth.first_points:
                lines += _intents(study, each, worth, screen)
    return [*lines, "", *_notes(study, screen)]


def _rates(each: BotStudy) -> list[str]:
    rates = each.worth.rates
    if rates.sessions.value == 0:
        return [_("推演里没有人和它对话：没有触发，改它也就没有用处")]
    text = _(
        "对话 {n} 次；听懂 {understood}，解决 {resolved}；没解决也没转人工（拦截）{contained}，"
        "其中 24 小时内又回来的占全部对话的 {back}（假拦截）"
    )
    return [
        text.format(
            n=whole(rates.sessions.value),
            understood=share(rates.understood),
            resolved=share(rates.resolved),
            contained=share(rates.contained),
            back=share(rates.false_24h),
        )
    ]


def _seats(study: Study, each: BotStudy) -> list[str]:
    seats, limit = each.seats, study.limit
    if not seats.most_at_once.any() and seats.now.worst_share == 0.0:
        return []
    words = {
        "n": whole(seats.least.seats or 0),
        "within": f"{limit.within_s:g}",
        "share": share(limit.share, 2),
    }
    found = [_("最少 {n} 个座席：每个时段至多 {share} 的人等座席超过 {within} 秒").format(**words)]
    if seats.below is not None:
        text = _("少一个（{n} 个）就不行：{worst}；不限座席时最多同时 {most} 个对话")
        found.append(
            text.format(
                n=whole(seats.below.seats or 0),
                worst=_worst(study, seats.below),
                most=whole(float(seats.most_at_once.max())),
            )
        )
    if seats.now.seats is None:
        found.append(_("场景里不限座席"))
    else:
        text = _("场景里现有 {n} 个：{worst}")
        found.append(text.format(n=whole(seats.now.seats), worst=_worst(study, seats.now)))
    if seats.as_if_waiting:
        found.append(_("它满了就转人工，且只在触发时启用；座席按“满了就等”来试，场景里的不这样等"))
    return found


def _worst(study: Study, trial: SeatTrial) -> str:
    start = interval_start(study.scenario.clock, trial.worst_interval)
    text = _("最差的时段 {start} 有 {share} 等久了")
    return text.format(start=f"{start:%m-%d %H:%M}", share=share(trial.worst_share, 2))


def _levers(study: Study, each: BotStudy, screen: Screen) -> list[str]:
    start = interval_start(study.scenario.clock, each.worth.peak_interval)
    columns = (
        *texts(_("高几点")),
        *numbers(
            _("找人工"), "±", _("付费工时"), "±",
            _("{start} 少几人").format(start=f"{start:%H:%M}"), "±",
            _("省下"), "±", _("假拦截"), "±",
        ),
    )  # fmt: skip
    return table(columns, [_row(worth) for worth in each.worth.levers], screen)


def _row(worth: Worth) -> list[str]:
    return [worth.name, *_gain(worth.gain)]


def _gain(gain: Gain) -> list[str]:
    return [
        *_signed(gain.reached_people, 0),
        *_signed(gain.paid_h, 1),
        *_saved(gain.peak_people),
        yuan(-gain.yuan.value), yuan(gain.yuan.half_width),
        *_signed(gain.false_24h, 0),
    ]  # fmt: skip


def _intents(study: Study, each: BotStudy, worth: Worth, screen: Screen) -> list[str]:
    """Which intent pays most, what the bot is like there now, and who comes back unsolved."""
    start = interval_start(study.scenario.clock, each.worth.peak_interval)
    columns = (
        *texts(_("业务类型")),
        *numbers(
            _("对话"), _("现在"), _("找人工"), _("付费工时"),
            _("少几人"), _("省下"), "±",
            _("现在假拦截"), _("假拦截"), "±",
        ),
    )  # fmt: skip
    rows = [_intent_row(study, worth, part) for part in worth.intents[:_MOST_INTENTS]]
    head = _("先教哪一类业务：{lever} 点").format(lever=worth.name)
    about = _("省得最多的在前；少几人指 {start}").format(start=f"{start:%H:%M}")
    lines = section(head, screen, about) + table(columns, rows, screen)
    rest = len(worth.intents) - len(rows)
    if rest:
        lines += faint_text(_("还有 {n} 类业务，见 --csv 或 --json").format(n=rest), screen)
    return lines


def _intent_row(study: Study, worth: Worth, part: IntentGain) -> list[str]:
    gain, rates = part.gain, part.before
    return [
        localized(study.scenario.intents[part.intent].title),
        whole(rates.sessions.value),
        share(worth.rate(rates)),
        _signed(gain.reached_people, 0)[0],
        _signed(gain.paid_h, 1)[0],
        fixed(-gain.peak_people.value, 2),
        yuan(-gain.yuan.value), yuan(gain.yuan.half_width),
        share(rates.false_24h),
        *_signed(gain.false_24h, 1),
    ]  # fmt: skip


def _signed(figure: Figure, places: int) -> tuple[str, str]:
    sign = "+" if figure.value > 0 else ""
    return sign + fixed(figure.value, places), fixed(figure.half_width, places)


def _saved(figure: Figure) -> tuple[str, str]:
    return fixed(-figure.value, 1), fixed(figure.half_width, 1)


def _notes(study: Study, screen: Screen) -> list[str]:
    price = study.price
    worth = _(
        "每一档对所有业务都加这么多百分点（至多 100%），同一批顾客、逐次配对，减去现在的样子；±"
        " 为 95% 置信区间的半宽，± 比差值还大的，分不清是不是碰巧。"
    )
    people = _(
        "人手是边际的工作量：在人手充足、没人等到放弃的楼面上量手上的活，1 小时活按 {paid}"
        " 小时付费工时、¥{yuan} 计（{source}）；班次凑整、忙闲不均没有算在内，"
        "要准就改了场景再 shapan size。"
    ).format(
        paid=fixed(price.paid_per_work, 2),
        yuan=fixed(price.yuan_per_work_h, 1),
        source=_("场景没有写人数，按粗估的人数量的")
        if price.estimated
        else _("照场景写的人数推演量的"),
    )
    run = _("种子 {seed}，每种推演 {n} 次，版本 {version}").format(
        seed=study.seed, n=study.replications, version=version()
    )
    return [line for text in (worth, people, run) for line in faint_text(text, screen)]
