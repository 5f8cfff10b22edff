"""The second page: the main levers of a scenario as a form that is checked while it is typed."""

from __future__ import annotations

from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, SelectionList, Static
from textual.widgets.selection_list import Selection

from sops.language import N_, _
from sops.problem import printable
from tui.app.planning.desk import Desk
from tui.app.planning.process import Wrong
from tui.app.widget.plain import plain
from tui.app.widget.wrapped import Wrapped, hung

_SHOWN = 2
"""Messages beside one field."""


class Line(Horizontal):
    """A field: what it is, where to type, and what is wrong with it or what it means."""

    def __init__(self, field: dict[str, str], typed: str) -> None:
        super().__init__(classes="line")
        self.field = field
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Label, input, note."""
        yield Wrapped(f"  {self.field['label']}", breaking=hung, classes="what")
        yield Input(self._typed, compact=True, name=self.field["name"])
        yield Wrapped(self.field["note"], classes="note")

    def tell(self, wrong: list[str]) -> None:
        """Show what is wrong; without anything, what the field means."""
        changed = self.query_one(Input).value.strip() != self.field["value"]
        self.set_class(bool(wrong), "wrong")
        self.set_class(changed, "changed")
        mark = "*" if changed else " "
        self.query_one(".what", Wrapped).show(f"{mark} {self.field['label']}")
        told = [f"✗ {message}" for message in wrong[:_SHOWN]]
        if len(wrong) > _SHOWN:
            told.append(_("…共 {n} 条").format(n=len(wrong)))
        self.query_one(".note", Wrapped).show("\n".join(told) or self.field["note"])


class Form(Vertical):
    """Asks the helper about every change; whoever types on is not kept waiting."""

    HELP = N_(
        "改了的数字前面有“*”，不对的当场在旁边说明，改好才能算。比例写 85% 或 0.85 都行。"
        "最下面可以写 PATH=VALUE 改别的数字，再下面勾上要拉的杠杆：推演、测算会一起用上，"
        "F7 是逐个试（都不勾就试全部）。"
    )

    class Checked(Message):
        """The helper has answered about the form."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="form-page")
        self._desk = desk
        self._fields: dict[str, Line] = {}

    def compose(self) -> ComposeResult:
        """What all the changes come to, and room for the fields."""
        yield Static(_("先在第一页选一份场景。"), id="form-told", markup=False)
        # It takes the focus itself: digits turn pages until somebody goes into a field.
        with VerticalScroll(id="form"):
            yield Vertical(id="lines")
            yield SelectionList[str](id="levers", compact=True)

    def on_mount(self) -> None:
        """Show the form of the chosen scenario, as it was left."""
        self.query_one("#levers").display = False
        if self._desk.source:
            self.open()

    @work(exclusive=True, group="form")
    async def open(self) -> None:
        """Build the form of the chosen scenario."""
        told = self.query_one("#form-told", Static)
        told.update(_("正在读场景…"))
        try:
            found = await self._desk.helper.ask("form", source=self._desk.source)
        except Wrong as wrong:
            told.update("\n".join(wrong.told))
            return
        lines = self.query_one("#lines", Vertical)
        await lines.remove_children()
        self._fields = {}
        part = ""
        widgets: list[Widget] = []
        for each in found:
            if each["part"] != part:
                part = each["part"]
                widgets.append(Label(part, classes="part", markup=False))
            line = Line(each, self._desk.values.get(each["name"], each["value"]))
            self._fields[each["name"]] = line
            widgets.append(line)
        await lines.mount(*widgets)
        self._check()
        levers = await self._desk.helper.ask("levers", source=self._desk.source)
        self._list(levers)

    def _list(self, levers: list[dict[str, str]]) -> None:
        listed: Any = self.query_one("#levers", SelectionList)
        listed.border_title = _("杠杆（勾上的一起用；F7 逐个试）")
        listed.clear_options()
        for each in levers:
            text = plain(each["title"], 60)
            text.append("  ")
            why = _("用不上：{why}").format(why=each["why"]) if each["why"] else each["note"]
            text.append_text(plain(why, 400))
            listed.add_option(
                Selection(text, each["name"], each["name"] in self._desk.levers,
                          disabled=bool(each["why"]))
            )  # fmt: skip
        listed.display = True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Check again, a moment after the last key."""
        line = self._fields.get(event.input.name or "")
        if line is None:
            return
        if event.value == line.field["value"]:
            self._desk.values.pop(line.field["name"], None)
        else:
            self._desk.values[line.field["name"]] = event.value
        self._check()

    def on_selection_list_selected_changed(self, event: Any) -> None:
        """Levers count, too."""
        chosen = [str(name) for name in event.selection_list.selected]
        if chosen != self._desk.levers:
            self._desk.levers = chosen
            self._check()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """On to the next field."""
        self.screen.focus_next()

    @work(exclusive=True, group="check")
    async def _check(self) -> None:
        import asyncio

        self._desk.checked = None
        await asyncio.sleep(0.15)
        desk = self._desk
        try:
            found = await desk.helper.ask(
                "check", source=desk.source, values=dict(desk.values), levers=list(desk.levers)
            )
        except Wrong as wrong:
            found = {"wrong": {}, "elsewhere": wrong.told, "sets": [], "told": "", "jobs": {}}
        desk.checked = found
        self._tell(found)
        self.post_message(self.Checked())

    def _tell(self, found: dict[str, Any]) -> None:
        for name, line in self._fields.items():
            line.tell(found["wrong"].get(name, []))
        count = sum(map(len, found["wrong"].values())) + len(found["elsewhere"])
        named = printable(self._desk.source, 100)
        if count:
            text = _("{scenario}：{n} 处不对，改好才能算").format(scenario=named, n=count)
            told = [text, *found["elsewhere"][:3], *found["wrong"].get("levers", [])[:3]]
        else:
            text = _("{scenario}：改了 {n} 处。{told}。Tab 进输入框，数字键换页")
            changed = len(found["sets"]) + len(self._desk.levers)
            told = [text.format(scenario=named, n=changed, told=found["told"])]
        widget = self.query_one("#form-told", Static)
        widget.set_class(bool(count), "wrong")
        widget.update("\n".join(told))
