"""The page of saved plans: open, rename, throw away, compute again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import DataTable, Static

from sops.language import N_, _, capital
from sops.problem import printable
from tui.app.planning.desk import kind_title
from tui.app.widget.column import Column
from tui.app.widget.plain import plain, right
from tui.app.widget.table import Table
from tui.planning.headline import headline_cells, headline_titles


class SavedList(Vertical):
    """Plans in the records, newest first; planners and administrators see them."""

    HELP = N_(
        "回车打开一份方案，结果和存的时候一样。F3 照存下的场景、种子和次数再算一遍，看是不是一样；"
        "F4 改名，Delete 删掉（只能动自己存的）。"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f3", "ask('again')", N_("再算一遍"), show=False),
        Binding("f4", "ask('rename')", N_("改名"), show=False),
        Binding("delete", "ask('drop')", N_("删掉"), show=False),
    ]  # fmt: skip

    class Asked(Message):
        """Something is to be done with a plan: `open`, `again`, `rename` or `drop`."""

        def __init__(self, what: str, plan: Any) -> None:
            super().__init__()
            self.what = what
            self.plan = plan

    class Read(Message):
        """The records have answered."""

        def __init__(self, plans: tuple[Any, ...], names: dict[str, str], refused: str) -> None:
            super().__init__()
            self.plans = plans
            self.names = names
            self.refused = refused

    def __init__(self) -> None:
        super().__init__(id="saved-list")
        self._plans: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        """The list, and what is known of it."""
        yield Static(_("正在读取记录…"), id="saved-told", markup=False)
        yield Table(id="plans")
        yield Static("", id="plan-about", markup=False, classes="faint")

    def on_mount(self) -> None:
        """Read them."""
        self.read()

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        """Read the plans beside the screen."""
        from simulator.records.error import RecordsError

        records: Any = self.app.records  # type: ignore[attr-defined]
        try:
            with records.together():
                plans = records.plans.list()
                names = {each.id: "" if each.local else each.name or each.login
                         for each in records.people.list()}  # fmt: skip
            told = ""
        except RecordsError as error:
            plans, names, told = (), {}, str(error)
        self.post_message(self.Read(plans, names, told))

    def on_saved_list_read(self, event: Read) -> None:
        """Show them."""
        self._plans = {plan.id: plan for plan in event.plans}
        table = self.query_one("#plans", Table)
        columns = (Column(_("名字"), least=20), Column(_("算的什么")),
                   *map(Column, headline_titles()), Column(_("什么时候")),
                   Column(_("谁存的"), least=8), Column(_("场景"), least=12, spare=True),
                   Column(_("版本"), spare=True))  # fmt: skip
        table.fill(columns, ((plan.id, _cells(plan, event.names)) for plan in event.plans))
        table.display = bool(event.plans)
        self._say()
        told = _("回车打开，F3 再算一遍，F4 改名，Delete 删掉")
        if not event.plans:
            told = _("还没有存过方案：算好以后按 F2 存下，连同场景、种子和版本。")
        self.query_one("#saved-told", Static).update(printable(event.refused or told, None))

    def on_data_table_row_highlighted(self, _event: DataTable.RowHighlighted) -> None:
        """Say what it is, in full."""
        self._say()

    def _say(self) -> None:
        plan = self._plans.get(self.query_one("#plans", Table).here)
        self.query_one("#plan-about", Static).update(_about(plan) if plan else "")

    def action_ask(self, what: str) -> None:
        """Something is to be done with the plan under the cursor."""
        table = self.query_one("#plans", Table)
        if table.here:
            self.post_message(self.Asked(what, self._plans[table.here]))

    def on_data_table_row_selected(self, _event: DataTable.RowSelected) -> None:
        """Open it."""
        self.action_ask("open")


def _cells(plan: Any, names: Mapping[str, str]) -> tuple[Any, ...]:
    summary = plan.summary
    kind = dict(summary.get("outcome", {}).get("job", {})).get("kind", "")
    return (
        plain(plan.name), kind_title(kind) if kind else "",
        *map(right, headline_cells(summary.get("numbers", {}))),
        f"{plan.saved_at.astimezone():%m-%d %H:%M}",
        plain(names.get(plan.saved_by) or capital(_("本人"))), plain(plan.scenario),
        plain(plan.app_version),
    )  # fmt: skip


def _about(plan: Any) -> str:
    told = (plan.name, plan.scenario, _("沙盘 {version}").format(version=plan.app_version))
    return "  ".join(printable(part) for part in told)
