"""Texts that break for the width they have."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset
from textual.selection import Selection

from simulator.drill.conversation.event import Event
from tui.app.widget.conversation import Conversation
from tui.app.widget.wrapped import Wrapped, hung

TEXT = "刚送出手就降价，差价能退吗？我刚收到，今天一看便宜了三十块。"


def lines_of(widget: Wrapped) -> list[str]:
    """What stands on its lines."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def test_a_text_breaks_anew_when_its_width_changes() -> None:
    """No line begins with a comma at any width, nothing is lost, and what is selected is copied."""

    class Small(App[None]):
        def compose(self) -> ComposeResult:
            with Vertical():
                yield Wrapped(TEXT)

    app = Small()
    async with app.run_test(size=(40, 20)) as pilot:
        widget = app.query_one(Wrapped)
        for width in (40, 14, 11, 8, 33):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            lines = lines_of(widget)
            assert "".join(lines) == TEXT
            assert not [line for line in lines if line[0] in "，。？"]
        chosen = widget.get_selection(Selection(Offset(0, 0), Offset(4, 0)))
        assert chosen == (TEXT[:4], "\n")


def test_a_tree_goes_on_under_its_text() -> None:
    """Below a long branch its bar goes on, and the text stands under the text."""
    assert hung("│  ├─ 在价保期内且两个价格可以比", 18) == [
        "│  ├─ 在价保期内且",
        "│  │  两个价格可以",
        "│  │  比",
    ]
    assert hung("│  └─ 在价保期内且", 14) == ["│  └─ 在价保期", "│     内且"]
    assert hung("⌕ 查订单：买价", 12) == ["⌕ 查订单：买", "  价"]


async def test_a_conversation_stays_in_its_place() -> None:
    """A few lines stand at the end of the pane, also after the next layout; many show the last."""

    class Small(App[None]):
        def compose(self) -> ComposeResult:
            yield Conversation("陈女士", follows=True)

    app = Small()
    async with app.run_test(size=(40, 12)) as pilot:
        talk = app.query_one(Conversation)
        talk.show([Event(1, 0, "customer", {"text": "你好"})])
        await pilot.pause()
        for _again in range(2):
            assert (talk.scroll_y, talk.children[0].region.bottom) == (0, 11)
            talk.refresh(layout=True)
            await pilot.pause()
        talk.show([Event(n, 0, "customer", {"text": TEXT}) for n in range(2, 9)])
        await pilot.pause()
        await pilot.pause()
        assert talk.children[-1].region.bottom <= 12
