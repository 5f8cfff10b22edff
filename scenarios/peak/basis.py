"""Where the numbers of a scenario come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.peak.strict import Note, Strict


class Basis(Strict):
    """``paths`` (with ``*`` for any part, a prefix covers what is below it) rest on ``kind``:
    ``assumed``, ``published`` (then ``note`` names the source), ``measured`` or ``definition``."""

    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    kind: Literal["assumed", "published", "measured", "definition"]
    note: Note
