"""A small form over the screen: a few fields, enter on the last one answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Select

from sops.language import N_, _
from tui.app.widget.plain import plain, titled


@dataclass(frozen=True)
class Field:
    """A line to type in, or one of `options` (value, text) to choose."""

    name: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()


class Ask(ModalScreen[dict[str, str] | None]):
    """Answers with what was filled in by name of field; None where it was called off."""

    # Not the scrolling pane around them, which could take the focus too.
    AUTO_FOCUS = "Input, Select, Button"
    HELP = N_("填好以后回车或按“好”；Esc 不做了。")
    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss(None)", "")]

    def __init__(self, title: str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._title = title
        self._fields = fields

    def compose(self) -> ComposeResult:
        """The fields."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = titled(self._title)
            for field in self._fields:
                yield Label(field.label, markup=False)
                yield self._widget(field)
            yield Button(_("好"), id="good", variant="primary")

    def _widget(self, field: Field) -> Any:
        if not field.options:
            return Input(field.value, id=field.name)
        listed = [(plain(text), value) for value, text in field.options]
        chosen = field.value or field.options[0][0]
        return Select(listed, value=chosen, allow_blank=False, id=field.name)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next field; the last one answers."""
        inputs = list(self.query(Input))
        after = inputs[inputs.index(event.input) + 1 :]
        if after:
            self.set_focus(after[0])
        else:
            self._answer()

    def on_button_pressed(self, _event: Button.Pressed) -> None:
        """Answer."""
        self._answer()

    def _answer(self) -> None:
        found: dict[str, str] = {}
        for field in self._fields:
            widget: Any = self.query_one(f"#{field.name}")
            found[field.name] = str(widget.value)
        self.dismiss(found)
