"""The page of `shapan whatif`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sops.language import N_, _, localized
from sops.problem import printable
from tui.command.heading import faint_text, section, title
from tui.command.run_note import run_lines
from tui.terminal.cell import wrap
from tui.terminal.number import NOTHING, whole, yuan
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

if TYPE_CHECKING:
    from simulator.peak.whatif.effect import Delta, Figure
    from simulator.peak.whatif.variant import Variant
    from tui.command.whatif import Answer

_RANKS = {
    "net": N_("净值"), "hours": N_("付费人时"), "cost": N_("费用"), "lost": N_("流失的顾客"),
}  # fmt: skip
SHOWN: tuple[Figure, ...] = ("hours", "busy_hours", "cost", "lost", "lost_yuan", "net")
YUAN = ("cost", "lost_yuan", "net")


def whatif_page(answer: Answer, screen: Screen) -> list[str]:
    """The baseline, the levers from best to worst, what each is taken to do, what did not fit."""
    scenario = answer.base.scenario
    lines = title(localized(scenario.title), screen, _("如果……会怎样"))
    for line in run_lines(answer.base.result):
        lines += wrap(line, screen.width)
    lines += _ranking(answer, screen) + _levels(answer, screen) + _notes(answer, screen)
    small = _(
        "差值是用了杠杆减没用，同一批顾客逐次配对；± 为 95% 置信区间的半宽，* 表示区间不含 0。"
        "流失的顾客：没解决也不再回来的诉求。净值：人工、机器人、杠杆自己的费用，加流失售前订单的金额（系数是假设）。"
    )
    lines += ["", *faint_text(small, screen)]
    if not answer.sized:
        told = _("各方案照场景写的人数推演；要比“达到同样的目标要多少人”，加 --size。")
        lines += faint_text(told, screen)
    return lines


def _ranking(answer: Answer, screen: Screen) -> list[str]:
    columns = (
        *numbers(_("名次")), Column(_("杠杆"), text=True, wraps=True),
        *numbers(_("付费人时"), _("手上人时"), _("费用"), _("流失的顾客"), _("流失订单"),
                 _("净值")),
    )  # fmt: skip
    rows = []
    for place, each in enumerate(answer.effects, start=1):
        d = each.deltas
        rows.append(
            [str(place), answer.titles[each.variant.name],
             *(change_text(d[key], "¥" if key in YUAN else "") for key in SHOWN)]
        )  # fmt: skip
    about = _("和不用相比，按{by}排").format(by=_(_RANKS[answer.by]))
    worse = [i for i, e in enumerate(answer.effects) if _is_worse(e.deltas[answer.by])]
    heading = section(_("杠杆"), screen, about)
    return heading + table(columns, rows, screen, alert=worse)


def _is_worse(delta: Delta) -> bool:
    return delta.clear and delta.difference > 0


def change_text(delta: Delta, unit: str) -> str:
    """`-1,234±56*`; a difference that is the same in every replication has no width."""
    if not math.isfinite(delta.difference):
        return NOTHING
    sign = "-" if delta.difference < 0 else "+"
    text = "0" if abs(delta.difference) < 0.5 else f"{sign}{unit}{whole(abs(delta.difference))}"
    if math.isfinite(delta.half_width) and delta.half_width >= 0.5:
        text += f"±{whole(delta.half_width)}"
    return text + ("*" if delta.clear and text != "0" else "")


def _reached(variant: Variant) -> str:
    return _("达到") if variant.reached else _("未达到")


def _levels(answer: Answer, screen: Screen) -> list[str]:
    from simulator.peak.whatif.effect import figures, most_people

    now = {key: float(value.mean()) for key, value in figures(answer.base).items()}
    base = [
        _("（不用杠杆）"), whole(most_people(answer.base.result)), whole(now["hours"]),
        yuan(now["cost"]), whole(now["lost"]), yuan(now["lost_yuan"]), _reached(answer.base),
    ]  # fmt: skip
    rows = [base]
    for each in answer.effects:
        after = {key: delta.after for key, delta in each.deltas.items()}
        rows.append(
            [answer.titles[each.variant.name], whole(each.most_people), whole(after["hours"]),
             yuan(after["cost"]), whole(after["lost"]), yuan(after["lost_yuan"]),
             _reached(each.variant)]
        )  # fmt: skip
    columns = (
        Column(_("杠杆"), text=True, wraps=True),
        *numbers(_("同时最多几人"), _("付费人时"), _("费用"), _("流失的顾客"), _("流失订单")),
        *texts(_("目标")),
    )  # fmt: skip
    return section(_("用了之后"), screen) + table(columns, rows, screen)


def _notes(answer: Answer, screen: Screen) -> list[str]:
    lines = section(_("各杠杆假设了什么"), screen)
    for each in answer.effects:
        name = each.variant.name
        text = f"{answer.titles[name]}（{name}）：{answer.notes[name]}"
        lines += wrap(text, screen.width)
    if answer.unfit:
        names = _("、").join(printable(name) for name in answer.unfit)
        lines += ["", *faint_text(_("这个场景用不上的：{names}").format(names=names), screen)]
    return lines
