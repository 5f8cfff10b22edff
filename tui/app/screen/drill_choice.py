"""Choosing a drill: what is open, and the library."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import DataTable, Static

from sops.language import N_, _, current_language, localized
from sops.problem import printable
from tui.app.binding import WordedFooter


class DrillChoice(Screen[None]):
    """A table of drills; enter begins one."""

    HELP = N_(
        "回车开始一场演练。F4 切换带练（可以要提示，会扣分）。没打完的场次在最上面，回车接着练。"
    )
    CHOICES = (("c", N_("带练开关"), "screen.coach"), ("b", N_("返回"), "app.pop_screen"))
    BINDINGS: ClassVar[list[Any]] = [
        ("escape", "app.pop_screen", N_("返回")), ("f4", "coach", N_("带练开关")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._mode = "practise"
        self._rows: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        """The table."""
        with Vertical(classes="pane") as box:
            box.border_title = _("演练场")
            yield Static("", id="mode", classes="faint")
            yield DataTable(cursor_type="row", zebra_stripes=False, id="drills")
        yield WordedFooter()

    def on_mount(self) -> None:
        """Fill the table."""
        self._fill()
        self._say_mode()

    def on_screen_resume(self) -> None:
        """Back from a drill: sessions have changed."""
        self._fill()

    def _fill(self) -> None:
        from scenarios.drill.load import drill_names, load_drill
        from sops.problem import Problems
        from tui.command.drill_page import channel_title

        table = self.query_one("#drills", DataTable)
        table.clear(columns=True)
        table.add_columns(_("题目"), _("难度"), _("渠道"), _("业务"), _("状态"))
        self._rows = []
        records = self.app.records  # type: ignore[attr-defined]
        titles = {}
        for name in drill_names():
            try:
                drill, sop = load_drill(name)
            except Problems:
                continue
            titles[name] = localized({"zh": drill.title.zh, "en": drill.title.en or ""})
            self._rows.append(("drill", name))
            table.add_row(
                titles[name], str(drill.level), channel_title(drill.channel),
                localized(sop.title), "",
            )  # fmt: skip
        self._offer_open(records, table, titles)

    def _offer_open(self, records: Any, table: DataTable[Any], titles: dict[str, str]) -> None:
        for kept in records.sessions.list(state="open", limit=20):
            self._rows.append(("session", kept.id))
            table.add_row(
                titles.get(kept.drill_id, printable(kept.drill_id)), "", "", "", _("没打完，接着练")
            )

    def action_coach(self) -> None:
        """Practise, or with hints."""
        self._mode = "coach" if self._mode == "practise" else "practise"
        self._say_mode()

    def _say_mode(self) -> None:
        text = {
            "practise": _("方式：练习，没有提示"), "coach": _("方式：带练，F4 在场内要提示"),
        }[self._mode]  # fmt: skip
        self.query_one("#mode", Static).update(text)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Begin, or go on."""
        kind, name = self._rows[event.cursor_row]
        self._begin(name) if kind == "drill" else self._resume(name)

    def _begin(self, name: str) -> None:
        import random

        from scenarios.drill.load import load_drill
        from simulator.drill.sitting import begin
        from tui.app.screen.drill_floor import DrillFloor

        drill, sop = load_drill(name)
        language = current_language() if current_language() in drill.languages else "zh"
        records = self.app.records  # type: ignore[attr-defined]
        seed = random.randrange(1, 1_000)
        sitting = begin(
            records, records.local_person(), drill, sop, seed,
            mode="coach" if self._mode == "coach" else "practise", language=language,
        )  # fmt: skip
        self.app.push_screen(DrillFloor(sitting))

    def _resume(self, session_id: str) -> None:
        from simulator.drill.sitting import ChangedError, resume
        from tui.app.screen.drill_floor import DrillFloor

        try:
            sitting = resume(self.app.records, session_id)  # type: ignore[attr-defined]
        except ChangedError as error:
            self.notify(str(error), severity="warning", timeout=8)
            return
        self.app.push_screen(DrillFloor(sitting))
