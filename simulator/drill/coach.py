"""Coach mode: the next step, and better words for it (issue of a hint is marked in the score)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.drill.conversation.session import Session
from simulator.drill.scoring.advice import better_phrase
from simulator.drill.scoring.step_done import doings
from simulator.drill.scoring.transcript import Transcript
from sops.action import action_title
from sops.language import _, localized


@dataclass(frozen=True)
class Hint:
    """What to do next, and words that would do; either may be empty."""

    step: str
    text: str
    phrase: str = ""
    feeling: bool = False
    """Whether the customer's feeling should be met first."""

    def as_dict(self) -> dict[str, Any]:
        """What the log keeps."""
        return {"step": self.step, "text": self.text, "phrase": self.phrase}


def hint(session: Session) -> Hint:
    """The first step on the way that is not done; first the feeling, where one waits."""
    transcript = Transcript(session.case, session.log)
    if session.moment_waits:
        text = _("顾客话里有情绪：先接住，再办事")
        opening = transcript.turns[-1:] == transcript.turns[:1]
        words = better_phrase(transcript, {None}) if opening else ""
        return Hint("moment", text, words, True)
    done = doings(transcript)
    for step in session.case.path:
        doing = done.get(step.id)
        if doing is None or (doing.at is not None and doing.share >= 1):
            continue
        names = [step.action] if step.action else list(step.looks)
        text = localized(step.title)
        if names:
            text += "  " + " / ".join(f"/{name}（{action_title(name)}）" for name in names)
        return Hint(step.id, text, better_phrase(transcript, {step.id}))
    return Hint("", _("该办的都办了：确认没有别的问题，好好收尾"))
