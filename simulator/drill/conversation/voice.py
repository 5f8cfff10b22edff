"""The words of a customer: authored lines first, else a line of the persona, none too often."""

from __future__ import annotations

import random
from collections.abc import Sequence

from scenarios.drill.case import Case
from scenarios.drill.persona import Persona
from scenarios.drill.text import Text


class Voice:
    """Chooses among the persona's lines: in an order drawn by the seed, then round and round."""

    def __init__(self, case: Case, persona: Persona) -> None:
        self._case = case
        self._persona = persona
        self._used: dict[str, int] = {}

    def line(self, kind: str) -> str:
        """The next line of one kind (a field of `scenarios.drill.persona.Lines`)."""
        lines: Sequence[Text] = getattr(self._persona.lines, kind)
        order = list(range(len(lines)))
        random.Random(f"{self._case.drill.id}/{self._case.seed}/{kind}").shuffle(order)
        count = self._used.get(kind, 0)
        self._used[kind] = count + 1
        return self._case.say(lines[order[count % len(order)]])
