"""What has been played, with its scores; enter shows the evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import DataTable, Static

from sops.language import N_, _
from sops.problem import printable
from tui.app.binding import WordedFooter

SHOWN = 500


class Sessions(Screen[None]):
    """The review desk of a single-user file: every session, newest first."""

    HELP = N_("回车看一场的对话和证据。解决和暖是两件事，分开看。")
    CHOICES = (("b", N_("返回"), "app.pop_screen"),)
    BINDINGS: ClassVar[list[Any]] = [("escape", "app.pop_screen", N_("返回"))]

    def __init__(self) -> None:
        super().__init__()
        self._ids: list[str] = []

    def compose(self) -> ComposeResult:
        """The table."""
        with Vertical(classes="pane") as box:
            box.border_title = _("复盘台")
            yield Static("", id="note", classes="faint")
            yield DataTable(cursor_type="row", id="sessions")
        yield WordedFooter()

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one("#sessions", DataTable)
        table.add_columns(
            _("时间"), _("演练"), _("方式"), _("解决"), _("共情"), _("感受"), _("结果"),
        )  # fmt: skip
        records = self.app.records  # type: ignore[attr-defined]
        for score in records.scorecards.scores(limit=SHOWN):
            self._ids.append(score.session_id)
            table.add_row(
                f"{score.started_at:%m-%d %H:%M}", printable(score.drill_id), score.mode,
                f"{score.resolution:g}", "—" if score.empathy is None else f"{score.empathy:g}",
                "" if score.felt is None else f"{score.felt:.0f}", _verdict(score),
            )  # fmt: skip
        note = _("还没有练过：去演练场练一场，成绩会出现在这里。")
        if self._ids:
            note = _("共 {n} 场。本机文件只有一个人用，不能签证书。").format(n=len(self._ids))
        self.query_one("#note", Static).update(note)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Show one with its evidence."""
        from simulator.drill.scoring.rubric import load_rubric
        from simulator.drill.sitting import ChangedError, case_of_kept, log_of, rescore
        from tui.app.screen.scorecard import ScorecardScreen

        session_id = self._ids[event.cursor_row]
        records = self.app.records  # type: ignore[attr-defined]
        try:
            case = case_of_kept(records.sessions.get(session_id))
            card = rescore(records, session_id, load_rubric(), keep=False)
        except ChangedError as error:
            self.notify(str(error), severity="warning", timeout=8)
            return
        self.app.push_screen(ScorecardScreen(case, log_of(records, session_id), card))


def _verdict(score: Any) -> str:
    if score.critical_count:
        return _("致命错误")
    if score.uncertain:
        return _("待复核")
    return _("通过") if score.passed else _("未通过")
