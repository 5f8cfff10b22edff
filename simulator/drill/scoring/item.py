"""One item of a scorecard: points, and the evidence for them (D10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Evidence:
    """Words of the conversation: event `seq`, `start` to `end` of its text, quoted."""

    seq: int
    start: int = 0
    end: int = 0
    words: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"seq": self.seq, "start": self.start, "end": self.end, "words": self.words}


@dataclass(frozen=True)
class Item:
    """What was scored: `points` of `most`; a penalty has `most` 0 and negative points.

    `part` is `end_state`, `told`, `constraints`, `time`, `moments`, `exploring`, `ownership`,
    `closing` or `penalty`; `rule` the rule number; `reason` a sentence in the reader's
    language; `certain` False where the understanding of the words was doubtful; `scaled` True
    where it was done in full but counts only as far as something else was (nothing to advise).
    """

    part: str
    id: str
    points: float
    most: float
    rule: str
    reason: str
    evidence: tuple[Evidence, ...] = ()
    certain: bool = True
    scaled: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "part": self.part, "id": self.id, "points": round(self.points, 3),
            "most": round(self.most, 3), "rule": self.rule, "reason": self.reason,
            "evidence": [each.as_dict() for each in self.evidence], "certain": self.certain,
        }  # fmt: skip
