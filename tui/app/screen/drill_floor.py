"""The drill itself: conversation, reply box, back office, clocks (D3, D5, D14)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen

from simulator.drill.conversation.event import MICROSECONDS, Event
from sops.action import ACTIONS
from sops.language import N_, _
from tui.app.binding import WordedFooter
from tui.app.lasting import lasting
from tui.app.screen.office_call import Call, OfficeChoice, OfficeForm
from tui.app.widget.clocks import Clocks
from tui.app.widget.conversation import Conversation
from tui.app.widget.customer_card import CustomerCard
from tui.app.widget.plain import titled
from tui.app.widget.reply_box import ReplyBox
from tui.app.widget.sop_pane import SopPane

if TYPE_CHECKING:
    from simulator.drill.sitting import Sitting

TICK_S = 0.25


class DrillFloor(Screen[None]):
    """One customer. Every input is written before it is shown."""

    CSS_PATH = "drill_floor.tcss"
    HELP = N_("和顾客对话，用后台把事情办成。先接住情绪，再查、再办、再讲清楚，最后收好尾。")
    CHOICES = (
        ("o", N_("后台操作"), "screen.office"),
        ("p", N_("常用语"), "screen.phrases"),
        ("h", N_("要提示"), "screen.hint"),
        ("w", N_("请对方等一等（电话）"), "screen.hold"),
        ("e", N_("结束会话"), "screen.end"),
        ("b", N_("先停下"), "screen.leave"),
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("f2", "office", N_("后台")), ("f3", "phrases", N_("常用语")), ("f4", "hint", N_("提示")),
        ("f8", "end", N_("结束")), ("escape", "leave", N_("先停下")),
    ]  # fmt: skip

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self._shown = 0
        self._began = time.monotonic() - sitting.session.at_us / MICROSECONDS

    def compose(self) -> ComposeResult:
        """Conversation on the left, what is known on the right."""
        case = self.sitting.case
        yield Clocks()
        with Horizontal():
            with Vertical(id="talk"):
                name = case.say(case.drill.customer.name)
                conversation = Conversation(name, classes="pane", follows=True)
                title = case.say(case.drill.title)
                shown = _("考试 · {title}").format(title=title) if self._exam else title
                conversation.border_title = titled(shown)
                yield conversation
                box = ReplyBox(id="reply", classes="pane")
                box.border_title = _("回复")
                yield box
            with Vertical(id="aside"):
                with VerticalScroll(classes="pane") as card:
                    card.border_title = _("顾客")
                    yield CustomerCard(case)
                if self.sitting.kept.mode == "coach":
                    pane = SopPane(case.sop)
                    pane.add_class("pane")
                    pane.border_title = _("流程")
                    yield pane
        yield WordedFooter()

    def on_mount(self) -> None:
        """Show what has been said, start the clock."""
        self.query_one(ReplyBox).focus()
        self.call_after_refresh(self._draw)
        self.set_interval(TICK_S, self._tick)
        self._prepare()

    @work(thread=True)
    def _prepare(self) -> None:
        ear = self.sitting.session.ear
        with lasting(f"ear {ear.language}"):
            ear.prepare()

    @property
    def _exam(self) -> bool:
        return self.sitting.kept.mode == "exam"

    # The clock ------------------------------------------------------------------------------

    def _now(self) -> int:
        return int((time.monotonic() - self._began) * MICROSECONDS)

    def _tick(self) -> None:
        if not self.sitting.session.ended:
            self.sitting.advance(self._now())
            self._draw()

    def drawn_anew(self) -> None:
        """Show from the beginning what has been said."""
        self._shown = 0
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if not self.query(Clocks) or not self.query(Conversation):
            # The screen is being drawn anew in another language.
            return
        fresh: list[Event] = self.sitting.log[self._shown :]
        self._shown = len(self.sitting.log)
        self.query_one(Conversation).show(fresh)
        self.query_one(Clocks).show(self.sitting.session, *self._limits())
        if self.sitting.session.ended and fresh:
            self._finish()

    def _limits(self) -> tuple[float, float]:
        from simulator.drill.scoring.pace import limits
        from simulator.drill.scoring.rubric import load_rubric
        from simulator.drill.scoring.transcript import Transcript

        return limits(Transcript(self.sitting.case, ()), load_rubric())

    # What the trainee does ---------------------------------------------------------------------

    def on_reply_box_sent(self, event: ReplyBox.Sent) -> None:
        """A reply goes out."""
        self.sitting.message(event.text, self._now())
        self._draw()

    def action_office(self) -> None:
        """Choose an action, fill its form, have it done."""
        self.app.push_screen(OfficeChoice(), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name is None:
            return
        action = ACTIONS[name]
        if not action.parameters:
            self._called((name, {}))
            return
        self.app.push_screen(OfficeForm(action, self.sitting.case), self._called)

    def _called(self, call: Call | None) -> None:
        if call is not None:
            self.sitting.act(call[0], call[1], self._now())
            self._draw()
        self.query_one(ReplyBox).focus()

    def action_phrases(self) -> None:
        """Choose a quick phrase; it goes into the box, to be made one's own."""
        from tui.app.screen.phrases import Phrases

        def put(text: str | None) -> None:
            if text:
                self.query_one(ReplyBox).insert(text)
            self.query_one(ReplyBox).focus()

        self.app.push_screen(Phrases(self.sitting.case), put)

    def action_hint(self) -> None:
        """The next step, in coach mode."""
        if self.sitting.kept.mode != "coach":
            told = _("考试没有提示") if self._exam else _("只有带练方式有提示")
            self.notify(told, severity="warning")
            return
        from simulator.drill.coach import hint

        found = hint(self.sitting.session)
        self.sitting.hint(found.as_dict(), self._now())
        if found.phrase:
            self.notify(found.phrase, timeout=10, markup=False)
        self._draw()

    def action_hold(self) -> None:
        """Put a caller on hold for half a minute at most."""
        self.sitting.hold(30.0, self._now())
        self.notify(_("已请对方等待，最多 30 秒"))

    def action_end(self) -> None:
        """End the conversation; an exam asks first."""
        if self._exam:
            self._hand_in()
        else:
            self._close()

    def action_leave(self) -> None:
        """Stop here; what was done is kept, and can be gone on with. An exam has no pause."""
        if self.holds:
            self._hand_in()
            return
        self.app.pop_screen()
        if not self.sitting.session.ended:
            self.app.notify(_("先停在这里，随时可以接着练"))

    @property
    def holds(self) -> bool:
        """Whether this screen cannot simply be left."""
        return self._exam and not self.sitting.session.ended

    def _hand_in(self) -> None:
        from tui.app.screen.confirm import Confirm

        if isinstance(self.app.screen, Confirm):
            return
        text = _("考试没有暂停。现在交卷，会话就结束了，按到这里为止的对话评分。")
        self.app.push_screen(Confirm(_("交卷？"), text, _("交卷")), self._handed_in)

    def _handed_in(self, sure: bool | None) -> None:
        if sure:
            self._close()

    def _close(self) -> None:
        self.sitting.close(self._now())
        self._draw()

    def _finish(self) -> None:
        """The card in place of the floor, and of a form that lay over it when the customer left."""
        from tui.app.exam_words import exam_outcome
        from tui.app.screen.scorecard import ScorecardScreen

        app: Any = self.app
        sitting, kept = self.sitting, self.sitting.kept
        card = sitting.finish()
        notes: list[str] = []
        if self._exam:
            from simulator.drill.exam import standing_of

            found = standing_of(app.records, kept.person_id, kept.sop_id, kept.sop_hash)
            notes = exam_outcome(found, card.passed, app.records.local)
        self._come_to_top()
        app.switch_screen(ScorecardScreen(sitting.case, sitting.log, card, kept.id, notes))

    def _come_to_top(self) -> None:
        while self.app.screen is not self:
            self.app.pop_screen()
