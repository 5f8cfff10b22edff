"""Tables: aligned by cells, never wider than the screen."""

from __future__ import annotations

import pytest

from tui.terminal.cell import cells
from tui.terminal.paint import Paint
from tui.terminal.screen import Screen
from tui.terminal.table import Column, numbers, table, texts

COLUMNS = (*texts("班组"), *numbers("人数", "工时"), Column("说明", text=True, wraps=True))
ROWS = [
    ["熟手组", "170", "1,516", "四个并发，早晚两班"],
    ["Second line", "8", "96.5", "takes what others escalate"],
]


def test_numbers_end_under_their_headers() -> None:
    """Every number ends in the same cell as the header over it."""
    lines = table((*texts("班组"), *numbers("人数", "工时")), [r[:3] for r in ROWS], Screen(80))
    header, _rule, *rows = lines
    assert cells(header) == cells(rows[0]) == cells(rows[1])
    at = cells(header[: header.index("人数")]) + 4
    assert [_ends_at(row, number) for row, number in zip(rows, ("170", "8"), strict=True)] == [
        at, at,
    ]  # fmt: skip


def _ends_at(row: str, number: str) -> int:
    return cells(row[: row.index(" " + number + " ") + 1 + len(number)])


def test_a_column_is_as_wide_as_its_widest_line() -> None:
    """A value of several lines needs room for one of them, not for all; titles begin large."""
    columns = (Column("path", text=True, wraps=True), *texts("note"))
    header, *_rest = table(columns, [["groups.agents\nqueues.phone", "assumed"]], Screen(140))
    assert header.index("Note") == cells("groups.agents") + 2


def test_headers_break_between_words_only() -> None:
    """A narrow screen wraps the headers of numbers without breaking a word."""
    columns = (*texts("Shop"), *numbers("Platform response rate", "Abandonment"))
    rows = [["A flagship with a long name", "99.2%", "2.3%"]]
    header = " ".join(line for line in table(columns, rows, Screen(44))[:4])
    assert {"Platform", "response", "rate", "Abandonment"} <= set(header.split())


@pytest.mark.parametrize("width", [40, 56, 80, 140])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    """Where a table does not fit, texts wrap and headers wrap, numbers never lose a digit."""
    lines = table(COLUMNS, ROWS, Screen(width), total=["合计", "178", "1,612.5", ""])
    assert all(cells(line) <= width for line in lines)
    assert all(number in "\n".join(lines) for number in ("170", "1,516", "96.5", "1,612.5"))


def test_a_table_without_rows_is_its_header() -> None:
    """Nothing to show still says what would be shown."""
    assert len(table(COLUMNS, [], Screen(80))) == 2


def test_too_many_columns_go_on_below() -> None:
    """Twenty groups on a narrow screen: blocks with the first column again, nothing lost."""
    columns = (*texts("时段"), *numbers(*(f"班组{n}" for n in range(20)), "合计"))
    row = ["11-10 20:00", *(str(1000 + n) for n in range(20)), "20,190"]
    lines = table(columns, [row], Screen(60))
    assert max(map(cells, lines)) <= 60
    assert sum(line.startswith("11-10") for line in lines) > 1
    assert all(str(1000 + n) in "\n".join(lines) for n in range(20))


def test_rows_can_be_painted() -> None:
    """An alert paints its row and no other; without colour nothing is painted."""
    columns = (*texts("目标"), *numbers("差"))
    rows = [["甲", "1"], ["乙", "2"]]
    painted = table(columns, rows, Screen(40, Paint(on=True)), alert=[1])
    assert "\x1b[31m" not in painted[2]
    assert "\x1b[31m" in painted[3]
    assert "\x1b" not in "".join(table(columns, rows, Screen(40), alert=[1]))
