"""A fact as it was heard in a message (D4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from simulator.drill.understanding.slot import value_as_json, value_from_json

TOLD, ASKED, PROMISED, REFUSED = "told", "asked", "promised", "refused"
HYPOTHETICAL, QUOTED = "hypothetical", "quoted"
STANCES = (TOLD, ASKED, PROMISED, REFUSED, HYPOTHETICAL, QUOTED)
ASSERTED = frozenset({TOLD, PROMISED, REFUSED})
"""Stances in which the agent says that it is so."""


@dataclass(frozen=True, slots=True)
class FactHeard:
    """What a message says of a fact, at `text[start:end]` in clause number `clause`.

    - `stance`: `told`; `promised`, told as something the shop will do; `refused`, a truth told
      to be false by way of declining; `asked`; `hypothetical`, inside or under a condition, or
      left open; `quoted`, somebody else's words.
    - `value`: bool – True or False, negation worked in; choice – the choice; amount, duration,
      date, number – the value of a slot (slot.py); text – the words. None when asked openly.
    - `negated`: a word of negation turned a bool round; of other types, the value is denied.
    - `pattern`: the cue; `confidence` 0–1.
    """

    fact: str
    stance: str
    value: Any
    negated: bool
    start: int
    end: int
    clause: int
    pattern: str
    confidence: float

    @property
    def asserted(self) -> bool:
        """Whether the agent says it as so (told, promised or refused)."""
        return self.stance in ASSERTED

    def as_json(self) -> dict[str, Any]:
        """Plain data that `from_json` reads back to an equal object."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**data, "value": value_as_json(self.value)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FactHeard:
        """What `as_json` wrote."""
        value = data["value"]
        if isinstance(value, Mapping):
            value = value_from_json("duration" if "unit" in value else "date", value)
        return cls(**{**data, "value": value})
