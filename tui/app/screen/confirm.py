"""A question over the screen that is answered with yes or no."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from sops.language import N_, _


class Confirm(ModalScreen[bool]):
    """`yes` says what happens; escape and the other button change nothing."""

    HELP = N_("Tab 换按钮，回车按下；Esc 不做，回到原来的地方。")
    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss(False)", "")]
    DEFAULT_CSS = """
    Confirm Horizontal { height: auto; margin-top: 1; }
    Confirm Button { margin-right: 2; }
    """

    def __init__(self, title: str, text: str, yes: str) -> None:
        super().__init__()
        self._words = title, text, yes

    def compose(self) -> ComposeResult:
        """The question; the harmless answer has the focus."""
        title, text, yes = self._words
        with Vertical(classes="dialog") as box:
            box.border_title = title
            yield Static(text, markup=False)
            with Horizontal():
                yield Button(_("回去"), id="no")
                yield Button(yes, id="yes", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id == "yes")
