"""Every screen of the app in a state worth looking at, and the way to it.

Screens that begin in the same place are reached one after the other in one app: back to where it
began, into the look of the next one, and on by keys.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

from near import near_helper
from stage import COLD, DRILL, SAID, WARM, World, own_folders

Enter = Callable[[Any, Any, World], Awaitable[None]]
Look = tuple[Any, tuple[int, int]]
"""A `Preference`, and columns and lines."""
STILL = 3
"""So often nothing may have changed before a screen is taken."""


@dataclass(frozen=True)
class Shown:
    """A screen: where it begins, the keys from there, and in whose name (empty: in one's own
    local file; `?`: nobody's yet)."""

    enter: Enter
    keys: tuple[str, ...] = ()
    login: str = ""


async def settled(app: Any, pilot: Any) -> None:
    """Until nothing is read or checked any more and the screen stays as it is."""
    quiet, before = 0, ""
    while quiet < STILL:
        await pilot.pause(0.01)
        now = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        busy = any(not each.is_finished for each in app.workers) or now != before
        quiet, before = 0 if busy else quiet + 1, now


# Where screens begin ------------------------------------------------------------------------------


async def start(_app: Any, _pilot: Any, _world: World) -> None:
    """The screen that the app begins with."""


async def floor(app: Any, pilot: Any, _world: World) -> None:
    """On the drill floor, with hints, after a turn."""
    from scenarios.drill.load import load_drill
    from simulator.drill.sitting import begin
    from sops.language import current_language
    from tui.app.screen.drill_floor import DrillFloor
    from tui.app.widget.reply_box import ReplyBox

    drill, sop = load_drill(DRILL)
    sitting = begin(
        app.records, app.person, drill, sop, 1, mode="coach", language=current_language()
    )
    screen = DrillFloor(sitting)
    await app.push_screen(screen)
    await settled(app, pilot)
    screen.query_one(ReplyBox).insert(SAID[current_language()])
    await pilot.press("enter")
    await settled(app, pilot)
    sitting.act("look_price", {"sku": "G-100"}, 31_000_000)
    screen._draw()


async def many(app: Any, _pilot: Any, _world: World) -> None:
    """Three customers at once, all of them there."""
    from scenarios.drill.load import load_drill
    from simulator.drill.sitting import begin
    from sops.language import current_language
    from tui.app.screen.many_floor import ManyFloor

    sittings = []
    for seed, name in enumerate((DRILL, "paid-twice", "jacket-for-sixty"), 1):
        drill, sop = load_drill(name)
        language = current_language() if current_language() in drill.languages else "zh"
        sittings.append(begin(app.records, app.person, drill, sop, seed, language=language,
                              floor_id="floor"))  # fmt: skip
    screen = ManyFloor(sittings)
    screen._start -= 65.0
    await app.push_screen(screen)


async def review(app: Any, _pilot: Any, _world: World) -> None:
    """On the review desk."""
    from tui.app.screen.review import Review

    await app.push_screen(Review())


async def reading(app: Any, _pilot: Any, world: World) -> None:
    """A session, open to be read."""
    from tui.app.screen.reading import read_session

    read_session(app.screen, world.sessions[COLD])


async def blind(app: Any, _pilot: Any, world: World) -> None:
    """A session, open to be scored blind."""
    from tui.app.screen.reading import read_session

    read_session(app.screen, world.sessions[WARM], blind=True)


async def planning(app: Any, _pilot: Any, world: World) -> None:
    """On the planning desk with a mistyped form and three runs, two of them marked."""
    from tui.app.planning.desk import Desk
    from tui.app.screen.planning import Planning

    app.desk = Desk(helper=near_helper(world.answers))
    app.desk.choose("ordinary-day")
    app.desk.values = {"demand.scale": "-1", "groups.juniors.concurrency": "5"}
    for outcome in world.outcomes:
        await app.desk.take(outcome)
    app.desk.marked = [done.key for done in app.desk.runs[:2]]
    app.desk.shown = app.desk.runs[0]
    await app.push_screen(Planning())


SCREENS: dict[str, Shown] = {
    "home": Shown(start), "help": Shown(start, ("f1",)), "menu": Shown(start, ("ctrl+o",)),
    "palette": Shown(start, ("ctrl+p",)), "drill-choice": Shown(start, ("1",)),
    "many-choice": Shown(start, ("2",)), "sign-in": Shown(start, login="?"),
    "my-path": Shown(start, login="wang"),
    "exam-rules": Shown(start, ("2", "f6"), login="wang"),
    "drill-floor": Shown(floor), "back-office": Shown(floor, ("f2",)),
    "phrases": Shown(floor, ("f3",)), "scorecard": Shown(floor, ("f8",)),
    "many-floor": Shown(many),
    "review-trainees": Shown(review, ("1",), "li"), "review-missed": Shown(review, ("2",), "li"),
    "review-square": Shown(review, ("3",), "li"), "review-work": Shown(review, ("4",), "li"),
    "review-blind": Shown(review, ("5",), "li"), "review-agreement": Shown(review, ("6",), "li"),
    "review-sessions": Shown(review, ("7",), "li"), "assign": Shown(review, ("1", "f7"), "li"),
    "reading": Shown(reading, login="li"), "blind-scoring": Shown(blind, login="li"),
    "plan-scenarios": Shown(planning, ("1",), "ping"),
    "plan-people": Shown(planning, ("4",), "ping"),
    "plan-heat": Shown(planning, ("5", "right", "right"), "ping"),
    "plan-figures": Shown(planning, ("7",), "ping"), "plan-basis": Shown(planning, ("8",), "ping"),
    "plan-compare": Shown(planning, ("9",), "ping"), "plan-saved": Shown(planning, ("0",), "ping"),
    # From here on the run that was sized is shown, and last the focus is in a field, where digits
    # are digits.
    "plan-overview": Shown(planning, ("9", "down", "down", "enter"), "ping"),
    "plan-targets": Shown(planning, ("6",), "ping"),
    "plan-changes": Shown(planning, ("2", "tab"), "ping"),
}  # fmt: skip
"""Every screen, by name, in the order in which they are reached."""


def tours(names: Sequence[str] = ()) -> list[list[str]]:
    """The screens of one app each; some of them, else all."""
    wanted = [name for name in SCREENS if not names or name in names]
    return [
        list(group)
        for _key, group in groupby(wanted, lambda n: (SCREENS[n].login, SCREENS[n].enter))
    ]


async def tour(
    names: Sequence[str], world: World, folder: Path, language: str,
    look_of: Callable[[str], Look], take: Callable[[str, Any], None],
) -> None:  # fmt: skip
    """Reach the screens of one tour, each in its look, and take something of each; within
    `stage.frozen`. `folder` is for what the app keeps."""
    from textual.widgets import Input, TextArea

    from scenarios.peak import library
    from sops.language import set_language
    from tui.app.app import ShapanApp

    shown = SCREENS[names[0]]
    look, size = look_of(names[0])
    with ExitStack() as stack:
        stack.enter_context(own_folders(folder))
        records = None
        if shown.login:
            records = world.records if shown.login == "?" else world.as_(shown.login)
            # The database is everybody's, and lies elsewhere each time; the app closes it not.
            for name, fixed in (
                ("close", lambda self: None),
                ("place", property(lambda self: "/srv/shapan/records.db")),
            ):
                stack.enter_context(patch.object(type(world.records), name, fixed))  # fmt: skip
        # A cursor that blinks would be there one time and gone the next.
        for typed, blink in ((Input, "_toggle_cursor"), (TextArea, "_toggle_cursor_blink_visible")):
            stack.enter_context(patch.object(typed, blink, lambda self: None))
        own = ("minimal", "minimal-chat", "ordinary-day")
        stack.enter_context(patch.object(library, "peak_names", lambda: own))
        set_language(language)
        app = ShapanApp(look, records)
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await settled(app, pilot)
            await shown.enter(app, pilot, world)
            await settled(app, pilot)
            depth = len(app.screen_stack)
            for name in names:
                await _reach(app, pilot, depth, SCREENS[name].keys, look_of(name))
                take(name, app)


async def _reach(app: Any, pilot: Any, depth: int, keys: Sequence[str], look: Look) -> None:
    """Back to where the tour began, into a look, and on by keys."""
    while len(app.screen_stack) > depth:
        app.pop_screen()
    app.preference = look[0]
    app.theme = look[0].theme
    app.set_class(look[0].density == "compact", "compact")
    await pilot.resize_terminal(*look[1])
    await settled(app, pilot)
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)
