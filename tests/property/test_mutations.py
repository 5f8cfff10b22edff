"""Every mutation of a reference run loses the points that the rule says, and names it (D7)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.conversation.heard import PROPOSAL
from simulator.drill.ear import Ear
from simulator.drill.players.player import reference
from simulator.drill.players.run import Move, play
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.scorecard import Scorecard, score
from simulator.drill.scoring.telling import required_facts
from simulator.drill.scoring.transcript import Transcript
from sops.action import ACTIONS, ALSO_SHOWN_BY, Parameter
from sops.sop.step import Step

SEEDS = range(1, 1 + int(os.environ.get("SHAPAN_MUTATION_SEEDS", "2")))
"""Few in every run, 20 in `make soak`."""
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
def prepared(name: str, language: str) -> tuple[tuple[Case, tuple[Move, ...], Scorecard], ...]:
    """For each seed the case, its reference run and what that scores."""
    drill, sop = load_drill(name)
    found = []
    for seed in SEEDS:
        case = case_of(drill, sop, seed, language)
        moves = tuple(reference(case))
        found.append((case, moves, played(case, moves)))
    return tuple(found)


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
    """Every action left out costs points: the step of the way that it is, or the end or the
    promise that rests on it, by name; so a reference does nothing that nobody needs."""
    for case, moves, base in prepared(name, language):
        for at, move in enumerate(moves):
            if move.do is None:
                continue
            card = played(case, without(moves, at))
            named = {f"constraints:{step.id}" for step in doers(case, move.do)}
            named = named or {"end_state:end_state", "time:promise_unbacked"}
            assert named & set(lost(base, card)), (case.seed, move.do, sorted(lost(base, card)))
            assert card.resolution < base.resolution, (case.seed, move.do)


@EVERY
def test_a_line_dropped_is_missed(name: str, language: str) -> None:
    """Every message left out costs points, unless all it says is to wait a moment."""
    for case, moves, base in prepared(name, language):
        for at, move in enumerate(moves):
            if move.say is None or _only_asks_to_wait(case, move.say):
                continue
            card = played(case, without(moves, at))
            gone = lost(base, card)
            assert gone, (case.seed, move.say)
            assert (card.resolution, card.empathy or 0) < (base.resolution, base.empathy or 0)
            assert all(item.reason for item in gone.values())


def _only_asks_to_wait(case: Case, text: str) -> bool:
    understood = ear(case.drill.id, case.language).hear(text, "")
    return "ask_to_wait" in understood["acts"] and not understood["facts"] and not understood["er"]


@EVERY
def test_a_wrong_argument_is_named(name: str, language: str) -> None:
    """One yuan less, another article, other freight, another address: each argument that the
    SOP or the accepted end names, changed, costs the step or the end state."""
    for case, moves, base in prepared(name, language):
        for at, move in enumerate(moves):
            for argument in _that_count(case, move):
                wrong = replace(
                    move, with_={**move.with_, argument.name: _other(argument, move.with_)}
                )
                card = played(case, [*moves[:at], wrong, *moves[at + 1 :]])
                gone = lost(base, card)
                assert card.resolution < base.resolution, (case.seed, move.do, argument.name)
                named = {f"constraints:{step.id}" for step in doers(case, str(move.do))}
                named |= {"end_state:end_state", "time:promise_unbacked"}
                assert named & set(gone), (case.seed, move.do, argument.name, sorted(gone))


def _that_count(case: Case, move: Move) -> Iterator[Parameter]:
    """The arguments of a write that a step or an accepted end is about."""
    if move.do is None or not ACTIONS[move.do].writes:
        return
    wanted = {key for step in doers(case, move.do) for key in step.with_}
    for end in case.drill.accepted:
        wanted |= {key for e in end.expect for key in (*e.where, *e.fields)}
    for parameter in ACTIONS[move.do].parameters:
        if parameter.name in move.with_ and parameter.name in wanted:
            yield parameter


def _other(argument: Parameter, given: Any) -> Any:
    value = given[argument.name]
    if argument.kind == "amount_fen":
        return int(value) - 100
    if argument.kind == "number":
        return float(value) + 1
    if argument.kind == "choice":
        return next(choice for choice in argument.choices if choice != value)
    return "2026-12-24T" + value[11:] if argument.kind == "moment" else f"{value}9"


@EVERY
def test_steps_swapped_where_order_matters_are_named(name: str, language: str) -> None:
    """An action moved before one that has to come first costs the order, or its condition."""
    for case, moves, base in prepared(name, language):
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
                assert wanted & set(gone), (case.seed, step.id, earlier.id, sorted(gone))
                assert card.resolution < base.resolution, (case.seed, step.id, earlier.id)


def _first(case: Case, moves: Sequence[Move], step: Step) -> int | None:
    for at, move in enumerate(moves):
        if move.do is not None and step in doers(case, move.do):
            return at
    return None


@EVERY
def test_a_fact_untold_is_named(name: str, language: str) -> None:
    """Each fact that has to be told, cut out of the run, costs its own item."""
    for case, moves, base in prepared(name, language):
        transcript = Transcript(case, play(case, moves, ear=ear(name, language)).log)
        for fact in required_facts(transcript):
            card = unsaid(case, moves, fact)
            gone = lost(base, card)
            assert f"told:{fact}" in gone, (case.seed, fact, sorted(gone))
            assert card.resolution < base.resolution, (case.seed, fact)


@EVERY
def test_consent_not_asked_is_named(name: str, language: str) -> None:
    """Where only an answer to a proposal is consent, an action without it costs that."""
    for case, moves, base in prepared(name, language):
        for rule in case.sop.actions:
            requested = any(each.action == rule.action for each in case.drill.customer.requests)
            made = any(move.do == rule.action for move in moves)
            if not rule.consent or requested or not made:
                continue
            card = unsaid(case, moves, PROPOSAL + rule.action)
            gone = lost(base, card)
            assert f"constraints:consent-{rule.action}" in gone, (rule.action, sorted(gone))
            assert card.resolution < base.resolution, (case.seed, rule.action)


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
