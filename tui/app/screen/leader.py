"""A menu behind one key: everything there is to do here, each with a key of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sops.language import _


class Leader(ModalScreen[None]):
    """Choose by key, by arrows and enter, or by mouse."""

    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss", "")]

    def __init__(self, choices: list[tuple[str, str, str]]) -> None:
        super().__init__()
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("菜单")
            yield OptionList(
                *(Option(f"{key}  {_(text)}", id=str(n))
                  for n, (key, text, _action) in enumerate(self._choices))
            )  # fmt: skip

    async def on_key(self, event: Any) -> None:
        """A choice by its key."""
        for key, _text, action in self._choices:
            if event.character == key:
                event.stop()
                await self._do(action)
                return

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A choice by enter or mouse."""
        await self._do(self._choices[int(event.option.id or 0)][2])

    async def _do(self, action: str) -> None:
        app = self.app
        self.dismiss()
        app.call_later(app.run_action, action)
