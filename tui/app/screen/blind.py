"""Blind scoring: the conversation, and points for each item, with no score in sight (D13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input

from simulator.drill.sitting import score_items
from sops.language import N_, _
from sops.problem import printable
from tui.app.binding import WordedFooter
from tui.app.kept_session import KeptSession
from tui.app.refused import refusals
from tui.app.widget.conversation import Conversation
from tui.app.widget.wrapped import Wrapped
from tui.item_title import item_title

if TYPE_CHECKING:
    from simulator.drill.scoring.item import Evidence


class BlindScoring(Screen[None]):
    """One input for each item; the card tells which items there are, and nothing else."""

    CSS_PATH = "blind.tcss"
    HELP = N_("读完左边的对话，右边每项打分，全部打完按“交上去”。每位组长每场只能盲评一次。")
    CHOICES = (("s", N_("交上去"), "screen.hand_in"), ("b", N_("返回"), "app.pop_screen"))
    BINDINGS: ClassVar[list[Any]] = [
        ("f8", "hand_in", N_("交上去")), ("escape", "app.pop_screen", N_("返回")),
    ]  # fmt: skip

    def __init__(self, kept: KeptSession) -> None:
        super().__init__()
        self._kept = kept
        # Penalties are left out: that there is one would tell what the machine found.
        both = zip(score_items(kept.card), kept.card.items, strict=True)
        self._items = [(kept, item) for kept, item in both if kept.possible > 0]

    def compose(self) -> ComposeResult:
        """Conversation and inputs."""
        with Horizontal():
            case = self._kept.case
            name = case.say(case.drill.customer.name) if case else _("顾客")
            yield Conversation(name, classes="pane", agent=_("客服"))
            with VerticalScroll(classes="pane", id="items") as pane:
                pane.border_title = _("盲评")
                # From the conversation straight on to the first field.
                pane.can_focus = False
                for number, (each, item) in enumerate(self._items):
                    session = self._kept.session
                    title = item_title(each.item, session.sop_id, session.drill_id)
                    if each.part == "moments":
                        # What the customer said, not what the machine made of the answer.
                        title += f"  {_said(item.evidence)}"
                    most = _("{title}（0–{most}）").format(title=title, most=f"{each.possible:g}")
                    yield Wrapped(most)
                    yield Input(type="number", id=f"item-{number}")
                yield Button(_("交上去"), id="good", variant="primary")
        yield WordedFooter()

    def on_mount(self) -> None:
        """Show the conversation."""
        self.call_after_refresh(lambda: self.query_one(Conversation).show(self._kept.log))

    def drawn_anew(self) -> None:
        """Show it again."""
        self.on_mount()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """On to the next."""
        self.focus_next()

    def on_button_pressed(self, _event: Button.Pressed) -> None:
        """Hand in."""
        self.action_hand_in()

    def action_hand_in(self) -> None:
        """Write the points, if all are there and within bounds."""
        points: dict[str, float] = {}
        for number, (each, _item) in enumerate(self._items):
            field = self.query_one(f"#item-{number}", Input)
            try:
                points[each.item] = float(field.value)
            except ValueError:
                points[each.item] = -1.0
            if not 0 <= points[each.item] <= each.possible:
                self.set_focus(field)
                told = _("这一项要打 0 到 {most} 分").format(most=f"{each.possible:g}")
                self.notify(told, severity="warning")
                return
        records = self.app.records  # type: ignore[attr-defined]
        with refusals(self):
            rubric, _dash, version = self._kept.card.rubric.rpartition("-")
            records.reviews.blind(self._kept.session.id, rubric, version, points)
            self.app.pop_screen()
            self.app.notify(_("盲评交上去了"))


def _said(evidence: Sequence[Evidence]) -> str:
    return f"“{printable(evidence[0].words, 40)}”" if evidence else _("（没有走到这一刻）")
