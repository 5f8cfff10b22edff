"""What to do better next time, in the SOP's own better phrases (D10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.drill.scoring.fact_text import shown_fact
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.transcript import Transcript
from sops.language import localized

MOST = 6


@dataclass(frozen=True)
class Advice:
    """One piece of advice: what was lost, and words that would do; `phrase` may be empty."""

    about: str
    text: str
    phrase: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"about": self.about, "text": self.text, "phrase": self.phrase}


def advice(transcript: Transcript, items: Sequence[Item]) -> list[Advice]:
    """At most six pieces, the dearest losses first."""
    lost = sorted(
        (
            item
            for item in items
            if not item.scaled and (item.most - item.points > 0.5 or item.points < 0)
        ),
        key=lambda item: item.points - item.most,
    )
    found: list[Advice] = []
    for item in lost:
        phrase = _phrase(transcript, item)
        piece = Advice(item.id, item.reason, phrase)
        if piece not in found:
            found.append(piece)
    return found[:MOST]


def _phrase(transcript: Transcript, item: Item) -> str:
    sop = transcript.case.sop
    steps = [step for step in sop.steps if step.id == item.id or item.id in step.tells]
    named = {step.id for step in steps}
    for phrase in sop.phrases:
        if phrase.step in named or (item.part == "moments" and phrase.step is None):
            return filled_phrase(transcript, localized(phrase.better))
    return ""


def filled_phrase(transcript: Transcript, text: str) -> str:
    """A better phrase with the case's own facts in its slots; unknown slots stay open."""
    for name, value in transcript.case.facts.items():
        text = text.replace("{" + name + "}", shown_fact(transcript.case, name, value))
    return text


def lost_points(items: Sequence[Item]) -> Iterator[Item]:
    """The items in which something was lost."""
    return (item for item in items if item.points < item.most)
