"""A scorecard in the terminal: three numbers, where points went and why, the emotion curve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.drill.scoring.item_name import item_names
from sops.action import ACTIONS, action_title
from sops.language import _
from sops.problem import printable
from tui.command.heading import faint_text, section, title
from tui.item_title import drill_title
from tui.terminal.cell import cells, left, wrap
from tui.terminal.screen import Screen

if TYPE_CHECKING:
    from simulator.drill.scoring.felt import Felt
    from simulator.drill.scoring.item import Evidence, Item
    from simulator.drill.scoring.scorecard import Scorecard
    from simulator.review.corrected import Corrected

_BARS = " ▁▂▃▄▅▆▇█"
_SHOWN = 2
"""Pieces of evidence that are quoted for each item."""


class CardLine(NamedTuple):
    """A line of a card; a quotation says which event it `cites`, on its further lines that it
    goes on (`more`), and for which `item` it stands."""

    text: str
    cites: int | None = None
    more: bool = False
    item: str = ""


def scorecard_page(
    card: Scorecard, screen: Screen, corrected: Corrected | None = None
) -> list[str]:
    """The whole card: the machine's, and beside it what leads have made of it."""
    return [line.text for line in card_lines(card, screen, corrected)]


def card_lines(
    card: Scorecard, screen: Screen, corrected: Corrected | None = None
) -> list[CardLine]:
    """The same as lines that know what they cite."""
    lines = _plain(title(_("成绩单"), screen, f"{drill_title(card.drill)}  {card.rubric}"))
    lines += _plain(_numbers(card, screen))
    if corrected is not None:
        lines += _plain(corrected_lines(corrected, screen))
    lines += _critical(card, screen)
    points = corrected.points if corrected else {}
    both = list(zip(item_names(card.items), card.items, strict=True))
    for name, parts in _sections():
        items = [(key, item, points.get(key)) for key, item in both if item.part in parts]
        if items:
            lines += _plain(section(name, screen))
            lines += _items(items, screen)
    return [*lines, *_plain(_after_items(card, screen))]


def _after_items(card: Scorecard, screen: Screen) -> list[str]:
    lines = section(_("顾客的情绪"), screen, _("每一轮之后，-3 到 +3"))
    lines += _curve(card.felt)
    if card.advice:
        lines += section(_("下一次留意"), screen)
        for piece in card.advice:
            lines += _bullet("· " + piece.text, screen.width)
            if piece.phrase:
                lines += _bullet("  “" + piece.phrase + "”", screen.width)
    note = _("共情分评的是说出来的体谅，不是对顾客感受的预测。分数由规则算出，组长可以更正。")
    return [*lines, "", *faint_text(note, screen)]


def _plain(lines: Iterable[str]) -> list[CardLine]:
    return [CardLine(line) for line in lines]


def _sections() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("解决"), ("end_state", "told", "constraints", "time")),
        (_("共情"), ("moments", "exploring", "ownership", "closing", "penalty")),
    ]


def _numbers(card: Scorecard, screen: Screen) -> list[str]:
    empathy = "—" if card.empathy is None else f"{card.empathy:g}"
    felt = f"{card.felt.score:.0f}"
    if card.reference_felt is not None:
        felt += _("（参考做法 {value}）").format(value=f"{card.reference_felt:.0f}")
    verdict = {True: _("通过"), False: _("未通过"), None: _("待组长判定")}[card.passed]
    lines = [
        _("解决 {resolution}    共情 {empathy}    感受 {felt}    {verdict}").format(
            resolution=f"{card.resolution:g}", empathy=empathy, felt=felt,
            verdict=screen.paint.strong(verdict),
        )
    ]  # fmt: skip
    square = {
        (True, True): _("解决了，也暖"), (True, False): _("解决了，但冷"),
        (False, True): _("暖，但没解决"), (False, False): _("没解决，也冷"),
    }  # fmt: skip
    lines.append(square[card.solved, card.warm])
    if card.coached:
        lines.append(_("用了 {n} 次提示，已扣分；看过提示的场次不算考试").format(n=card.coached))
    return lines


