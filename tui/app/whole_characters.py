"""Wide characters of a form or a message stay whole over whatever lies below.

Textual cuts every line of the screen at the edges of all widgets on it, of those that are covered
too. A Chinese character of a message that stands over the edge of a covered pane is cut in two,
and two blanks are left of it (Textual #6357, open with 8.2.8). Here only edges that are seen cut.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import textual.screen
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class WholeCompositor(Compositor):
    """Cuts where what is in front changes, and nowhere else."""

    @property
    def cuts(self) -> list[list[int]]:
        """Of each line, the columns where something that is seen begins or ends."""
        if self._cuts is None:
            self._cuts = self._seen_edges()
        return self._cuts

    def _seen_edges(self) -> list[list[int]]:
        width, height = self.size
        edges = [{0, width} for _line in range(height)]
        covered: list[list[tuple[int, int]]] = [[] for _line in range(height)]
        # From the front to the back.
        for region, clip in self.visible_widgets.values():
            x, y, wide, high = region.intersection(clip)
            if not wide:
                continue
            for line in range(max(y, 0), min(y + high, height)):
                over = covered[line]
                for edge in (x, x + wide):
                    if not any(left < edge < right for left, right in over):
                        edges[line].add(edge)
                over.append((x, x + wide))
        return [sorted(each) for each in edges]

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        cuts = self.cuts
        chops: list[dict[int, Strip]] = [{} for _line in cuts]
        for region, clip, strips in self._get_renders(crop):
            seen = region.intersection(clip)
            for y, strip in zip(seen.line_range, strips, strict=False):
                if not is_rendered_line(y):
                    continue
                inside = [cut for cut in cuts[y] if seen.x <= cut <= seen.right]
                for left, right in pairwise(inside):
                    if left not in chops[y]:
                        chops[y][left] = strip.crop(left - seen.x, right - seen.x)
        # In the order of the columns; None where nothing of a place was drawn.
        return [
            {cut: found.get(cut) for cut in line[:-1]}  # type: ignore[misc]
            for line, found in zip(cuts, chops, strict=True)
        ]

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed, up to the next edge: where it ends may be within a character."""
        update = super().render_partial_update()
        if update is not None:
            update.spans = [
                (y, first, min((end for end in update.chop_ends[y] if end >= last), default=last))
                for y, first, last in update.spans
            ]
        return update


def keep_characters_whole() -> None:
    """From here on every new screen is drawn like this."""
    textual.screen.Compositor = WholeCompositor  # type: ignore[attr-defined]
