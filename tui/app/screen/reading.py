"""Reading a session: its evidence, and what a lead or the trainee has to say to it (D13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sops.language import N_, _
from sops.problem import printable
from tui.app.kept_session import KeptSession
from tui.app.refused import refusals
from tui.app.screen.ask import Ask, Field
from tui.app.screen.scorecard import ScorecardScreen
from tui.app.session_notes import notes_of
from tui.command.scorecard_page import scorecard_page
from tui.item_title import item_title
from tui.terminal.cell import wrap
from tui.terminal.screen import Screen as Page


class Reading(ScorecardScreen):
    """A scorecard with the reviews under it; everything here is for the records to allow."""

    HELP = N_(
        "左边是对话，右边是成绩和评阅。组长：F2 改一项的分，F3 写评语，F4 答复申诉，F6 签证书，"
        "F7 退回再练。学员：F4 申诉。没有权限的事，记录库会拒绝，并说明为什么。"
    )
    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("o", N_("改分"), "screen.override"), ("c", N_("评语"), "screen.comment"),
        ("a", N_("申诉或答复"), "screen.appeal"), ("s", N_("签证书"), "screen.sign"),
        ("k", N_("退回再练"), "screen.send_back"), ("r", N_("再来一次"), "screen.again"),
        ("b", N_("返回"), "app.pop_screen"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[Any]] = [
        ("f2", "override", N_("改分")), ("f3", "comment", N_("评语")), ("f4", "appeal", N_("申诉")),
        ("f6", "sign", N_("签证书")), ("f7", "send_back", N_("退回")), ("r", "again", ""),
    ]  # fmt: skip

    def __init__(self, kept: KeptSession) -> None:
        # What needs a case is overridden below: the drill may have changed since.
        case: Any = kept.case
        super().__init__(case, kept.log, kept.card, kept.session.id)
        self._kept_session = kept

    @property
    def _records(self) -> Any:
        return self.app.records  # type: ignore[attr-defined]

    def customer(self) -> str:
        """What the customer is called, if the drill still tells."""
        return super().customer() if self._kept_session.case else _("顾客")

    def lines(self, width: int) -> list[str]:
        """The card with what leads have made of it, then what people said about it."""
        from simulator.review.corrected import corrected

        found = corrected(self._records, self.session_id)
        lines = scorecard_page(self._card, Page(width), found)
        if self._kept_session.case is None:
            told = _("演练或 SOP 在这一场之后改过：这里是当时的成绩单。")
            lines = [*wrap(told, width), "", *lines]
        return [*lines, *notes_of(self._records, self.session_id, width)]

    def action_again(self) -> None:
        """The same drill once more, if it is still the same."""
        if self._kept_session.case is None:
            self.notify(_("演练已经改过，请从演练场开始"), severity="warning")
            return
        super().action_again()

    def _ask(self, title: str, fields: list[Field], do: Callable[[dict[str, str]], None]) -> None:
        def answered(given: dict[str, str] | None) -> None:
            if given is None:
                return
            with refusals(self):
                do(given)
                self.show_card()

        self.app.push_screen(Ask(title, fields), answered)

    def _kept(self) -> Any:
        return self._records.scorecards.latest(self.session_id)

    def _items(self) -> tuple[tuple[str, str], ...]:
        from simulator.review.corrected import corrected

        kept, session = self._kept(), self._kept_session.session
        sop, drill = session.sop_id, session.drill_id
        found = corrected(self._records, self.session_id)
        points = found.points if found else {}
        return tuple(
            (each.item, f"{item_title(each.item, sop, drill)}"
             f"  {points.get(each.item, each.points):g}/{each.possible:g}")
            for each in (kept.items if kept else ())
        )  # fmt: skip

    def action_override(self) -> None:
        """Other points for an item, with a reason."""
        items = self._items()
        if not items:
            self.notify(_("这一场还没有评分"), severity="warning")
            return

        def do(given: dict[str, str]) -> None:
            kept = self._kept()
            try:
                points = float(given["points"])
            except ValueError:
                # Within no bounds: the records say what they are.
                points = float("nan")
            self._records.reviews.override(
                self.session_id, kept.rubric_id, kept.rubric_version, given["item"], points,
                given["reason"],
            )  # fmt: skip

        fields = [Field("item", _("哪一项"), options=items),
                  Field("points", _("改成几分（写原来的分，就是确认机器没评错）")),
                  Field("reason", _("理由（学员看得到）"))]  # fmt: skip
        self._ask(_("改分"), fields, do)

    def action_comment(self) -> None:
        """A comment on the whole session."""

        def do(given: dict[str, str]) -> None:
            kept = self._records.sessions.get(self.session_id)
            self._records.reviews.comment(
                self.session_id, kept.rubric_id, kept.rubric_version, given["text"]
            )

        self._ask(_("评语"), [Field("text", _("写给学员的话"))], do)

    def action_appeal(self) -> None:
        """The trainee appeals; a lead answers what is open."""
        opened = self._records.appeals.list(session_id=self.session_id, state="open")
        mine = self._records.sessions.get(self.session_id).person_id == self.app.person  # type: ignore[attr-defined]
        if opened and (self._records.local or not mine):
            self._answer(opened[0])
            return
        whole = ("", _("整场"))
        fields = [Field("item", _("对哪一项"), options=(whole, *self._items())),
                  Field("reason", _("为什么"))]  # fmt: skip
        self._ask(_("申诉"), fields, lambda given: self._records.appeals.make(
            self.session_id, given["reason"], given["item"] or None))  # fmt: skip

    def _answer(self, appeal: Any) -> None:
        states = (("granted", _("成立")), ("declined", _("不成立")))
        fields = [Field("state", printable(appeal.reason, 200), options=states),
                  Field("text", _("答复"))]  # fmt: skip
        self._ask(_("答复申诉"), fields, lambda given: self._records.appeals.answer(
            appeal.id, given["state"], given["text"]))  # fmt: skip

    def action_sign(self) -> None:
        """A certificate for this exam and another one of the same SOP."""
        kept = self._kept_session.session
        others = tuple(
            (each.session_id, f"{each.started_at.astimezone():%m-%d %H:%M}"
             f"  {printable(each.drill_id)}  {each.resolution:g}")
            for each in self._records.scores.list(person_id=kept.person_id, sop_id=kept.sop_id)
            if each.mode == "exam" and each.passed and each.session_id != kept.id
        )  # fmt: skip
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
            self._records.reviews.comment(
                self.session_id, kept.rubric_id, kept.rubric_version, given["text"]
            )
            self._records.assignments.assign(
                person_id=kept.person_id, drill_id=kept.drill_id, due_at=due
            )
            self.notify(_("退回了：同一个演练布置给了这位学员"))

        fields = [Field("text", _("哪里要再练（学员看得到）")),
                  Field("due", _("什么时候之前，如 2026-11-11；不写就不限"))]  # fmt: skip
        self._ask(_("退回再练"), fields, do)


def read_session(screen: Any, session_id: str, blind: bool = False) -> None:
    """Open a session over `screen`: to be read, or to be scored blind."""
    from simulator.drill.sitting import OpenExamError
    from tui.app.kept_session import UnreadableError, kept_session
    from tui.app.screen.blind import BlindScoring

    try:
        with refusals(screen):
            found = kept_session(screen.app.records, session_id)
            screen.app.push_screen(BlindScoring(found) if blind else Reading(found))
    except (OpenExamError, UnreadableError) as error:
        screen.notify(str(error), severity="warning", timeout=8, markup=False)
