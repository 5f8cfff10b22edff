"""A call to the back office: choose an action by name, fill its form."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Select
from textual.widgets.option_list import Option

from scenarios.drill.case import Case
from sops.action import ACTIONS, Action, Parameter, action_title
from sops.language import N_, _
from tui.office_text import VALUES

Call = tuple[str, dict[str, Any]]


class OfficeChoice(ModalScreen[str | None]):
    """Look-ups and actions; typing narrows the list."""

    HELP = N_("打几个字筛选，上下键挑，回车选中。")
    BINDINGS: ClassVar[list[Any]] = [
        ("escape", "dismiss(None)", ""), ("up", "move(-1)", ""), ("down", "move(1)", ""),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """A filter above a list."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("后台")
            yield Input(placeholder=_("筛选，如：退款"), id="filter")
            yield OptionList(id="actions")

    def on_mount(self) -> None:
        """All of them."""
        self._fill("")

    def _fill(self, word: str) -> None:
        actions = self.query_one("#actions", OptionList)
        actions.clear_options()
        word = word.strip().casefold()
        found = matching(word)
        for action in found:
            actions.add_option(
                Option(f"{action_title(action.name)}  {action.name}", id=action.name)
            )
        if not found:
            actions.add_option(Option(_("没有这样的操作，换个词试试"), disabled=True))
        actions.highlighted = 0 if found else None

    def action_move(self, step: int) -> None:
        """Up and down the list while the focus stays in the filter."""
        actions = self.query_one("#actions", OptionList)
        if actions.highlighted is not None:
            actions.highlighted = ((actions.highlighted or 0) + step) % actions.option_count

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Take what is highlighted."""
        actions = self.query_one("#actions", OptionList)
        if actions.highlighted is not None:
            self.dismiss(actions.get_option_at_index(actions.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen by mouse or enter."""
        self.dismiss(event.option.id)


def matching(word: str) -> list[Action]:
    """Actions with the word in their title or name; where there are none, those with all of its
    characters in their order, as people shorten: 退差价 for 退价保差价."""
    titles = {action: f"{action_title(action.name)} {action.name}".casefold()
              for action in ACTIONS.values()}  # fmt: skip
    found = [action for action, title in titles.items() if word in title]
    return found or [action for action, title in titles.items() if _in_order(word, title)]


def _in_order(word: str, title: str) -> bool:
    left = iter(title)
    return all(character in left for character in word)


class OfficeForm(ModalScreen[Call | None]):
    """The arguments of one action; what the case makes likely stands there already."""

    # Not the scrolling pane around them, which could take the focus too.
    AUTO_FOCUS = "Input, Select, Button"
    HELP = N_("填好后回车或按“办理”；Esc 不办。")
    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss(None)", "")]

    def __init__(self, action: Action, case: Case) -> None:
        super().__init__()
        self._action = action
        self._case = case

    def compose(self) -> ComposeResult:
        """A field for each parameter."""
        with VerticalScroll(classes="dialog") as box:
            box.border_title = action_title(self._action.name)
            for parameter in self._action.parameters:
                title = _(parameter.title)
                if parameter.kind == "amount_fen":
                    title += _("（元）")
                if not parameter.required:
                    title += _("（可不填）")
                yield Label(title)
                yield self._field(parameter)
            yield Button(_("办理"), variant="primary", id="do")

    def _field(self, parameter: Parameter) -> Any:
        if parameter.kind == "choice":
            options = [(_(VALUES[c]) if c in VALUES else c, c) for c in parameter.choices]
            return Select(options, id=parameter.name, prompt=_("选一个"))
        return Input(self._likely(parameter.name), id=parameter.name)

    def _likely(self, name: str) -> str:
        tables = self._case.tables
        table = {"order": "orders", "parcel": "parcels", "coupon": "coupons"}.get(name)
        rows = tables.get(table, []) if table else []
        if len(rows) == 1:
            return str(rows[0].get("id", ""))
        orders = tables.get("orders", [])
        if name == "sku" and len(orders) == 1 and len(orders[0].get("items", [])) == 1:
            return str(orders[0]["items"][0].get("sku", ""))
        return ""

    def on_input_submitted(self) -> None:
        """Enter in a field is the button."""
        self._do()

    def on_button_pressed(self) -> None:
        """The button."""
        self._do()

    def _do(self) -> None:
        words: dict[str, Any] = {}
        for parameter in self._action.parameters:
            field = self.query_one(f"#{parameter.name}")
            value = getattr(field, "value", "")
            if isinstance(value, str) and value:
                words[parameter.name] = value
        self.dismiss((self._action.name, words))
