"""Who may see and do what: asked through the API on a served file and on PostgreSQL."""

import pytest
from records_house import PASSWORD, PINS, House, played, refused, scored

from simulator.records import Conflict, Missing, NotAllowed
from simulator.records.person import Person


def test_trainees_see_their_own_and_leads_their_cohorts(house: House) -> None:
    """Sessions, events and scores of others are not even listed."""
    wang, li, zhao = (house.as_(login) for login in ("wang", "li", "zhao"))
    mine, theirs = played(wang), played(zhao)
    scored(wang, mine)
    card = scored(zhao, theirs)
    assert [s.id for s in wang.sessions.list()] == [mine]
    assert [s.id for s in wang.scorecards.scores()] == [wang.scorecards.list(mine)[0].id]
    assert li.sessions.list() == ()
    refused(
        lambda: wang.sessions.get(theirs), lambda: wang.sessions.events(theirs),
        lambda: wang.scorecards.get(card.id), lambda: wang.sessions.first_break(theirs),
        lambda: wang.sessions.append(theirs, 2, "say", 1, {}), lambda: wang.sessions.end(theirs),
    )  # fmt: skip
    assert wang.scorecards.list(theirs) == ()
    assert [s.id for s in house.as_("lead").sessions.list()] == [mine]
    assert [s.id for s in house.as_("other").sessions.list()] == [theirs]
    assert house.as_("lead").sessions.events(mine)[0].body["text"] == "您好"
    for stranger in ("planner", "admin"):
        assert house.as_(stranger).sessions.list() == ()
        assert house.as_(stranger).scorecards.scores() == ()
    for nobody in (house.records.sessions.list, house.records.people.list):
        assert all(person.role != "trainee" for person in nobody() if isinstance(person, Person))


def test_nobody_plays_in_another_name(house: House) -> None:
    """A session begins and grows only by the person it belongs to."""
    wang = house.as_("wang")
    session = wang.sessions.start(person_id=wang.caller.person_id, mode="exam", seed=1, **PINS)
    for other in ("li", "lead", "admin"):
        refused(
            lambda other=other: house.as_(other).sessions.start(
                person_id=house.id("wang"), mode="exam", seed=1, **PINS
            ),
            lambda other=other: house.as_(other).sessions.append(session.id, 1, "say", 0, {}),
            lambda other=other: house.as_(other).sessions.end(session.id),
        )
    assert wang.sessions.events(session.id) == ()


def test_no_trainee_changes_a_score(house: House) -> None:
    """The score that was saved first stays; saving it again is no mistake, another one is."""
    wang = house.as_("wang")
    session = played(wang)
    card = scored(wang, session, 50, passed=False)
    assert scored(wang, session, 50, passed=False) == card
    refused(lambda: scored(wang, session, 100), lambda: scored(house.as_("li"), session, 100))
    assert [c.resolution for c in wang.scorecards.list(session)] == [50]
    assert [item.points for item in card.items] == [5, 20]
    by_lead = scored(house.as_("lead"), session, 60)
    assert [c.id for c in wang.scorecards.list(session)] == [card.id, by_lead.id]
    newest = wang.scorecards.latest(session)
    assert newest is not None
    assert newest.resolution == 60
    refused(lambda: scored(house.as_("other"), session, 100))


def test_only_leads_of_the_cohort_review(house: House) -> None:
    """Overrides need a reason; blind scores stay hidden from the one who played."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    scored(wang, session)
    for login in ("wang", "li", "other", "admin", "planner"):
        someone = house.as_(login)
        refused(
            lambda s=someone: s.reviews.override(session, "standard", "1", "tell", 25, "改"),
            lambda s=someone: s.reviews.comment(session, "standard", "1", "好"),
            lambda s=someone: s.reviews.blind(session, "standard", "1", {"tell": 25}),
        )
    refused(lambda: lead.reviews.override(session, "standard", "1", "tell", 25, "  "))
    review = lead.reviews.override(session, "standard", "1", "tell", 25, "其实说了")
    comment = lead.reviews.comment(session, "standard", "1", "问候很好", item="greeting")
    blind = lead.reviews.blind(session, "standard", "1", {"tell": 22, "greeting": 4})
    refused(lambda: lead.reviews.blind(session, "standard", "1", {"tell": 25}))
    assert [r.id for r in wang.reviews.list()] == [review.id, comment.id]
    assert len(lead.reviews.list(session_id=session)) == 4
    assert {r.item for r in blind} == {r.item for r in lead.reviews.list(kind="blind")}
    assert house.as_("li").reviews.list() == ()
    assert house.as_("other").reviews.list() == ()


def test_an_appeal_is_answered_once_by_the_lead(house: House) -> None:
    """Made for one's own session only, answered by nobody else."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    appeal = wang.appeals.make(session, "我说了的", item="tell")
    refused(
        lambda: wang.appeals.make(session, "再来", item="tell"),
        lambda: house.as_("li").appeals.make(session, "帮他"),
        lambda: lead.appeals.make(session, "替他"),
        lambda: wang.appeals.answer(appeal.id, "granted", "好"),
        lambda: house.as_("other").appeals.answer(appeal.id, "granted", "好"),
    )
    assert lead.appeals.list(state="open") == (appeal,)
    answered = lead.appeals.answer(appeal.id, "granted", "确实")
    assert (answered.state, answered.answered_by) == ("granted", house.id("lead"))
    refused(lambda: lead.appeals.answer(appeal.id, "declined", "不"))
    assert wang.appeals.list() == (answered,)


