"""Letting the known players play: one line for each drill, player and seed (D12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.drill.case import Case, case_of
from scenarios.drill.drill import Drill
from simulator.drill.ear import Ear
from simulator.drill.players.player import PLAYERS, players_for
from simulator.drill.players.run import play
from simulator.drill.scoring.felt import felt
from simulator.drill.scoring.scorecard import Scorecard, score
from simulator.drill.scoring.transcript import Transcript
from sops.sop.sop import Sop


@dataclass(frozen=True)
class Outcome:
    """How one player fared; `not_understood` counts customer turns that said so."""

    drill: str
    player: str
    seed: int
    language: str
    card: Scorecard
    turns: int
    not_understood: int

    def as_dict(self) -> dict[str, Any]:
        """The stable JSON shape."""
        return {
            "drill": self.drill, "player": self.player, "seed": self.seed,
            "resolution": self.card.resolution, "empathy": self.card.empathy,
            "felt": self.card.felt.score, "passed": self.card.passed,
            "critical": [item.id for item in self.card.critical],
        }  # fmt: skip


def outcomes(
    drill: Drill,
    sop: Sop,
    seeds: Sequence[int],
    language: str = "zh",
    players: Sequence[str] = (),
) -> Iterator[Outcome]:
    """Every player (or those named) on every seed, in that order."""
    ear = Ear(sop, language)
    for seed in seeds:
        case = case_of(drill, sop, seed, language)
        for name in players or players_for(case):
            yield outcome(case, name, ear)


def reference_felt(case: Case) -> float:
    """How the reference run of a case feels to the customer, 0–100 (D9)."""
    return felt(Transcript(case, play(case, PLAYERS["reference"](case)).log)).score


def outcome(case: Case, player: str, ear: Ear | None = None) -> Outcome:
    """One player on one case."""
    session = play(case, PLAYERS[player](case), ear=ear)
    card = score(case, session.log)
    turns = [event for event in session.log if event.kind == "customer"]
    lost = sum(bool(event.body.get("not_understood")) for event in turns)
    return Outcome(case.drill.id, player, case.seed, case.language, card, len(turns), lost)
