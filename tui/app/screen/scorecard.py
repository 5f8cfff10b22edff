"""The scorecard beside the conversation it was made from (D10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from scenarios.drill.case import Case
from simulator.drill.conversation.event import Event
from simulator.drill.scoring.scorecard import Scorecard
from sops.language import N_, _
from tui.app.binding import WordedFooter
from tui.app.widget.conversation import Conversation
from tui.command.scorecard_page import scorecard_page
from tui.terminal.cell import wrap
from tui.terminal.screen import Screen as Page


class ScorecardScreen(Screen[None]):
    """Evidence side by side with the conversation."""

    HELP = N_(
        "左边是对话，右边是成绩：每一分都写着哪一句（# 后面是号）、为什么。"
        "R 再来一次，F4 申诉，Esc 返回。"
    )
    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("r", N_("再来一次"), "screen.again"),
        ("a", N_("申诉"), "screen.appeal"),
        ("b", N_("返回"), "app.pop_screen"),
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("escape", "app.pop_screen", N_("返回")), ("r", "again", N_("再来一次")),
        ("f4", "appeal", N_("申诉")),
    ]  # fmt: skip

    def __init__(
        self, case: Case, log: Sequence[Event], card: Scorecard, session_id: str,
        notes: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`notes` stand above the card."""
        super().__init__()
        self._case = case
        self._log = log
        self._card = card
        self.session_id = session_id
        self._notes = notes

    def compose(self) -> ComposeResult:
        """Two panes."""
        with Horizontal():
            yield Conversation(self.customer(), classes="pane", numbered=True)
            with VerticalScroll(classes="pane", id="card") as pane:
                pane.border_title = _("成绩单")
                yield Static("", markup=False, id="page")
        yield WordedFooter()

    def customer(self) -> str:
        """What the customer is called."""
        return self._case.say(self._case.drill.customer.name)

    def on_mount(self) -> None:
        """Fill both."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        self.query_one(Conversation).show(self._log)
        self.show_card()
        self.query_one("#card").focus()

    def show_card(self) -> None:
        """Draw the right pane."""
        width = max(40, self.query_one("#card").size.width - 4)
        self.query_one("#page", Static).update("\n".join(self.lines(width)))

    def lines(self, width: int) -> list[str]:
        """What stands in the right pane."""
        above = [part for note in self._notes for part in wrap(note, width)]
        return [*above, *([""] if above else []), *scorecard_page(self._card, Page(width))]

    def action_appeal(self) -> None:
        """Appeal against the score, on the page where the answer will stand too."""
        from tui.app.screen.reading import Reading, read_session

        read_session(self, self.session_id)
        if isinstance(self.app.screen, Reading):
            self.app.screen.action_appeal()

    def action_again(self) -> None:
        """The same drill once more, with other facts."""
        from simulator.drill.exam import practice_seed
        from simulator.drill.sitting import Mode, begin
        from tui.app.screen.drill_floor import DrillFloor

        app: Any = self.app
        mode: Mode = "coach" if self._card.mode == "coach" else "practise"
        sitting = begin(
            app.records, app.person, self._case.drill, self._case.sop,
            practice_seed(self._case.drill), mode=mode, language=self._case.language,
        )  # fmt: skip
        self.app.switch_screen(DrillFloor(sitting))
