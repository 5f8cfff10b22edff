"""Help about the part that has the focus, and the keys of the screen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from sops.language import _
from tui.terminal.cell import left


class Help(ModalScreen[None]):
    """`HELP` texts of the focused widget and of its ancestors, nearest first."""

    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss", ""), ("f1", "dismiss", "")]

    def __init__(self, focused: Any, screen: Any) -> None:
        super().__init__()
        self._focused = focused
        self._under = screen

    def compose(self) -> ComposeResult:
        """The text."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = _("帮助")
            yield Static("\n\n".join(self._texts()), markup=False)
            yield Static("\n" + "\n".join(self._keys()), markup=False, classes="faint")

    def _texts(self) -> list[str]:
        nodes = [self._focused, *(self._focused.ancestors if self._focused else ()), self._under]
        found = [_(node.HELP) for node in nodes if getattr(node, "HELP", "")]
        return list(dict.fromkeys(found)) or [_("这里没有更多说明")]

    def _keys(self) -> list[str]:
        bindings = [*self._under.active_bindings.values()]
        shown = [each.binding for each in bindings if each.binding.description]
        return [
            left(key_name(b.key), 14) + _(b.description)
            for b in shown if not b.description.isascii()
        ]  # fmt: skip


def key_name(key: str) -> str:
    """A key as the texts of the app call it: F2, Ctrl+O, Esc."""
    parts = ("esc" if part == "escape" else part for part in key.split("+"))
    return "+".join(part.capitalize() for part in parts)
