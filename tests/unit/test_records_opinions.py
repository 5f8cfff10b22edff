"""What is said about sessions travels with them, and sending back is a record of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from records_house import RUBRIC, SERVER, House, empty_database, played, refused, scored, settle

from simulator.records import Conflict, Records, open_records
from simulator.records.review import Change
from simulator.review.agreement import Blind, agreement
from sops.problem import Problems

DUE = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The same people on a served file and on PostgreSQL."""
    if request.param == "sqlite":
        found = settle(str(tmp_path / "house.db"))
        yield found
        found.records.close()
        return
    if not SERVER:
        pytest.skip("SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with")
    with empty_database(SERVER) as url:
        found = settle(url)
        yield found
        found.records.close()


@pytest.fixture
def reviewed(house: House) -> tuple[House, list[str]]:
    """Two exams of wang with everything that can be said about them, and a session sent back."""
    wang, lead, other = house.as_("wang"), house.as_("lead"), house.as_("other")
    # Two leads of one cohort, so that they can agree or not.
    cohort = lead.cohorts.list()[0].id
    house.administrator.cohorts.join(cohort, house.id("other"), leads=True)
    made = []
    for seed, mode in ((1, "exam"), (2, "exam"), (3, "practise")):
        session = played(wang, mode=mode, seed=seed)
        scored(lead, session, resolution=60 if seed == 3 else 90, passed=seed != 3)
        made.append(session)
    lead.reviews.override(made[2], **RUBRIC, item="tell", new_points=25, reason="说了\n两遍")
    lead.reviews.comment(made[2], **RUBRIC, text="好" * 2000, item="greeting")
    lead.reviews.send_back(made[2], **RUBRIC, text="先接住情绪", due_at=DUE)
    for person, points in ((lead, 20), (other, 25)):
        person.reviews.blind(made[0], **RUBRIC, points={"tell": points, "greeting": 5})
        person.reviews.blind(made[1], **RUBRIC, points={"tell": 10, "greeting": 1})
    granted = wang.appeals.make(made[2], "我问候了", "greeting")
    lead.appeals.answer(granted.id, "granted", "确实", Change("greeting", 4))
    wang.appeals.make(made[1], "整场都不对")
    lead.certificates.sign(made[0], made[1])
    return house, made


def exported(records: Records) -> list[bytes]:
    """The export as a file has it."""
    return [f"{line}\n".encode() for line in records.export_lines()]


def all_of(records: Records) -> dict[str, Any]:
    """Everything the review pages show, without the names of people."""
    blind = [
        Blind(f"{each.session_id} {each.item}", each.reviewer_id, each.part, each.share)
        for each in records.blind_scores.list()
    ]
    return {
        "scores": records.scores.list(), "trainees": records.trainees.list(),
        "totals": records.item_totals.list(), "square": records.scores.square(),
        "work": records.scores.to_look_at(limit=100), "reviews": records.reviews.list(),
        "appeals": records.appeals.list(), "certificates": records.certificates.list(),
        "agreement": agreement(blind, {}), "blind": sorted(map(str, records.blind_scores.list())),
    }  # fmt: skip


def operator_of(house: House) -> Records:
    """Whoever looks after the database: the owner, or who holds the file."""
    store = house.records.access.store
    if store.local:
        return open_records(store.place)
    return open_records(store.engine.url.render_as_string(hide_password=False), operator=True)


