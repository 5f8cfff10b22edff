"""Chinese characters of what lies over a screen are there, whatever edges are below."""

from __future__ import annotations

from typing import Any

from house import House

from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.reading import read_session

SAID = "评语写好了，分也改好了，总分在最上面"


async def test_a_message_over_the_edge_of_a_pane_is_whole(house: House) -> None:
    """At both places that the characters may have against the edges below, in what is drawn at
    once and in what is drawn of a part of the screen."""
    session = house.play(seed=2)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        read_session(app.screen, session)
        await pilot.pause()
        for before in ("", "。"):
            app.notify(f"a{before}{SAID}")
            app.notify(f"{before}{SAID}")
        await pilot.pause()
        await pilot.pause()
        compositor: Any = app.screen._compositor
        shown = "\n".join(strip.text for strip in compositor.render_strips())
        assert shown.count(SAID) == 4
        for toast in app.screen.query("Toast"):
            compositor._dirty_regions.add(toast.region)
        part = compositor.render_partial_update().render_segments(app.console)
        assert part.count(SAID) == 4
