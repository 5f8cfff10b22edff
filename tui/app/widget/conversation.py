"""The conversation as it grows: the customer's lines, the agent's, and what was looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual.containers import VerticalScroll

from simulator.drill.conversation.event import Event
from sops.action import ACTIONS, action_title
from sops.language import N_, _
from sops.problem import printable
from tui.app.widget.wrapped import Wrapped
from tui.office_text import in_order, row_text, value_text


class Conversation(VerticalScroll):
    """Lines of a conversation; wraps by cells so that no line begins with a comma."""

    HELP = N_("对话。上下键翻看；末尾是最新的一句。")
    DEFAULT_CSS = """
    Conversation { padding: 0 1; }
    /* A few lines stand at the end too: an anchored pane would put them there with every layout,
       and at the top in between. */
    Conversation.follows { align-vertical: bottom; }
    Conversation > .theirs { color: $foreground; margin: 0 8 1 0; }
    Conversation > .mine { color: $accent; margin: 0 0 1 8; }
    Conversation > .office { color: $secondary; margin: 0 0 1 2; }
    Conversation > .refused { color: $warning; margin: 0 0 1 2; }
    .compact Conversation > Static { margin-bottom: 0; }
    """

    def __init__(
        self, name_of_customer: str, classes: str | None = None, numbered: bool = False,
        follows: bool = False, notes: Mapping[int, str] | None = None, agent: str = "",
    ) -> None:  # fmt: skip
        """`numbered`: with the numbers by which a scorecard names its evidence; `follows`: what
        is said last is in sight, for a conversation that goes on; `notes` stand before the events
        of these numbers; `agent` is who answered, unless it is whoever reads."""
        super().__init__(classes=classes)
        self.set_class(follows, "follows")
        self._follows = follows
        self._customer = name_of_customer
        self._agent = agent or _("我")
        self._numbered = numbered
        self._notes = notes or {}

    def show(self, events: Iterable[Event]) -> None:
        """Add what is new."""
        pieces = []
        for event in events:
            if event.seq in self._notes:
                pieces.append(Wrapped(self._notes[event.seq], classes="refused"))
            piece = self._piece(event)
            if piece is not None:
                if self._numbered:
                    piece.id = f"event-{event.seq}"
                pieces.append(piece)
        if pieces:
            self.mount_all(pieces)
        if pieces and self._follows:
            # What is new has no place yet: the end is where the next layouts put it.
            self.anchor()
            self.call_after_refresh(self.scroll_end, animate=False)

    def _piece(self, event: Event) -> Wrapped | None:
        body = event.body
        clock = f"{event.at_us // 60_000_000:02d}:{event.at_us // 1_000_000 % 60:02d}"
        if self._numbered:
            clock = f"#{event.seq}  {clock}"
        if event.kind == "customer":
            text = f"{self._customer}  {clock}\n{_said(body['text'])}"
            return Wrapped(text, classes="theirs")
        if event.kind == "message":
            text = f"{self._agent}  {clock}\n{_said(body['text'])}"
            return Wrapped(text, at_right=True, classes="mine")
        if event.kind == "action":
            number = f"#{event.seq}  " if self._numbered else ""
            return Wrapped(number + _action(body), classes="office" if body["ok"] else "refused")
        if event.kind == "hint":
            told = _("提示：{text}").format(text=body["text"])
            return Wrapped(told, classes="office")
        if event.kind == "left":
            return Wrapped(_("顾客走了"), classes="refused")
        return None


def _said(text: str) -> str:
    """Lines as they were typed, and nothing else that a terminal would act on."""
    return "\n".join(printable(line, None) for line in text.split("\n"))


def _action(body: dict[str, Any]) -> str:
    """What was done with what, and the answer of the back office."""
    action = ACTIONS.get(body["name"])
    order = [each.name for each in action.parameters] if action else []
    given = [value_text(key, value) for key, value in in_order(body["with"], order) if value != ""]
    head = " ".join([f"▸ {action_title(body['name'])}", *given])
    if body["message"]:
        return f"{head}：{printable(body['message'], 400)}"
    rows = ["　".join(row_text(row)) for row in body["rows"]] or [_("没有记录")]
    return "\n".join([head, *rows])
