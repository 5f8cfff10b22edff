"""The scorecard as a page on which evidence can be chosen (D10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from sops.language import N_

if TYPE_CHECKING:
    from tui.command.scorecard_page import CardLine

_NARROWEST = 40
_FOR_BAR = 4
"""Cells that are left free for a scrollbar, whether there is one or not: a page that would be
broken anew when its own scrollbar comes might never be done."""


@dataclass(frozen=True)
class Quote:
    """A quotation on the page: its first line, the line after its last one, the event it cites,
    the item it stands for."""

    first: int
    end: int
    seq: int
    item: str


class CardPane(VerticalScroll):
    """Arrows go from quotation to quotation, and scroll where there is none near."""

    HELP = N_(
        "成绩单。上下键挑一条证据（#号是第几句），左边跟着跳到那一句；回车到那一句上去，"
        "再回车回来。鼠标点证据、点那一句也行。"
    )
    BINDINGS: ClassVar[list[Any]] = [
        ("up", "step(-1)", ""), ("down", "step(1)", ""),
        Binding("enter", "open", N_("看这一句"), show=False),
    ]  # fmt: skip

    @dataclass
    class Chosen(Message):
        """A quotation was chosen; `open`: the reader wants to go there."""

        seq: int
        open: bool = False

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._make: Callable[[int], Sequence[CardLine]] | None = None
        self._width = 0
        self._text: list[str] = []
        self.quotes: list[Quote] = []
        self.chosen: int | None = None
        """Which of the quotes."""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static("", markup=False, id="page")

    def show(self, make: Callable[[int], Sequence[CardLine]]) -> None:
        """Fill the page with what `make` gives for its width, now and whenever that changes; a
        choice that was made stays where it still fits."""
        self._make = make
        self._width = self._room
        lines = make(self._width)
        self._text = [line.text for line in lines]
        self.quotes = _quotes(lines)
        if self.chosen is not None and self.chosen >= len(self.quotes):
            self.chosen = None
        self._draw()

    @property
    def _room(self) -> int:
        return max(_NARROWEST, self.outer_size.width - self.styles.gutter.width - _FOR_BAR)

    def on_resize(self) -> None:
        """There may be more room, or less."""
        if self._make is not None and self._room != self._width:
            self.show(self._make)
            if self.chosen is not None:
                self.call_after_refresh(self._reveal)

    @property
    def item(self) -> str:
        """The item of the chosen quotation; empty where none is chosen."""
        return "" if self.chosen is None else self.quotes[self.chosen].item

    def choose_citing(self, seq: int) -> None:
        """Choose the first quotation of this event; nothing where nobody cites it."""
        found = next((n for n, quote in enumerate(self.quotes) if quote.seq == seq), None)
        self.chosen = found
        self._draw()
        if found is not None:
            self._reveal()

    def action_step(self, by: int) -> None:
        """The next quotation that is near, else some lines on."""
        held = None if self.chosen is None else self.quotes[self.chosen]
        # Whoever has scrolled away goes on from where they are.
        near = held is not None and self._near(held)
        place = (self.chosen or 0) + by if near else self._first_in_sight(by)
        if 0 <= place < len(self.quotes) and self._near(self.quotes[place]):
            self._choose(place)
        else:
            self.scroll_relative(y=3 * by, animate=False)

    def action_open(self) -> None:
        """To the message."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.quotes[self.chosen].seq, open=True))

    def on_click(self, event: Any) -> None:
        """A quotation that is clicked on."""
        line = event.screen_y - self.query_one("#page").region.y
        found = (n for n, quote in enumerate(self.quotes) if quote.first <= line < quote.end)
        place = next(found, None)
        if place is not None:
            self._choose(place)

    def _choose(self, place: int) -> None:
        self.chosen = place
        self._draw()
        self._reveal()
        self.post_message(self.Chosen(self.quotes[place].seq))

    def _first_in_sight(self, by: int) -> int:
        top, bottom = self.scroll_y, self.scroll_y + self.size.height
        seen = [n for n, quote in enumerate(self.quotes) if top <= quote.first < bottom]
        if seen:
            return seen[0] if by > 0 else seen[-1]
        return next((n for n, quote in enumerate(self.quotes) if quote.first >= bottom), -1)

    def _near(self, quote: Quote) -> bool:
        top, bottom = self.scroll_y, self.scroll_y + self.size.height
        return top - 4 <= quote.first and quote.end <= bottom + 4

    def _reveal(self) -> None:
        if self.chosen is None:
            return
        quote = self.quotes[self.chosen]
        if quote.first < self.scroll_y + 2:
            # With the reason above it.
            self.scroll_to(y=max(0, quote.first - 3), animate=False)
        elif quote.end > self.scroll_y + self.size.height:
            self.scroll_to(y=quote.end + 1 - self.size.height, animate=False)

    def _draw(self) -> None:
        text = Content("\n".join(self._text))
        if self.chosen is not None:
            quote = self.quotes[self.chosen]
            start = sum(len(line) + 1 for line in self._text[: quote.first])
            for line in self._text[quote.first : quote.end]:
                indent = len(line) - len(line.lstrip())
                text = text.stylize("bold reverse", start + indent, start + len(line))
                start += len(line) + 1
        self.query_one("#page", Static).update(text)


def _quotes(lines: Sequence[CardLine]) -> list[Quote]:
    found: list[Quote] = []
    for number, line in enumerate(lines):
        if line.cites is None:
            continue
        if line.more and found:
            last = found.pop()
            found.append(Quote(last.first, number + 1, last.seq, last.item))
        else:
            found.append(Quote(number, number + 1, line.cites, line.item))
    return found
