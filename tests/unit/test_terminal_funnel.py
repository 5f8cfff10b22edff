"""The funnel and the heat strip."""

from __future__ import annotations

import math

import pytest

from tui.terminal.cell import cells
from tui.terminal.funnel import Step, bar, funnel
from tui.terminal.heat import heat
from tui.terminal.paint import Paint
from tui.terminal.screen import Screen

STEPS = [
    Step("全部诉求", 58703.0),
    Step("找得到", 52000.0, "见到过客服或机器人"),
    Step("有人管", 40000.0, "被机器人听懂或有人接待"),
    Step("管得了", 0.0, "解决了"),
]


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_a_funnel_fits(width: int) -> None:
    """On a narrow screen notes move below their bars; no line is too wide."""
    lines = funnel(STEPS, Screen(width))
    assert max(map(cells, lines)) <= width
    assert all(any(step.note in line for line in lines) for step in STEPS)


def test_bars_are_proportional() -> None:
    """Half of the first step is half a bar; what is above zero is seen; zero is not."""
    assert bar(1.0, 10) == "█" * 10
    assert bar(0.5, 10) == "█" * 5
    assert bar(0.00001, 10) == "▏"
    assert bar(0.0, 10) == ""


def test_a_funnel_of_nothing_has_no_division_by_zero() -> None:
    """Nobody came: shares are zero."""
    assert "0.0%" in funnel([Step("全部", 0.0)], Screen(80))[0]


def test_heat_is_darker_where_it_is_worse() -> None:
    """Each class of shares has its own shade; nothing counted is a blank."""
    assert heat([1.0, 0.9, 0.85, 0.7, 0.5, 0.1, math.nan], Screen(80)) == "··░▒▓█ "


def test_colour_only_where_it_is_wanted() -> None:
    """Without colour there is no escape; with it, only what is bad is red."""
    assert "\x1b" not in heat([0.1], Screen(80))
    assert heat([0.95, 0.1], Screen(80, Paint(on=True))) == "·\x1b[31m█\x1b[0m"
