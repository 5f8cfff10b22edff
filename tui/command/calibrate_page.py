"""The page of `shapan calibrate`: what was fitted, how well, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenarios.peak.channel import CHANNELS, channel_title
from sops.language import N_, _, localized
from sops.problem import printable
from tui.command.calibrate_plot import plot, plot_width
from tui.command.heading import faint_text, section, title
from tui.terminal.cell import wrap
from tui.terminal.number import fixed, share, whole
from tui.terminal.screen import Screen
from tui.terminal.table import numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.calibration.calibration import Calibration
    from simulator.peak.calibration.patience import PatienceFit
    from simulator.peak.log.log import Log

_WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


def calibration_page(found: Calibration, out: Path, kept: Path | None, screen: Screen) -> list[str]:
    """Everything, the log's account first."""
    lines = title(_("校准"), screen, printable(Path(found.log.file).name))
    lines += _paragraphs(_account(found.log, kept) + _days(found), screen)
    lines += _demand(found, screen) + _profile(found, screen)
    lines += _work(found, screen) + _patience(found, screen)
    lines += _bot(found, screen) + _people(found, screen)
    written = _("场景写在 {out}；每个数字的来历在它的 basis 里，拟合记录在 {record}")
    from simulator.peak.calibration.record import record_path

    text = written.format(out=printable(out, 200), record=printable(record_path(out).name, 200))
    return [*lines, "", *wrap(text, screen.width), *_next(found, out, screen)]


def account_lines(log: Log, kept: Path | None) -> list[str]:
    """What became of the rows of a log."""
    return _account(log, kept)


def _account(log: Log, kept: Path | None) -> list[str]:
    text = _("读 {read} 行：可用 {good}，按规则略去 {dropped}，不可信 {bad}")
    lines = [text.format(read=whole(log.read), good=whole(len(log.rows)),
                         dropped=whole(sum(d.rows for d in log.dropped)),
                         bad=whole(log.bad_count))]  # fmt: skip
    lines += [_("略去 {n} 行：{why}").format(n=whole(d.rows), why=localized(d.because))
              for d in log.dropped if d.rows]  # fmt: skip
    lines += [_("不可信，第 {line} 行：{why}").format(line=row.line, why=printable(row.why, 200))
              for row in log.bad[:3]]  # fmt: skip
    if log.in_bot:
        lines.append(_("在机器人里就结束的 {n} 行").format(n=whole(log.in_bot)))
    if kept is not None:
        text = _("不可信的行连同原因存在 {file}（最多 {most} 行）")
        lines.append(text.format(file=printable(kept, 200), most=whole(len(log.bad))))
    return lines


def _days(found: Calibration) -> list[str]:
    span = found.span
    lines = [_("拟合 {first} 到 {last}，{n} 天").format(
        first=span.fitted[0], last=span.fitted[-1], n=len(span.fitted))]  # fmt: skip
    if span.held_back:
        text = _("留出 {first} 到 {last}，{n} 天，任何估计都没有用到")
        lines.append(text.format(first=span.held_back[0], last=span.held_back[-1],
                                 n=len(span.held_back)))  # fmt: skip
    return lines


def _paragraphs(texts: Sequence[str], screen: Screen) -> list[str]:
    return [line for text in texts for line in wrap(text, screen.width)]


def _demand(found: Calibration, screen: Screen) -> list[str]:
    fit = found.demand
    columns = (*texts(_("星期")), *numbers(_("拟合天数"), _("预计首次进线"), _("实际均值")))
    by_day, weekday = fit.counts.by_day.sum(axis=1), fit.counts.weekday
    rows = [
        [_(_WEEKDAYS[k]), str(int(fit.seen[k])), whole(float(fit.expected[k].sum())),
         whole(float(by_day[(weekday == k) & (by_day > 0)].mean()))]
        for k in range(7) if fit.seen[k]
    ]  # fmt: skip
    lines = section(_("需求"), screen, _("只算首次进线"))
    lines += table(columns, rows, screen)
    busy = fit.busy
    text = _("天与天的忙闲：变异系数 {cv}，业务之间相关 {rho}（自由度 {n}）")
    if not busy.measured:
        text = _("天与天的忙闲：天数太少（自由度 {n}），变异系数 {cv}、相关 {rho} 只能当假设")
    lines += wrap(text.format(cv=fixed(busy.cv, 3), rho=fixed(busy.correlation, 2),
                              n=busy.freedom), screen.width)  # fmt: skip
    repeats = found.repeats
    if repeats is None:
        lines += wrap(_("日志不分回头客：他们算在进线里"), screen.width)
    else:
        text = _("回头 {n} 个（{share}）已从需求里去掉，改由回头概率产生")
        lines += wrap(
            text.format(n=whole(repeats.repeats), share=share(repeats.repeats / repeats.rows)),
            screen.width,
        )
    return lines


