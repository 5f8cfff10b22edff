"""Clocks above a conversation: how long the customer has waited, and how they feel."""

from __future__ import annotations

from textual.widgets import Static

from simulator.drill.conversation.event import MICROSECONDS
from simulator.drill.conversation.session import Session
from sops.language import N_, _

MOODS = (
    N_("气极了"), N_("很生气"), N_("不高兴"), N_("平静"), N_("缓和了"), N_("满意"), N_("很满意"),
)  # fmt: skip


class Clocks(Static):
    """One line: first reply or this reply against its limit, whole time, mood."""

    HELP = N_("首响和每次回复的时间，斜杠后是平台要求的秒数；超时变色。右边是顾客的心情。")
    DEFAULT_CSS = (
        "Clocks { height: 1; background: $surface; padding: 0 1; } Clocks.late { color: $error; }"
    )

    _line = ""

    def show(self, session: Session, first_limit: float, limit: float) -> None:
        """Draw the state of a session."""
        waited = session.waited_us
        first = session.first_reply
        bound = first_limit if first else limit
        self.set_class(waited is not None and waited / MICROSECONDS > bound, "late")
        name = _("首响") if first else _("回复")
        wait = "—" if waited is None else f"{waited // MICROSECONDS}"
        total = session.at_us // MICROSECONDS
        mood = _(MOODS[round(session.mind.emotion) + 3])
        text = _("{name} {wait}/{limit} 秒    用时 {minutes}:{seconds}    心情 {mood}")
        line = text.format(name=name, wait=wait, limit=f"{bound:g}", minutes=f"{total // 60:02d}",
                           seconds=f"{total % 60:02d}", mood=mood)  # fmt: skip
        # Drawn four times a second: a layout of the whole screen each time would hold keys up.
        if line != self._line:
            self._line = line
            self.update(line, layout=False)
