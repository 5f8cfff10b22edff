"""The lead's story: sign in, see who needs help, read, correct, answer, score blind, export."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from house import NASTY, PASSWORD, House
from textual.widgets import DataTable, Input, Static, TabbedContent

from simulator.records import NotAllowed
from sops.language import set_language
from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.ask import Ask
from tui.app.screen.blind import BlindScoring
from tui.app.screen.home import Home
from tui.app.screen.reading import Reading, read_session
from tui.app.screen.review import TABS, Review
from tui.app.screen.sign_in import SignIn

SIZE = (120, 36)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with one session."""
    found = House(tmp_path)
    found.play()
    return found


async def settled(app: ShapanApp, pilot: Any) -> None:
    """Wait for what is read or checked beside the screen."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def desk(app: ShapanApp, pilot: Any) -> Review:
    """The review desk, read."""
    await pilot.pause()
    await app.push_screen(Review())
    await settled(app, pilot)
    assert isinstance(app.screen, Review)
    return app.screen


async def reading(app: ShapanApp, pilot: Any, session: str) -> Reading:
    """A session, open."""
    await pilot.pause()
    read_session(app.screen, session)
    await pilot.pause()
    assert isinstance(app.screen, Reading)
    return app.screen


def text_of(screen: Any, selector: str) -> str:
    """What a static text shows."""
    return str(screen.query_one(selector, Static).render())


def told(app: ShapanApp) -> list[str]:
    """The notifications on the screen."""
    return [each.message for each in app._notifications]


def rows(screen: Any, page: str) -> list[list[str]]:
    """The cells of a page."""
    table = screen.query_one(f"#table-{page}", DataTable)
    return [[str(cell) for cell in table.get_row_at(n)] for n in range(table.row_count)]


# Signing in -----------------------------------------------------------------------------------


async def test_a_shared_database_asks_who_is_there(house: House) -> None:
    """A wrong password says so and is taken back; the right one goes in as that person."""
    messages: list[Any] = []
    app = ShapanApp(Preference(), house.records)
    async with app.run_test(size=SIZE, message_hook=messages.append) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, SignIn)
        await pilot.press(*"lead", "enter", *"wrong", "enter")
        await settled(app, pilot)
        assert any(isinstance(message, SignIn.Refused) for message in messages)
        assert "登录名或密码不对" in text_of(app.screen, "#refused")
        assert app.screen.query_one("#password", Input).value == ""
        app.screen.query_one("#password", Input).value = PASSWORD
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Home)
        assert app.person == house.people["lead"]
        assert app.records.caller.role == "lead"


async def test_a_one_time_code_sets_a_password(house: House) -> None:
    """F2 goes on to the form with a code."""
    code = house.admin.people.reset(house.people["wang"])
    app = ShapanApp(Preference(), house.records)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        for field, value in (("login", "wang"), ("code", code), ("password", "a new long word")):
            app.screen.query_one(f"#{field}", Input).value = value
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.person == house.people["wang"]
    assert house.records.sign_in.with_password("wang", "a new long word").role == "trainee"


async def test_the_first_administrator_is_made_once(house: House) -> None:
    """In a house that has one, the form is refused and says whom to ask."""
    app = ShapanApp(Preference(), house.records)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2", "f2")
        for field, value in (("login", "second"), ("name", "二号"), ("password", PASSWORD)):
            app.screen.query_one(f"#{field}", Input).value = value
        await pilot.press("enter")
        await settled(app, pilot)
        assert "已经有管理员了" in text_of(app.screen, "#refused")


async def test_a_local_file_asks_nobody_and_says_that_it_trusts() -> None:
    """Straight to the desks; the review desk says one person, no certificates."""
    app = ShapanApp(Preference())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Home)
        screen = await desk(app, pilot)
        assert "不能签证书" in text_of(screen, "#note-trainees")


# The pages ------------------------------------------------------------------------------------


async def test_every_page_by_number_in_both_languages(house: House) -> None:
    """Digits, full-width ones too, turn the pages; each has rows or says what to do."""
    for language in ("zh", "en"):
        set_language(language)
        app = ShapanApp(Preference(), house.as_("lead"))
        async with app.run_test(size=SIZE) as pilot:
            screen = await desk(app, pilot)
            for number, name in enumerate(TABS, 1):
                await pilot.press(str(number) if language == "en" else chr(0xFF10 + number))
                await settled(app, pilot)
                assert screen.query_one(TabbedContent).active == name
                assert text_of(screen, f"#note-{name}").strip()
        assert not app.return_code


async def test_the_lead_sees_the_cohort_and_nobody_else_does(house: House) -> None:
    """The cohort's lead sees the trainee's numbers; another lead sees an empty desk."""
    for login, seen in (("lead", ["小王"]), ("other", [])):
        app = ShapanApp(Preference(), house.as_(login))
        async with app.run_test(size=SIZE) as pilot:
            screen = await desk(app, pilot)
            assert [row[0] for row in rows(screen, "trainees")] == seen


async def test_missed_steps_are_named_in_words(house: House) -> None:
    """Steps nobody did stand with 100 % and their titles under their type of contact."""
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await desk(app, pilot)
        await pilot.press("2")
        await settled(app, pilot)
        (row,) = rows(screen, "missed")
        assert row[0] == "价保（退差价）"
        assert any("100%" in cell and "查" in cell for cell in row[1:])


async def test_from_trainee_to_session(house: House) -> None:
    """Enter on a trainee shows that person's sessions; enter there opens the evidence."""
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await desk(app, pilot)
        await pilot.press("1", "enter")
        await settled(app, pilot)
        assert screen.query_one(TabbedContent).active == "sessions"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, Reading)


