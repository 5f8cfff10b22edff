"""A drill in a plain terminal: what is typed goes in, what the customer says comes out.

Works over ssh and through a pipe. The clock is real time; with a script it is the script's.
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from simulator.drill.coach import hint
from simulator.drill.conversation.event import MICROSECONDS, Event
from simulator.drill.script import Input, InputError, read_line
from sops.action import ACTIONS, Parameter, action_title
from sops.language import _
from sops.problem import printable
from tui.office_text import row_text
from tui.terminal.cell import left, wrap
from tui.terminal.paint import Paint
from tui.terminal.screen import Screen

if TYPE_CHECKING:
    from simulator.drill.sitting import Sitting

TICK_S = 0.2
WIDEST = 96


def converse(sitting: Sitting, stdin: TextIO, stdout: TextIO, resumed: bool) -> bool:
    """Play until the conversation ends; False where the person stopped before (or input ended
    while the customer was still there: what is piped in then counts as all there is)."""
    live = stdin.isatty()
    screen = _Screen(stdout, sitting, echo=not live)
    screen.head(resumed)
    began = time.monotonic() - sitting.session.at_us / MICROSECONDS
    sitting.session.ear.prepare()
    while not sitting.session.ended:
        line = _next_line(stdin, live, sitting, began, screen)
        if line is None:
            return _finished(sitting, live, screen)
        now = _now(began, sitting, live)
        if not _take(sitting, line, now, screen):
            return False
        if not live:
            _listen(sitting, screen)
    return True


def follow(
    sitting: Sitting, inputs: Iterable[Input], speed: float, stdout: TextIO, quiet: bool
) -> None:
    """Play the lines of a script at their times, or as fast as typing goes."""
    screen = _Screen(stdout, sitting, quiet, echo=True)
    screen.head(False)
    for each in inputs:
        if sitting.session.ended:
            break
        typing = int((2.0 + len(each.text) / speed) * MICROSECONDS)
        at = each.at_us if each.at_us is not None else sitting.session.at_us + typing
        _do(sitting, each, at, screen)
        if each.at_us is None and each.kind == "message":
            _listen(sitting, screen)
    _listen(sitting, screen)
    if not sitting.session.ended:
        screen.show(sitting.close(sitting.session.at_us + MICROSECONDS))


class _Screen:
    """Writes events as lines of a conversation."""

    def __init__(
        self, stream: TextIO, sitting: Sitting, quiet: bool = False, echo: bool = False
    ) -> None:
        """`echo`: show the agent's messages too, where no terminal has shown them."""
        self._stream = stream
        self._sitting = sitting
        self._quiet = quiet
        self._echo = echo
        self._paint = Paint.of(stream)

    @property
    def width(self) -> int:
        """How wide a line may be: windows change while one talks."""
        return min(WIDEST, Screen.of(self._stream).width)

    def head(self, resumed: bool) -> None:
        """The brief, and what has been said so far."""
        case = self._sitting.case
        self.line(self._paint.strong(case.say(case.drill.title)))
        self.paragraph(case.say(case.drill.brief))
        order = next(iter(case.tables.get("orders", [])), None)
        if order:
            self.line(_("手边的订单号：{order}").format(order=printable(order.get("id"))))
        for line in wrap(_usage(self._sitting.kept.mode), self.width):
            self.line(self._paint.faint(line))
        self.line("")
        self.show(self._sitting.log if resumed else self._sitting.log[:2], replay=resumed)

    def line(self, text: str) -> None:
        """One line, at once."""
        if not self._quiet:
            self._stream.write(text + "\n")
            self._stream.flush()

    def paragraph(self, text: str) -> None:
        """A text over as many lines as it needs."""
        for line in _indented(text, self.width):
            self.line(line)

    def show(self, events: Iterable[Event], replay: bool = False) -> None:
        """What is new in the log."""
        for event in events:
            for line in self._lines(event, replay):
                self.line(line)

    def _lines(self, event: Event, replay: bool) -> list[str]:
        clock = f"{event.at_us // 60_000_000:02d}:{event.at_us // 1_000_000 % 60:02d}"
        if event.kind == "customer":
            name = self._sitting.case.say(self._sitting.case.drill.customer.name)
            text = f"{clock} " + _("{name}：{text}").format(
                name=name, text=printable(event.body["text"], None)
            )
            return [
                self._paint.accent(line) for line in wrap(text.replace("\\n", "\n"), self.width)
            ]
        if event.kind == "message" and (replay or self._echo):
            return wrap(f"{clock} " + _("我：") + printable(event.body["text"], None), self.width)
        if event.kind == "action":
            return _answer(event, self._paint, self.width)
        if event.kind == "left":
            return [self._paint.alert(_("顾客走了"))]
        return []


