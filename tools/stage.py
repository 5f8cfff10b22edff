"""People who have played, and plans: what stands on the screens of pictures and of snapshots.

A fixed clock, fixed ids and seeds: the same state looks the same each time. `tour.SCREENS` names
the screens.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
PASSWORD = "three quiet lions"
DRILL = "price-drop-gift"
PEOPLE = (
    ("li", "李组长", "lead"), ("zhou", "周组长", "lead"), ("wang", "小王", "trainee"),
    ("zhao", "小赵", "trainee"), ("qian", "小钱", "trainee"), ("ping", "陈规划", "planner"),
)  # fmt: skip
PLAYED = (
    (9.1, "wang", "cold", DRILL, 3),
    (8.9, "zhao", "warm_but_idle", DRILL, 4),
    (8.2, "qian", "rude", DRILL, 6),
    (7.1, "wang", "reference", DRILL, 2),
    (6.8, "zhao", "cold", "jacket-for-sixty", 5),
    (1.2, "wang", "reference", DRILL, 1),
    (0.9, "qian", "boilerplate", "paid-twice", 7),
)
"""Days before `NOW`, who, how, which drill and seed; the first five are of the weeks from which
blind scoring draws."""
COLD, WARM, RUDE = range(3)
SCORED = {"li": (RUDE, 3, 4), "zhou": (COLD, WARM, RUDE, 3)}
"""Who has scored which sessions blind; the others are still on the page."""
SAID = {
    "zh": "您好，给女儿的生日礼物刚收到就便宜了，换谁心里都会不舒服。我马上查，请稍等。",
    "en": "Hello! A birthday present that gets cheaper right after it came, anyone would feel "
          "let down. Let me check, one moment please.",
}  # fmt: skip


class _Day(date):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return NOW.date()


class _Moment(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz) if tz else NOW.replace(tzinfo=None)


_before_s = 0.0


@contextmanager
def days_before(days: float) -> Iterator[None]:
    """Records are written so long before `NOW`; within `frozen`."""
    global _before_s
    _before_s = days * 86_400
    yield
    _before_s = 0.0


@contextmanager
def frozen() -> Iterator[None]:
    """Records, screens and session clocks live at one moment, in one time zone."""
    from simulator.records import identity, moment
    from tui.app import board, my_path, path_page
    from tui.app.planning import desk, status
    from tui.app.screen import drill_floor, many_floor

    ticks, numbers = itertools.count(), itertools.count(1)
    real_id, real_now = identity.new_id, moment.now_us

    def now_us() -> int:
        return int((NOW.timestamp() - _before_s) * 1e6) + next(ticks) * 1000

    def new_id() -> str:
        return f"00000000-0000-7000-8000-{next(numbers):012x}"

    still = SimpleNamespace(monotonic=lambda: 1000.0)
    with ExitStack() as stack:
        for module in list(sys.modules.values()):
            for name, real, fixed in (("new_id", real_id, new_id), ("now_us", real_now, now_us)):
                if getattr(module, name, None) is real:
                    stack.enter_context(patch.object(module, name, fixed))
        stack.enter_context(patch.object(board, "date", _Day))
        for part in (my_path, path_page):
            stack.enter_context(patch.object(part, "datetime", _Moment))
        for clocked in (drill_floor, many_floor, desk, status):
            stack.enter_context(patch.object(clocked, "time", still))
        stack.enter_context(patch.dict(os.environ, {"TZ": "Asia/Shanghai"}))
        time.tzset()
        yield
    time.tzset()


@dataclass
class World:
    """A shared database with a cohort that has played, and runs of the planning desk."""

    records: Any
    people: dict[str, str] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the planning desk's assistant has answered: the same to everybody."""

    def as_(self, login: str) -> Any:
        """The records as this person sees them."""
        return self.records.acting_as(self.people[login])