async def test_a_drill_is_assigned_to_the_trainee_under_the_cursor(house: House) -> None:
    """F7, what, by when: the trainee has it; a date that is none is refused in words."""
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await desk(app, pilot)
        for due in ("bald", "2026-12-01"):
            await pilot.press("f7")
            await pilot.pause()
            app.screen.query_one("#due", Input).value = due
            app.screen.query_one("#due", Input).focus()
            await pilot.press("enter")
            await pilot.pause()
        assert "日期要写成" in told(app)[0]
    (given,) = house.as_("wang").assignments.list(person_id=house.people["wang"])
    assert given.due_at is not None
    assert given.assigned_by == house.people["lead"]


# Reading --------------------------------------------------------------------------------------


async def fill(app: ShapanApp, pilot: Any, **values: str) -> None:
    """Fill the form on top and answer it."""
    await pilot.pause()
    assert isinstance(app.screen, Ask)
    for name, value in values.items():
        app.screen.query_one(f"#{name}").value = value  # type: ignore[attr-defined]
    app.screen._answer()
    await pilot.pause()


async def test_an_item_is_overridden_with_a_reason(house: House) -> None:
    """The review names rubric and item, and stands under the card; no reason, no override."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await reading(app, pilot, session)
        for reason in ("", NASTY):
            await pilot.press("f2")
            await fill(app, pilot, item="told:arrives", points="12.5", reason=reason)
        assert "改分要写理由" in told(app)[0]
        page = text_of(screen, "#page").replace("\n", "")
        assert "0 → 12.5" in page
        assert "组长改过 1 项" in page
        assert "（组长改为12.5）" in page.replace(" ", "")
    counting = house.as_("wang").scores.of(session)
    assert counting is not None
    assert counting.resolution == round(counting.machine_resolution + 12.5, 1)
    (kept,) = house.as_("wang").reviews.list(session_id=session)
    assert (kept.item, kept.new_points, kept.reason) == ("told:arrives", 12.5, NASTY)
    assert kept.rubric_version == "1"


async def test_points_beyond_the_item_are_refused(house: House) -> None:
    """Nobody gets 99 of 12.5, and words are no points."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await reading(app, pilot, session)
        for points in ("99", "many", "nan"):
            await pilot.press("f2")
            await fill(app, pilot, item="told:arrives", points=points, reason="因为")
        assert len([each for each in told(app) if "0 和 12.5 之间" in each]) == 3
    assert house.as_("lead").reviews.list(session_id=session) == ()


async def test_a_trainee_appeals_and_changes_no_score(house: House) -> None:
    """Nobody offers an override to a trainee, by key or in the menu, and the records refuse it;
    the appeal is kept, and answered once."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("wang"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await reading(app, pilot, session)
        await pilot.press("f2", "f3", "f6", "f7")
        await pilot.pause()
        assert app.screen is screen
        assert {action for _key, _text, action in app.choices()} & {
            f"screen.{each}" for each in ("override", "comment", "sign", "send_back")
        } == set()
        with pytest.raises(NotAllowed):
            app.records.reviews.override(session, "standard", "1", "told:arrives", 12.5, "想要")
        await pilot.press("f4")
        await fill(app, pilot, item="told:arrives", reason="我说过三天到账")
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await desk(app, pilot)
        await pilot.press("4")
        await settled(app, pilot)
        assert rows(screen, "work")[0][0].startswith("申诉")
        await reading(app, pilot, session)
        await pilot.press("f4")
        await fill(app, pilot, state="declined", text="没说过")
        assert "没说过" in text_of(app.screen, "#page").replace("\n", "")
    (appeal,) = house.as_("wang").appeals.list()
    assert (appeal.state, appeal.item) == ("declined", "told:arrives")


async def test_a_comment_and_the_same_drill_again(house: House) -> None:
    """Sent back: the trainee reads why and has the drill once more, due; the lead's list says so.
    What is refused leaves the form as it was filled in."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await reading(app, pilot, session)
        await pilot.press("f3")
        await fill(app, pilot, text="先接住情绪")
        await pilot.press("f7")
        await fill(app, pilot, text="再练一次", due="下周")
        assert "日期要写成" in told(app)[-1]
        assert app.screen.query_one("#text", Input).value == "再练一次"
        await fill(app, pilot, due="2026-12-01")
        assert "退回再练：再练一次" in text_of(app.screen, "#page")
        screen = await desk(app, pilot)
        await pilot.press("7")
        await settled(app, pilot)
        assert [row[7].endswith("退回再练") for row in rows(screen, "sessions")] == [True, False]
    mine = house.as_("wang")
    assert [each.reason for each in mine.reviews.list()] == ["先接住情绪", "再练一次"]
    assert [each.drill_id for each in mine.assignments.list()] == ["price-drop-gift"]


