"""`python -m tui.planning.worker`: one job, read as JSON from stdin, run in a process of its own.

Answers in lines of JSON: `{"stage", "done", "total"}` while it runs; last `{"outcome"}`, or
`{"wrong": […]}` with what a person can mend. Whoever reads may go away: then it ends, too.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from sops.problem import Problems, printable
from tui.planning.job import Job
from tui.planning.run import Unfit, run

_PAUSE_S = 0.1
"""Between two messages of one stage."""


class Teller:
    """Says how far the run is, not more often than can be seen."""

    def __init__(self) -> None:
        self._stage, self._at = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._at >= _PAUSE_S or done == total:
            self._stage, self._at = stage, now
            say(stage=stage, done=done, total=total)


def say(**message: Any) -> None:
    """One line."""
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the job."""
    job = Job.model_validate_json(sys.stdin.buffer.read())
    try:
        outcome = run(job, Teller())
    except Problems as found:
        say(wrong=[str(problem) for problem in found.problems])
    except Unfit as unfit:
        say(wrong=[printable(unfit, 400)])
    except BrokenPipeError:
        return 1
    else:
        say(outcome=outcome.model_dump(mode="json"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
