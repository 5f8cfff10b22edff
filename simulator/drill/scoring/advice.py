"""What to do better next time, in the SOP's own better phrases (D10)."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.drill.scoring.fact_text import spoken_fact
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.transcript import Transcript
from sops.language import localized

MOST = 6
_SLOT = re.compile(r"{(\w+)}")


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
    shown: set[str] = set()
    for item in lost:
        phrase = _phrase(transcript, item)
        piece = Advice(item.id, item.reason, "" if phrase in shown else phrase)
        if item.reason not in {each.text for each in found}:
            found.append(piece)
            shown.add(phrase)
    return found[:MOST]


def _phrase(transcript: Transcript, item: Item) -> str:
    sop = transcript.case.sop
    steps = [step for step in sop.steps if step.id == item.id or item.id in step.tells]
    named: set[str | None] = {step.id for step in steps}
    # The SOP's phrase of empathy answers what brought the customer; a later feeling is the drill's.
    opening = item.part == "moments" and item.id == "opening"
    return better_phrase(transcript, named | ({None} if opening else set()))


def better_phrase(transcript: Transcript, steps: Container[str | None]) -> str:
    """The first better phrase of these steps (None: of empathy) that the case can fill, filled
    with its facts; empty where none fits: one with an open slot speaks of another case."""
    facts = transcript.case.facts
    for phrase in transcript.case.sop.phrases:
        text = localized(phrase.better)
        fits = phrase.when is None or phrase.when.holds(facts)
        if phrase.step in steps and fits and set(_SLOT.findall(text)) <= set(facts):
            return _filled(transcript, text)
    return ""


def _filled(transcript: Transcript, text: str) -> str:
    for name, value in transcript.case.facts.items():
        text = text.replace("{" + name + "}", spoken_fact(transcript.case, name, value))
    return text
