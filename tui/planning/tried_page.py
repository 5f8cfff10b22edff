"""The page of levers that were tried one by one, from best to worst."""

from __future__ import annotations

from math import nan

from simulator.peak.whatif.effect import Delta
from sops.language import _, localized
from sops.problem import printable
from tui.command.heading import faint_text, section
from tui.command.whatif_page import change_text
from tui.planning.outcome import Outcome, Tried
from tui.terminal.cell import wrap
from tui.terminal.number import whole
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts


def tried_page(outcome: Outcome, screen: Screen) -> list[str]:
    """What each lever changes, whether the targets hold with it, and what it is taken to do."""
    tried = outcome.tried or ()
    columns = (
        *numbers(_("名次")), Column(_("杠杆"), text=True, wraps=True),
        *numbers(_("付费人时"), _("费用"), _("流失的顾客"), _("净值"), _("同时最多几人")),
        *texts(_("目标")),
    )  # fmt: skip
    rows = []
    for place, each in enumerate(tried, 1):
        shown = [change_text(_delta(each, key), "¥" if key in ("cost", "net") else "")
                 for key in ("hours", "cost", "lost", "net")]  # fmt: skip
        rows.append(
            [str(place), printable(localized(each.title)), *shown, whole(each.most_people),
             _("达到") if each.reached else _("未达到")]
        )  # fmt: skip
    worse = [i for i, t in enumerate(tried) if _delta(t, "net").clear and _net(t) > 0]
    lines = section(_("杠杆"), screen, _("和不用相比，按净值排"))
    lines += table(columns, rows, screen, alert=worse)
    small = _(
        "差值是用了杠杆减没用，同一批顾客逐次配对；± 为 95% 置信区间的半宽，* 表示区间不含 0。"
        "流失的顾客：没解决也不再回来的诉求。净值：人工、机器人、杠杆自己的费用，加流失售前订单的金额（系数是假设）。"
    )
    lines += ["", *faint_text(small, screen), *section(_("各杠杆假设了什么"), screen)]
    for each in tried:
        note = printable(localized(each.note), None)
        lines += wrap(f"{printable(localized(each.title))}：{note}", screen.width)
    for name, why in outcome.unfit.items():
        text = _("用不上 {lever}：{why}").format(lever=printable(name), why=printable(why, 400))
        lines += faint_text(text, screen)
    return lines


def _net(tried: Tried) -> float:
    return tried.after["net"] - tried.before["net"]


def _delta(tried: Tried, key: str) -> Delta:
    half = tried.half_width[key]
    return Delta(tried.before[key], tried.after[key], nan if half is None else half)
