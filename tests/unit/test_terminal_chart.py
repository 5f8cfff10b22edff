"""Charts, strips and clocks: as wide as their columns, true to their values."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from tui.terminal.cell import cells
from tui.terminal.chart import MARK, Series, area_rows, chart, chart_width, nice_top, strip
from tui.terminal.columns import Columns
from tui.terminal.screen import Screen
from tui.terminal.time_axis import time_axis

EVENING = datetime(2025, 11, 10, 20)


@pytest.mark.parametrize("width", [40, 80, 100, 140])
@pytest.mark.parametrize("intervals", [1, 8, 48, 56, 672, 4416])
def test_a_chart_fits_its_screen(width: int, intervals: int) -> None:
    """Horizons from half an hour to three months fit every screen, two axes included."""
    screen = Screen(width)
    columns = Columns.within(EVENING, 30, intervals, chart_width(screen, marked=True))
    values = [float(i % 48) for i in range(intervals)]
    lines = chart(Series("进线", values), columns, screen, Series("人数", values))
    assert max(map(cells, lines)) <= width


def test_the_area_shows_the_values() -> None:
    """A full column reaches the top, half a column half of it, nothing draws nothing."""
    assert area_rows([8.0, 4.0, 0.0, math.nan], 8.0, 2) == ["█   ", "██  "]


def test_the_smallest_value_is_seen() -> None:
    """What is above zero leaves a trace, however high the scale."""
    assert area_rows([0.001, 0.0], 1000.0, 3)[-1] == "▁ "


def test_merged_intervals_show_their_highest() -> None:
    """Where several intervals share a cell, the chart shows the worst of them."""
    columns = Columns.within(EVENING, 30, 4, 2)
    assert columns.merged == 2
    assert strip([1.0, 8.0, 2.0, 4.0], columns) == "█▄"


def test_marks_stand_on_their_own_scale() -> None:
    """A second series is drawn with marks, its top value at the right."""
    columns = Columns.within(EVENING, 30, 4, 4)
    lines = chart(
        Series("进线", [1, 1, 1, 1]), columns, Screen(60), Series("人数", [40, 40, 20, 20])
    )
    assert lines[1].count(MARK) == 2
    assert lines[1].endswith("├ 40")


@pytest.mark.parametrize(
    ("most", "top"), [(0.0, 1.0), (1.0, 1.0), (9.1, 10.0), (20178.0, 25000.0), (0.03, 0.03)]
)
def test_scales_end_at_round_numbers(most: float, top: float) -> None:
    """The top of a scale is a round number not below the highest value."""
    assert nice_top([most, 0.0]) == pytest.approx(top)


def test_the_clock_names_hours_and_the_new_day() -> None:
    """Labels stand under their hours, and the date under midnight."""
    ticks, hours, dates = time_axis(Columns.within(EVENING, 30, 56, 60))
    assert len(ticks) == 56
    assert hours.index("00:00") == dates.index("11-11") == 8
    assert dates.startswith("11-10")


def test_one_day_needs_no_date() -> None:
    """A horizon from midnight to midnight is labelled with hours alone."""
    assert len(time_axis(Columns.within(datetime(2025, 11, 11), 30, 48, 60))) == 2


def test_weeks_are_labelled_by_days() -> None:
    """Where hours do not fit, days are marked."""
    ticks, days = time_axis(Columns.within(datetime(2025, 11, 1), 30, 672, 60))
    assert ticks.count("┬") == 14
    assert days.startswith("11-01")
