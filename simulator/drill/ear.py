"""How a drill listens: the SOP's facts and proposals as cues for the understanding (D4)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from simulator.drill.conversation.heard import PROPOSAL
from simulator.drill.spread_letters import joined, placed

if TYPE_CHECKING:
    from simulator.drill.understanding.fact import FactCue
    from sops.sop.sop import Sop


ORDER_NUMBER = "order_number"
"""Asked in every kind of contact, so no SOP has to have it as a fact."""
ORDER_ASKED = {
    "zh": {"ask": ["订单[编]号~(多少|是什么|吗|呢|发|报|提供|给我)",
                   "(发|报|提供|给|说)[一下]~订单[编]号", "(哪个|哪一个|哪笔|哪一笔|哪单)订单"]},
    "en": {"ask": ["(what is|what's|have|give|tell|send|share|provide) ~ order (number|no|id)",
                   "which order", "order (number|no|id) please"]},
}  # fmt: skip


class Ear:
    """Understands messages in the light of one SOP; the same message is worked out once."""

    def __init__(self, sop: Sop, language: str) -> None:
        self.language = language
        self.cues = cues_of(sop)
        self._memory = lru_cache(maxsize=4_096)(self._understand)

    def hear(self, text: str, context: str, declined: bool = False) -> dict[str, Any]:
        """The plain form of what was understood; `context` is what the customer said before,
        `declined` says that an earlier message has declined something."""
        return self._memory(text, context, declined)

    def prepare(self) -> None:
        """Load and compile what the first messages would wait for (`understanding.prepare`)."""
        from simulator.drill.understanding.prepare import prepare

        prepare(self.language, self.cues)

    def _understand(self, text: str, context: str, declined: bool) -> dict[str, Any]:
        from simulator.drill.understanding.understand import understand

        plain, places = joined(text)
        found = understand(plain, context, self.language, self.cues, declined).as_dict()
        return found if plain == text else dict(placed(found, places))


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
            fact.bare, fact.echo,
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
    found.append(FactCue.make(ORDER_NUMBER, "text", ORDER_ASKED))
    return tuple(found)
