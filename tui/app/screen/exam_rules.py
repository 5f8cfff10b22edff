"""Before an exam: its rules, and how far one is from a certificate (D10, D14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from scenarios.drill.drill import Drill
from sops.language import N_, _, current_language, localized
from sops.sop.sop import Sop
from tui.app.exam_words import exam_rules, standing_text
from tui.app.refused import refusals
from tui.app.widget.plain import titled
from tui.terminal.cell import wrap

_WIDTH = 68


class ExamRules(ModalScreen[None]):
    """Nothing begins before "begin" is pressed; where there are several drills, one is drawn."""

    AUTO_FOCUS = "#begin"
    HELP = N_("看清规则再开始。Tab 换按钮，回车按下；Esc 先不考。")
    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss", "")]
    DEFAULT_CSS = """
    ExamRules Horizontal { height: auto; margin-top: 1; }
    ExamRules Button { margin-right: 2; }
    """

    def __init__(self, drills: Sequence[Drill], sop: Sop) -> None:
        super().__init__()
        self._drills = drills
        self._sop = sop

    def compose(self) -> ComposeResult:
        """The rules, the standing, two buttons."""
        from simulator.drill.exam import standing_of
        from simulator.drill.pin import pin

        app: Any = self.app
        found = standing_of(app.records, app.person, self._sop.id, pin(self._sop))
        with VerticalScroll(classes="dialog") as box:
            box.border_title = titled(_("考试：{name}").format(name=localized(self._sop.title)))
            yield Static("\n".join(_bullets(exam_rules())), markup=False)
            yield Static("\n" + standing_text(found), markup=False, classes="strong")
            with Horizontal():
                yield Button(_("开始考试"), id="begin", variant="primary")
                yield Button(_("先不考"), id="later")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Begin, or not."""
        app, drills, sop = self.app, self._drills, self._sop
        self.dismiss()
        if event.button.id == "begin":
            app.call_later(_begin, app, drills, sop)


def _bullets(lines: Sequence[str]) -> list[str]:
    wrapped = [wrap(line, _WIDTH - 2) for line in lines]
    return [("· " if n == 0 else "  ") + part for parts in wrapped for n, part in enumerate(parts)]


def _begin(app: Any, drills: Sequence[Drill], sop: Sop) -> None:
    from simulator.drill.exam import begin_exam, drawn
    from tui.app.screen.drill_floor import DrillFloor

    with refusals(app.screen):
        kept = app.records.sessions.list(person_id=app.person, sop_id=sop.id)
        drill = drawn(drills, kept)
        language = current_language() if current_language() in drill.languages else "zh"
        app.push_screen(DrillFloor(begin_exam(app.records, app.person, drill, sop, language)))
