"""The box for replies: several lines, Chinese input methods, enter sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from sops.language import N_

# A run of Chinese characters is many words: word-wise keys stop at punctuation and at blanks.
_WORD = re.compile(r"[\s，。！？；：、,.!?;:]+|[^\s，。！？；：、,.!?;:]+")


class ReplyBox(TextArea):
    """Enter sends, ctrl+j or alt+enter begins a new line."""

    HELP = N_(
        "在这里打字回复。回车发送，Ctrl+J 换行，↑ 找回上一条。F2 后台操作，F3 常用语，F8 结束会话。"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter", "send", N_("发送")),
        Binding("ctrl+j,alt+enter", "line", N_("换行"), show=False),
        Binding("ctrl+w", "delete_word", "", show=False),
        Binding("ctrl+left", "word_left", "", show=False),
    ]

    @dataclass
    class Sent(Message):
        """A reply is ready to go."""

        box: ReplyBox
        text: str

    def __init__(self, **options: Any) -> None:
        super().__init__("", soft_wrap=True, show_line_numbers=False, **options)
        self._last = ""

    def on_focus(self) -> None:
        """Put the terminal's own cursor here, so that an input method opens in place."""
        self.set_timer(0.05, self._place_cursor)

    def _place_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def on_text_area_changed(self) -> None:
        """Keep the cursor in sight, also where a word has just wrapped to a line of its own."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def action_send(self) -> None:
        """Send what is written, if anything is."""
        text = self.text.strip()
        if text:
            self._last = text
            self.clear()
            self.post_message(self.Sent(self, text))

    def action_line(self) -> None:
        """A new line."""
        self.insert("\n")

    def action_word_left(self) -> None:
        """To the beginning of the word before."""
        row, column = self.cursor_location
        self.move_cursor((row, _word_start(self.document.get_line(row), column)))

    def action_delete_word(self) -> None:
        """Delete to the beginning of the word before."""
        row, column = self.cursor_location
        if column == 0:
            self.action_delete_left()
            return
        start = _word_start(self.document.get_line(row), column)
        self.delete((row, start), (row, column))

    def on_key(self, event: events.Key) -> None:
        """The keys of this box, in the order in which they were pressed.

        As priority bindings they would overtake characters that still wait for this box, and a
        quick enter after a word from an input method would send half of it.
        """
        own = {"enter": self.action_send, "ctrl+j": self.action_line,
               "alt+enter": self.action_line, "ctrl+w": self.action_delete_word}  # fmt: skip
        if event.key == "up" and not self.text and self._last:
            act = self._again
        elif event.key in own:
            act = own[event.key]
        else:
            return
        event.stop()
        event.prevent_default()
        act()

    def _again(self) -> None:
        """What was sent last, in the empty box."""
        self.insert(self._last)


def _word_start(line: str, column: int) -> int:
    starts = [match.start() for match in _WORD.finditer(line[:column])]
    return starts[-1] if starts else 0
