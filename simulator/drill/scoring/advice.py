"""What to do better next time, in the SOP's own better phrases (D10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.drill.template import yuan
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.transcript import Transcript
from sops.language import _, localized

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
        (item for item in items if item.most - item.points > 0.5 or item.points < 0),
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
        text = text.replace("{" + name + "}", shown_fact(transcript, name, value))
    return text


def shown_fact(transcript: Transcript, name: str, value: Any) -> str:
    """A fact as people read it."""
    fact = transcript.case.sop.fact(name)
    if fact.type == "amount":
        return _("{yuan} 元").format(yuan=yuan(int(value)))
    if fact.type == "duration":
        return _duration(value)
    if fact.type == "choice":
        return localized(fact.choices.get(str(value)))
    if fact.type == "bool":
        return _("是") if value else _("否")
    return str(value).replace("T", " ")


def _duration(value: Any) -> str:
    seconds = float(value["high_seconds"] if isinstance(value, dict) else value)
    if seconds % 86_400 == 0:
        return _("{days} 天").format(days=f"{seconds / 86_400:g}")
    return _("{hours} 小时").format(hours=f"{seconds / 3_600:g}")


def lost_points(items: Sequence[Item]) -> Iterator[Item]:
    """The items in which something was lost."""
    return (item for item in items if item.points < item.most)
