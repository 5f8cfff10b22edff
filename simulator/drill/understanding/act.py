"""An act that a message performs, and why it was recognised (rule D4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CUE = "cue"
EXAMPLE = "example"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Act:
    """One act of ACTS at `text[start:end]` of the message, in the clause numbered `clause`.

    `basis` says what was recognised: `cue` (`because` are the words that matched an authored
    pattern) or `example` (`because` is the nearest example phrase). `confidence` is 0–1.
    """

    id: str
    start: int
    end: int
    clause: int
    basis: str
    because: str
    confidence: float

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "id": self.id,
            "start": self.start,
            "end": self.end,
            "clause": self.clause,
            "basis": self.basis,
            "because": self.because,
            "confidence": self.confidence,
        }
