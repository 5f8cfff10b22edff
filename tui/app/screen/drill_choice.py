"""Choosing a drill: what is open, and the library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static
from textual.worker import get_current_worker

from scenarios.drill.drill import Drill
from sops.language import N_, _, capital, localized
from sops.sop.sop import Sop
from tui.app.binding import WordedFooter
from tui.app.widget.column import Column
from tui.app.widget.plain import plain
from tui.app.widget.table import Table

if TYPE_CHECKING:
    from simulator.records import Session

Row = tuple[str, tuple[Any, ...]]

MODES = {
    "practise": N_("方式：练习，没有提示"), "coach": N_("方式：带练，F4 在场内要提示"),
}  # fmt: skip


class DrillChoice(Screen[None]):
    """A table of drills; enter begins one. The library is read beside the screen, and each
    drill is in the table as soon as it has been read."""

    AUTO_FOCUS = "#drills"
    HELP = N_(
        "回车开始一场演练。F4 切换带练（可以要提示，会扣分），F6 用这份演练考试。"
        "没打完的场次在最上面，回车接着练。"
    )
    CHOICES = (
        ("f", N_("按题目找"), "screen.find"),
        ("c", N_("带练开关"), "screen.coach"),
        ("e", N_("考试"), "screen.exam"),
        ("b", N_("返回"), "app.pop_screen"),
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("escape", "app.pop_screen", N_("返回")), ("f4", "coach", N_("带练开关")),
        ("f6", "exam", N_("考试")),
        # Priority, and no detour: what is typed right after it must arrive in the box.
        Binding("ctrl+f", "find", N_("找"), priority=True),
    ]  # fmt: skip

    @dataclass
    class Read(Message):
        """A drill has been read."""

        drill: Drill
        sop: Sop

    @dataclass
    class AllRead(Message):
        """The library has been read; `broken` drills could not be."""

        broken: int

    def __init__(self, contact_type: str | None = None) -> None:
        """All drills, or those of one type of contact."""
        super().__init__()
        self._contact_type = contact_type
        self._mode = "practise"
        self._library: dict[str, tuple[Drill, Sop]] = {}
        self._open: tuple[Session, ...] = ()
        self._broken: int | None = None
        self._late = False

    def compose(self) -> ComposeResult:
        """The table."""
        with Vertical(classes="pane") as box:
            box.border_title = _("演练场")
            yield Static("", id="mode", classes="faint")
            yield Input(placeholder=_("Ctrl+F 按题目找，回车开始"), id="find")
            yield Table(id="drills")
        yield WordedFooter()

    def on_mount(self) -> None:
        """Begin to read."""
        self._read()

    def on_screen_resume(self) -> None:
        """First shown, or back from a drill: sessions have changed."""
        app: Any = self.app
        found = app.records.sessions.open_sessions(app.person)
        self._open = tuple(s for s in found if self._contact_type in (None, s.contact_type))[:20]
        self._fill()

    def drawn_anew(self) -> None:
        """Fill the table again."""
        self._fill()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        from scenarios.drill.load import drill_names, load_drill
        from sops.problem import Problems

        broken = 0
        for name in drill_names():
            if get_current_worker().is_cancelled:
                return
            try:
                self.post_message(self.Read(*load_drill(name)))
            except Problems:
                broken += 1
        self.post_message(self.AllRead(broken))

    def on_drill_choice_read(self, event: Read) -> None:
        """One more row."""
        if self._contact_type not in (None, event.sop.contact_type):
            return
        self._library[event.drill.id] = (event.drill, event.sop)
        # What has been read meanwhile is shown together.
        if not self._late:
            self._late = True
            self.call_later(self._fill)

    def on_drill_choice_all_read(self, event: AllRead) -> None:
        """Now open sessions of drills that are gone can be told from the others."""
        self._broken = event.broken
        self._fill()

    def _fill(self) -> None:
        """Open sessions first, then by level and title; the cursor stays on its drill."""
        self._late = False
        rows = [row for drill, sop in self._library.values() for row in self._rows(drill, sop)]
        if self._broken is not None:
            rows += [
                _open_row(session, (plain(session.drill_id), "", "", ""))
                for session in self._open if session.drill_id not in self._library
            ]  # fmt: skip
        rows.sort(key=lambda row: (not row[1][4], row[1][1], str(row[1][0])))
        table = self.query_one("#drills", Table)
        here = table.here if table.cursor_row else ""
        columns = (Column(_("题目"), least=20), _("难度"), _("渠道"),
                   Column(_("业务类型"), least=18), Column(_("状态"), least=12))  # fmt: skip
        table.fill(columns, rows)
        keys = [key for key, _cells in rows]
        table.move_cursor(row=keys.index(here) if here in keys else 0)
        self._say_state()

    def _rows(self, drill: Drill, sop: Sop) -> Iterator[Row]:
        """The drill, and sessions of it that are open."""
        from tui.command.drill_page import channel_title

        title = localized({"zh": drill.title.zh, "en": drill.title.en or ""})
        if self.query_one("#find", Input).value.strip().casefold() not in title.casefold():
            return
        cells = (
            plain(title), str(drill.level), channel_title(drill.channel),
            plain(localized(sop.title)),
        )  # fmt: skip
        yield f"drill {drill.id}", (*cells, "")
        for session in self._open:
            if session.drill_id == drill.id:
                yield _open_row(session, cells)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Only what has these words in its title."""
        self._fill()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Begin the only one that is left, or choose among several."""
        table = self.query_one("#drills", Table)
        self.set_focus(table)
        if table.row_count == 1:
            table.action_select_cursor()

    def action_find(self) -> None:
        """Look for a title."""
        self.set_focus(self.query_one("#find", Input))

    def action_coach(self) -> None:
        """Practise, or with hints."""
        self._mode = "coach" if self._mode == "practise" else "practise"
        self._say_state()

    def _say_state(self) -> None:
        text = _(MODES[self._mode])
        if self._broken is None:
            text += "    " + _("正在读取演练库… 已有 {n} 份").format(n=len(self._library))
        elif self._broken:
            told = _("{n} 份演练有错，没有列出；shapan drill check 看错在哪里")
            text += "    " + told.format(n=self._broken)
        self.query_one("#mode", Static).update(text)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Begin, or go on."""
        kind, _blank, name = str(event.row_key.value).partition(" ")
        self._begin(name) if kind == "drill" else self._resume(name)

    def action_exam(self) -> None:
        """An exam in the drill under the cursor."""
        from tui.app.screen.exam_rules import ExamRules

        table = self.query_one("#drills", Table)
        if not table.row_count:
            return
        kind, _blank, name = table.here.partition(" ")
        if kind != "drill":
            self.notify(_("没打完的场次不能改成考试，请选一份演练"), severity="warning")
        elif self._library[name][0].status != "stable":
            self.notify(_("这份演练还没定稿，不能用来考试"), severity="warning")
        else:
            drill, sop = self._library[name]
            self.app.push_screen(ExamRules((drill,), sop))

    def _begin(self, name: str) -> None:
        from tui.app.beginning import begin_drill

        begin_drill(self, *self._library[name], coached=self._mode == "coach")

    def _resume(self, session_id: str) -> None:
        from tui.app.resuming import resume_session

        resume_session(self, session_id)


def _open_row(session: Session, cells: tuple[Any, ...]) -> Row:
    text = _("没考完，接着考") if session.mode == "exam" else _("没打完，接着练")
    return f"session {session.id}", (*cells, capital(text))
