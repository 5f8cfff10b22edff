"""Beginning a drill: a seed that is not kept for exams, the language of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sops.language import current_language
from tui.app.refused import refusals

if TYPE_CHECKING:
    from scenarios.drill.drill import Drill
    from sops.sop.sop import Sop


def begin_drill(screen: Any, drill: Drill, sop: Sop, coached: bool = False) -> None:
    """Open the drill floor over `screen` with a new session."""
    from simulator.drill.exam import practice_seed
    from simulator.drill.sitting import begin
    from tui.app.screen.drill_floor import DrillFloor

    app = screen.app
    language = current_language() if current_language() in drill.languages else "zh"
    with refusals(screen):
        sitting = begin(
            app.records, app.person, drill, sop, practice_seed(drill),
            mode="coach" if coached else "practise", language=language,
        )  # fmt: skip
        app.push_screen(DrillFloor(sitting))
