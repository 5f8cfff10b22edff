"""What a scenario's numbers rest on: how many are assumed, published, measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.peak.written import KIND_TITLES, basis_counts
from sops.language import _, localized
from tui.terminal.cell import wrap
from tui.terminal.screen import Screen
from tui.terminal.table import Column, table

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario

_MOST_PATH = 36


def basis_line(scenario: PeakScenario) -> str:
    """One line: how many of the numbers are assumptions."""
    counts = basis_counts(scenario)
    text = _("本场景 {total} 个数字中 {assumed} 个是假设；逐条见 shapan scenario show {name}")
    total, assumed = sum(counts.values()), counts.get("assumed", 0)
    return text.format(total=f"{total:,}", assumed=f"{assumed:,}", name=scenario.name)


def basis_table(scenario: PeakScenario, screen: Screen) -> list[str]:
    """Every entry of the basis: what it covers, what kind, and the note."""
    columns = [
        Column(_("路径"), text=True, wraps=True),
        Column(_("依据"), text=True),
        Column(_("说明"), text=True, wraps=True),
    ]
    rows = [[", ".join(b.paths), _(KIND_TITLES[b.kind]), localized(b.note)] for b in scenario.basis]
    paths = max((len(line) for row in rows for line in wrap(row[0], _MOST_PATH)), default=0)
    rows = [["\n".join(wrap(row[0], paths)), *row[1:]] for row in rows]
    return table(columns, rows, screen)
