"""Going on with a session that was interrupted."""

from __future__ import annotations

from typing import Any

from tui.app.refused import refusals


def resume_session(screen: Any, session_id: str) -> None:
    """Open the drill floor over `screen` where the session stopped, or say why not."""
    from simulator.drill.sitting import ChangedError, resume
    from sops.problem import Problems
    from tui.app.screen.drill_floor import DrillFloor

    try:
        with refusals(screen):
            screen.app.push_screen(DrillFloor(resume(screen.app.records, session_id)))
    except (ChangedError, Problems) as error:
        screen.notify(str(error), severity="warning", timeout=8, markup=False)
