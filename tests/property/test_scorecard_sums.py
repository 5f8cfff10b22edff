"""A scorecard adds up from its items, whoever played (D7, D8, D10)."""

from __future__ import annotations

import pytest

from scenarios.drill.case import case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.ear import Ear
from simulator.drill.players.match import outcome
from simulator.drill.players.player import players_for
from simulator.drill.scoring.scorecard import RESOLUTION_PARTS


@pytest.mark.parametrize("name", drill_names())
def test_numbers_are_the_sums_of_the_items(name: str) -> None:
    """Most points are 100 each; the numbers are the items' sums; what lost points says why."""
    drill, sop = load_drill(name)
    ear = Ear(sop, "zh")
    case = case_of(drill, sop, 2, "zh")
    for player in players_for(case):
        card = outcome(case, player, ear).card
        matter = [item for item in card.items if item.part in RESOLUTION_PARTS]
        kind = [item for item in card.items if item.part not in RESOLUTION_PARTS]
        told = 25.0 if any(step.tells for step in case.path if not step.optional) else 0.0
        assert sum(item.most for item in matter) == pytest.approx(75.0 + told), player
        assert card.resolution == round(min(100.0, max(0.0, sum(i.points for i in matter))), 1)
        if card.empathy is not None:
            assert sum(item.most for item in kind) == pytest.approx(100.0), player
            assert card.empathy == round(min(100.0, max(0.0, sum(i.points for i in kind))), 1)
        assert all(item.reason and item.rule for item in (*card.items, *card.critical))
        assert all("{" not in each.phrase for each in card.advice), player
        done = {item.reason for item in card.items if item.scaled or item.points >= item.most > 0}
        assert done.isdisjoint({each.text for each in card.advice}), player
