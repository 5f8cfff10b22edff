"""The page of `shapan backtest`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sops.language import N_, _, localized
from tui.command.heading import faint_text, section, title
from tui.terminal.cell import wrap
from tui.terminal.chart import Series, chart, chart_width
from tui.terminal.columns import Columns
from tui.terminal.number import NOTHING, fixed, share, whole
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.backtest.backtest import Backtest
    from simulator.peak.backtest.error import Error
    from simulator.peak.calibration.record import Fitted

_WAYS = (
    ("model", N_("推演：知道进线和在岗")),
    ("floor", N_("噪声底：模型全对也有这么多")),
    ("formula", N_("Erlang-A 逐时段：同样的进线和在岗")),
    ("last_week", N_("上周同一小时")),
    ("expected", N_("推演：进线和人数都用场景预计的")),
)


def backtest_page(result: Backtest, fitted: Fitted | None, screen: Screen) -> list[str]:
    """Errors first, then days and hours."""
    lines = title(_("回测"), screen, localized(result.scenario.title))
    clock = result.scenario.clock
    text = _("{start} 到 {end}，{n} 个进线；推演 {runs} 次，种子 {seed}")
    from datetime import timedelta

    lines += wrap(
        text.format(
            start=clock.start.date(),
            end=(clock.end - timedelta(1)).date(),
            n=whole(int(result.measured["contacts"].sum())),
            runs=result.replications,
            seed=result.seed,
        ),
        screen.width,
    )
    lines += wrap(_held_back(fitted), screen.width)
    lines += _errors(result, screen) + _days(result, screen) + _hours(result, screen)
    lines += _chart(result, screen)
    for text in _notes(result):
        lines += faint_text(text, screen)
    return lines


def _held_back(fitted: Fitted | None) -> str:
    if fitted is None:
        return _("没有校准记录：无从知道这些日子有没有拟合过")
    text = _("拟合的是 {first} 到 {last}；这里的日子没有一天拟合过")
    return text.format(first=fitted.fitted[0], last=fitted.fitted[-1])


def _errors(result: Backtest, screen: Screen) -> list[str]:
    lines = section(
        _("逐小时的平均绝对误差"), screen, _("按进线数加权；方括号是 95% 区间（按天自举）")
    )
    columns = (
        Column(_("怎么猜"), text=True, wraps=True),
        *numbers(_("平均等待"), _("放弃"), _("占用率")),
    )
    rows = [
        [_(name), _seconds(getattr(result.wait, key)), _points(getattr(result.left, key)),
         _points(getattr(result.busy, key))] for key, name in _WAYS
    ]  # fmt: skip
    lines += table(columns, rows, screen)
    text = _("比上周同一小时小：等待 {wait}，放弃 {left}")
    lines += wrap(text.format(wait=_shares(result.wait.under_last_week),
                              left=_shares(result.left.under_last_week)), screen.width)  # fmt: skip
    text = _("比 Erlang-A 多（负数是少）：等待 {wait}，放弃 {left}")
    return lines + wrap(
        text.format(
            wait=_seconds(result.wait.over_formula), left=_points(result.left.over_formula)
        ),
        screen.width,
    )


def _seconds(error: Error) -> str:
    text = _("{n} 秒 [{low}, {high}]")
    return text.format(n=fixed(error.value, 1), low=fixed(error.low, 1), high=fixed(error.high, 1))


def _points(error: Error) -> str:
    text = _("{n} 点 [{low}, {high}]")
    return text.format(n=fixed(100 * error.value, 1), low=fixed(100 * error.low, 1),
                       high=fixed(100 * error.high, 1))  # fmt: skip


def _shares(error: Error) -> str:
    return f"{share(error.value)} [{share(error.low)}, {share(error.high)}]"


def _days(result: Backtest, screen: Screen) -> list[str]:
    clock = result.scenario.clock
    names = [f"{clock.moment(int(d) * 86_400_000_000):%m-%d %a}" for d in np.unique(result.days)]
    return section(_("每天"), screen) + _compared(result, result.days, names, _("日期"), screen)


def _hours(result: Backtest, screen: Screen) -> list[str]:
    first = result.scenario.clock.start.hour
    hours = (np.arange(len(result.days)) + first) % 24
    names = [f"{h:02d}:00" for h in np.unique(hours)]
    return section(_("每小时，各天合计"), screen) + _compared(result, hours, names, _("时"), screen)


def _compared(
    result: Backtest, of: NDArray[np.int64], names: list[str], first: str, screen: Screen
) -> list[str]:
    """Measured and simulated sums of every kind in ``of``."""
    columns = (*texts(first), *numbers(
        _("进线"), _("等待 实测"), _("推演"), _("放弃 实测"), _("推演"), _("占用 实测"), _("推演")
    ))  # fmt: skip
    rows, everything = [], np.ones(len(of), bool)
    for kind, name in zip(np.unique(of), names, strict=True):
        mine = of == kind
        if result.measured["contacts"][mine].sum():
            rows.append([name, *_figures(result, mine)])
    return table(columns, rows, screen, total=[_("合计"), *_figures(result, everything)])


def _figures(result: Backtest, mine: NDArray[np.bool_]) -> list[str]:
    measured, simulated = result.measured[mine], result.simulated[mine]
    pairs: tuple[tuple[str, str, Callable[[float], str]], ...] = (
        ("wait", "waits", lambda v: fixed(v / 1e6, 1)), ("left", "contacts", share),
        ("busy", "present", share),
    )  # fmt: skip
    cells = [whole(int(measured["contacts"].sum()))]
    for top, bottom, text in pairs:
        for flow in (measured, simulated):
            under = int(flow[bottom].sum())
            cells.append(text(float(flow[top].sum() / under)) if under else NOTHING)
    return cells


def _chart(result: Backtest, screen: Screen) -> list[str]:
    from simulator.peak.backtest.error import middle
    from simulator.peak.log.measured import mean_wait_s

    clock = result.scenario.clock
    columns = Columns.within(clock.start, 60, len(result.days), chart_width(screen, True))
    measured = np.nan_to_num(mean_wait_s(result.measured))
    guess = np.where(result.measured["contacts"] > 0, middle(mean_wait_s(result.runs)), 0.0)
    drawn = chart(Series(_("等待 实测，秒"), measured.tolist()), columns, screen,
                  Series(_("推演"), guess.tolist()), height=8)  # fmt: skip
    return section(_("等待"), screen) + drawn


def _notes(result: Backtest) -> list[str]:
    return [
        "",
        _("推演的猜法是各次推演的中位数：绝对误差下最好的猜法。噪声底：每次推演轮流当作真的那一天。"),
        _("“知道在岗”是说：谁在岗由当天的日志推断，推断时用到了当天谁在等；所以这不是预报，"
          "是检验知道进线和在岗之后模型算得对不对。Erlang-A 用的是同样的推断。"),
        _("Erlang-A 的耐心均值 {n} 秒；占用率把通话后的处理算作忙。").format(
            n=fixed(result.patience_s, 0)),
    ]  # fmt: skip
