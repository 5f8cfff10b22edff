"""The score that counts: what an override makes of it, and where that is used (D13)."""

from __future__ import annotations

from typing import Any

import pytest
from records_house import RUBRIC, House, played, refused

from simulator.records import Records
from simulator.records.scorecard import ScoreItem
from simulator.records.trainee import TREND

ITEMS = (
    ScoreItem("end_state:end_state", "end_state", 40, 40),
    ScoreItem("told:arrives", "told", 0, 12.5, "arrives"),
    ScoreItem("told:amount", "told", 12.5, 12.5, "amount"),
    ScoreItem("constraints:verify", "constraints", 10, 20, "verify"),
    ScoreItem("constraints:breach-x", "constraints", -6, 0, "breach-x"),
    ScoreItem("moments:opening", "moments", 40, 80, ""),
    ScoreItem("penalty:blame-7", "penalty", -15, 0),
)
"""Resolution 56.5, empathy 25."""
REASON = "第 7 句其实说了"


def score(records: Records, session: str, **changes: Any) -> Any:
    """A card of these items, failed, kept by the caller."""
    given: dict[str, Any] = {
        "resolution": 56.5, "empathy": 25.0, "felt": 40.0, "passed": False, "uncertain": False,
        "critical": [], "card": {}, "items": ITEMS, "rubric_hash": "r1", **RUBRIC,
    }  # fmt: skip
    return records.scorecards.save(session_id=session, **{**given, **changes})


def change(records: Records, session: str, item: str, points: float, version: str = "1") -> Any:
    """An override with a reason."""
    return records.reviews.override(session, "standard", version, item, points, REASON)


def counts(records: Records, session: str) -> Any:
    """What counts of a session."""
    found = records.scores.of(session)
    assert found is not None
    return found


def numbers(records: Records, session: str) -> tuple[float, float | None, bool]:
    """The three that decide."""
    found = counts(records, session)
    return found.resolution, found.empathy, found.passed


def test_overrides_recompute_the_totals(house: House) -> None:
    """Each item adds its difference to its own number; enough of them pass the session, and the
    machine's numbers stay beside it."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session)
    assert numbers(wang, session) == (56.5, 25.0, False)
    change(lead, session, "told:arrives", 12.5)
    change(lead, session, "constraints:verify", 20)
    assert numbers(wang, session) == (79.0, 25.0, False)
    change(lead, session, "constraints:breach-x", 0)
    change(lead, session, "moments:opening", 80)
    assert numbers(wang, session) == (85.0, 65.0, True)
    found = counts(wang, session)
    assert (found.changed, found.solved, found.warm) == (4, True, True)
    assert (found.machine_resolution, found.machine_empathy, found.machine_passed) == (
        56.5, 25.0, False,
    )  # fmt: skip
    latest = wang.scorecards.latest(session)
    assert latest is not None
    assert (latest.resolution, latest.passed) == (56.5, False)


def test_the_newest_override_of_an_item_holds(house: House) -> None:
    """A second one takes the place of the first, which stays to be seen; the old points are the
    machine's in both."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session)
    first, second = (change(lead, session, "told:arrives", points) for points in (12.5, 5))
    assert numbers(wang, session)[0] == 61.5
    assert [each.old_points for each in (first, second)] == [0, 0]
    assert wang.reviews.list(kind="override") == (first, second)
    assert counts(wang, session).changed == 1


