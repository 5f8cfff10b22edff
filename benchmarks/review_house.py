"""A team's records for benchmarks: real drills played by known players, many times over.

Every session has the events and the scorecard that a play left, under identifiers and hashes of
its own, so that it can be read, checked and overridden like any other.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, update

from simulator.records import Records
from simulator.records.body import canonical
from simulator.records.chain import Link, following, start
from simulator.records.identity import new_id
from simulator.records.table import (
    appeals,
    cohorts,
    events,
    memberships,
    people,
    reviews,
    score_items,
    scorecards,
    sessions,
)

PLAYERS = ("reference", "cold", "mad_lib", "boilerplate", "warm_but_idle")
TRAINEES, COHORTS, LEADS = 200, 10, 3
APPEALED, OVERRIDDEN, COMMENTED = 0.005, 0.02, 0.05
BLIND = 200
"""Sessions that each lead has scored blind."""
_DAYS = 60
_TOGETHER = 250


@dataclass(frozen=True)
class Template:
    """One play: what a session of it looks like in the tables."""

    session: dict[str, Any]
    events: tuple[tuple[int, str, str], ...]
    card: dict[str, Any]
    items: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Team:
    """Who is there: every lead leads all cohorts, the last one only the first."""

    lead_of_all: str
    lead_of_one: str
    cohorts: tuple[str, ...]
    trainees: tuple[str, ...]
    sessions: tuple[str, ...]


def templates(drills: int | None = None) -> list[Template]:
    """A template for each drill of the library and known player."""
    from scenarios.drill.load import drill_names

    return [made for name in drill_names()[:drills] for made in _of_drill(name)]


def _of_drill(name: str) -> Iterator[Template]:
    from scenarios.drill.case import case_of
    from scenarios.drill.load import load_drill
    from simulator.drill.pin import pin, recogniser
    from simulator.drill.players import player
    from simulator.drill.players.run import play
    from simulator.drill.scoring.rubric import load_rubric
    from simulator.drill.sitting import card_of, score_items

    drill, sop = load_drill(name)
    rubric, case = load_rubric(), case_of(drill, sop, 1, "zh")
    pins = {"rubric_id": rubric.id, "rubric_version": str(rubric.version),
            "rubric_hash": pin(rubric)}  # fmt: skip
    for known in PLAYERS:
        log = play(case, getattr(player, known)(case)).log
        card = card_of(case, log, "practise", rubric)
        yield Template(
            {"drill_id": drill.id, "drill_hash": pin(drill), "sop_id": sop.id,
             "sop_hash": pin(sop), "contact_type": sop.contact_type, "recogniser": recogniser(),
             "seed": 1, "lang": "zh", "channel": drill.channel, "app_version": "0", **pins},
            tuple((event.at_us, event.kind, canonical(dict(event.body))) for event in log),
            {"resolution": card.resolution, "empathy": card.empathy, "felt": card.felt.score,
             "passed": card.passed is True, "uncertain": card.uncertain,
             "critical_count": len(card.critical), "app_version": "0",
             "critical": canonical([item.as_dict() for item in card.critical]),
             "card": canonical(card.as_dict()), **pins},
            tuple({"item": i.item, "part": i.part, "step": i.step, "points": i.points,
                   "possible": i.possible, "uncertain": i.uncertain} for i in score_items(card)),
        )  # fmt: skip


def fill(records: Records, count: int, made: list[Template]) -> Team:
    """Write the team and `count` ended, scored sessions; `records` as the operator or locally."""
    chance, now = random.Random(1), time.time_ns() // 1000
    with records.access.write() as connection:
        team = _people(connection, now, count)
    every = _DAYS * 86_400_000_000 // count
    for first in range(0, count, _TOGETHER):
        with records.access.write() as connection:
            for number in range(first, min(first + _TOGETHER, count)):
                at = now - (count - number) * every
                _session(connection, team, number, at, chance.choice(made), chance)
    return team


def _people(connection: Connection, now: int, count: int) -> Team:
    names = [("trainee", n) for n in range(TRAINEES)] + [("lead", n) for n in range(LEADS + 1)]
    ids = [new_id() for _each in names]
    connection.execute(
        insert(people),
        [{"id": id_, "login": f"{role}{n}", "name": f"{role} {n}", "role": role, "local": False,
          "disabled": False, "created_us": now} for id_, (role, n) in zip(ids, names, strict=True)],
    )  # fmt: skip
    groups = [new_id() for _n in range(COHORTS)]
    connection.execute(
        insert(cohorts),
        [{"id": g, "name": f"cohort {n}", "created_us": now, "closed": False}
         for n, g in enumerate(groups)],
    )  # fmt: skip
    trainees, leads = ids[:TRAINEES], ids[TRAINEES:]
    pairs = [(groups[n % COHORTS], person, False) for n, person in enumerate(trainees)]
    pairs += [(group, lead, True) for group in groups for lead in leads[:LEADS]]
    pairs.append((groups[0], leads[LEADS], True))
    connection.execute(
        insert(memberships),
        [
            {"cohort_id": g, "person_id": p, "leads": leading, "joined_us": now}
            for g, p, leading in pairs
        ],
    )
    played = tuple(new_id() for _n in range(count))
    return Team(leads[0], leads[LEADS], tuple(groups), tuple(trainees), played)


def _session(
    connection: Connection, team: Team, number: int, at: int, made: Template,
    chance: random.Random,
) -> None:  # fmt: skip
    id_, person = team.sessions[number], team.trainees[number % TRAINEES]
    mode = chance.choice(("practise", "coach", "exam"))
    connection.execute(
        insert(sessions).values(
            id=id_, person_id=person, mode=mode, started_us=at, state="open", **made.session
        )
    )
    before, rows = start(id_), []
    for seq, (offset, kind, body) in enumerate(made.events, 1):
        before = following(before, Link(seq, offset, at + offset, kind, body))
        rows.append({"session_id": id_, "seq": seq, "offset_us": offset, "wall_us": at + offset,
                     "kind": kind, "body": body, "hash": before})  # fmt: skip
    connection.execute(insert(events), rows)
    connection.execute(
        update(sessions).where(sessions.c.id == id_).values(
            state="ended", ended_us=at + rows[-1]["offset_us"], last_seq=len(rows),
            last_hash=before,
        )
    )  # fmt: skip
    card = new_id()
    connection.execute(
        insert(scorecards).values(
            id=card, session_id=id_, person_id=person, scored_by=person, source="house",
            scored_us=at, fingerprint=card, **made.card,
        )
    )  # fmt: skip
    connection.execute(insert(score_items), [{"scorecard_id": card, **i} for i in made.items])
    _opinions(connection, team, number, at, made, chance)


def _opinions(
    connection: Connection, team: Team, number: int, at: int, made: Template,
    chance: random.Random,
) -> None:  # fmt: skip
    id_ = team.sessions[number]
    said = {"session_id": id_, "reviewer_id": team.lead_of_all, "created_us": at,
            "rubric_id": made.card["rubric_id"], "rubric_version": made.card["rubric_version"],
            "old_points": None, "new_points": None, "item": None}  # fmt: skip
    rows = []
    if chance.random() < OVERRIDDEN:
        item = next(each for each in made.items if each["possible"] > 0)
        rows.append({**said, "kind": "override", "item": item["item"], "reason": "其实说了",
                     "old_points": item["points"], "new_points": item["possible"]})  # fmt: skip
    if chance.random() < COMMENTED:
        rows.append({**said, "kind": "comment", "reason": "先接住情绪，再办事"})
    if number % (len(team.sessions) // BLIND or 1) == 0:
        rows += [
            {**said, "kind": "blind", "item": item["item"], "reason": "", "reviewer_id": lead,
             "new_points": item["possible"] * chance.choice((0.0, 0.5, 1.0))}
            for lead in (team.lead_of_all, team.lead_of_one) for item in made.items
            if item["possible"] > 0
        ]  # fmt: skip
    if rows:
        connection.execute(insert(reviews), [{"id": new_id(), **row} for row in rows])
    if chance.random() < APPEALED:
        connection.execute(
            insert(appeals).values(
                id=new_id(), session_id=id_, person_id=team.trainees[number % TRAINEES],
                reason="请再看看", created_us=at, state="open",
            )
        )  # fmt: skip
