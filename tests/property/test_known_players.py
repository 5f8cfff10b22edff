"""Known players on every drill: their scores come in the right order (D12)."""

from __future__ import annotations

import os
from functools import cache
from statistics import fmean

import pytest

from scenarios.drill.load import drill_names, load_drill
from simulator.drill.players.match import Outcome, outcomes

SEEDS = range(1, 1 + int(os.environ.get("SHAPAN_PLAYER_SEEDS", "4")))
"""Few in every run, 20 in `make soak`."""
NEVER_PASS = ("rude", "leaking")
PASS_ONLY_WHERE_RIGHT = ("yes-to-all", "no-to-all", "transfer-all", "warm-but-idle", "silent")


def cases() -> list[tuple[str, str]]:
    """Every drill in each of its languages."""
    return [
        (name, language) for name in drill_names() for language in load_drill(name)[0].languages
    ]


@cache
def played(name: str, language: str) -> dict[str, list[Outcome]]:
    """The outcomes of a drill by player."""
    drill, sop = load_drill(name)
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes(drill, sop, SEEDS, language):
        found.setdefault(outcome.player, []).append(outcome)
    return found


def resolution(found: list[Outcome]) -> float:
    """Mean resolution over seeds."""
    return fmean(outcome.card.resolution for outcome in found)


def empathy(found: list[Outcome]) -> float:
    """Mean empathy over seeds."""
    return fmean(outcome.card.empathy or 0.0 for outcome in found)


@pytest.mark.parametrize(("name", "language"), cases())
def test_the_reference_solves_and_passes_on_every_seed(name: str, language: str) -> None:
    """The reference run ends in an accepted state, without a critical error, on each seed."""
    for outcome in played(name, language)["reference"]:
        card = outcome.card
        end = next(item for item in card.items if item.part == "end_state")
        assert end.points == end.most, (outcome.seed, end.reason)
        assert card.passed is True, (outcome.seed, card.resolution, card.empathy)
        assert card.critical == ()


@pytest.mark.parametrize(("name", "language"), cases())
def test_resolution_is_in_order(name: str, language: str) -> None:
    """reference ≥ cold-but-correct > warm-but-idle ≥ silent."""
    found = played(name, language)
    best = resolution(found["reference"])
    cold = resolution(found["cold-but-correct"])
    idle = resolution(found["warm-but-idle"])
    assert best >= cold - 1e-9
    assert cold > idle >= resolution(found["silent"])


@pytest.mark.parametrize(("name", "language"), cases())
def test_empathy_is_in_order(name: str, language: str) -> None:
    """Being warm about the case counts, formulas and filled-in sentences hardly, rudeness least."""
    found = played(name, language)
    if load_drill(name)[0].empathy_scored is False:
        pytest.skip("this drill does not score empathy")
    best = empathy(found["reference"])
    assert best > empathy(found["cold-but-correct"])
    assert best >= empathy(found["boilerplate"]) + 30
    assert empathy(found["mad-lib"]) <= 50
    assert empathy(found["rude"]) <= min(empathy(each) for each in found.values())


@pytest.mark.parametrize(("name", "language"), cases())
def test_players_that_are_wrong_never_pass(name: str, language: str) -> None:
    """Rude and leaking never pass; idle, silent and one-answer players do not either."""
    found = played(name, language)
    for player in (*NEVER_PASS, *PASS_ONLY_WHERE_RIGHT):
        passed = [outcome.seed for outcome in found[player] if outcome.card.passed]
        assert passed == [], player
    for outcome in found["leaking"]:
        assert "leak" in {item.id for item in outcome.card.critical}


@pytest.mark.parametrize(("name", "language"), cases())
def test_paraphrases_score_like_the_reference(name: str, language: str) -> None:
    """What is said in other words scores within 10 points, with few turns not understood."""
    found = played(name, language)
    best = found["reference"]
    for player in ("paraphrase-1", "paraphrase-2", "paraphrase-3"):
        if player not in found:
            continue
        assert abs(resolution(found[player]) - resolution(best)) <= 10, player
        assert abs(empathy(found[player]) - empathy(best)) <= 10, player
        turns = sum(outcome.turns for outcome in found[player])
        assert sum(outcome.not_understood for outcome in found[player]) <= 0.1 * turns, player
