"""What the customer feels and remembers (D5): emotion, what was told, asked and promised."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from scenarios.drill.persona import Persona
from simulator.drill.conversation.heard import Heard

LOWEST, HIGHEST = -3.0, 3.0

# How far each kind of event moves an ordinary customer on the scale of -3 to +3. Assumed;
# the signs and the order follow what is known of service dialogues: being understood and
# seeing progress help most, blame and idle waiting hurt most, polite formulas hardly count.
ACKNOWLEDGED = 0.8
FORMULA = 0.08
NEWS = 0.2
DONE = 0.7
OWNED = 0.1
OFFERED = 0.1
REFUSED = -0.3
REFUSED_BARE = -0.8
ASKED_TWICE = -0.6
BESIDE = -0.35
BLAMED = -1.5
BRUSHED_OFF = -1.2
RUDE = -2.0
NAGGED = -0.45
BROKEN = -0.9
CONTRADICTED = -0.8


@dataclass
class Mind:
    """The state of one customer; every change of emotion says why."""

    persona: Persona
    emotion: float
    told: dict[str, Any] = field(default_factory=dict)
    """Fact → the value last told."""
    contradicted: bool = False
    answered: dict[str, int] = field(default_factory=dict)
    """Fact → how often the customer has answered it."""
    volunteered: set[str] = field(default_factory=set)
    consented: set[str] = field(default_factory=set)
    declined: set[str] = field(default_factory=set)
    played: set[str] = field(default_factory=set)
    """Beats already played."""
    questions: dict[str, int] = field(default_factory=dict)
    """Fact → how often the customer has asked for it."""
    formulas: int = 0
    owned: bool = False
    shapes: set[str] = field(default_factory=set)
    why: list[tuple[str, float]] = field(default_factory=list)
    """Why the emotion moved since the customer last spoke."""

    def feel(self, reason: str, change: float) -> None:
        """Move the emotion, kept within its scale."""
        before = self.emotion
        self.emotion = min(HIGHEST, max(LOWEST, round(before + change, 3)))
        if self.emotion != before:
            self.why.append((reason, round(self.emotion - before, 3)))

    def hear_manners(self, heard: Heard, shape: str, moment_met: bool) -> None:
        """React to how the agent spoke: warmth, harshness, formulas.

        A feeling that is acknowledged about this case helps once for each moment and for each
        shape of sentence; general warmth hardly, and only the first time.
        """
        gains = self.persona.gains
        if heard.acts & {"forbidden"}:
            self.feel("rude", RUDE * gains.harshness)
        if heard.acts & {"blame"}:
            self.feel("blamed", BLAMED * gains.harshness)
        if heard.acts & {"brush_off"}:
            self.feel("brushed_off", BRUSHED_OFF * gains.harshness)
        if moment_met and shape not in self.shapes:
            self.shapes.add(shape)
            self.feel("acknowledged", ACKNOWLEDGED * gains.warmth)
        elif (heard.er or heard.ip) and not self.formulas:
            self.formulas += 1
            self.feel("formula", FORMULA * gains.warmth)

    def hear_matter(self, heard: Heard, wanted: frozenset[str], reasoned: bool) -> None:
        """React to what the agent said about the matter: news, refusals, offers, ownership.

        `wanted` are facts the customer is waiting for; `reasoned` says whether a reason for a
        refusal has been given.
        """
        gains = self.persona.gains
        self._learn(heard)
        for fact in heard.told():
            if fact["fact"] in wanted and fact["fact"] not in self.told:
                self.feel("news", NEWS * gains.progress)
            self.told[fact["fact"]] = fact["value"]
        if "refuse" in heard.acts:
            change = REFUSED if reasoned else REFUSED_BARE
            self.feel("refused" if reasoned else "refused_bare", change * gains.refusal)
        if "offer_alternative" in heard.acts and "offered" not in self.played:
            self.played.add("offered")
            self.feel("offered", OFFERED * gains.progress)
        if {"commit", "promise_time"} <= heard.acts and not self.owned:
            self.owned = True
            self.feel("owned", OWNED * gains.progress)

    def _learn(self, heard: Heard) -> None:
        values: dict[str, list[Any]] = {}
        for fact in heard.told():
            values.setdefault(fact["fact"], []).append(fact["value"])
        opposite = any(
            isinstance(found[0], bool) and len(set(map(bool, found))) > 1
            for found in values.values()
        )
        turned = any(
            isinstance(value, bool) and self.told.get(name, value) is not value
            for name, found in values.items()
            for value in found
        )
        self.contradicted = opposite or turned
        if self.contradicted:
            self.feel("contradicted", CONTRADICTED * self.persona.gains.repetition)
