"""The planning desk's other processes in this one: nothing to start, nothing to wait for."""

from __future__ import annotations

import asyncio
import json
from typing import Any


def near_helper(answers: dict[str, dict[str, Any]] | None = None) -> Any:
    """The planning desk's helper in this process: nothing to start, nothing to wait for.

    `answers`: what was answered before; for desks that hold the same outcomes under the same
    keys.
    """
    from sops.language import current_language
    from tui.app.planning.process import Helper, Wrong
    from tui.planning.assistant import Assistant, answered

    assistant = Assistant()

    class Near(Helper):
        async def ask(self, do: str, **request: Any) -> Any:
            whole = {"id": 0, "do": do, "language": current_language(), **request}
            line = json.dumps(whole)
            found = (answers or {}).get(line)
            if found is None or do == "hold":
                found = answered(assistant, line)
            if answers is not None:
                answers[line] = found
            await asyncio.sleep(0)
            if "wrong" in found:
                raise Wrong(found["wrong"])
            return found["answer"]

    return Near()


def near_run() -> Any:
    """The class of runs of the planning desk that are computed in this process."""
    from tui.app.planning.process import Run, Wrong
    from tui.planning.job import Job
    from tui.planning.run import Unfit, run

    class Near(Run):
        async def messages(self) -> Any:
            yield {"stage": "read", "done": 0, "total": 0}
            try:
                job = Job.model_validate(self.job)
                outcome = await asyncio.to_thread(run, job, silent)
            except Unfit as unfit:
                raise Wrong([str(unfit)]) from None
            yield {"outcome": json.loads(outcome.model_dump_json())}

    return Near


def silent(stage: str, done: int, total: int) -> None:
    """Nobody listens."""
