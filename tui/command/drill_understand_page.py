"""What was understood of a message, as a page of text (D4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sops.act import act_title
from sops.language import N_, _
from sops.problem import printable
from tui.terminal.cell import cells, left, wrap

if TYPE_CHECKING:
    from simulator.drill.understanding.act import Act
    from simulator.drill.understanding.slot import Slot
    from simulator.drill.understanding.understood import Understood
    from tui.terminal.screen import Screen

SHOWN = 24

MEASURES = {"er": N_("情感回应 ER"), "ip": N_("理解 IP"), "ex": N_("探询 EX")}
REASONS = {
    "comfort_does_not_fit": N_("安慰和顾客说的对不上"),
    "feeling_and_cause": N_("说到了顾客的感受和来由"),
    "feeling": N_("点名了顾客的感受"),
    "generic_feeling": N_("放到谁身上都能说的理解"),
    "apology_for_this_case": N_("为这位顾客遇到的事致歉"),
    "apology": N_("泛泛的致歉"),
    "reassurance": N_("泛泛的安抚"),
    "thanks_for_patience": N_("感谢耐心"),
    "warm_words": N_("泛泛的暖心话"),
    "case_said_back": N_("复述了这位顾客的情况"),
    "generic_confirmation": N_("确认了一下，没说到具体的事"),
    "generic_understanding": N_("泛泛的“明白了”"),
    "anything_else": N_("问还有没有别的事"),
    "generic_question": N_("放到谁身上都能问的问题"),
    "question_about_the_case": N_("问到了这件事本身"),
    "confirming_question": N_("用问句确认顾客的情况"),
    "consent_asked": N_("问顾客同不同意"),
}
KINDS = {
    "amount": N_("金额"),
    "duration": N_("时长"),
    "date": N_("日期时间"),
    "number": N_("数"),
    "order": N_("订单号"),
    "percent": N_("百分比"),
    "item": N_("商品"),
    "phone": N_("电话"),
}


def understanding_page(text: str, understood: Understood, screen: Screen) -> list[str]:
    """The message, its acts with their reasons, its slots, and its three measures."""
    lines = wrap(f"「{printable(text, 400)}」", screen.width)
    lines += ["", _("动作")]
    if understood.acts:
        lines += _rows([_act_row(text, act) for act in understood.acts])
    else:
        lines.append("  " + _("没认出动作：记为“{title}”").format(title=act_title("other")))
    if understood.slots:
        lines += ["", _("提到")]
        lines += _rows([_slot_row(slot) for slot in understood.slots])
    lines += ["", _("表达出来的共情")]
    return lines + _rows(list(_measure_rows(text, understood)))


def _act_row(text: str, act: Act) -> tuple[str, ...]:
    words = _("「{words}」").format(words=printable(text[act.start : act.end], SHOWN))
    if act.basis == "cue":
        reason = _("提示语")
    else:
        reason = _("像例句「{example}」").format(example=printable(act.because, SHOWN))
    return act_title(act.id), words, f"{act.confidence:.2f}", reason


def _slot_row(slot: Slot) -> tuple[str, ...]:
    return _(KINDS.get(slot.kind, slot.kind)), printable(slot.text, SHOWN), _value(slot)


def _value(slot: Slot) -> str:
    value: Any = slot.as_json()["value"]
    if isinstance(value, dict):
        return printable(" ".join(f"{key}={inner}" for key, inner in value.items()))
    if slot.kind == "amount" and isinstance(value, int):
        return f"{value / 100:.2f}"
    return printable(value, SHOWN)


def _measure_rows(text: str, understood: Understood) -> Iterator[tuple[str, ...]]:
    why = {each.measure: each for each in understood.evidence}
    for name, title in MEASURES.items():
        value = getattr(understood, name)
        found = why.get(name)
        words = ""
        if found is not None and value:
            words = _("{reason}：「{words}」").format(
                reason=_(REASONS[found.reason]),
                words=printable(text[found.start : found.end], SHOWN),
            )
        yield _(title), f"{value} / 2", words


def _rows(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns, each as wide as its widest cell."""
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        ("  " + "  ".join(left(cell, width) for cell, width in zip(row, widths, strict=True)))
        .rstrip()
        for row in rows
    ]  # fmt: skip
