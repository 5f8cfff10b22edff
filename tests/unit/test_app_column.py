"""Columns of the app's tables share the room there is."""

from __future__ import annotations

import pytest

from tui.app.widget.column import Column, fitted

COLUMNS = (
    Column("Time"), Column("Drill", least=10), Column("Critical errors"),
    Column("Felt", spare=True), Column("Machine", spare=True),
)  # fmt: skip
BODIES = (11, 46, 5, 4, 12)


@pytest.mark.parametrize(
    ("room", "places", "widths"),
    [
        (110, (0, 1, 2, 3, 4), (11, 46, 15, 4, 12)),
        (85, (0, 1, 2, 3, 4), (11, 33, 15, 4, 12)),
        (72, (0, 1, 2, 3, 4), (11, 26, 9, 4, 12)),
        (55, (0, 1, 2, 3, 4), (11, 10, 8, 4, 12)),
        (45, (0, 1, 2, 3), (11, 14, 8, 4)),
        (36, (0, 1, 2), (11, 11, 8)),
        (20, (0, 1, 2), (11, 10, 8)),
    ],
)
def test_what_gives_way_first(room: int, places: tuple[int, ...], widths: tuple[int, ...]) -> None:
    """Long texts a little, then titles into a second line, then texts, then spare columns; what
    never gives way keeps its cells."""
    found = fitted(COLUMNS, BODIES, room, 2)
    assert (found.places, found.widths) == (places, widths)
    assert found.total == sum(widths) + 2 * len(widths)


def test_a_spare_column_with_nothing_in_it_takes_no_room() -> None:
    """Where no lead has changed a score, nothing stands for what the machine gave."""
    assert fitted(COLUMNS, (11, 46, 5, 4, 0), 110, 2).places == (0, 1, 2, 3)


def test_a_short_or_wide_title_is_broken_into_two_lines_at_most() -> None:
    """`最多人数` stays in one piece, a longer one is halved and not strewn over three lines."""
    columns = (Column("最多人数"), Column("放弃的诉求"), Column("哪一次", least=6))
    assert fitted(columns, (2, 2, 60), 20, 0).widths == (8, 6, 6)
