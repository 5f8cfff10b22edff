"""What the records refuse becomes a notification, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sops.problem import printable
from tui.file_problem import problem_text


@contextmanager
def refusals(screen: Any) -> Iterator[None]:
    """Whatever is refused in the block is shown on the screen, and the block ends there."""
    from simulator.records.error import RecordsError

    try:
        yield
    except RecordsError as error:
        screen.notify(printable(error, 400), severity="error", timeout=8, markup=False)
    except OSError as error:
        screen.notify(problem_text(error), severity="error", timeout=8, markup=False)