def _answer(event: Event, paint: Paint, width: int) -> list[str]:
    body = event.body
    head = f"  ▸ {action_title(body['name'])}"
    if not body["ok"]:
        refused = _indented(f"{head}：{printable(body['message'], 400)}", width)
        return [paint.alert(line) for line in refused]
    if body["message"]:
        return _indented(f"{head}：{printable(body['message'], 400)}", width)
    if not body["rows"]:
        return [f"{head}：" + _("没有记录")]
    lines = [head]
    for row in body["rows"]:
        shown = "  ".join(row_text(row))
        lines += ["    " + line for line in wrap(shown, width - 4)]
    return lines


def _indented(text: str, width: int) -> list[str]:
    """A text over lines that all begin where it begins."""
    blanks = text[: len(text) - len(text.lstrip(" "))]
    return [blanks + line for line in wrap(text.strip(" "), width - len(blanks))]


def _next_line(
    stdin: TextIO, live: bool, sitting: Sitting, began: float, screen: _Screen
) -> str | None:
    """The next typed line; meanwhile time passes and the customer may speak. None: the end."""
    while live and not sitting.session.ended:
        ready, _write, _error = select.select([stdin], [], [], TICK_S)
        screen.show(sitting.advance(_now(began, sitting, live)))
        if ready:
            break
    if sitting.session.ended:
        return ""
    line = stdin.readline()
    return line if line else None


def _now(began: float, sitting: Sitting, live: bool) -> int:
    if not live:
        return sitting.session.at_us + 5 * MICROSECONDS
    return max(sitting.session.at_us, int((time.monotonic() - began) * MICROSECONDS))


def _take(sitting: Sitting, line: str, now: int, screen: _Screen) -> bool:
    """Carry one typed line out; False where the person wants to stop. An exam has no pause.

    Typed lines have no times of their own: `18:00 前送到` is said as it stands.
    """
    if sitting.session.ended:
        return True
    try:
        each = read_line(line, timed=False)
    except InputError as error:
        screen.line(str(error))
        return True
    if each is None:
        return True
    if each.kind == "quit" and sitting.kept.mode == "exam":
        screen.line(_("考试没有暂停；/close 结束"))
        return True
    if each.kind == "quit":
        return False
    _do(sitting, each, now, screen)
    return True


def _do(sitting: Sitting, each: Input, at_us: int, screen: _Screen) -> None:
    if each.kind == "message":
        screen.show(sitting.message(each.text, at_us))
    elif each.kind == "action":
        screen.show(sitting.act(each.name, each.with_, at_us))
    elif each.kind == "hold":
        screen.show(sitting.hold(each.seconds, at_us))
    elif each.kind == "close":
        screen.show(sitting.close(at_us))
    elif each.kind == "coach":
        _coach(sitting, at_us, screen)
    elif each.kind in ("actions", "help"):
        _list_actions(sitting, screen)


def _coach(sitting: Sitting, at_us: int, screen: _Screen) -> None:
    if sitting.kept.mode != "coach":
        screen.line(_("只有带练方式（--mode coach）有提示"))
        return
    found = hint(sitting.session)
    sitting.hint(found.as_dict(), at_us)
    screen.paragraph(_("提示：{text}").format(text=found.text))
    if found.phrase:
        screen.paragraph("  “" + found.phrase + "”")


def _list_actions(sitting: Sitting, screen: _Screen) -> None:
    for action in ACTIONS.values():
        words = " ".join(
            f"{_typed(p)}=…" if p.required else f"[{_typed(p)}=…]" for p in action.parameters
        )
        screen.line(left(f"  /{action.name} {words}", 64) + action_title(action.name))
    screen.paragraph(_("  /hold 秒数（电话）   /transfer 转给谁   /close 结束"))
    if sitting.kept.mode == "coach":
        screen.paragraph(_("  /coach 要提示"))
    if sitting.kept.mode != "exam":
        screen.paragraph(_("  /quit 先停下"))


def _usage(mode: str) -> str:
    """What can be typed, for this way of playing."""
    if mode == "exam":
        return _("考试：没有提示，也没有暂停。直接打字回复；/actions 看后台操作；/close 结束")
    if mode == "coach":
        return _("直接打字回复；/actions 看后台操作；/coach 要提示；/close 结束；/quit 先停下")
    return _("直接打字回复；/actions 看后台操作；/close 结束；/quit 先停下")


def _typed(parameter: Parameter) -> str:
    """The name by which a person types an argument: amounts are typed in yuan."""
    return "amount" if parameter.name == "amount_fen" else parameter.name


def _listen(sitting: Sitting, screen: _Screen) -> None:
    while sitting.session.answering and sitting.session.due_us is not None:
        screen.show(sitting.advance(sitting.session.due_us))


def _finished(sitting: Sitting, live: bool, screen: _Screen) -> bool:
    """Input has ended: at a terminal that is a stop, in a pipe the end of the conversation."""
    if live:
        return False
    _listen(sitting, screen)
    if not sitting.session.ended:
        screen.show(sitting.close(sitting.session.at_us + MICROSECONDS))
    return True