async def test_granting_an_appeal_goes_on_to_the_points(house: House) -> None:
    """The item that was appealed against is chosen; called off, nothing is answered; points beyond
    the item bring the form back; then answer, override and the new total are there together."""
    session = house.play(seed=2)
    house.as_("wang").appeals.make(session, "我说过三天到账", "told:arrives")
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await reading(app, pilot, session)
        await pilot.press("f4")
        await fill(app, pilot, state="granted", text="说过了")
        assert app.screen.query_one("#item").value == "told:arrives"  # type: ignore[attr-defined]
        await pilot.press("escape")
        assert house.as_("wang").appeals.list()[0].state == "open"
        await pilot.press("f4")
        await fill(app, pilot, state="granted", text="说过了")
        await fill(app, pilot, points="99")
        assert "0 和 12.5 之间" in told(app)[-1]
        await fill(app, pilot, points="12.5")
        page = text_of(app.screen, "#page").replace("\n", "")
        assert "（成立）说过了" in page
        assert "0 → 12.5" in page
    (appeal,) = house.as_("wang").appeals.list()
    assert appeal.state == "granted"
    score = house.as_("wang").scores.of(session)
    assert score is not None
    assert score.changed == 1


async def test_an_exam_that_was_interrupted_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed and gone on with three minutes later: the list and the reading tell how long the
    clock stood, at its place and in all; a practice may be left, and tells nothing."""
    found = {}
    clock = [1_800_000_000]
    monkeypatch.setattr("simulator.records.session.now_us", lambda: clock[0] * 1_000_000)

    def pass_(number: int) -> None:
        clock[0] += 195 if number == 2 else 10

    for mode in ("exam", "practise"):
        found[mode] = house.play("您好", "请稍等", mode=mode, seed=902, before=pass_)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=(160, 45)) as pilot:
        screen = await desk(app, pilot)
        await pilot.press("7")
        await settled(app, pilot)
        plain, exam = sorted({row[3] for row in rows(screen, "sessions")}, key=len)
        assert plain == "练习"
        long = re.fullmatch("考试，中断 (3 分 \\d+ 秒)", exam)
        assert long
        page = await reading(app, pilot, found["exam"])
        await pilot.pause()
        assert f"这场考试中断过 1 次，共 {long[1]}" in text_of(page, "#page").replace("\n", "")
        pieces = [str(each.render()) for each in page.query("CitedConversation > Static")]
        (place,) = [n for n, each in enumerate(pieces) if f"这里中断了 {long[1]}" in each]
        assert "请稍等" in pieces[place + 1]
        page = await reading(app, pilot, found["practise"])
        await pilot.pause()
        assert "中断" not in text_of(page, "#page")


async def test_no_certificate_for_a_failed_exam(house: House) -> None:
    """One exam is too few, and one that failed does not count as the other."""
    first = house.play(mode="exam", seed=901)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await reading(app, pilot, first)
        await pilot.press("f6")
        await pilot.pause()
        assert "还差一场" in told(app)[-1]
        house.play(mode="exam", seed=902)
        await pilot.press("f6")
        await pilot.pause()
        assert [text for text in told(app) if "还差一场" in text] == told(app)
    assert house.as_("lead").certificates.list() == ()


async def test_a_certificate_is_signed_and_lapses_with_its_sop(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two exams that a lead has corrected until they pass are signed from the screen; when the
    SOP in the library changes, the certificate says that it has lapsed. Coached never counts."""
    lead = house.as_("lead")
    coached, first, second = (
        house.play(mode=mode, seed=seed)
        for mode, seed in (("coach", 5), ("exam", 901), ("exam", 902))
    )
    for session in (coached, first, second):
        card = lead.scorecards.latest(session)
        assert card is not None
        for item in card.items:
            lead.reviews.override(
                session, card.rubric_id, card.rubric_version, item.item, max(item.possible, 0.0),
                "确实做到了",
            )  # fmt: skip
    assert all(each.passed for each in lead.scores.list(session_ids=(coached, first, second)))
    app = ShapanApp(Preference(), lead)
    async with app.run_test(size=SIZE) as pilot:
        screen = await reading(app, pilot, first)
        await pilot.press("f6")
        await pilot.pause()
        offered = app.screen.query_one("#other")._options  # type: ignore[attr-defined]
        assert [value for _text, value in offered if isinstance(value, str)] == [second]
        await fill(app, pilot, other=second)
        assert "证书签好了" in told(app)
        assert "签发" in text_of(screen, "#page")
        assert "失效" not in text_of(screen, "#page")
        monkeypatch.setattr("simulator.drill.pin.pin", lambda _model: "another")
        assert "失效" in "".join(line.text for line in screen.lines(60))
    (certificate,) = house.as_("wang").certificates.list()
    assert {certificate.first_session_id, certificate.second_session_id} == {first, second}


