"""Scores of the known players: means over seeds, one row for each drill and player."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import TYPE_CHECKING

from sops.language import _
from tui.terminal.screen import Screen
from tui.terminal.table import Column, table, texts

if TYPE_CHECKING:
    from simulator.drill.players.match import Outcome


def players_page(found: Sequence[Outcome], screen: Screen) -> list[str]:
    """A table; passes are counted, critical errors named."""
    columns = (
        *texts(_("演练"), _("角色")),
        *(Column(name) for name in (_("解决"), _("共情"), _("感受"), _("通过"))),
        Column(_("致命错误"), text=True),
    )
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in found:
        groups.setdefault((outcome.drill, outcome.player), []).append(outcome)
    rows = [[*key, *_row(group)] for key, group in groups.items()]
    return table(columns, rows, screen)


def _row(group: Sequence[Outcome]) -> list[str]:
    cards = [outcome.card for outcome in group]
    empathy = [card.empathy for card in cards if card.empathy is not None]
    critical = sorted({item.id for card in cards for item in card.critical})
    return [
        f"{fmean(card.resolution for card in cards):.0f}",
        f"{fmean(empathy):.0f}" if empathy else "—",
        f"{fmean(card.felt.score for card in cards):.0f}",
        f"{sum(card.passed is True for card in cards)}/{len(cards)}",
        ", ".join(critical),
    ]
