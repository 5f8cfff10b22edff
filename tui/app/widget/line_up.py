"""The customers of a floor side by side: who waits for the first reply, who waits longest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from simulator.drill.conversation.event import MICROSECONDS
from sops.language import N_, _

if TYPE_CHECKING:
    from simulator.drill.sitting import Sitting


class LineUp(Static):
    """One cell for each customer: number, name, seconds waited, a mark for a first reply due."""

    HELP = N_("同时接待的顾客。Alt+1 到 Alt+5 换人，Ctrl+G 去等得最久的那位；● 还没首响。")
    DEFAULT_CSS = "LineUp { height: 1; background: $surface; padding: 0 1; }"

    def show(self, sittings: Sequence[Sitting], current: int, limit: float) -> None:
        """Draw the state of all conversations."""
        line = Text()
        for number, sitting in enumerate(sittings):
            session = sitting.session
            name = sitting.case.say(sitting.case.drill.customer.name)
            waited = session.waited_us
            if session.ended:
                text = _("{n} {name} 已结束").format(n=number + 1, name=name)
            elif waited is None:
                text = _("{n} {name} 在看").format(n=number + 1, name=name)
            else:
                mark = "● " if session.first_reply else ""
                seconds = waited // MICROSECONDS
                text = _("{n} {mark}{name} 等了 {seconds} 秒").format(
                    n=number + 1, mark=mark, name=name, seconds=seconds
                )
            late = waited is not None and waited / MICROSECONDS > limit
            style = "reverse bold" if number == current else "bold" if late else ""
            line.append(f" {text} ", style=style)
            line.append("  ")
        self.update(line, layout=False)