def test_certificates_need_two_exams_and_a_lead(house: House) -> None:
    """Every way to a certificate that is not earned is closed; it lapses with its SOP."""
    wang, lead = house.as_("wang"), house.as_("lead")
    first, second, same_seed = (played(wang, mode="exam", seed=seed) for seed in (1, 2, 1))
    practised, failed = played(wang, seed=3), played(wang, mode="exam", seed=4)
    unscored, changed = (played(wang, mode="exam", seed=5), played(wang, mode="exam", seed=6,
                                                                  sop_hash="s2"))  # fmt: skip
    rehearsed = [played(wang, mode=mode, seed=8) for mode in ("practise", "exam")][1]
    for session in (first, second, same_seed, practised, changed, rehearsed):
        scored(wang, session)
    scored(wang, failed, 10, passed=False)
    for other in (first, same_seed, practised, failed, unscored, changed, rehearsed):
        refused(lambda other=other: lead.certificates.sign(first, other))
    for login in ("wang", "li", "other", "admin", "planner"):
        refused(lambda login=login: house.as_(login).certificates.sign(first, second))
    certificate = lead.certificates.sign(first, second)
    assert wang.certificates.list() == (certificate,)
    assert (certificate.lapsed("s1"), certificate.lapsed("s2")) == (False, True)
    refused(lambda: lead.certificates.sign(second, first))
    assert house.as_("zhao").certificates.list() == ()


def test_assignments_reach_people_and_cohorts(house: House) -> None:
    """Leads assign to those they lead; whoever trains in a cohort sees what it was given."""
    lead, wang = house.as_("lead"), house.as_("wang")
    cohort = lead.cohorts.list()[0]
    to_all = lead.assignments.assign(cohort_id=cohort.id, contact_type="物流查询")
    to_one = lead.assignments.assign(person_id=house.id("li"), drill_id="late-parcel")
    refused(
        lambda: lead.assignments.assign(person_id=house.id("zhao"), drill_id="d"),
        lambda: lead.assignments.assign(person_id=house.id("li")),
        lambda: lead.assignments.assign(cohort_id=cohort.id, drill_id="d", contact_type="t"),
        lambda: wang.assignments.assign(person_id=house.id("wang"), drill_id="d"),
        lambda: house.as_("other").assignments.assign(cohort_id=cohort.id, drill_id="d"),
        lambda: wang.assignments.withdraw(to_all.id),
    )
    assert wang.assignments.list() == (to_all,)
    assert set(house.as_("li").assignments.list()) == {to_all, to_one}
    assert house.as_("zhao").assignments.list() == ()
    lead.assignments.withdraw(to_all.id)
    assert wang.assignments.list() == ()


def test_plans_are_the_planners(house: House) -> None:
    """Trainees and leads neither save nor see plans; only who saved one renames or drops it."""
    planner = house.as_("planner")
    plan = planner.plans.save(
        name="双11 方案", scenario="double11", scenario_hash="x", seed=1, summary={"人": 90}
    )
    assert planner.plans.list() == (plan,)
    for login in ("wang", "lead"):
        someone = house.as_(login)
        refused(
            lambda s=someone: s.plans.list(), lambda s=someone: s.plans.get(plan.id),
            lambda s=someone: s.plans.drop(plan.id),
            lambda s=someone: s.plans.rename(plan.id, "我的"),
            lambda s=someone: s.plans.save(
                name="n", scenario="s", scenario_hash="h", seed=1, summary={}
            ),
        )  # fmt: skip
    admin = house.as_("admin")
    assert admin.plans.list() == (plan,)
    refused(lambda: admin.plans.drop(plan.id), lambda: admin.plans.rename(plan.id, "我的"))
    own = admin.plans.save(name="管", scenario="s", scenario_hash="h", seed=1, summary={})
    admin.plans.drop(own.id)
    assert planner.plans.rename(plan.id, "第二版").name == "第二版"
    planner.plans.drop(plan.id)
    assert planner.plans.list() == ()


