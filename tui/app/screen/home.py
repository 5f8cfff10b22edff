"""The first screen: the desks, and one's own path."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
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

OWN_DESK = {"lead": "review", "planner": "plan"}


class Home(Screen[None]):
    """Choose a desk, of those that are for the role of whoever uses the app."""

    HELP = N_("上下键选一张台子，回车进去。Ctrl+O 打开菜单，Ctrl+P 打开命令面板。")
    BINDINGS: ClassVar[list[Any]] = [
        # Everywhere; said where somebody wants to go.
        Binding("ctrl+q", "app.quit", N_("退出"), priority=True),
        *(
            (f"{digit},{chr(ord('０') + digit)}", f"go({digit})", "")
            for digit in range(1, len(DESKS) + 1)
        ),
    ]

    @property
    def desks(self) -> list[tuple[str, str, str]]:
        """Name, title and a word, in the order of their numbers."""
        app: Any = self.app
        return [desk for desk in DESKS if app.may_sit(desk[0])]

    @property
    def choices(self) -> tuple[tuple[str, str, str], ...]:
        """The desks by number."""
        return tuple(
            (str(n), title, f"screen.open('{name}')")
            for n, (name, title, _text) in enumerate(self.desks, 1)
        )

    def compose(self) -> ComposeResult:
        """The desks."""
        app: Any = self.app
        with Vertical(classes="pane") as box:
            box.border_title = _("沙盘")
            yield Static(_("大促之前，先把那一天在沙盘上打一遍。"), classes="faint")
            yield OptionList(
                *(Option(f"{n}  {_(title)}\n   {_(text)}", id=name)
                  for n, (name, title, text) in enumerate(self.desks, 1)),
                id="desks",
            )  # fmt: skip
            if app.role == "administrator":
                told = _("人员、培训班和一次性码：shapan people；备份和抹去：shapan records。")
                yield Static(told, classes="faint", markup=False)
        yield WordedFooter()

    def on_mount(self) -> None:
        """Stand at the desk that a role comes for, so that enter goes there."""
        app: Any = self.app
        own = OWN_DESK.get(app.role)
        names = [name for name, _title, _text in self.desks]
        if own in names:
            self.query_one(OptionList).highlighted = names.index(own)

    def action_go(self, number: int) -> None:
        """To the desk of this number."""
        if number <= len(self.desks):
            self.action_open(self.desks[number - 1][0])

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
