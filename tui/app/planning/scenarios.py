"""The first page: the library's scenarios and one's own, and what each is."""

from __future__ import annotations

from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import DataTable, Static

from sops.language import N_, _, capital
from tui.app.planning.desk import Desk
from tui.app.planning.process import Wrong
from tui.app.widget.column import Column
from tui.app.widget.plain import plain, right
from tui.app.widget.table import Table


class ScenarioList(Vertical):
    """Names stand at once; what they are comes in one by one."""

    HELP = N_(
        "选一份场景，回车去改数字。自己的场景放进用户场景库的 peaks 文件夹，同名的盖住内置的；"
        "用 shapan new 可以问几个问题就写出一份。"
    )

    class Chosen(Message):
        """A scenario was chosen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, desk: Desk) -> None:
        super().__init__(id="scenario-list")
        self._desk = desk
        self._names: tuple[str, ...] = ()
        self._known: dict[str, dict[str, Any]] = {}

    def compose(self) -> ComposeResult:
        """The list and what is said about the one under the cursor."""
        yield Table(id="scenarios")
        yield Static(_("正在读场景…"), id="about-scenario", markup=False)

    def on_mount(self) -> None:
        """Fill it."""
        from scenarios.peak.library import peak_names

        self._names = peak_names()
        self._fill()
        self._read(list(self._names))

    def _mark(self, name: str) -> str:
        return "▸" if name == self._desk.source else ""

    @work(exclusive=True)
    async def _read(self, names: list[str]) -> None:
        for name in names:
            try:
                found = await self._desk.helper.ask("scenario", source=name)
            except Wrong as wrong:
                self.query_one("#about-scenario", Static).update("\n".join(wrong.told))
                return
            self._known[name] = found
            self._fill()

    def _fill(self) -> None:
        columns = ("", Column(_("名字"), least=12), _("来源"), Column(_("标题"), least=16), _("从"),
                   _("小时"), _("班组数"), _("目标数"))  # fmt: skip
        table = self.query_one("#scenarios", Table)
        table.fill(columns, ((name, self._cells(name)) for name in self._names))
        self._tell()

    def _cells(self, name: str) -> tuple[Any, ...]:
        found = self._known.get(name)
        if found is None:
            return (self._mark(name), plain(name), *[""] * 3, *[right("")] * 3)
        wrong = len(found["wrong"])
        told = _("读不了，{n} 处有错").format(n=wrong) if wrong else found["title"]
        return (
            self._mark(name), plain(name), capital(_("我的") if found["own"] else _("内置")),
            plain(told), found["start"], right(found["hours"]), right(found["groups"] or ""),
            right(found["targets"]),
        )  # fmt: skip

    def on_data_table_row_highlighted(self, _event: DataTable.RowHighlighted) -> None:
        """Say what it is."""
        self._tell()

    def _tell(self) -> None:
        table = self.query_one("#scenarios", Table)
        if not table.row_count:
            told = _("还没有场景。")
        else:
            found = self._known.get(table.here)
            told = _("正在读场景…") if found is None else _about(found)
        self.query_one("#about-scenario", Static).update(told)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Choose it; one that cannot be read says why instead."""
        name = str(event.row_key.value)
        if name in self._known and not self._known[name]["wrong"]:
            self.post_message(self.Chosen(name))

    def chosen(self) -> None:
        """Mark the chosen one."""
        self._fill()


def _about(found: dict[str, Any]) -> str:
    if found["wrong"]:
        return "\n".join([_("改好这些才能用："), *found["wrong"][:8]])
    # Where one's own lies is where to change it; the library's own files are not to be changed.
    file = found["file"] if found["own"] else ""
    return "\n".join(part for part in (found["told"], found["note"], file) if part)
