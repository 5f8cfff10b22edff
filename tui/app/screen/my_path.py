"""My path: what is to be done, how far one is with each type of contact, what one has played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Static

from simulator.records.error import RecordsError
from sops.language import N_, _
from sops.library_folder import Stamp
from sops.problem import printable
from tui.app.binding import WordedFooter
from tui.app.my_path import Library, MyPath, library_stamps, read_library
from tui.app.path_page import PARTS
from tui.app.review_page import Page
from tui.app.widget.table import Table

NUMBERED = tuple(PARTS)


class PathTable(Table):
    """One of the tables; Tab goes to the next one."""


class TodoTable(PathTable):
    """What is to be done."""

    HELP = N_("没打完的场次和布置给你的演练，先到期的在前；过期的反白。回车就练。")


class ProgressTable(PathTable):
    """Types of contact."""

    HELP = N_(
        "每类业务：不靠提示通过了几份、练过几份、库里共几份，最好的分数，离证书还差什么。"
        "回车挑这一类的演练，F6 考试。"
    )


class RecentTable(PathTable):
    """Sessions."""

    HELP = N_("你打过的场次，最新的在前。回车看成绩和证据，在那里可以申诉。")


TABLES = {"todo": TodoTable, "progress": ProgressTable, "recent": RecentTable}


class MyPathScreen(Screen[None]):
    """Three tables of one's own; enter plays, goes on or opens. Read beside the screen."""

    AUTO_FOCUS = "#todo"
    CSS_PATH = "my_path.tcss"
    HELP = N_("数字键换栏：1 要做的，2 各类业务，3 最近的场次。回车做这一件；F6 考光标所在的业务。")
    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("g", N_("去演练场"), "screen.drills"), ("e", N_("考试"), "screen.exam"),
        ("b", N_("返回"), "app.pop_screen"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[Any]] = [
        ("f2", "drills", N_("演练场")), ("f6", "exam", N_("考试")),
        ("escape", "app.pop_screen", N_("返回")),
        *((f"{digit},{chr(ord(digit) + 0xFEE0)}", f"part('{name}')", "")
          for digit, name in zip("123", NUMBERED, strict=True)),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """Everything has been read."""

        path: MyPath
        pages: dict[str, Page]
        files: frozenset[Stamp]

    @dataclass
    class Failed(Message):
        """The records could not be read."""

        text: str

    def __init__(self) -> None:
        super().__init__()
        self.path: MyPath | None = None
        self._library: Library | None = None
        self._files: frozenset[Stamp] = frozenset()

    def compose(self) -> ComposeResult:
        """The three tables, one under the other."""
        for number, (name, (title, _page)) in enumerate(PARTS.items(), 1):
            with Vertical(classes="pane") as box:
                box.border_title = f"{number} {_(title)}"
                yield Static(_("正在读取…"), id=f"note-{name}", classes="faint", markup=False)
                yield TABLES[name](id=name)
        yield WordedFooter()

    def on_screen_resume(self) -> None:
        """First shown, or back from a drill."""
        app: Any = self.app
        self._read(app.records, app.person, self._library, self._files)

    def drawn_anew(self) -> None:
        """Words of the tables are in the language of before."""
        self.on_screen_resume()

    @work(thread=True, exclusive=True)
    def _read(
        self, records: Any, person: str, library: Library | None, files: frozenset[Stamp]
    ) -> None:
        from simulator.drill.unscored import score_unscored

        try:
            # What a kill left unscored is scored first, and so is among what is read.
            score_unscored(records, person)
            now = library_stamps()
            if library is None or now != files:
                library = read_library()
            path = MyPath(records, person, library)
            with records.together():
                pages = {name: make(path) for name, (_title, make) in PARTS.items()}
        except (RecordsError, OSError) as error:
            self.post_message(self.Failed(str(error)))
            return
        self.post_message(self.Loaded(path, pages, now))

    def on_my_path_screen_failed(self, event: Failed) -> None:
        """Say why."""
        self.notify(printable(event.text, 400), severity="error", timeout=8, markup=False)

    def on_my_path_screen_loaded(self, event: Loaded) -> None:
        """Fill the tables; cursors stay where they were."""
        self.path, self._library, self._files = event.path, event.path.library, event.files
        for name, page in event.pages.items():
            self.query_one(f"#{name}", PathTable).fill(page.columns, page.rows)
            note = self.query_one(f"#note-{name}", Static)
            note.update(page.note if page.rows else page.empty)
            note.set_class(bool(page.rows) and not page.note, "hidden")

    # What the trainee does --------------------------------------------------------------------

    def action_part(self, name: str) -> None:
        """To one of the tables."""
        self.query_one(f"#{name}", PathTable).focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Go on, begin, choose, read."""
        kind, name = str(event.row_key.value).split(" ")[:2]
        if kind == "session":
            from tui.app.resuming import resume_session

            resume_session(self, name)
        elif kind == "drill":
            self._begin(name)
        elif kind == "type":
            self._choose(name)
        else:
            from tui.app.screen.reading import read_session

            read_session(self, name)

    def _begin(self, name: str) -> None:
        from tui.app.beginning import begin_drill

        if self._library is None or name not in self._library:
            self.notify(_("演练库里没有这份演练了，请问组长"), severity="warning")
        else:
            begin_drill(self, *self._library[name])

    def _choose(self, contact_type: str | None = None) -> None:
        from tui.app.screen.drill_choice import DrillChoice

        self.app.push_screen(DrillChoice(contact_type))

    def action_drills(self) -> None:
        """To the whole library."""
        self._choose()

    def action_exam(self) -> None:
        """An exam in the type of contact under the cursor."""
        from tui.app.screen.exam_rules import ExamRules

        contact_type = self.query_one("#progress", PathTable).here.partition(" ")[2]
        if self.path is None or not contact_type:
            return
        drills, sop = self.path.examined(contact_type), self.path.sop_of(contact_type)
        if not drills or sop is None:
            self.notify(_("这类业务还没有能用来考试的演练"), severity="warning")
        else:
            self.app.push_screen(ExamRules(drills, sop))
