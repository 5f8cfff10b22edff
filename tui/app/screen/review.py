"""The review desk: the cohort, missed steps, 2×2, worklist, blind scoring, agreement (D13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Static, TabbedContent, TabPane, Tabs

from sops.language import N_, _
from sops.problem import printable
from tui.app.binding import WordedFooter
from tui.app.board import Board
from tui.app.review_page import PAGES, Page, sessions_page
from tui.app.screen.ask import Ask, Field
from tui.app.widget.table import Table

TABS = tuple(PAGES)


class Review(Screen[None]):
    """Pages by number; enter goes on to the person or the session. Read beside the screen."""

    DESK = "review"
    CSS_PATH = "review.tcss"
    HELP = N_(
        "数字键换页：学员、漏掉的步骤、解决与暖、先看这些、盲评、一致程度、场次。回车往下看。"
        "F3 换培训班，F7 布置演练，F6 导出成 CSV、Excel 和每人一页的网页。"
    )
    CHOICES = (
        ("c", N_("换培训班"), "screen.cohort"), ("a", N_("布置演练"), "screen.assign"),
        ("e", N_("导出"), "screen.export"), ("b", N_("返回"), "app.pop_screen"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[Any]] = [
        ("f3", "cohort", N_("换班")), ("f7", "assign", N_("布置")), ("f6", "export", N_("导出")),
        ("escape", "app.pop_screen", N_("返回")),
        *((f"{digit},{chr(ord(digit) + 0xFEE0)}", f"page('{name}')", "")
          for digit, name in zip("1234567", TABS, strict=True)),
    ]  # fmt: skip

    @dataclass
    class Loaded(Message):
        """The records have answered: a page, and what it was made from."""

        board: Board
        name: str
        page: Page

    def __init__(self) -> None:
        super().__init__()
        self.board: Board | None = None
        self._person: str | None = None
        self._page = TABS[0]
        self._begun = False
        self._wanted: tuple[int, str, str | None] | None = None
        self._about: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """A table on each page."""
        with TabbedContent(initial=self._page):
            for number, (name, (title, _page)) in enumerate(PAGES.items(), 1):
                with TabPane(f"{number} {_(title)}", id=name):
                    told = _("正在读取记录…")
                    yield Static(told, id=f"note-{name}", classes="note", markup=False)
                    yield Table(id=f"table-{name}")
                    yield Static("", id=f"about-{name}", classes="about", markup=False)
        yield WordedFooter()

    def on_screen_resume(self) -> None:
        """First shown, or back from a session that may have changed."""
        app: Any = self.app
        if self.board is None:
            # A lead begins with the first cohort: all at once may be much to read.
            cohorts = app.records.cohorts.list() if app.records.caller.role == "lead" else ()
            self._turn_to(cohorts[0].id if cohorts else None)
        else:
            self._turn_to(self.board.cohort_id)

    def _turn_to(self, cohort_id: str | None) -> None:
        app: Any = self.app
        self.board = Board(app.records, app.person, cohort_id)
        self._show()

    def _show(self) -> None:
        wanted = (id(self.board), self.query_one(TabbedContent).active, self._person)
        if self.board is not None and wanted != self._wanted:
            self._wanted = wanted
            self._make(self.board, wanted[1], self._person)

    @work(thread=True, exclusive=True)
    def _make(self, board: Board, name: str, person: str | None) -> None:
        with board.records.together():
            page = sessions_page(board, person) if name == "sessions" else PAGES[name][1](board)
            if name == TABS[0]:
                page = replace(page, note="  ".join((_cohort_name(board), page.note)))
        self.post_message(self.Loaded(board, name, page))

    def drawn_anew(self) -> None:
        """Fill the page again."""
        self._wanted = None
        self._show()

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """Read what the page shows."""
        self._page = str(event.pane.id)
        self._show()

    def on_review_loaded(self, event: Loaded) -> None:
        """Show the page, unless another cohort was chosen meanwhile."""
        if event.board is self.board:
            self._fill(event.name, event.page)
            if isinstance(self.focused, Tabs) and not self._begun:
                # Enter goes on from a row at once, not only after a tab away from the titles.
                self.query_one(f"#table-{event.name}").focus()
            self._begun = True

    def _fill(self, name: str, page: Page) -> None:
        table = self.query_one(f"#table-{name}", Table)
        rows = ((key or f"row {number}", cells) for number, (key, cells) in enumerate(page.rows))
        table.fill(page.columns, rows, page.height)
        table.set_class(not page.rows, "hidden")
        self._about = page.about
        self._tell(table)
        note = page.note if page.rows else page.empty
        local = self.app.records.local  # type: ignore[attr-defined]
        if name == TABS[0] and local:
            note += "  " + _("本机文件只有一个人用、谁都能改，不能签证书。")
        self.query_one(f"#note-{name}", Static).update(printable(note, None))

    def action_page(self, name: str) -> None:
        """Turn to a page."""
        self.query_one(TabbedContent).active = name
        self.query_one(f"#table-{name}", Table).focus()

    def action_cohort(self) -> None:
        """The next cohort, and all of them again."""
        if self.board is not None:
            known = [None, *(each.id for each in self.board.cohorts)]
            self._turn_to(known[(known.index(self.board.cohort_id) + 1) % len(known)])

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Say about the row what has no column."""
        if isinstance(event.data_table, Table):
            self._tell(event.data_table)

    def _tell(self, table: Table) -> None:
        name = str(table.id).removeprefix("table-")
        if name == self._page:
            about, told = self.query_one(f"#about-{name}", Static), self._about.get(table.here, "")
            about.update(told)
            about.set_class(not told, "hidden")

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A person's sessions, a session to read, a session to score blind."""
        key = str(event.row_key.value)
        page = str(event.data_table.id).removeprefix("table-")
        if key.startswith("row ") or self.board is None:
            return
        if page == "trainees":
            self._person = key
            self.action_page("sessions")
            return
        from tui.app.screen.reading import read_session

        read_session(self, key, blind=page == "blind")

    def action_assign(self) -> None:
        """Assign a drill to the trainee under the cursor, or to the cohort."""
        from tui.app.assigning import assign, assign_fields

        person = self.query_one("#table-trainees", Table).here or None
        if self.board is None or (person is None and self.board.cohort_id is None):
            self.notify(_("先选一位学员，或用 F3 选一个培训班"), severity="warning")
            return
        fields = assign_fields(self.board, person, self.board.cohort_id)
        self.app.push_screen(Ask(_("布置演练"), fields), lambda given: assign(self, given))

    def action_export(self) -> None:
        """Write the files; in a browser they are a download."""
        from tui.app.exporting import export, send

        if self.app.is_web:
            send(self)
            return
        fields = [Field("folder", _("写到哪个文件夹（没有就新建）"), "shapan-review")]
        self.app.push_screen(Ask(_("导出"), fields), lambda given: export(self, given))


def _cohort_name(board: Board) -> str:
    found = next((each.name for each in board.cohorts if each.id == board.cohort_id), None)
    return _("培训班：{name}").format(name=found or _("全部"))