async def test_blind_scores_are_given_without_a_score_in_sight(house: House) -> None:
    """No item of the form tells points or reasons; a field left empty is asked for; once only."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        read_session(app.screen, session, blind=True)
        await pilot.pause()
        assert isinstance(app.screen, BlindScoring)
        shown = " ".join(str(each.render()) for each in app.screen.query("Label"))
        for tell in ("没有回应", "没有告知", "没有做", "要求"):
            assert tell not in shown
        await pilot.press("f8")
        assert "这一项要打" in told(app)[-1]
        for field in app.screen.query(Input):
            field.value = "1"
        await pilot.press("f8")
        await pilot.pause()
        assert not isinstance(app.screen, BlindScoring)
    lead = house.as_("lead")
    assert len(lead.reviews.list(session_id=session, kind="blind")) >= 10
    assert house.as_("wang").reviews.list(session_id=session) == ()


def test_agreement_of_two_leads_and_the_machine(house: House) -> None:
    """Two leads who score alike have κ = 1 where points differ between items; the machine, which
    gave other points, has less; a third, who has no right to the sessions, sees nothing."""
    from tui.app.board import Board

    house.admin.cohorts.join(house.cohort, house.people["other"], leads=True)
    session = house.play("您好，请稍等，帮您看看", seed=3)
    card = house.as_("lead").scorecards.latest(session)
    assert card is not None
    points = {
        item.item: item.possible * (number % 2)
        for number, item in enumerate(card.items)
        if item.possible > 0
    }
    for login in ("lead", "other"):
        house.as_(login).reviews.blind(session, card.rubric_id, card.rubric_version, points)
    found = {each.part: each for each in Board(house.as_("lead"), house.people["lead"]).agreement}
    steps = found["constraints"]
    assert (steps.leads, steps.things) == (2, sum(i.startswith("constraints:") for i in points))
    assert steps.kappa == 1
    assert steps.alpha == pytest.approx(1)
    assert steps.machine is not None
    assert steps.machine < 1
    assert Board(house.as_("wang"), house.people["wang"]).agreement == ()


# What people typed ----------------------------------------------------------------------------


async def test_names_and_words_are_shown_as_typed(tmp_path: Path) -> None:
    """Markup in a name is text in the table, and escapes never reach the terminal."""
    house = House(tmp_path, name="[red]=1+1[/red]")
    session = house.play(NASTY)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        screen = await desk(app, pilot)
        assert rows(screen, "trainees")[0][0] == "[red]=1+1[/red]"
        house.as_("wang").appeals.make(session, NASTY)
        await reading(app, pilot, session)
        await pilot.press("f4")
        await pilot.pause()
        assert "[red]坏[/red]\\x1b[31m" in str(app.screen.query("Label").first().render())
        assert "\x1b" not in app.export_screenshot()


async def test_exports_hold_no_formula_and_no_markup(tmp_path: Path) -> None:
    """F6 writes CSV, Excel and a card in which what was typed is text."""
    house = House(tmp_path, name="=1+1<script>")
    session = house.play()
    house.as_("lead").reviews.comment(session, "standard", "1", NASTY)
    folder = tmp_path / "out"
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=SIZE) as pilot:
        await desk(app, pilot)
        await pilot.press("f6")
        await fill(app, pilot, folder=str(folder))
        assert "写好 5 个文件" in told(app)[-1]
    assert "'=1+1<script>" in (folder / "trainees.csv").read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(folder / "review.xlsx") as book:
        sheets = [book.read(n).decode() for n in book.namelist() if "worksheets/" in n]
    assert sheets
    assert not any("<f>" in sheet for sheet in sheets)
    card = (folder / "card-wang.html").read_text(encoding="utf-8")
    assert "<script" not in card
    assert "&lt;script&gt;" in card
    assert "\\x1b[31m&lt;b&gt;" in card
    assert "http" not in card.replace("http-equiv", "")