def _profile(found: Calibration, screen: Screen) -> list[str]:
    from tui.terminal.chart import Series, chart, chart_width
    from tui.terminal.columns import Columns

    fit = found.demand
    part = fit.parts[0]
    weekday = int(np.argmax(np.where(part.profiles.sum(axis=1) > 0, fit.seen, 0)))
    minutes = fit.counts.slot_minutes
    mine = fit.counts.table[fit.counts.weekday == weekday][:, :, list(part.intents)].sum(axis=2)
    mean = mine[mine.sum(axis=1) > 0].mean(axis=0)
    model = part.profiles[weekday] * mean.sum()
    start = next(d for d in found.span.fitted if d.weekday() == weekday)
    from datetime import datetime, time

    columns = Columns.within(
        datetime.combine(start, time()), minutes, len(mean), chart_width(screen, True)
    )
    drawn = chart(
        Series(_("实测，每时段个数"), mean.tolist()), columns, screen,
        Series(_("场景的分布"), model.tolist()), height=6,
    )  # fmt: skip
    names = _("、").join(found.log.intents[i] for i in part.intents[:6])
    lines = section(_("一天的分布：{day}").format(day=_(_WEEKDAYS[weekday])), screen, names) + drawn
    for other in fit.parts:
        who = _("、").join(found.log.intents[i] for i in other.intents)
        text = _("{who}：χ²÷自由度 {misfit}（1 是纯随机）；混入总分布 {weight} 个进线的分量")
        lines += faint_text(text.format(who=who, misfit=fixed(other.misfit, 2),
                                        weight=whole(min(other.weight, 1e9))), screen)  # fmt: skip
    return lines


def _work(found: Calibration, screen: Screen) -> list[str]:
    columns = (
        *texts(_("业务"), _("渠道")), *numbers(_("个数"), _("均值 秒"), _("变异系数")),
        *texts(_("分布")), *numbers(_("最大偏差")), *texts(_("次好的")),
    )  # fmt: skip
    rows = []
    for work in found.work:
        fit = work.fit
        name = found.log.intents[work.intent] + (_("（并入渠道）") if work.pooled else "")
        others = ", ".join(f"{law} {far:.3f}" for law, _aic, far in fit.tried[1:3])
        channel = channel_title(CHANNELS[work.channel])
        rows.append([name, channel, whole(fit.times), fixed(fit.mean_s, 0), fixed(fit.cv, 2),
                     fit.law.law, fixed(fit.distance, 3), others])  # fmt: skip
    lines = section(_("处理时长"), screen, _("均值都取实测，只拟合形状；按 AIC 选"))
    lines += table(columns, rows, screen)
    if found.after is not None:
        text = _("通话之后：有人在等时两通之间的间隔，{n} 个，均值 {mean} 秒")
        lines += wrap(text.format(n=whole(found.after.gaps),
                                  mean=fixed(found.after.law.mean_s, 1)), screen.width)  # fmt: skip
    if found.work:
        lines += _work_plot(found, screen)
    return lines


def _work_plot(found: Calibration, screen: Screen) -> list[str]:
    """The most frequent intent: times in equal parts, and what the law puts there."""
    from simulator.peak.calibration.time_law import survival

    work = max((w for w in found.work if not w.pooled), default=None,
               key=lambda w: w.fit.times)  # fmt: skip
    if work is None:
        return []
    rows = found.rows
    mine = (rows["intent"] == work.intent) & (rows["channel"] == work.channel)
    seconds = rows["service"][mine & (rows["service"] >= 0) & (rows["outcome"] == 0)] / 1e6
    edges = np.linspace(0.0, float(np.quantile(seconds, 0.98)) + 1, plot_width(screen) + 1)
    bars = np.histogram(seconds, edges)[0] / len(seconds)
    model = -np.diff(survival(work.fit.law, edges))
    model[0] += 1.0 - float(survival(work.fit.law, edges[:1])[0])
    heading = _("█ {name} 实测  ━ {law}").format(
        name=found.log.intents[work.intent], law=work.fit.law.law
    )
    return ["", heading, *plot(bars.tolist(), model.tolist(), edges[-1], screen)]