def test_overrides_stay_with_their_version_of_the_rubric(house: House) -> None:
    """Scored again by another version, the new card counts as it is, and the old override cannot
    be made for it; scored again by the same version, the override goes on holding."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session)
    change(lead, session, "told:arrives", 12.5)
    score(lead, session, resolution=57.5)
    assert numbers(lead, session)[0] == 70.0
    score(lead, session, rubric_version="2", rubric_hash="r2", resolution=50.0)
    assert numbers(lead, session)[0] == 50.0
    assert counts(lead, session).changed == 0
    refused(lambda: change(lead, session, "told:arrives", 12.5))
    change(lead, session, "told:arrives", 10, version="2")
    assert numbers(lead, session)[0] == 60.0


def test_what_an_item_cannot_have_is_refused(house: House) -> None:
    """No points beyond what was possible or below nothing, no item that is not there; a penalty
    may only become smaller."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session)
    for item, points in (
        ("told:arrives", 12.6), ("told:arrives", -1), ("told:arrives", float("nan")),
        ("told:arrives", float("inf")), ("penalty:blame-7", 1), ("penalty:blame-7", -16),
        ("nothing", 1),
    ):  # fmt: skip
        refused(lambda item=item, points=points: change(lead, session, item, points))
    assert counts(lead, session).changed == 0
    change(lead, session, "penalty:blame-7", -5)
    assert numbers(lead, session)[1] == 35.0


def test_a_number_that_stopped_at_nothing_starts_below_it(house: House) -> None:
    """Penalties beyond 0 are not forgiven by overriding something else."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    items = (ScoreItem("moments:opening", "moments", 0, 80),
             ScoreItem("penalty:blame-7", "penalty", -15, 0))  # fmt: skip
    score(wang, session, empathy=0.0, items=items)
    change(lead, session, "moments:opening", 10)
    assert numbers(lead, session)[1] == 0.0
    change(lead, session, "moments:opening", 20)
    assert numbers(lead, session)[1] == 5.0


def test_a_lead_settles_a_doubt(house: House) -> None:
    """The machine's own points, confirmed, decide a session that was in doubt."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    items = (ScoreItem("told:arrives", "told", 12.5, 12.5, "arrives", uncertain=True),
             ScoreItem("constraints:verify", "constraints", 20, 20, "verify"))  # fmt: skip
    score(wang, session, resolution=85.0, empathy=None, uncertain=True, items=items)
    assert counts(lead, session).uncertain
    change(lead, session, "constraints:verify", 20)
    assert counts(lead, session).uncertain
    change(lead, session, "told:arrives", 12.5)
    found = counts(lead, session)
    assert (found.uncertain, found.resolution, found.passed) == (False, 85.0, True)


def test_a_critical_error_stands(house: House) -> None:
    """Whatever the sums become."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session, resolution=95.0, empathy=90.0, critical=[{"id": "leak"}])
    change(lead, session, "told:arrives", 12.5)
    assert numbers(lead, session) == (100.0, 90.0, False)


def test_marks_are_those_of_the_rubric(house: House) -> None:
    """A rubric that asks for less passes at less."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session, solved_from=60.0, warm_from=20.0)
    change(lead, session, "told:arrives", 5)
    assert numbers(lead, session) == (61.5, 25.0, True)