def corrected_lines(corrected: Corrected, screen: Screen) -> list[str]:
    """What counts after a lead's overrides, the machine's numbers beside it."""
    score = corrected.score

    def both(value: float | None, machine: float | None) -> str:
        if value is None:
            return "—"
        text = _("{points}（机器 {machine}）")
        return text.format(points=f"{value:g}", machine="—" if machine is None else f"{machine:g}")

    verdict = _("待组长判定") if score.uncertain else _("通过") if score.passed else _("未通过")
    text = _("组长改过 {n} 项，算数的是：解决 {resolution}    共情 {empathy}    {verdict}")
    line = text.format(
        n=score.changed, resolution=both(score.resolution, score.machine_resolution),
        empathy=both(score.empathy, score.machine_empathy), verdict=verdict,
    )  # fmt: skip
    return [screen.paint.strong(part) for part in wrap(line, screen.width)]


def _critical(card: Scorecard, screen: Screen) -> list[CardLine]:
    lines = []
    for item in card.critical:
        words = "; ".join(_words(each) for each in item.evidence)
        text = _("致命错误：{what}（{words}）").format(what=item.reason, words=words)
        cites = item.evidence[0].seq if item.evidence else None
        lines += [
            CardLine(screen.paint.alert(line), cites, n > 0)
            for n, line in enumerate(wrap(text, screen.width))
        ]
    return lines


def _items(items: Sequence[tuple[str, Item, float | None]], screen: Screen) -> list[CardLine]:
    lines = []
    for name, item, changed in items:
        points = f"{item.points:+.1f}" if not item.most else f"{item.points:.1f}/{item.most:.1f}"
        sure = "" if item.certain else _("（没把握，待复核）")
        if changed is not None:
            sure = _("（组长改为 {points}）").format(points=f"{changed:g}")
        first, *rest = wrap(item.reason + sure, max(20, screen.width - 11))
        wrapped = [left(points, 11) + first, *(" " * 11 + line for line in rest)]
        lost = item.points < item.most
        lines += _plain(
            screen.paint.alert(line) if lost and item.points <= 0 else line for line in wrapped
        )
        for each in item.evidence[:_SHOWN]:
            lines += [line._replace(item=name) for line in _quoted(each, screen)]
    return lines


def _quoted(evidence: Evidence, screen: Screen) -> list[CardLine]:
    quote = f"#{evidence.seq} {_words(evidence)}".rstrip()
    return [
        CardLine(screen.paint.faint(" " * 11 + line), evidence.seq, n > 0)
        for n, line in enumerate(wrap(quote, max(20, screen.width - 11)))
    ]


def _words(evidence: Evidence) -> str:
    """What is cited: an action by its title, words in quotation marks."""
    if not evidence.words:
        return ""
    if evidence.end == 0 and evidence.words in ACTIONS:
        return f"▸ {action_title(evidence.words)}"
    return f"“{printable(evidence.words, 60)}”"


def _curve(felt: Felt) -> list[str]:
    if not felt.curve:
        return ["  " + _("顾客没有说过话")]
    bars = "".join(_BARS[1 + round((value + 3) / 6 * 7)] * 2 + " " for value in felt.curve)
    points = " ".join(f"{value:+z.1f}" for value in felt.curve)
    return [
        "  " + bars,
        "  " + points,
        "  " + _("最低 {low}  最高 {high}  结束时 {end}  满意度 {mean}").format(
            low=f"{felt.lowest:+z.1f}", high=f"{felt.highest:+z.1f}", end=f"{felt.end:+z.1f}",
            mean=f"{felt.satisfaction:+z.2f}",
        ),
    ]  # fmt: skip


def _bullet(text: str, width: int) -> list[str]:
    first, *rest = wrap(text, width - 4)
    indent = " " * (len(text) - len(text.lstrip(" ·“")))
    return ["  " + first, *("  " + indent + line for line in rest)]


def longest(lines: Sequence[str]) -> int:
    """Cells of the longest line."""
    return max(map(cells, lines), default=0)
