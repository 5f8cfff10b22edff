"""Every mutation of a reference run loses the points that the rule says, and names it (D7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.conversation.heard import PROPOSAL
from simulator.drill.ear import Ear
from simulator.drill.players.player import reference
from simulator.drill.players.run import Move, play
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.scorecard import Scorecard, score
from simulator.drill.scoring.step_done import ALSO_SHOWN_BY
from simulator.drill.scoring.telling import required_facts
from simulator.drill.scoring.transcript import Transcript
from sops.sop.step import Step

SEED = 1
CLAUSE = re.compile(r"[^，。！？；,!?;\n]+[，。！？；,!?;\n]*|[，。！？；,!?;\n]+")
AT_LEAST = 1e-9


def cases() -> list[tuple[str, str]]:
    """Every drill in each of its languages."""
    return [
        (name, language) for name in drill_names() for language in load_drill(name)[0].languages
    ]


EVERY = pytest.mark.parametrize(("name", "language"), cases())


@cache
def ear(name: str, language: str) -> Ear:
    """One ear for all mutations of a drill."""
    return Ear(load_drill(name)[1], language)


@cache
def prepared(name: str, language: str) -> tuple[Case, tuple[Move, ...], Scorecard]:
    """The case, its reference run and what that scores."""
    drill, sop = load_drill(name)
    case = case_of(drill, sop, SEED, language)
    moves = tuple(reference(case))
    return case, moves, played(case, moves)


def played(case: Case, moves: Sequence[Move]) -> Scorecard:
    """The card of a run."""
    session = play(case, moves, ear=ear(case.drill.id, case.language))
    return score(case, session.log)


def lost(base: Scorecard, card: Scorecard) -> dict[str, Item]:
    """`part:id` → the item, for all in which `card` has fewer points than `base`."""
    before = {f"{item.part}:{item.id}": item.points for item in base.items}
    return {
        f"{item.part}:{item.id}": item
        for item in card.items
        if item.points < before.get(f"{item.part}:{item.id}", 0.0) - AT_LEAST
    }


def doers(case: Case, action: str) -> list[Step]:
    """The steps on the way that an action or look-up carries out."""
    return [
        step for step in case.path
        if not step.optional
        and (step.action == action
             or action in step.looks
             or action in {ALSO_SHOWN_BY.get(look) for look in step.looks})
    ]  # fmt: skip


def without(moves: Sequence[Move], at: int) -> list[Move]:
    """The run with one move left out."""
    return [*moves[:at], *moves[at + 1 :]]


@EVERY
def test_an_action_dropped_is_named(name: str, language: str) -> None:
    """Each action that carries out a step of the way, left out, costs that step, by name."""
    case, moves, base = prepared(name, language)
    for at, move in enumerate(moves):
        if move.do is None:
            continue
        steps = doers(case, move.do)
        again = any(
            other.do and set(map(id, doers(case, other.do))) & set(map(id, steps))
            for other in without(moves, at)
        )
        card = played(case, without(moves, at))
        gone = lost(base, card)
        if steps and not again:
            named = {f"constraints:{step.id}" for step in steps}
            assert named & set(gone), (move.do, sorted(gone))
            assert card.resolution < base.resolution, move.do


@EVERY
def test_a_wrong_amount_is_named(name: str, language: str) -> None:
    """One yuan too little costs the end state or the step that pays."""
    case, moves, base = prepared(name, language)
    for at, move in enumerate(moves):
        if move.do is None or "amount_fen" not in move.with_:
            continue
        wrong = replace(
            move, with_={**move.with_, "amount_fen": int(move.with_["amount_fen"]) - 100}
        )
        card = played(case, [*moves[:at], wrong, *moves[at + 1 :]])
        gone = lost(base, card)
        assert card.resolution < base.resolution, move.do
        named = {"end_state:end_state", *(f"constraints:{s.id}" for s in doers(case, move.do))}
        assert named & set(gone), (move.do, sorted(gone))


@EVERY
def test_steps_swapped_where_order_matters_are_named(name: str, language: str) -> None:
    """An action moved before one that has to come first costs the order, or its condition."""
    case, moves, base = prepared(name, language)
    steps = {step.id: step for step in case.path}
    for step in case.path:
        for earlier in (steps[each] for each in step.after if each in steps):
            here = _first(case, moves, step)
            there = _first(case, moves, earlier)
            if here is None or there is None or here < there:
                continue
            moved = [*moves[:there], moves[here], *without(moves[there:], here - there)]
            card = played(case, moved)
            gone = lost(base, card)
            wanted = {f"constraints:order-{step.id}", f"constraints:breach-{step.action}",
                      f"constraints:{step.id}"}  # fmt: skip
            assert wanted & set(gone), (step.id, earlier.id, sorted(gone))


def _first(case: Case, moves: Sequence[Move], step: Step) -> int | None:
    for at, move in enumerate(moves):
        if move.do is not None and step in doers(case, move.do):
            return at
    return None


@EVERY
def test_a_fact_untold_is_named(name: str, language: str) -> None:
    """Each fact that has to be told, cut out of the run, costs its own item."""
    case, moves, base = prepared(name, language)
    transcript = Transcript(case, play(case, moves, ear=ear(name, language)).log)
    for fact in required_facts(transcript):
        card = unsaid(case, moves, fact)
        gone = lost(base, card)
        assert f"told:{fact}" in gone, (fact, sorted(gone))
        assert card.resolution < base.resolution, fact


@EVERY
def test_consent_not_asked_is_named(name: str, language: str) -> None:
    """Where only an answer to a proposal is consent, an action without it costs that."""
    case, moves, base = prepared(name, language)
    for rule in case.sop.actions:
        requested = any(each.action == rule.action for each in case.drill.customer.requests)
        made = any(move.do == rule.action for move in moves)
        if not rule.consent or requested or not made:
            continue
        card = unsaid(case, moves, PROPOSAL + rule.action)
        gone = lost(base, card)
        assert f"constraints:consent-{rule.action}" in gone, (rule.action, sorted(gone))


def unsaid(case: Case, moves: Sequence[Move], fact: str) -> Scorecard:
    """The card of the run with every clause cut that was heard to say a fact."""
    run = list(moves)
    for _round in range(8):
        session = play(case, run, ear=ear(case.drill.id, case.language))
        cut = {
            message.text: _without_clauses(message.text, places)
            for message in Transcript(case, session.log).messages
            if (places := [
                (said["start"], said["end"])
                for said in message.heard.data.get("facts", ()) if said["fact"] == fact
            ])
        }  # fmt: skip
        if not cut:
            break
        run = [replace(move, say=cut.get(move.say or "", move.say)) for move in run]
    return score(case, session.log)


def _without_clauses(text: str, places: Sequence[tuple[int, int]]) -> str:
    left = "".join(
        match.group()
        for match in CLAUSE.finditer(text)
        if not any(start < match.end() and end > match.start() for start, end in places)
    )
    return left.strip() or "……"