def test_cohort_square_missed_steps_and_list_go_by_what_counts(house: House) -> None:
    """Every page of the desk, and what the trainee sees, has the corrected numbers."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    score(wang, session)
    before = {each.item: each for each in lead.item_totals.list()}
    assert lead.scores.square() == {
        (True, True): 0, (True, False): 0, (False, True): 0, (False, False): 1,
    }  # fmt: skip
    for item, points in (("told:arrives", 12.5), ("constraints:verify", 20),
                         ("constraints:breach-x", 0), ("moments:opening", 80)):  # fmt: skip
        change(lead, session, item, points)
    cohort = lead.cohorts.list()[0].id
    for records in (lead, wang):
        (line,) = records.trainees.list()
        assert (line.resolution, line.empathy, line.passed, line.changed) == (85.0, 65.0, 1, 1)
        assert line.trend == (85.0,)
        (listed,) = records.scorecards.scores()
        assert (listed.resolution, listed.machine_resolution) == (85.0, 56.5)
    assert lead.trainees.weakest(cohort_id=cohort).total == 1
    assert lead.scores.square(cohort_id=cohort)[True, True] == 1
    after = {each.item: each for each in lead.item_totals.list()}
    assert (before["told:arrives"].missed, after["told:arrives"].missed) == (1, 0)
    assert (before["told:arrives"].points, after["told:arrives"].points) == (0, 12.5)
    assert after["told:amount"] == before["told:amount"]


def test_a_corrected_exam_certifies_and_an_uncorrected_one_does_not(house: House) -> None:
    """Certificates go by the score that counts, in both directions."""
    wang, lead = house.as_("wang"), house.as_("lead")
    exams = [played(wang, mode="exam", seed=seed) for seed in (1, 2)]
    for exam in exams:
        score(wang, exam, resolution=75.0, empathy=70.0)
    refused(lambda: lead.certificates.sign(*exams))
    for exam in exams:
        change(lead, exam, "told:arrives", 12.5)
    change(lead, exams[0], "end_state:end_state", 30)
    refused(lambda: lead.certificates.sign(*exams))
    change(lead, exams[0], "end_state:end_state", 40)
    assert lead.certificates.sign(*exams).person_id == house.id("wang")


def test_a_trend_has_the_newest_and_the_weakest_comes_first(house: House) -> None:
    """Means over all sessions, unscored empathy left out; the trend in order of time."""
    wang, li, lead = (house.as_(login) for login in ("wang", "li", "lead"))
    for number in range(TREND + 3):
        score(wang, played(wang), resolution=float(number), empathy=None if number else 50.0)
    score(li, played(li), resolution=3.0)
    weak, good = lead.trainees.list()
    assert (weak.person_id, good.person_id) == (house.id("li"), house.id("wang"))
    assert (good.sessions, good.resolution, good.empathy) == (TREND + 3, 7.0, 50.0)
    assert good.trend == tuple(float(n) for n in range(3, TREND + 3))
    shown = lead.trainees.weakest(limit=1)
    assert (shown.trainees, shown.total) == ((weak,), 2)
    assert house.as_("other").trainees.list() == ()


def test_the_worklist_has_the_most_urgent_first(house: House) -> None:
    """Appeals, critical errors, doubts, near the mark; a clear pass is not on it, nor what a lead
    has dealt with, until there is an appeal."""
    wang, lead = house.as_("wang"), house.as_("lead")
    kinds = ({"passed": True}, {"resolution": 82.0}, {"resolution": 81.0, "uncertain": True},
             {"critical": [{}]}, {}, {"empathy": 57.0})  # fmt: skip
    clear, near, unsure, critical, appealed, cold = sessions = [played(wang) for _n in kinds]
    for session, kind in zip(sessions, kinds, strict=True):
        score(wang, session, **{"resolution": 95.0, "empathy": 90.0, **kind})
    wang.appeals.make(appealed, "请再看看")

    def listed() -> list[str]:
        found = lead.scores.to_look_at(limit=10)
        assert found.total == len(found.scores)
        return [each.session_id for each, _appealed in found.scores]

    assert listed() == [appealed, critical, unsure, cold, near]
    assert clear not in listed()
    lead.reviews.comment(near, "standard", "1", "看过了")
    lead.reviews.comment(appealed, "standard", "1", "看过了")
    assert listed() == [appealed, critical, unsure, cold]
    short = lead.scores.to_look_at(limit=1)
    assert (len(short.scores), short.total) == (1, 4)
    assert house.as_("other").scores.to_look_at(limit=10).total == 0


@pytest.mark.parametrize("statement", ["UPDATE counting SET passed = TRUE", "DELETE FROM counting"])
def test_what_counts_is_written_by_nobody(house: House, statement: str) -> None:
    """PostgreSQL lets nobody near the numbers that count, not even the served app; a file says
    itself that it trusts."""
    from sqlalchemy import text

    wang = house.as_("wang")
    session = played(wang)
    score(wang, session)
    if house.records.access.store.local:
        pytest.skip("a file trusts whoever can write it")

    def attack() -> None:
        with wang.access.write() as connection:
            connection.execute(text(statement))

    refused(attack)
    assert numbers(wang, session) == (56.5, 25.0, False)
