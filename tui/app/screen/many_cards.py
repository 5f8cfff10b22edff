"""The cards of a floor: one row for each customer, enter shows the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import DataTable, Static

from sops.language import N_, _, capital
from tui.app.binding import WordedFooter
from tui.app.widget.column import Column
from tui.app.widget.plain import plain, points
from tui.app.widget.table import Table

if TYPE_CHECKING:
    from simulator.drill.scoring.scorecard import Scorecard
    from simulator.drill.sitting import Sitting


class ManyCards(Screen[None]):
    """What became of each customer, and how long they waited for the first word."""

    HELP = N_("每位顾客一行，回车看证据。")
    CHOICES = (("b", N_("返回"), "app.pop_screen"),)
    BINDINGS: ClassVar[list[Any]] = [("escape", "app.pop_screen", N_("返回"))]

    def __init__(self, sittings: Sequence[Sitting], cards: Mapping[int, Scorecard]) -> None:
        super().__init__()
        self._sittings = list(sittings)
        self._cards = dict(cards)

    def compose(self) -> ComposeResult:
        """The table."""
        with Vertical(classes="pane") as box:
            box.border_title = _("这一场的成绩")
            yield Static(_("每位顾客单独打分；等得久会记在首响和平响里。"), classes="faint")
            yield Table(id="cards")
        yield WordedFooter()

    def on_mount(self) -> None:
        """Fill it."""
        columns = (Column(_("顾客"), least=8), Column(_("题目"), least=20), _("解决"), _("共情"),
                   _("感受"), Column(_("结局"), least=20))  # fmt: skip
        rows = []
        for number, sitting in enumerate(self._sittings):
            card, case = self._cards[number], sitting.case
            rows.append((str(number), (
                plain(case.say(case.drill.customer.name)), plain(case.say(case.drill.title)),
                points(card.resolution), points(card.empathy), points(card.felt.score),
                ending(card.ended),
            )))  # fmt: skip
        table = self.query_one("#cards", Table)
        table.fill(columns, rows)
        table.focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """One card beside its conversation."""
        from tui.app.screen.scorecard import ScorecardScreen

        sitting = self._sittings[event.cursor_row]
        card = self._cards[event.cursor_row]
        self.app.push_screen(ScorecardScreen(sitting.case, sitting.log, card, sitting.kept.id))


def ending(how: str | None) -> str:
    """How a conversation ended, in words."""
    found = {
        "content": _("满意地走了"), "discontent": _("解决了，但不痛快"),
        "unsolved": _("没解决"), "left": _("等不及或气走了"), "handed_over": _("已转交"),
    }.get(how or "", _("没有结束"))  # fmt: skip
    return capital(found)
