"""A window with too little room."""

from __future__ import annotations

import pytest

from tui.app.app import ShapanApp
from tui.app.preference import Preference


@pytest.mark.parametrize("keys", [(), ("1",), ("3",), ("4",), ("5",)], ids=str)
async def test_a_window_that_is_too_small_is_told_how_small(keys: tuple[str, ...]) -> None:
    """One column or line less than 100 by 30, and the first line says so, on every desk."""
    app = ShapanApp(Preference(language="zh"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*keys)
        for size, told in (((99, 30), True), ((100, 30), False), ((100, 29), True)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            first = app.screen._compositor.render_strips()[0].text
            assert ("窗口太小" in first) == told
            assert (f"现在 {size[0]} 列 {size[1]} 行" in first) == told