def test_an_export_brings_everything_that_was_said(
    reviewed: tuple[House, list[str]], tmp_path: Path
) -> None:
    """Export, import into an empty store: the same totals and pages, the same export again; twice
    is once, and an appeal that was answered meanwhile is answered there."""
    house, made = reviewed
    with operator_of(house) as source, open_records(str(tmp_path / "target.db")) as other:
        lines = exported(source)
        taken = other.import_lines("a.jsonl", lines)
        assert (taken.reviews, taken.appeals, taken.certificates) == (12, 2, 1)
        assert all_of(other) == all_of(source)
        assert all_of(other)["agreement"]
        assert exported(other) == lines
        again = other.import_lines("a.jsonl", lines)
        assert (again.reviews, again.appeals, again.certificates) == (0, 0, 0)
        (open_,) = source.appeals.list(state="open")
        house.as_("lead").appeals.answer(open_.id, "declined", "看过了")
        assert other.import_lines("b.jsonl", exported(source)).appeals == 1
        assert all_of(other) == all_of(source)
        # And back into the house of another operator, where the database itself stands guard.
        if SERVER:
            with empty_database(SERVER) as url, open_records(url, operator=True) as third:
                third.import_lines("c.jsonl", exported(other))
                assert exported(third) == exported(source)
    # Of a trainee's own export blind scores are no part, nor of a stranger's anything.
    kinds = [json.loads(line).get("kind") for line in exported(house.as_("wang"))]
    assert kinds.count("blind") == 0
    assert kinds.count("override") == 2
    assert len(exported(house.as_("zhao"))) == 1
    only = list(house.as_("lead").export_lines(made[:1]))
    assert not any('"type":"certificate"' in line for line in only)


def test_what_cannot_be_is_told_at_its_line(
    reviewed: tuple[House, list[str]], tmp_path: Path
) -> None:
    """More points than an item has, a certificate for a practice, a review of no session here, a
    word that is no state: refused with its line, and nothing is imported."""
    house, made = reviewed
    with operator_of(house) as source:
        lines = exported(source)
    for kind, changes, path in (
        ("review", {"new_points": 99.0, "kind": "override", "item": "tell"}, "new_points"),
        ("review", {"reason": None}, "reason"),
        ("certificate", {"first_session_id": made[2]}, None),
        ("appeal", {"state": "perhaps"}, "state"),
        ("review", {"session_id": made[0][:-1] + "f"}, "session_id"),
    ):  # fmt: skip
        number = max(n for n, line in enumerate(lines) if json.loads(line)["type"] == kind)
        wrong = json.loads(lines[number]) | changes
        broken = [*lines[:number], json.dumps(wrong).encode() + b"\n", *lines[number + 1 :]]
        with open_records(str(tmp_path / "empty.db")) as other:
            with pytest.raises(Problems) as caught:
                other.import_lines("a", broken)
            (problem,) = caught.value.problems
            assert problem.line == number + 1
            assert path is None or problem.path == path
            assert other.sessions.list() == ()


def test_sending_back_is_one_thing(house: House) -> None:
    """Comment and assignment are written together, name each other, and are for leads of that
    cohort only; without a word neither is written."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    refused(
        *(
            lambda s=someone: s.reviews.send_back(session, **RUBRIC, text="再来")
            for someone in (wang, house.as_("li"), house.as_("other"), house.administrator)
        ),
        lambda: lead.reviews.send_back(session, **RUBRIC, text=" "),
    )
    assert lead.assignments.list() == ()
    review = lead.reviews.send_back(session, **RUBRIC, text="再来", due_at=DUE)
    (given,) = wang.assignments.list(person_id=house.id("wang"))
    assert (given.id, given.due_at, given.drill_id) == (review.assignment_id, DUE, "late-parcel")
    assert wang.reviews.list(sent_back=True) == (review,)
    assert house.as_("other").reviews.list(sent_back=True) == ()


def test_a_granted_appeal_and_its_change_are_one_thing(house: House) -> None:
    """Points beyond the item: neither is written. Within: the score that counts follows."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    scored(lead, session, resolution=75, passed=False)
    appeal = wang.appeals.make(session, "我说了", "tell")
    with pytest.raises(Conflict):
        lead.appeals.answer(appeal.id, "granted", "对", Change("tell", 26))
    with pytest.raises(Conflict):
        lead.appeals.answer(appeal.id, "granted", " ", Change("tell", 25))
    assert [each.state for each in wang.appeals.list()] == ["open"]
    assert wang.reviews.list() == ()
    lead.appeals.answer(appeal.id, "granted", "对", Change("tell", 25))
    (review,) = wang.reviews.list(kind="override")
    assert (review.reason, review.new_points) == ("对", 25)
    score = wang.scores.of(session)
    assert score is not None
    assert (score.resolution, score.changed) == (80, 1)
