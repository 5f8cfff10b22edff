"""Several chats at once on one clock (D14): the floor of a busy evening."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import ContentSwitcher

from simulator.drill.conversation.event import MICROSECONDS
from sops.language import N_, _
from tui.app.binding import WordedFooter
from tui.app.screen.drill_floor import DrillFloor
from tui.app.widget.clocks import Clocks
from tui.app.widget.conversation import Conversation
from tui.app.widget.customer_card import CustomerCard
from tui.app.widget.line_up import LineUp
from tui.app.widget.plain import titled
from tui.app.widget.reply_box import ReplyBox

if TYPE_CHECKING:
    from simulator.drill.scoring.scorecard import Scorecard
    from simulator.drill.sitting import Sitting

ARRIVES_EVERY_S = 20.0


class ManyFloor(DrillFloor):
    """Two to five customers, one reply box. Each arrives a little after the one before; the
    clock of each session starts with its customer."""

    HELP = N_(
        "同时接待几位顾客，一个钟。Alt+1 到 Alt+5 换人，Ctrl+G 去等得最久的那位。"
        "先给每位首响，再逐个办。"
    )
    BINDINGS: ClassVar[list[Any]] = [
        *(("alt+" + str(n), f"switch({n - 1})", "") for n in range(1, 6)),
        ("ctrl+g", "longest", N_("等得最久的")),
        # Nobody is coached here: it says so, but takes no room below.
        ("f4", "hint", ""),
    ]

    def __init__(self, sittings: Sequence[Sitting]) -> None:
        super().__init__(sittings[0])
        self.sittings = list(sittings)
        self.cards: dict[int, Scorecard] = {}
        self._current = 0
        self._seen = [0] * len(sittings)
        self._start = time.monotonic()

    def compose(self) -> ComposeResult:
        """The line-up above, the conversation of one customer below."""
        yield LineUp()
        yield Clocks()
        with Horizontal():
            with Vertical(id="talk"):
                with ContentSwitcher(initial=f"talk-{self._current}", id="talks"):
                    for number, sitting in enumerate(self.sittings):
                        case = sitting.case
                        name = case.say(case.drill.customer.name)
                        with Vertical(id=f"talk-{number}"):
                            conversation = Conversation(name, classes="pane", follows=True)
                            conversation.border_title = titled(case.say(case.drill.title))
                            yield conversation
                box = ReplyBox(id="reply", classes="pane")
                box.border_title = _("回复")
                yield box
            with ContentSwitcher(initial=f"card-{self._current}", id="aside"):
                for number, sitting in enumerate(self.sittings):
                    with VerticalScroll(classes="pane", id=f"card-{number}") as card:
                        card.border_title = _("顾客")
                        yield CustomerCard(sitting.case)
        yield WordedFooter()

    # One clock -------------------------------------------------------------------------------

    def _clock_of(self, number: int) -> int:
        """The session clock of a customer; below zero before they arrive."""
        elapsed = time.monotonic() - self._start - number * ARRIVES_EVERY_S
        return int(elapsed * MICROSECONDS)

    def _now(self) -> int:
        return max(0, self._clock_of(self._current))

    def _tick(self) -> None:
        for number, sitting in enumerate(self.sittings):
            if not sitting.session.ended and self._clock_of(number) >= 0:
                sitting.advance(self._clock_of(number))
        self._draw()

    def drawn_anew(self) -> None:
        """Show from the beginning what has been said to everybody."""
        self._seen = [0] * len(self.sittings)
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if len(self.query(Conversation)) < len(self.sittings) or not self.query(Clocks):
            # The screen is being drawn anew in another language.
            return
        first_limit, limit = self._limits()
        for number, sitting in enumerate(self.sittings):
            if self._clock_of(number) < 0:
                continue
            fresh = sitting.log[self._seen[number] :]
            self._seen[number] = len(sitting.log)
            self.query_one(f"#talk-{number} Conversation", Conversation).show(fresh)
            if sitting.session.ended and number not in self.cards:
                self.cards[number] = sitting.finish()
        arrived = [s for number, s in enumerate(self.sittings) if self._clock_of(number) >= 0]
        self.query_one(LineUp).show(arrived, self._current, first_limit)
        self.query_one(Clocks).show(self.sitting.session, first_limit, limit)
        # A tick may come after the cards have taken this screen's place.
        if len(self.cards) == len(self.sittings) and self in self.app.screen_stack:
            self._finish()

    # Whose turn ------------------------------------------------------------------------------

    def action_switch(self, number: int) -> None:
        """Talk to another customer, if they have come."""
        if number < len(self.sittings) and self._clock_of(number) >= 0:
            self._current = number
            self.sitting = self.sittings[number]
            self.query_one("#talks", ContentSwitcher).current = f"talk-{number}"
            self.query_one("#aside", ContentSwitcher).current = f"card-{number}"
            self.query_one(ReplyBox).focus()
            self._draw()

    def action_longest(self) -> None:
        """To the customer who has waited longest."""
        waits = [
            (sitting.session.waited_us or -1, number)
            for number, sitting in enumerate(self.sittings)
            if self._clock_of(number) >= 0 and not sitting.session.ended
        ]
        if waits:
            self.action_switch(max(waits)[1])

    def _finish(self) -> None:
        from tui.app.screen.many_cards import ManyCards

        self._come_to_top()
        self.app.switch_screen(ManyCards(self.sittings, self.cards))
