"""Runs side by side: differences from the first with intervals, and which is best for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot, nan
from string import ascii_uppercase

import numpy as np

from simulator.peak.comparison import Difference
from simulator.peak.confidence import CONFIDENCE, half_width_of_mean
from simulator.peak.kpi.definition import Kpi
from sops.language import N_, _
from sops.problem import printable
from tui.command.comparison_page import judged
from tui.command.heading import faint_text, section
from tui.command.kpi_text import difference_half, difference_text, value_text
from tui.planning.outcome import Figure, Outcome
from tui.planning.page import kpis
from tui.terminal.cell import cut, wrap
from tui.terminal.screen import Screen
from tui.terminal.table import numbers, table, texts

MOST = 6
_DECIDE = (
    ("people_cost", N_("人工费用")), ("given_up", N_("流失的顾客占比")),
    ("abandonment", N_("放弃率")), ("satisfaction", N_("满意度（预测）")),
    ("resolved", N_("管得了")), ("occupancy", N_("占用率")),
)  # fmt: skip


def differences(before: Outcome, after: Outcome) -> dict[str, Difference]:
    """By KPI, in total: paired where both met the same customers, else with the wider interval of
    two independent runs."""
    paired = before.pairs_by == after.pairs_by
    found = {}
    for kpi in kpis(before).values():
        old, new = before.figure(kpi.id), after.figure(kpi.id)
        if old is None or new is None or old.value is None or new.value is None:
            continue
        half = _paired_half(old, new) if paired else _apart_half(old, new)
        found[kpi.id] = Difference(
            kpi, "total", "total", old.value, new.value, new.value - old.value, half
        )
    return found


def _paired_half(old: Figure, new: Figure) -> float:
    gaps = np.array(new.pulls) - np.array(old.pulls)
    return float(half_width_of_mean(gaps[:, None], CONFIDENCE)[0])


def _apart_half(old: Figure, new: Figure) -> float:
    if old.half_width is None or new.half_width is None:
        return nan
    return hypot(old.half_width, new.half_width)


def compared_page(runs: Sequence[tuple[str, Outcome]], screen: Screen) -> list[str]:
    """Which is best for what, then all figures; (label, outcome), the first is the yardstick."""
    lines = []
    for letter, (label, outcome) in zip(ascii_uppercase, runs, strict=False):
        lines += wrap(f"{letter}  {printable(label, 200)}", screen.width)
        if outcome.pairs_by != runs[0][1].pairs_by:
            told = _("{letter} 和 A 不是同一批顾客（种子、次数或算法不同）：差值的区间较宽")
            lines += [screen.paint.alert(x)
                      for x in wrap(told.format(letter=letter), screen.width)]  # fmt: skip
    outcomes = [outcome for _label, outcome in runs]
    lines += best_table(outcomes, screen) + _all_figures(outcomes, screen)
    notes = _("差值是减去 A，比率的差值和半宽单位是百分点；± 为 95% 置信区间的半宽。")
    chance = _("“明显”指 95% 区间不含 0；行数多时，总有几行只是碰巧明显。")
    return [*lines, "", *faint_text(notes, screen), *faint_text(chance, screen)]


def best_table(outcomes: Sequence[Outcome], screen: Screen) -> list[str]:
    """For each question the best run, and whether it is clearly ahead of all the others."""
    found = [_best(outcomes, kpi, _(question)) for kpi, question in _DECIDE]
    rows = [_most_targets(outcomes), *(row for row in found if row is not None)]
    letters = ascii_uppercase[: len(outcomes)]
    columns = (*texts(_("看什么")), *numbers(*letters), *texts(_("最好")))
    return section(_("哪个好"), screen) + table(columns, rows, screen)


def _most_targets(outcomes: Sequence[Outcome]) -> list[str]:
    kept = [sum(each.holds for each in outcome.judged) for outcome in outcomes]
    shown = [f"{n}/{len(o.judged)}" for n, o in zip(kept, outcomes, strict=True)]
    best = [ascii_uppercase[i] for i, n in enumerate(kept) if n == max(kept)]
    return [_("目标达到几个"), *shown, _("一样") if len(best) == len(kept) else " ".join(best)]


def _best(outcomes: Sequence[Outcome], name: str, question: str) -> list[str] | None:
    kpi = kpis(outcomes[0]).get(name)
    found = [outcome.figure(name) for outcome in outcomes]
    values = [figure.value for figure in found if figure is not None and figure.value is not None]
    if kpi is None or len(values) < len(outcomes):
        return None
    shown = [value_text(kpi.unit, value) for value in values]
    better = "less" if kpi.unit == "yuan" else kpi.better
    if better == "neither":
        return [question, *shown, "–"]
    best = values.index(max(values) if better == "more" else min(values))
    gaps = [differences(outcomes[best], other)[name]
            for i, other in enumerate(outcomes) if i != best]  # fmt: skip
    if all(gap.clear for gap in gaps):
        return [question, *shown, ascii_uppercase[best]]
    even = all(gap.difference == 0 for gap in gaps)
    return [question, *shown, _("一样") if even else _("分不出")]


def _all_figures(outcomes: Sequence[Outcome], screen: Screen) -> list[str]:
    others = [differences(outcomes[0], other) for other in outcomes[1:]]
    letters = ascii_uppercase[1 : len(outcomes)]
    columns = [*texts(_("指标")), *numbers("A")]
    for letter in letters:
        columns += [*numbers(f"{letter} − A", "±"), *texts(_("明显"))]
    rows: list[list[str]] = []
    worse = []
    for kpi in kpis(outcomes[0]).values():
        if not all(kpi.id in found for found in others) or not others:
            continue
        if any(found[kpi.id].better is False for found in others):
            worse.append(len(rows))
        rows.append(list(_row(kpi, [found[kpi.id] for found in others])))
    return section(_("全部指标"), screen) + table(columns, rows, screen, alert=worse)


def _row(kpi: Kpi, found: Sequence[Difference]) -> Iterator[str]:
    yield cut(kpi.title, 30)
    yield value_text(kpi.unit, found[0].before)
    for each in found:
        yield difference_text(kpi.unit, each.difference)
        yield difference_half(kpi.unit, each.half_width)
        yield judged(each)
