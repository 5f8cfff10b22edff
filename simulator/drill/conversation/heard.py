"""What an agent's message did, read from the understanding that the log keeps (D4, D11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

TOLD = frozenset({"told", "promised", "refused"})
DOUBTFUL = 0.5
PROPOSAL = "propose_"
"""Prefix of the cue by which the proposal of an action is heard."""


class Heard:
    """A view of one understood message; `data` is the plain form of an `Understood`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.acts: frozenset[str] = frozenset(data.get("acts", ()))
        self.er = int(data.get("er", 0))
        self.ip = int(data.get("ip", 0))
        self.ex = int(data.get("ex", 0))

    def facts(self) -> Iterator[Mapping[str, Any]]:
        """The SOP's facts in it, with stance, value and span."""
        for fact in self.data.get("facts", ()):
            if not fact["fact"].startswith(PROPOSAL):
                yield fact

    def told(self) -> list[Mapping[str, Any]]:
        """Facts told outright, and not too doubtful to be found true or untrue."""
        return [
            fact for fact in self.facts()
            if fact["stance"] in TOLD and (isinstance(fact["value"], bool) or not fact["negated"])
            and fact.get("confidence", 1.0) > DOUBTFUL
        ]  # fmt: skip

    def asked(self) -> list[str]:
        """Ids of the facts asked for, each once."""
        return list(dict.fromkeys(f["fact"] for f in self.facts() if f["stance"] == "asked"))

    def proposed(self) -> list[str]:
        """Actions proposed to the customer."""
        found = (
            fact["fact"].removeprefix(PROPOSAL)
            for fact in self.data.get("facts", ())
            if fact["fact"].startswith(PROPOSAL)
            and fact["stance"] in ("asked", "told", "promised", "hypothetical")
            and not fact.get("negated")
        )
        return list(dict.fromkeys(found))

    def places(self) -> list[Mapping[str, Any]]:
        """Each act found, with `id`, `start`, `end`, `because` and `confidence`."""
        return [found for found in self.data.get("evidence", ()) if "id" in found]

    def span(self, act: str) -> tuple[int, int]:
        """Where an act stands in the text first; (0, 0) where it does not."""
        for found in self.places():
            if found["id"] == act:
                return int(found["start"]), int(found["end"])
        return 0, 0
