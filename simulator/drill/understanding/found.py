"""A value and where it stands."""

from __future__ import annotations

from typing import Any, NamedTuple


class Found(NamedTuple):
    """A value that a finder read at `text[start:end]`."""

    value: Any
    start: int
    end: int