def build(folder: Path) -> World:
    """People, sessions of two weeks, an assignment, an appeal, a comment, blind scores, a saved
    plan; within `frozen`."""
    from simulator.records import open_records

    world = World(open_records(str(folder / "stage.db"), served=True))
    caller = world.records.sign_in.first_administrator("admin", "管理员", PASSWORD)
    admin = world.records.acting_as(caller.person_id)
    for login, name, role in PEOPLE:
        person, code = admin.people.add(login, name, role)  # type: ignore[arg-type]
        world.records.sign_in.with_code(login, code, PASSWORD)
        world.people[login] = person.id
    cohort = admin.cohorts.add("十一月班").id
    for login, _name, role in PEOPLE[:5]:
        admin.cohorts.join(cohort, world.people[login], leads=role == "lead")
    for days, login, player, drill, seed in PLAYED:
        with days_before(days):
            world.sessions.append(_played(world, login, player, drill, seed))
    _judged(world, cohort)
    world.outcomes = _outcomes()
    first = world.outcomes[0]
    world.as_("ping").plans.save(
        name="十一月平日，现有人数", scenario="ordinary-day", scenario_hash=first["fingerprint"],
        seed=1, summary={"outcome": first, "numbers": _numbers(first)},
    )  # fmt: skip
    return world


def _played(world: World, login: str, player: str, drill_name: str, seed: int) -> str:
    from scenarios.drill.load import load_drill
    from simulator.drill.players import player as players
    from simulator.drill.players.run import listen, typing_us
    from simulator.drill.sitting import begin

    drill, sop = load_drill(drill_name)
    sitting = begin(world.as_(login), world.people[login], drill, sop, seed)
    session = sitting.session
    for move in getattr(players, player)(sitting.case):
        if session.ended:
            break
        now = session.at_us
        if move.say is not None:
            sitting.message(move.say, now + typing_us(move.say, "zh"))
            listen(session)
        elif move.do is not None:
            sitting.act(move.do, dict(move.with_), now + 3_000_000)
    if not session.ended:
        sitting.close(session.at_us + 2_000_000)
    sitting.finish()
    return str(sitting.kept.id)


def _judged(world: World, cohort: str) -> None:
    lead, wang = world.as_("li"), world.as_("wang")
    lead.assignments.assign(
        cohort_id=cohort, drill_id="paid-twice", due_at=datetime(2026, 11, 8, tzinfo=UTC)
    )
    card = lead.scorecards.latest(world.sessions[COLD])
    item = next(each.item for each in card.items if each.possible > 0)
    wang.appeals.make(world.sessions[COLD], "这一步我先做了，再说的。", item)
    text = "先接住情绪做得好，下一步要查订单。"
    lead.reviews.comment(world.sessions[WARM], card.rubric_id, card.rubric_version, text)
    for number, (login, sessions) in enumerate(SCORED.items()):
        for session in sessions:
            _scored_blind(world, login, world.sessions[session], harder=number)


def _scored_blind(world: World, login: str, session: str, harder: int) -> None:
    """What the machine gave, a little less of what was not given whole, and halves of it by
    whoever is `harder`."""
    records = world.as_(login)
    card = records.scorecards.latest(session)
    points = {
        each.item: round(max(each.points - 0.1 * each.possible * (n % 3 == 0), 0.0)
                         / (2 if harder and n % 4 == 1 else 1), 1)
        for n, each in enumerate(card.items) if each.possible > 0
    }  # fmt: skip
    records.reviews.blind(session, card.rubric_id, card.rubric_version, points)


def _outcomes() -> list[dict[str, Any]]:
    from near import silent

    from tui.planning.job import Job
    from tui.planning.run import run

    jobs = (
        Job(kind="simulate", source="ordinary-day", replications=4),
        Job(kind="simulate", source="ordinary-day", replications=4,
            sets=("demand.scale=1.15", "groups.juniors.concurrency=5")),
        Job(kind="plan", source="minimal", replications=4, verify=20,
            sets=("demand.scale=0.1", "groups.agents.people=10")),
    )  # fmt: skip
    return [run(job, silent).model_dump(mode="json") for job in jobs]


def _numbers(outcome: dict[str, Any]) -> dict[str, Any]:
    from tui.planning.outcome import Outcome
    from tui.planning.page import headline_numbers

    return headline_numbers(Outcome.model_validate(outcome))


@contextmanager
def own_folders(folder: Path) -> Iterator[None]:
    """Nothing of the person who runs this is read or written."""
    own = {f"SHAPAN_{name}": str(folder / name.lower()) for name in ("DATA", "CONFIG", "LIBRARY")}
    with patch.dict(os.environ, own):
        os.environ.pop("SHAPAN_DATABASE_URL", None)
        yield
