"""Reading a session: its evidence, and what a lead or the trainee has to say to it (D13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from sops.language import N_, _
from sops.problem import printable
from tui.app.exam_words import exam_line
from tui.app.kept_session import KeptSession
from tui.app.refused import refusals
from tui.app.scored_item import scored_items
from tui.app.screen.ask import Ask, Field
from tui.app.screen.scorecard import ScorecardScreen
from tui.app.session_notes import notes_of
from tui.app.widget.card_pane import CardPane
from tui.command.scorecard_page import CardLine, card_lines
from tui.item_title import item_title
from tui.terminal.screen import Screen as Page

LEADS = ("override", "comment", "sign", "send_back")
"""What leads do, and never with sessions of their own."""


class Reading(ScorecardScreen):
    """A scorecard with the reviews under it; everything here is for the records to allow."""

    HELP = N_(
        "左边是对话，右边是成绩和评阅；上下键挑一条证据，左边跟着跳到那一句。组长：F2 改一项的分，"
        "F3 写评语，F4 答复申诉，F6 签证书，F7 退回再练。学员：F4 申诉。"
    )
    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("o", N_("改分"), "screen.override"), ("c", N_("评语"), "screen.comment"),
        ("a", N_("申诉或答复"), "screen.appeal"), ("s", N_("签证书"), "screen.sign"),
        ("k", N_("退回再练"), "screen.send_back"), ("r", N_("再来一次"), "screen.again"),
        ("b", N_("返回"), "app.pop_screen"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[Any]] = [
        ("f2", "override", N_("改分")), ("f3", "comment", N_("评语")), ("f4", "appeal", N_("申诉")),
        ("f6", "sign", N_("签证书")), ("f7", "send_back", N_("退回")), ("f9,r", "again", ""),
    ]  # fmt: skip

    def __init__(self, kept: KeptSession) -> None:
        # What needs a case is overridden below: the drill may have changed since.
        case: Any = kept.case
        told = _("演练或 SOP 在这一场之后改过：这里是当时的成绩单。")
        notes = () if kept.case else (told,)
        super().__init__(case, kept.log, kept.card, kept.session.id, notes)
        self._kept_session = kept
        self.begin_with = ""
        """The item that a form begins with where none is chosen here."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that the records would refuse to whoever reads are not offered."""
        if action == "again":
            # Of another's session a lead does not play on.
            return self._mine
        return action not in LEADS or self._reviews

    @property
    def choices(self) -> tuple[tuple[str, str, str], ...]:
        """The same for the menu and the palette."""
        return tuple(
            each for each in self.CHOICES
            if self.check_action(each[2].removeprefix("screen."), ()) is not False
        )  # fmt: skip

    @property
    def _reviews(self) -> bool:
        lead = self._records.caller.role == "lead"
        return bool(self._records.local or (lead and not self._mine))

    @property
    def _mine(self) -> bool:
        app: Any = self.app
        return bool(self._kept_session.session.person_id == app.person)

    @property
    def _records(self) -> Any:
        return self.app.records  # type: ignore[attr-defined]

    def customer(self) -> str:
        """What the customer is called, if the drill still tells."""
        return super().customer() if self._kept_session.case else _("顾客")

    def agent(self) -> str:
        """The trainee, for whoever else reads."""
        if self._mine:
            return ""
        person = self._records.people.get(self._kept_session.session.person_id)
        return _("（已抹去）") if person.erased_at else printable(person.name)

    def session_title(self) -> str:
        """Drill, trainee and time."""
        started = f"{self._kept_session.session.started_at.astimezone():%m-%d %H:%M}"
        return "  ".join(filter(None, (super().session_title(), self.agent(), started)))

    def lines(self, width: int) -> list[CardLine]:
        """The card with what leads have made of it, then what people said about it."""
        from simulator.review.corrected import corrected

        with self._records.together():
            found = corrected(self._records, self.session_id)
            below = notes_of(self._records, self.session_id, width)
        return [
            *self._above(width), *card_lines(self._card, Page(width), found),
            *map(CardLine, below),
        ]  # fmt: skip

    def action_again(self) -> None:
        """The same drill once more, if it is still the same."""
        if self._kept_session.case is None:
            self.notify(_("演练已经改过，请从演练场开始"), severity="warning")
            return
        super().action_again()

    def _ask(
        self, title: str, fields: list[Field], do: Callable[[dict[str, str]], None], done: str = ""
    ) -> None:
        """Ask and do, and say that it is `done`: the card is longer than the screen. What cannot
        be is told, and the form is there again as it was filled in."""
        from simulator.records.error import Conflict

        def answered(given: dict[str, str] | None) -> None:
            if given is None:
                return
            with refusals(self):
                try:
                    do(given)
                except Conflict:
                    again = [replace(f, value=given[f.name]) for f in fields]
                    self._ask(title, again, do, done)
                    raise
                self.show_card()
                if done:
                    self.notify(done)

        self.app.push_screen(Ask(title, fields), answered)

    def _kept(self) -> Any:
        return self._records.scorecards.latest(self.session_id)

    def _items(self) -> tuple[tuple[str, str], ...]:
        return scored_items(self._records, self._kept_session.session, self._card)

    def _chosen(self, items: tuple[tuple[str, str], ...]) -> str:
        """The item whose evidence is chosen on the card, to begin with."""
        # The screen is not composed yet where somebody appeals from the card they have just got.
        item = next((pane.item for pane in self.query(CardPane)), "") or self.begin_with
        return item if item in dict(items) else ""

    def action_override(self) -> None:
        """Other points for an item, with a reason."""
        items = self._items()
        if not items:
            self.notify(_("这一场还没有评分"), severity="warning")
            return

        def do(given: dict[str, str]) -> None:
            kept = self._kept()
            self._records.reviews.override(
                self.session_id, kept.rubric_id, kept.rubric_version, given["item"],
                _points(given["points"]), given["reason"],
            )  # fmt: skip

        fields = [Field("item", _("哪一项"), self._chosen(items), items),
                  Field("points", _("改成几分（写原来的分，就是确认机器没评错）")),
                  Field("reason", _("理由（学员看得到）"))]  # fmt: skip
        self._ask(_("改分"), fields, do, _("分改好了，新的总分在成绩单最上面"))

    def action_comment(self) -> None:
        """A comment on the whole session."""

        def do(given: dict[str, str]) -> None:
            kept = self._records.sessions.get(self.session_id)
            self._records.reviews.comment(
                self.session_id, kept.rubric_id, kept.rubric_version, given["text"]
            )

        self._ask(_("评语"), [Field("text", _("写给学员的话"))], do, _("评语写好了"))

    def action_appeal(self) -> None:
        """The trainee appeals; a lead answers what is open."""
        opened = self._records.appeals.list(session_id=self.session_id, state="open")
        mine = self._records.sessions.get(self.session_id).person_id == self.app.person  # type: ignore[attr-defined]
        if opened and (self._records.local or not mine):
            self._answer(opened[0])
            return
        items = (("", _("整场")), *self._items())
        fields = [Field("item", _("对哪一项"), self._chosen(items), items),
                  Field("reason", _("为什么"))]  # fmt: skip
        self._ask(_("申诉"), fields, lambda given: self._records.appeals.make(
            self.session_id, given["reason"], given["item"] or None),
            _("申诉交上去了，组长会答复；答复会写在这张成绩单下面"))  # fmt: skip

    def _answer(self, appeal: Any) -> None:
        states = (("granted", _("成立")), ("declined", _("不成立")))
        about = item_title(appeal.item, self._kept_session.session.sop_id) if appeal.item else (
            _("整场"))  # fmt: skip
        asked = _("{item}：{reason}").format(item=about, reason=printable(appeal.reason, 200))
        fields = [Field("state", asked, options=states), Field("text", _("答复"))]

        def do(given: dict[str, str]) -> None:
            if given["state"] == "granted" and self._items():
                self._grant(appeal, given["text"])
            else:
                self._records.appeals.answer(appeal.id, given["state"], given["text"])
                self.notify(_("申诉答复好了"))

        self._ask(_("答复申诉"), fields, do)

    def _grant(self, appeal: Any, text: str) -> None:
        """Straight on to the points: an appeal that holds has to change something."""
        from simulator.records.review import Change

        def do(given: dict[str, str]) -> None:
            change = Change(given["item"], _points(given["points"]))
            self._records.appeals.answer(appeal.id, "granted", given["reason"], change)
            self.notify(_("申诉成立，分改好了"))

        items = self._items()
        chosen = appeal.item if appeal.item in dict(items) else ""
        fields = [Field("item", _("哪一项"), chosen, items), Field("points", _("改成几分")),
                  Field("reason", _("答复，也是改分的理由（学员看得到）"), text)]  # fmt: skip
        self._ask(_("申诉成立：改分"), fields, do)

    def action_sign(self) -> None:
        """A certificate for this exam and another one of the same SOP."""
        kept = self._kept_session.session
        found = [
            each for each in self._records.scores.list(
                person_id=kept.person_id, sop_id=kept.sop_id)
            if each.mode == "exam" and each.passed and each.session_id != kept.id
        ]  # fmt: skip
        gaps = self._records.gaps.of([each.session_id for each in found])
        others = tuple(
            (each.session_id, exam_line(each, gaps.get(each.session_id))) for each in found
        )
        if not others:
            self.notify(_("证书要两场通过的考试，还差一场"), severity="warning")
            return
        fields = [Field("other", _("另一场考试"), options=others)]
        self._ask(_("签证书"), fields, lambda given: self._signed(given["other"]))

    def _signed(self, other: str) -> None:
        self._records.certificates.sign(self.session_id, other)
        self.notify(_("证书签好了"))

    def action_send_back(self) -> None:
        """The same drill again, with a word why."""

        def do(given: dict[str, str]) -> None:
            from tui.due import due_moment

            kept = self._records.sessions.get(self.session_id)
            due = due_moment(given["due"])
            self._records.reviews.send_back(
                self.session_id, kept.rubric_id, kept.rubric_version, given["text"], due
            )
            self.notify(_("退回了：同一个演练布置给了这位学员"))

        fields = [Field("text", _("哪里要再练（学员看得到）")),
                  Field("due", _("什么时候之前，如 2026-11-11；不写就不限"))]  # fmt: skip
        self._ask(_("退回再练"), fields, do)


def _points(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        # Within no bounds: the records say what they are.
        return float("nan")


def read_session(screen: Any, session_id: str, blind: bool = False) -> None:
    """Open a session over `screen`: to be read, or to be scored blind."""
    from simulator.drill.sitting import OpenExamError
    from tui.app.kept_session import UnreadableError, kept_session
    from tui.app.screen.blind import BlindScoring

    try:
        with refusals(screen):
            with screen.app.records.together():
                found = kept_session(screen.app.records, session_id)
            screen.app.push_screen(BlindScoring(found) if blind else Reading(found))
    except (OpenExamError, UnreadableError) as error:
        screen.notify(str(error), severity="warning", timeout=8, markup=False)