def _patience(found: Calibration, screen: Screen) -> list[str]:
    lines: list[str] = []
    for channel, fit in found.patience.items():
        heading = _("耐心：{channel}").format(channel=channel_title(CHANNELS[channel]))
        lines += section(heading, screen, _("等到被接起的人只说明耐心更长：删失估计"))
        text = _("等过的 {waited} 个里 {left} 个没等到（{censored} 被接起打断）；"
                 "用 {law}，均值 {mean} 秒，和 Kaplan–Meier 最大差 {far}")  # fmt: skip
        lines += wrap(text.format(
            waited=whole(fit.waited), left=whole(fit.left), censored=share(fit.censored),
            law=fit.law.law, mean=whole(fit.law.mean_s), far=fixed(fit.distance, 3),
        ), screen.width)  # fmt: skip
        lines += _patience_plot(fit, screen)
    if found.trial is not None:
        text = _("分布由拟合日里最后几天的回测选出（误差 ÷ 最小的误差，等待 / 放弃）：{all}")
        each = "；".join(f"{law} {w:.2f} / {h:.2f}" for law, w, h in found.trial.errors)
        lines += faint_text(text.format(all=each), screen)
    if not found.patience:
        lines += section(_("耐心"), screen)
        lines += wrap(_("没等到的人太少，耐心估不出来：场景里当作无限"), screen.width)
    return lines


def _patience_plot(fit: PatienceFit, screen: Screen) -> list[str]:
    from simulator.peak.calibration.time_law import survival

    enough = fit.curve.at_risk >= min(50, int(fit.curve.at_risk.max()))
    end = float(fit.curve.seconds[enough][-1])
    at = (np.arange(plot_width(screen)) + 0.5) / plot_width(screen) * end
    place = np.searchsorted(fit.curve.seconds, at, side="right")
    stays = np.concatenate([[1.0], fit.curve.stays])[place]
    model = survival(fit.law, at)
    heading = _("█ 还在等的比例（Kaplan–Meier）  ━ {law}").format(law=fit.law.law)
    drawn = plot(stays.tolist(), model.tolist(), end, screen)
    beyond = _("{n} 秒以外没有人等过，分布是外推").format(n=whole(fit.longest_s))
    return [heading, *drawn, *faint_text(beyond, screen)]


def _bot(found: Calibration, screen: Screen) -> list[str]:
    fit = found.bot
    if fit is None:
        return []
    text = _(
        "进机器人的 {n} 个：中途离开 {left}，其余解决 {solved}，没解决的转人工 {on}；"
        "时长均值 {seconds} 秒（最多的一种）"
    )
    some = max(fit.times.values(), key=lambda t: t.times)
    told = text.format(
        n=whole(fit.dialogues), left=share(fit.leaves), solved=share(fit.resolves),
        on=share(fit.transfers), seconds=whole(some.mean_s),
    )  # fmt: skip
    return section(_("机器人"), screen) + wrap(told, screen.width)


def _people(found: Calibration, screen: Screen) -> list[str]:
    lines = section(_("在岗人数"), screen)
    if found.duty is None:
        return lines + wrap(
            _("日志没有坐席一列：场景里不写人数，请用 shapan size 算"), screen.width
        )
    columns = (*texts(_("班组")), *numbers(*(_(w) for w in _WEEKDAYS)))
    hours = found.duty.people.sum(axis=2) * found.demand.counts.slot_minutes / 60
    rows = [[localized(g.title), *(fixed(float(hours[k, n]), 1) for k in range(7))]
            for n, g in enumerate(found.scenario.groups)]  # fmt: skip
    lines += table(columns, rows, screen)
    return lines + faint_text(_("每天的人时，由谁接待了谁推断"), screen)


def _next(found: Calibration, out: Path, screen: Screen) -> list[str]:
    if not found.span.held_back:
        return wrap(_("没有留出天数，无从回测；加 --hold-back 7 再校准一次"), screen.width)
    text = _("回测：shapan backtest {out} {log}")
    return wrap(text.format(out=printable(out, 200), log=printable(found.log.file, 200)),
                screen.width)  # fmt: skip
