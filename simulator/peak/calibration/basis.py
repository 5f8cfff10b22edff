"""Where every number of a calibrated scenario comes from."""

from __future__ import annotations

from typing import Any

from scenarios.peak.channel import CHANNELS
from simulator.peak.calibration.demand import HALF_LIFE_DAYS, of_span
from simulator.peak.calibration.duty import DutyFit

Data = dict[str, Any]


def basis_of(parts: Data, duty: DutyFit | None) -> list[Data]:
    """The entries of `basis`; notes in both languages, the days and counts in them."""
    days = of_span(parts["span"].fitted)
    entries = [
        _entry(["clock"], "definition", "校准之后的日子", "the days after those fitted"),
        *_of_demand(parts, days),
        *_of_work(parts, days),
        *_of_patience(parts, days),
        *_of_repeats(parts, days),
        *_of_bot(parts, days),
    ]
    if parts["wish"].base is None:
        entries += _of_structure(parts, days)
    if duty is not None:
        entries.append(_of_duty(days))
    return entries


def _entry(paths: list[str], kind: str, zh: str, en: str) -> Data:
    return {"paths": paths, "kind": kind, "note": {"zh": zh[:400], "en": en[:600]}}


def _of_demand(parts: Data, days: str) -> list[Data]:
    fit = parts["demand"]
    measured = "；".join(
        [f"日志 {days}，首次进线 {fit.counts.table.sum():,} 个",
         f"按星期加权平均（半衰期 {HALF_LIFE_DAYS:.0f} 天）",
         "各星期的分布向总分布收缩（经验贝叶斯）"]
    )  # fmt: skip
    english = (
        f"log {days}, {fit.counts.table.sum():,} first attempts; mean by weekday (half-life "
        f"{HALF_LIFE_DAYS:.0f} days); weekday profiles shrunk to the overall one (empirical Bayes)"
    )
    found = [_entry(["demand.profiles", "demand.direct"], "measured", measured, english)]
    first, last = parts["span"].horizon
    missing = [n for n in range((last - first).days + 1)
               if not fit.seen[(first.toordinal() + n - 1) % 7]]  # fmt: skip
    if missing:
        paths = [f"demand.direct.*.days.{n}" for n in missing]
        found.append(_entry(paths, "assumed", "日志里没有这样的星期几：取平均的一天",
                            "no such weekday in the log: the mean day"))  # fmt: skip
    busy = fit.busy
    kind = "measured" if busy.measured else "assumed"
    found.append(_entry(
        ["demand.busyness"], kind,
        f"同一星期几之间的差别减去泊松波动，自由度 {busy.freedom}",
        f"what days of one weekday differ by beyond Poisson noise, {busy.freedom} degrees of "
        "freedom",
    ))  # fmt: skip
    return found


def _of_work(parts: Data, days: str) -> list[Data]:
    log, found = parts["log"], []
    for work in parts["work"]:
        channel, fit = CHANNELS[work.channel], work.fit
        path = f"intents.{log.intents[work.intent]}.{channel}"
        kind = "assumed" if work.pooled else "measured"
        zh = (
            f"日志 {days}，{fit.times:,} 个，均值 {fit.mean_s:.0f} 秒；分布 {fit.law.law}，"
            f"最大偏差 {fit.distance:.3f}"
        )
        en = (
            f"log {days}, {fit.times:,} times, mean {fit.mean_s:.0f} s; law {fit.law.law}, "
            f"largest distance {fit.distance:.3f}"
        )
        if work.pooled:
            zh, en = "太少，用整个渠道的：" + zh, "too few, the channel's instead: " + en
        if work.channel == 1:
            kind = "assumed"
            zh += "；日志不分轮次，按一轮计，除以同时接待数"
            en += "; the log has no rounds: one round, divided by the sessions held at once"
        found.append(_entry([path], kind, zh, en))
    after = parts["after"]
    if after is not None:
        found.append(_entry(
            ["intents.*.phone.wrap_up"], "measured",
            f"有人在等时两通之间的间隔，{after.gaps:,} 个，不超过 {after.most_s:.0f} 秒的",
            f"gaps between calls while somebody waited, {after.gaps:,} of at most "
            f"{after.most_s:.0f} s",
        ))  # fmt: skip
    return found


