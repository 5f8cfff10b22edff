"""Text that breaks where Chinese may, anew for whatever width it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.content import Content
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from tui.terminal.cell import cells, wrap

Break = Callable[[str, int], list[str]]


def hung(text: str, width: int) -> list[str]:
    """Lines of a list or a tree: what goes on below stands under the text, not under its mark."""
    body = text.lstrip(" │├└─")
    mark = text[: len(text) - len(body)]
    head, blank, rest = body.partition(" ")
    if blank and cells(head) == 1:
        mark, body = mark + head + " ", rest.lstrip()
    below = "".join(each if each == "│" else " " * cells(each) for each in mark.replace("├", "│"))
    first, *others = wrap(body, max(width - cells(mark), 8))
    return [mark + first, *(below + line for line in others)]


class Wrapped(Static):
    """No line begins with a comma; lines of the text itself are kept.

    The width is known when the text is drawn and not before: broken earlier, the same text would
    look this way or that, depending on when the layout came.
    """

    def __init__(
        self, text: str = "", breaking: Break = wrap, at_right: bool = False, **options: Any
    ) -> None:
        """`breaking` makes lines of a line and a width; `at_right` moves them to the right
        together, so that each still begins below the one before."""
        self._breaking = breaking
        self._at_right = at_right
        super().__init__(_Broken(text, breaking, at_right), markup=False, **options)

    def show(self, text: str) -> None:
        """Show another text."""
        self.update(_Broken(text, self._breaking, self._at_right))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was selected with the mouse, as it stands there."""
        broken = self._render()
        assert isinstance(broken, _Broken)
        return selection.extract(broken.broken(self.content_size.width).plain), "\n"


class _Broken(Visual):
    def __init__(self, text: str, breaking: Break, at_right: bool = False) -> None:
        self._lines = text.split("\n")
        self._breaking = breaking
        self._at_right = at_right
        self._known: tuple[int, Content] | None = None

    def __str__(self) -> str:
        return "\n".join(self._lines)

    def broken(self, width: int) -> Content:
        if self._known is None or self._known[0] != width:
            parts = [part for line in self._lines for part in self._breaking(line, width)]
            if self._at_right:
                before = " " * max(0, width - max(map(cells, parts), default=0))
                parts = [before + part for part in parts]
            self._known = width, Content("\n".join(parts))
        return self._known[1]

    def render_strips(
        self, width: int, height: int | None, style: Any, options: RenderOptions
    ) -> list[Strip]:
        return self.broken(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: Any, container_width: int) -> int:
        return max(map(cells, self._lines))

    def get_height(self, rules: Any, width: int) -> int:
        return self.broken(width).plain.count("\n") + 1 if width else 0
