"""Reading a session: its evidence, and what a lead or the trainee has to say to it (D13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from scenarios.drill.case import Case
from simulator.drill.conversation.event import Event
from simulator.drill.scoring.scorecard import Scorecard
from sops.language import N_, _
from sops.problem import printable
from tui.app.refused import refusals
from tui.app.screen.ask import Ask, Field
from tui.app.screen.scorecard import ScorecardScreen
from tui.app.session_notes import notes_of
from tui.item_title import item_title


class Reading(ScorecardScreen):
    """A scorecard with the reviews under it; everything here is for the records to allow."""

    HELP = N_(
        "左边是对话，右边是成绩和评阅。组长：F2 改一项的分，F3 写评语，F4 答复申诉，F6 签证书，"
        "F7 退回再练。学员：F4 申诉。没有权限的事，记录库会拒绝，并说明为什么。"
    )
    CHOICES: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("o", N_("改分"), "screen.override"), ("c", N_("评语"), "screen.comment"),
        ("a", N_("申诉或答复"), "screen.appeal"), ("s", N_("签证书"), "screen.sign"),
        ("k", N_("退回再练"), "screen.send_back"), ("b", N_("返回"), "app.pop_screen"),
    )  # fmt: skip
    BINDINGS: ClassVar[list[Any]] = [
        ("f2", "override", N_("改分")), ("f3", "comment", N_("评语")), ("f4", "appeal", N_("申诉")),
        ("f6", "sign", N_("签证书")), ("f7", "send_back", N_("退回")),
    ]  # fmt: skip

    def __init__(self, case: Case, log: Sequence[Event], card: Scorecard, session_id: str) -> None:
        super().__init__(case, log, card, session_id)

    @property
    def _records(self) -> Any:
        return self.app.records  # type: ignore[attr-defined]

    def lines(self, width: int) -> list[str]:
        """The card, then what people said about it."""
        return [*super().lines(width), *notes_of(self._records, self.session_id, width)]

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
        kept, sop = self._kept(), self._case.sop.id
        return tuple(
            (each.item, f"{item_title(each.item, sop)}  {each.points:g}/{each.possible:g}")
            for each in (kept.items if kept else ())
        )

    def action_override(self) -> None:
        """Other points for an item, with a reason."""
        from simulator.records.error import Conflict

        items = self._items()
        if not items:
            self.notify(_("这一场还没有评分"), severity="warning")
            return

        def do(given: dict[str, str]) -> None:
            kept = self._kept()
            old = next(each for each in kept.items if each.item == given["item"])
            try:
                points = float(given["points"])
            except ValueError:
                points = float("nan")
            most = max(old.possible, 0.0)
            if not min(old.points, 0.0) <= points <= most:
                raise Conflict(_("分数要在 0 和 {most} 之间").format(most=f"{most:g}"))
            self._records.reviews.override(
                self.session_id, kept.rubric_id, kept.rubric_version, given["item"], old.points,
                points, given["reason"],
            )  # fmt: skip

        fields = [Field("item", _("哪一项"), options=items), Field("points", _("改成几分")),
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
        kept = self._records.sessions.get(self.session_id)
        exams = self._records.sessions.list(
            person_id=kept.person_id, sop_id=kept.sop_id, mode="exam", state="ended"
        )
        others = tuple(
            (each.id, f"{each.started_at.astimezone():%m-%d %H:%M}  {printable(each.drill_id)}")
            for each in exams if each.id != kept.id
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
    from simulator.drill.scoring.rubric import load_rubric
    from simulator.drill.sitting import ChangedError, case_of_kept, log_of, rescore
    from sops.problem import Problems
    from tui.app.screen.blind import BlindScoring

    records = screen.app.records
    try:
        with refusals(screen):
            case = case_of_kept(records.sessions.get(session_id))
            card = rescore(records, session_id, load_rubric(), keep=False)
            log = log_of(records, session_id)
            kind = BlindScoring if blind else Reading
            screen.app.push_screen(kind(case, log, card, session_id))
    except (ChangedError, Problems) as error:
        screen.notify(str(error), severity="warning", timeout=8, markup=False)