def test_people_are_the_administrators(house: House) -> None:
    """Nobody else adds, changes, resets, groups or erases people, or reads the audit log."""
    for login in ("wang", "lead", "planner"):
        s = house.as_(login)
        refused(
            lambda s=s: s.people.add("new", "新人", "administrator"),
            lambda s=s: s.people.change(s.caller.person_id, role="administrator"),
            lambda s=s: s.people.reset(house.id("admin")), lambda s=s: s.cohorts.add("丙班"),
            lambda s=s: s.erase(house.id("li")), lambda s=s: s.audit.list(),
            lambda s=s: s.sign_in.first_administrator("a2", "名", PASSWORD),
        )  # fmt: skip
    admin = house.administrator
    refused(
        lambda: admin.people.change(admin.caller.person_id, role="lead"),
        lambda: admin.people.change(admin.caller.person_id, disabled=True),
        lambda: admin.erase(admin.caller.person_id),
        lambda: house.records.sign_in.first_administrator("a2", "名", PASSWORD),
        lambda: admin.people.add("WANG ", "重名", "trainee"),
        lambda: admin.people.add("no spaces", "名", "trainee"),
        lambda: admin.people.add("ok", "\x1b[31m红", "trainee"),
        lambda: admin.people.add("ok", "名", "root"),  # type: ignore[arg-type]
    )
    names = {person.login for person in house.as_("lead").people.list()}
    assert names == {"wang", "li", "lead", "other", "planner", "admin"}
    assert "li" not in {person.login for person in house.as_("wang").people.list()}
    acts = [entry.act for entry in admin.audit.list()]
    assert acts[-1] == "people.first_administrator"
    assert acts.count("people.add") == 6


def test_a_disabled_person_is_nobody(house: House) -> None:
    """From the moment of disabling, nobody acts as that person."""
    house.administrator.people.change(house.id("wang"), disabled=True)
    with pytest.raises(NotAllowed):
        house.as_("wang")
    house.administrator.people.change(house.id("wang"), disabled=False)
    assert house.as_("wang").caller.role == "trainee"
    with pytest.raises(NotAllowed):
        house.records.acting_as("' OR ''='")


@pytest.mark.parametrize("name", ["'; DROP TABLE people; --", "$$; $1 %s :x {y}", "=cmd|' /C'!A0"])
def test_hostile_names_are_only_names(house: House, name: str) -> None:
    """What means something to a database or a spreadsheet is kept as it is typed."""
    person, _code = house.administrator.people.add("hostile", name, "trainee")
    assert house.administrator.people.get(person.id).name == name
    session = played(house.records.acting_as(person.id), text=name)
    assert house.records.acting_as(person.id).sessions.events(session)[0].body["text"] == name
    with pytest.raises(Missing):
        house.as_("wang").sessions.get(name)


def test_erasing_takes_identity_and_words_and_leaves_scores(house: House) -> None:
    """Afterwards no text of the person is in the database, the numbers are, and the log holds."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang, text="我叫王小明，电话 13800000000")
    card = scored(wang, session)
    open_ = wang.sessions.start(person_id=wang.caller.person_id, mode="coach", seed=1, **PINS)
    wang.sessions.append(open_.id, 1, "act", 5, {"action": "refund", "args": {"note": "王小明"}})
    lead.reviews.comment(session, "standard", "1", "王小明加油")
    wang.appeals.make(session, "我是王小明")
    erased = house.administrator.erase(wang.caller.person_id)
    assert (erased.sessions, erased.events, erased.scorecards) == (2, 2, 1)
    assert [dict(e.body) for e in lead.sessions.events(session)] == [
        {"text": "", "acts": ["greet"], "n": 3}
    ]
    assert lead.sessions.events(open_.id)[0].body == {"action": "refund", "args": {"note": ""}}
    kept = lead.scorecards.get(card.id)
    assert (kept.resolution, kept.empathy, kept.items) == (90, 70, card.items)
    assert kept.card["why"] == ""
    assert lead.sessions.get(open_.id).state == "abandoned"
    assert [lead.sessions.first_break(id_) for id_ in (session, open_.id)] == [None, None]
    person = house.administrator.people.get(wang.caller.person_id)
    assert (person.name, person.disabled) == ("", True)
    assert person.erased_at is not None
    assert [r.reason for r in lead.reviews.list(session_id=session)] == [""]
    assert [a.reason for a in lead.appeals.list()] == [""]
    with pytest.raises(NotAllowed):
        house.as_("wang")
    with pytest.raises(Conflict):
        house.administrator.erase(wang.caller.person_id)


def test_erasing_a_lead_takes_the_leads_words(house: House) -> None:
    """What a lead wrote about others goes with the lead; the points stay."""
    wang, lead = house.as_("wang"), house.as_("lead")
    session = played(wang)
    scored(wang, session)
    lead.reviews.override(session, "standard", "1", "tell", 25, "我是李组长")
    appeal = wang.appeals.make(session, "请再看看")
    lead.appeals.answer(appeal.id, "granted", "李组长同意")
    other = house.as_("other")
    refused(lambda: other.appeals.answer(appeal.id, "declined", "不"))
    house.administrator.erase(house.id("lead"))
    assert [(r.reason, r.new_points) for r in wang.reviews.list()] == [("", 25)]
    assert [(a.reason, a.answer, a.state) for a in wang.appeals.list()] == [
        ("请再看看", "", "granted")
    ]
    assert wang.sessions.events(session)[0].body["text"] == "您好"
