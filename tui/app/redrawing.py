"""Drawing a screen anew in another language, with what was typed into it."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Input, TextArea


async def redraw(screen: Screen[Any]) -> None:
    """Compose a screen again. Texts in fields that have an id are kept, and so is the focus; a
    screen fills what it does not compose in `drawn_anew`."""
    focused = screen.focused.id if screen.focused is not None else None
    typed = {field.id: field.value for field in screen.query(Input) if field.id}
    written = {area.id: area.text for area in screen.query(TextArea) if area.id}
    await screen.recompose()
    for field in screen.query(Input):
        if field.id and typed.get(field.id):
            field.value = typed[field.id]
    for area in screen.query(TextArea):
        if area.id and written.get(area.id):
            area.text = written[area.id]
            area.move_cursor(area.document.end)
    fill = getattr(screen, "drawn_anew", None)
    if fill is not None:
        fill()
    if focused and screen.query(f"#{focused}"):
        screen.query_one(f"#{focused}").focus()
