"""A conversation in which the message that a piece of evidence cites can be found, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from sops.language import N_
from tui.app.widget.conversation import Conversation


class CitedConversation(Conversation):
    """One message is marked at a time, by arrows, by mouse, or by who cites it (D10)."""

    HELP = N_(
        "对话。上下键一句一句走，右边跟着亮出引用这一句的证据；回车回到成绩单。鼠标点一句也行。"
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("up", "step(-1)", ""), ("down", "step(1)", ""),
        Binding("enter", "back", N_("回到成绩单"), show=False),
    ]  # fmt: skip
    DEFAULT_CSS = """
    CitedConversation > .marked { border-left: thick $accent; text-style: bold; }
    """

    @dataclass
    class Picked(Message):
        """The reader is at this message now."""

        seq: int

    class Back(Message):
        """The reader wants to go back to the card."""

    def __init__(
        self, name_of_customer: str, notes: Mapping[int, str], classes: str | None = None,
        agent: str = "",
    ) -> None:  # fmt: skip
        super().__init__(name_of_customer, classes, numbered=True, notes=notes, agent=agent)
        self.marked: int | None = None

    def mark(self, seq: int) -> None:
        """Show this event and mark it; one that is not shown is where the one before it is."""
        numbers = self._numbers()
        if not numbers:
            return
        self.marked = max((each for each in numbers if each <= seq), default=numbers[0])
        for piece in self.query(".marked"):
            piece.remove_class("marked")
        found = self.query_one(f"#event-{self.marked}")
        found.add_class("marked")
        self.release_anchor()
        self.scroll_to_widget(found, animate=False)

    def on_resize(self) -> None:
        """What is marked stays in sight where lines break elsewhere now."""
        for piece in self.query(".marked"):
            self.call_after_refresh(self.scroll_to_widget, piece, animate=False)

    def _numbers(self) -> list[int]:
        ids = (piece.id or "" for piece in self.query(Static))
        return [int(each.removeprefix("event-")) for each in ids if each.startswith("event-")]

    def action_step(self, by: int) -> None:
        """To the next message, or the one before."""
        numbers = self._numbers()
        if not numbers:
            return
        if self.marked in numbers:
            place = numbers.index(self.marked) + by
        else:
            place = len(numbers) - 1 if by < 0 else 0
        self._pick(numbers[min(max(place, 0), len(numbers) - 1)])

    def action_back(self) -> None:
        """To the card."""
        self.post_message(self.Back())

    def on_click(self, event: Any) -> None:
        """A message that is clicked on."""
        widget, _region = self.screen.get_widget_at(event.screen_x, event.screen_y)
        if (widget.id or "").startswith("event-"):
            self._pick(int(str(widget.id).removeprefix("event-")))

    def _pick(self, seq: int) -> None:
        self.mark(seq)
        self.post_message(self.Picked(seq))
