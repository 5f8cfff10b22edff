"""What was understood of one message (rule D4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.drill.understanding.act import OTHER, Act
from simulator.drill.understanding.clause import Clause


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why `er`, `ip` or `ex` has its value: the words, and a reason by name (see empathy.py)."""

    measure: str
    value: int
    reason: str
    start: int
    end: int
    words: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "measure": self.measure,
            "value": self.value,
            "reason": self.reason,
            "start": self.start,
            "end": self.end,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True)
class Understood:
    """The acts, slots, facts and expressed empathy of a message; places are places in it.

    `acts` is empty when none was recognised: `act_ids` is then `("other",)`. `slots` are
    `Slot`s, `facts` are `FactHeard`s; `er`, `ip`, `ex` are 0, 1 or 2.
    """

    lang: str
    clauses: tuple[Clause, ...]
    acts: tuple[Act, ...]
    slots: tuple[Any, ...]
    facts: tuple[Any, ...]
    er: int
    ip: int
    ex: int
    evidence: tuple[Evidence, ...]

    @property
    def act_ids(self) -> tuple[str, ...]:
        """Every act once, in the order of the message; `other` when there is none."""
        return tuple(dict.fromkeys(act.id for act in self.acts)) or (OTHER,)

    def has(self, act: str) -> bool:
        """Whether the message performs `act`."""
        return act in self.act_ids

    def as_dict(self) -> dict[str, Any]:
        """Plain data: acts as ids, with all that led to them under `evidence`."""
        return {
            "lang": self.lang,
            "acts": list(self.act_ids),
            "slots": [slot.as_json() for slot in self.slots],
            "facts": [fact.as_json() for fact in self.facts],
            "er": self.er,
            "ip": self.ip,
            "ex": self.ex,
            "evidence": [act.as_dict() for act in self.acts]
            + [each.as_dict() for each in self.evidence],
        }
