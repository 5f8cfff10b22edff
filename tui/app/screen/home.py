"""The first screen: the desks, and one's own path."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sops.language import N_, _
from tui.app.binding import WordedFooter

DESKS = (
    ("drill", N_("演练场"), N_("和模拟顾客对练，马上看到分数和证据")),
    ("many", N_("同时接待"), N_("两到五位顾客一起来，一个钟，看得过来吗")),
    ("review", N_("复盘台"), N_("看成绩和证据，更正，给出意见")),
    ("plan", N_("排班台"), N_("推演大促日，算出每半小时要多少人")),
    ("path", N_("我的训练"), N_("布置给我的、没打完的、考试和证书、打过的场次")),
)


class Home(Screen[None]):
    """Choose a desk."""

    HELP = N_("上下键选一张台子，回车进去。Ctrl+O 打开菜单，Ctrl+P 打开命令面板。")
    CHOICES = (
        ("1", N_("演练场"), "screen.open('drill')"),
        ("2", N_("同时接待"), "screen.open('many')"),
        ("3", N_("复盘台"), "screen.open('review')"),
        ("4", N_("排班台"), "screen.open('plan')"),
        ("5", N_("我的训练"), "screen.open('path')"),
    )
    BINDINGS: ClassVar[list[Any]] = [
        *(
            (key, f"open('{name}')", "")
            for n, (name, _title, _text) in enumerate(DESKS, 1)
            for key in (str(n), chr(ord("０") + n))
        ),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """The desks."""
        with Vertical(classes="pane") as box:
            box.border_title = _("沙盘")
            yield Static(_("大促之前，先把那一天在沙盘上打一遍。"), classes="faint")
            yield OptionList(
                *(Option(f"{n}  {_(title)}\n   {_(text)}", id=name)
                  for n, (name, title, text) in enumerate(DESKS, 1)),
                id="desks",
            )  # fmt: skip
        yield WordedFooter()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or mouse."""
        self.action_open(str(event.option.id))

    def action_open(self, name: str) -> None:
        """Go to a desk."""
        if name == "drill":
            from tui.app.screen.drill_choice import DrillChoice

            self.app.push_screen(DrillChoice())
        elif name == "many":
            from tui.app.screen.many_choice import ManyChoice

            self.app.push_screen(ManyChoice())
        elif name == "review":
            from tui.app.screen.review import Review

            self.app.push_screen(Review())
        elif name == "path":
            from tui.app.screen.my_path import MyPathScreen

            self.app.push_screen(MyPathScreen())
        else:
            from tui.app.screen.planning import Planning

            self.app.push_screen(Planning())
