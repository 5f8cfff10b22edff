"""Numbers as planners read them, in both languages."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from sops.language import set_language
from tui.terminal.number import count, points, seconds, share, whole, yuan


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (3, "3"),
        (3.25, "3.2"),
        (12.4, "12"),
        (9.96, "10"),
        (12345.6, "12,346"),
        (-0.0, "0"),
    ],
)
def test_counts(value: float, text: str) -> None:
    """Thousands are set apart, small fractions keep one place, zero has no sign."""
    assert count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (24.34, "24.3 秒"), (119.94, "119.9 秒"), (125.0, "2 分 05 秒"), (3599.7, "60 分 00 秒"),
        (7200.0, "2 小时 00 分"), (-130.0, "-2 分 10 秒"),
    ],
)  # fmt: skip
def test_seconds(value: float, text: str) -> None:
    """Short times in seconds, longer ones in minutes, long ones in hours."""
    assert seconds(value) == text


def test_shares_and_money() -> None:
    """Shares are percentages, their differences percentage points with a sign."""
    assert share(0.81234) == "81.2%"
    assert points(-0.0123) == "-1.2"
    assert points(0.0123) == "+1.2"
    assert yuan(12345.4) == "¥12,345"


@pytest.mark.parametrize("form", [count, points, seconds, share, whole, yuan])
def test_what_was_not_counted_is_a_dash(form: object) -> None:
    """A ratio over nothing is shown as a dash, never as nan."""
    assert callable(form)
    assert form(math.nan) == "–"
