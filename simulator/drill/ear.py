"""How a drill listens: the SOP's facts and proposals as cues for the understanding (D4)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from simulator.drill.conversation.heard import PROPOSAL

if TYPE_CHECKING:
    from simulator.drill.understanding.fact import FactCue
    from sops.sop.sop import Sop


class Ear:
    """Understands messages in the light of one SOP; the same message is worked out once."""

    def __init__(self, sop: Sop, language: str) -> None:
        self.language = language
        self.cues = cues_of(sop)
        self._memory = lru_cache(maxsize=4_096)(self._understand)

    def hear(self, text: str, context: str) -> dict[str, Any]:
        """The plain form of what was understood; `context` is what the customer said before."""
        return self._memory(text, context)

    def _understand(self, text: str, context: str) -> dict[str, Any]:
        from simulator.drill.understanding.understand import understand

        return understand(text, context, self.language, self.cues).as_dict()


def cues_of(sop: Sop) -> tuple[FactCue, ...]:
    """The cues of all facts, and of the proposals of actions as facts of their own."""
    from simulator.drill.understanding.fact import FactCue

    found = [
        FactCue.make(
            fact.id, fact.type,
            {
                language: {
                    "yes": cues.yes, "no": cues.no, "say": cues.say, "ask": cues.ask,
                    "choices": dict(cues.choices),
                }
                for language in ("zh", "en")
                for cues in [fact.heard.of(language)]
            },
        )
        for fact in sop.facts
    ]  # fmt: skip
    found += [
        FactCue.make(
            PROPOSAL + rule.action, "bool",
            {language: {"yes": rule.proposed.of(language)} for language in ("zh", "en")},
        )
        for rule in sop.actions
        if rule.proposed.zh or rule.proposed.en
    ]  # fmt: skip
    return tuple(found)
