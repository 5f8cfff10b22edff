"""Scores say what was lost and why: each change of a reference run costs what the rule says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import load_drill
from simulator.drill.players.player import reference
from simulator.drill.players.run import Move, play
from simulator.drill.scoring.felt import felt_of
from simulator.drill.scoring.pace import reply_waits
from simulator.drill.scoring.scorecard import Scorecard, score
from simulator.drill.scoring.transcript import Transcript

Change = Callable[[list[Move]], list[Move]]


def case(seed: int = 1) -> Case:
    """The price drop within the protection period."""
    drill, sop = load_drill("price-drop-gift")
    return case_of(drill, sop, seed)


def card(change: Change = list, seed: int = 1) -> Scorecard:
    """The scorecard of the reference run after a change."""
    here = case(seed)
    return score(here, play(here, change(reference(here))).log)


def without(action: str) -> Change:
    """Leave an action out."""
    return lambda moves: [move for move in moves if move.do != action]


def lost(found: Scorecard, part: str) -> list[str]:
    """Ids of the items of a part in which points were lost."""
    return [item.id for item in found.items if item.part == part and item.points < item.most]


def test_the_reference_loses_nothing_in_the_matter() -> None:
    """Full marks for resolution, and the numbers add up from the items."""
    found = card()
    assert found.resolution == 100
    parts = ("end_state", "told", "constraints", "time")
    assert sum(item.points for item in found.items if item.part in parts) == pytest.approx(100)
    assert found.passed is True


def test_a_look_up_left_out_is_named() -> None:
    """A dropped step costs its share and is named, and so is the breach that follows."""
    found = card(without("look_price"))
    assert "check-price" in lost(found, "constraints")
    assert "breach-grant_protection" in lost(found, "constraints")
    assert found.resolution < 100


def test_looking_after_granting_is_out_of_order() -> None:
    """Two steps swapped where order matters cost points; the reason names both."""

    def swapped(moves: list[Move]) -> list[Move]:
        done = [move for move in moves if move.do == "grant_protection"]
        rest = without("grant_protection")(moves)
        return [rest[0], *done, *rest[1:]]

    assert "order-grant" in lost(card(swapped), "constraints")


def test_a_wrong_amount_is_no_accepted_end() -> None:
    """One yuan too little: the end state is missed, the step only half done."""

    def wrong(moves: list[Move]) -> list[Move]:
        return [
            Move(do=m.do, with_={**m.with_, "amount_fen": int(m.with_["amount_fen"]) - 100})
            if m.do == "grant_protection" else m
            for m in moves
        ]  # fmt: skip

    found = card(wrong)
    assert lost(found, "end_state") == ["end_state"]
    assert "grant" in lost(found, "constraints")
    assert found.passed is False


def test_a_fact_untold_costs_its_share() -> None:
    """Leaving out when the money arrives loses that item and no other of its part."""
    found = card(lambda moves: [m for m in moves if m.say is None or "工作日" not in m.say])
    assert lost(found, "told") == ["arrives"]


def test_an_untrue_fact_is_worse_than_silence() -> None:
    """A wrong amount told is an untruth, and is quoted."""
    here = case()
    drop = here.values["drop_fen"] // 100

    def untrue(moves: list[Move]) -> list[Move]:
        return [
            m if m.say is None else Move(say=m.say.replace(f"差价{drop}元", f"差价{drop + 7}元"))
            for m in moves
        ]

    found = card(untrue)
    item = next(item for item in found.items if item.part == "told" and item.id == "difference")
    assert item.points == 0
    assert str(drop + 7) in item.evidence[0].words


def test_an_action_without_consent_is_a_breach() -> None:
    """What the customer neither asked for nor agreed to costs points."""
    drill, sop = load_drill("price-drop-gift")
    silent = drill.model_copy(
        update={"customer": drill.customer.model_copy(update={"requests": ()})}
    )
    here = case_of(silent, sop, 1)
    found = score(here, play(here, reference(here)).log)
    assert "consent-grant_protection" in lost(found, "constraints")


def test_consent_can_be_asked_for() -> None:
    """A proposal that the customer agrees to is consent, and then nothing is lost."""
    from scenarios.drill.customer import Consent
    from scenarios.drill.text import Text

    drill, sop = load_drill("price-drop-gift")
    agreeable = drill.customer.model_copy(
        update={
            "requests": (),
            "consents": (Consent(action="grant_protection", say=Text(zh="好，退吧")),),
        }
    )
    here = case_of(drill.model_copy(update={"customer": agreeable}), sop, 1)
    moves = reference(here)
    asked = [moves[0], Move(say="我帮您申请退差价，可以吗？"), *moves[1:]]
    session = play(here, asked)
    assert any(event.body.get("agrees") for event in session.log if event.kind == "customer")
    assert "consent-grant_protection" not in lost(score(here, session.log), "constraints")


def test_a_nag_waits_again() -> None:
    """A quick "one moment" answers the question; three minutes of silence then make the customer
    ask again, and the reply to that counts as late."""
    here = case()
    moves = [Move(say="好的，请稍等"), Move(wait_seconds=230.0), *reference(here)]
    late = play(here, moves)
    waits = [seconds for seconds, _message in reply_waits(Transcript(here, late.log))]
    nags = [event.at_us / 1e6 for event in late.log if event.body.get("nag")]
    said = [event.at_us / 1e6 for event in late.log if event.kind == "message"]
    assert said[0] < nags[0] < said[1]
    assert waits[1] == pytest.approx(said[1] - nags[0])
    item = next(item for item in score(here, late.log).items if item.id == "replies")
    assert item.points < item.most


def test_doing_and_saying_nothing_is_nought() -> None:
    """Resolution is rescaled so that an untouched case earns nothing."""
    here = case()
    assert score(here, play(here, [Move(wait_seconds=7_200)]).log).resolution == 0


def test_hints_cost_and_are_counted() -> None:
    """A coached session says so and loses the rubric's points for each hint."""
    here = case()
    session = play(here, [])
    plain = score(here, session.log)
    assert plain.coached == 0


def test_how_it_felt_weighs_the_end_most() -> None:
    """A conversation that ends well feels better than one that begins well."""
    assert felt_of([-2, 0, 2]).score > felt_of([2, 0, -2]).score
    assert felt_of([]).score == 50
    assert felt_of([3, 3, 3]).score == 100


def test_the_same_log_gives_the_same_card() -> None:
    """Scoring twice is equal to the last digit."""
    here = case()
    log = play(here, reference(here)).log
    assert score(here, log).as_dict() == score(here, log).as_dict()
