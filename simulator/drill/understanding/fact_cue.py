"""How the facts of an SOP sound: the cues by which they are heard (D4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FACT_TYPES = ("bool", "amount", "duration", "date", "number", "choice", "text")
YES, NO, CHOICE, SAY, ASK = "yes", "no", "choice", "say", "ask"


@dataclass(frozen=True, slots=True)
class SpokenCue:
    """One pattern (sops.pattern) of a fact in one language. `role` is one of `yes`, `no`,
    `choice` (then `choice` says which), `say` and `ask`."""

    lang: str
    role: str
    pattern: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class FactCue:
    """A fact, its type (one of `FACT_TYPES`), and its cues in all languages; `bare`: a question
    that names nothing (多久？) is about it; `echo`: the agent tells it by saying back what the
    customer said, a `name` or number or the `matter` itself."""

    id: str
    type: str
    cues: tuple[SpokenCue, ...]
    bare: bool = False
    echo: str = ""

    def __hash__(self) -> int:
        """Quick: the cues of an SOP are looked up by with every message."""
        return hash((self.id, self.type, len(self.cues)))

    @classmethod
    def make(
        cls, id: str, type: str, heard: Mapping[str, Mapping[str, Any]], bare: bool = False,
        echo: str = "",
    ) -> FactCue:  # fmt: skip
        """From what an SOP file says: language → {`yes`, `no`, `say`, `ask`: patterns;
        `choices`: name → patterns}; what is missing is empty."""
        return cls(id, type, tuple(_cues(heard)), bare, echo)

    def in_language(self, lang: str) -> tuple[SpokenCue, ...]:
        """The cues of one language."""
        return tuple(cue for cue in self.cues if cue.lang == lang)


def _cues(heard: Mapping[str, Mapping[str, Any]]) -> Iterator[SpokenCue]:
    for lang, cues in heard.items():
        for role in (YES, NO, SAY, ASK):
            patterns: Sequence[str] = cues.get(role, ())
            yield from (SpokenCue(lang, role, pattern) for pattern in patterns)
        for choice, patterns in cues.get("choices", {}).items():
            yield from (SpokenCue(lang, CHOICE, pattern, choice) for pattern in patterns)
