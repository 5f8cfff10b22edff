"""Tables on a busy machine."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tui.app.widget.table import Table


async def test_a_table_that_was_drawn_too_early_is_drawn_again() -> None:
    """Filled again and drawn before it was measured, it is not left cut to its headers."""

    class Small(App[None]):
        def compose(self) -> ComposeResult:
            yield Table()

    app = Small()
    async with app.run_test(size=(80, 10)) as pilot:
        table = app.query_one(Table)
        lines = []
        for _again in range(2):
            table.clear(columns=True)
            table.add_column("题目")
            table.add_row("刚送出手就降价")
            early = table.render_line(1).text
            await pilot.pause()
            lines += [early, table.render_line(1).text]
        assert ["刚送出手就降价" in line for line in lines] == [False, True, False, True]
