"""Pages made for a terminal in the colours of the theme."""

from __future__ import annotations

from rich.style import Style

from tui.app.widget.painted import repainted
from tui.terminal.paint import Paint

COLOURS = {"error": "#aa0000", "accent": "#00aa00", "secondary": "#888888"}


def styles(painted: str) -> list[tuple[str, Style]]:
    """Each painted piece of text and its style."""
    text = repainted(painted, COLOURS)
    return [
        (text.plain[span.start : span.end], Style.parse(str(span.style))) for span in text.spans
    ]


def test_the_four_paints_take_the_theme_s_colours() -> None:
    """Alert, accent and faint have the theme's colours, strong is bold, the rest is plain."""
    paint = Paint(True)
    line = f"{paint.alert('差')} {paint.accent('线')} {paint.faint('注')} {paint.strong('题')} 常"
    found = dict(styles(line))
    assert found["差"].color is not None
    assert found["差"].color.name == "#aa0000"
    assert found["差"].bold
    assert found["线"].color is not None
    assert found["线"].color.name == "#00aa00"
    assert found["注"].color is not None
    assert found["注"].color.name == "#888888"
    assert found["题"].bold
    assert found["题"].color is None
    assert "常" not in found


def test_what_people_typed_is_no_markup() -> None:
    """Square brackets stay as they are."""
    assert repainted("[red]坏[/red]", COLOURS).plain == "[red]坏[/red]"