def _of_patience(parts: Data, days: str) -> list[Data]:
    found = []
    by_trial = parts["trial"] is not None
    for channel, fit in parts["patience"].items():
        zh = (
            f"日志 {days}，等过的 {fit.waited:,} 个里 {fit.left:,} 个没等到；删失估计，"
            f"和 Kaplan–Meier 曲线最大差 {fit.distance:.3f}；"
            f"{fit.longest_s:.0f} 秒以外是外推"
        )
        en = (f"log {days}, {fit.left:,} of {fit.waited:,} who waited left; censored estimate, "
              f"within {fit.distance:.3f} of the Kaplan–Meier curve; beyond "
              f"{fit.longest_s:.0f} s extrapolated")  # fmt: skip
        if by_trial:
            zh += "；分布由拟合日里最后几天的回测选出"
            en += "; the law was chosen by a backtest on the last of the fitted days"
        found.append(_entry([f"channels.{CHANNELS[channel]}.patience"], "measured", zh, en))
    return found


def _of_repeats(parts: Data, days: str) -> list[Data]:
    fit = parts["repeats"]
    if fit is None:
        return [_entry(["returns"], "assumed", "日志不分回头客：他们算在进线里，不再另算",
                       "the log does not tell repeats apart: they are in the demand")]  # fmt: skip
    zh = f"日志 {days}，{fit.rows:,} 个里 {fit.repeats:,} 个是回头，已从需求里去掉"
    en = f"log {days}, {fit.repeats:,} of {fit.rows:,} are repeats, taken out of demand"
    kind = "measured" if fit.known_whose else "assumed"
    if not fit.known_whose:
        zh += "；不知是谁，全算作放弃后回头，间隔是假设"
        en += "; whose is not known: all put down to leaving, the delay is assumed"
    return [_entry(["returns"], kind, zh, en)]


def _of_bot(parts: Data, days: str) -> list[Data]:
    fit = parts["bot"]
    if fit is None or (parts["wish"].base is not None and parts["wish"].base.bots):
        return []
    zh = (
        f"日志 {days}，进机器人的 {fit.dialogues:,} 个：中途离开 {fit.left:,}，"
        f"解决 {fit.resolved:,}，留下没解决 {fit.contained:,}，转人工 {fit.went_on:,}"
    )
    en = (f"log {days}, {fit.dialogues:,} in the bot: {fit.left:,} left, {fit.resolved:,} solved, "
          f"{fit.contained:,} contained, {fit.went_on:,} went on to people")  # fmt: skip
    return [
        _entry(["bots"], "measured", zh, en),
        _entry(["bots.*.understood", "bots.*.demands_person"], "assumed",
               "日志没有说听没听懂、是不是一来就要人工",
               "the log does not say what was understood, or who demanded a person"),
    ]  # fmt: skip


def _of_structure(parts: Data, days: str) -> list[Data]:
    found = [
        _entry(["shops", "tiers", "intents.*.channels"], "measured",
               f"日志 {days} 的首次进线数", f"counts of first attempts in the log, {days}"),
        _entry(["queues"], "measured" if parts["structure"].known else "assumed",
               "同一批人接、等待相近的业务归一条队列",
               "intents that the same people take, with like waits, share a queue"),
    ]  # fmt: skip
    repeats = parts["repeats"]
    told = repeats is not None and repeats.known_whose
    found.append(_entry(
        ["intents.*.resolved_by_person"], "measured" if told else "assumed",
        "服务之后没有再来的比例" if told else "日志没有说解决与否：当作都解决",
        "share that did not come back after service" if told
        else "the log does not say what was resolved: all",
    ))  # fmt: skip
    found.append(_entry(["groups.*.concurrency"], "measured",
                        "忙的坐席同时接待数的 95 % 分位",
                        "95th percentile of the sessions a busy agent holds"))  # fmt: skip
    return found


def _of_duty(days: str) -> Data:
    return _entry(
        ["groups.*.people_per_interval"], "measured",
        f"日志 {days}：由谁接待了谁推断在岗，按星期平均后四舍五入",
        f"log {days}: people on duty inferred from who served whom, mean by weekday, rounded",
    )  # fmt: skip
