"""The scorecard beside the conversation it was made from (D10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from scenarios.drill.case import Case
from simulator.drill.conversation.event import Event
from simulator.drill.scoring.scorecard import Scorecard
from sops.language import N_, _
from tui.app.binding import WordedFooter
from tui.app.gap_text import gap_line, gap_note
from tui.app.widget.card_pane import CardPane
from tui.app.widget.cited_conversation import CitedConversation
from tui.app.widget.plain import titled
from tui.command.scorecard_page import CardLine, card_lines
from tui.item_title import drill_title
from tui.terminal.cell import wrap
from tui.terminal.screen import Screen as Page

if TYPE_CHECKING:
    from simulator.records.gap import Gap


class ScorecardScreen(Screen[None]):
    """Evidence side by side with the conversation."""

    HELP = N_(
        "左边是对话，右边是成绩：每一分都写着哪一句（# 后面是号）、为什么。上下键挑一条证据，"
        "左边跟着跳到那一句；Tab 换到左边，上下键一句一句走，右边跟着。F9 再来一次，F4 申诉，"
        "Esc 返回。"
    )
    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("r", N_("再来一次"), "screen.again"),
        ("a", N_("申诉"), "screen.appeal"),
        ("b", N_("返回"), "app.pop_screen"),
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("escape", "app.pop_screen", N_("返回")), ("f9,r", "again", N_("再来一次")),
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
            notes = {gap.seq: gap_line(gap) for gap in self.gaps}
            talk = CitedConversation(self.customer(), notes, classes="pane", agent=self.agent())
            talk.border_title = titled(self.session_title())  # type: ignore[assignment]
            yield talk
            pane = CardPane(classes="pane", id="card")
            pane.border_title = _("成绩单")
            yield pane
        yield WordedFooter()

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Where an exam was interrupted; anything else may be left and gone on with."""
        if self._card.mode != "exam":
            return ()
        records: Any = self.app.records  # type: ignore[attr-defined]
        found: tuple[Gap, ...] = records.gaps.of([self.session_id]).get(self.session_id, ())
        return found

    def customer(self) -> str:
        """What the customer is called."""
        return self._case.say(self._case.drill.customer.name)

    def agent(self) -> str:
        """Who answered, unless it is whoever reads."""
        return ""

    def session_title(self) -> str:
        """What stands over the conversation."""
        return drill_title(self._card.drill)

    def on_mount(self) -> None:
        """Fill both."""
        self.call_after_refresh(self._fill)

    def drawn_anew(self) -> None:
        """Fill both again."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        self.query_one(CitedConversation).show(self._log)
        self.show_card()
        self.query_one(CardPane).focus()

    def show_card(self) -> None:
        """Draw the right pane."""
        self.query_one(CardPane).show(self.lines)

    def lines(self, width: int) -> list[CardLine]:
        """What stands in the right pane."""
        return [*self._above(width), *card_lines(self._card, Page(width))]

    def _above(self, width: int) -> list[CardLine]:
        notes = [*self._notes, *([gap_note(self.gaps)] if self.gaps else [])]
        above = [CardLine(part) for note in notes for part in wrap(note, width)]
        return [*above, CardLine("")] if above else []

    # Evidence and what it cites ---------------------------------------------------------------

    def on_card_pane_chosen(self, event: CardPane.Chosen) -> None:
        """Show the message that is cited."""
        talk = self.query_one(CitedConversation)
        talk.mark(event.seq)
        if event.open:
            talk.focus()

    def on_cited_conversation_picked(self, event: CitedConversation.Picked) -> None:
        """Show who cites the message."""
        self.query_one(CardPane).choose_citing(event.seq)

    def on_cited_conversation_back(self, _event: CitedConversation.Back) -> None:
        """Back to the card."""
        self.query_one(CardPane).focus()

    def action_appeal(self) -> None:
        """Appeal against the score, on the page where the answer will stand too."""
        from tui.app.screen.reading import Reading, read_session

        read_session(self, self.session_id)
        if isinstance(self.app.screen, Reading):
            self.app.screen.begin_with = self.query_one(CardPane).item
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
