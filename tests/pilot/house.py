"""A shared database with people in it, and sessions of a trainee."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.records import Records, open_records
from tui.app.app import ShapanApp

PASSWORD = "three quiet lions"
NASTY = "=1+1[red]坏[/red]\x1b[31m<b>"
"""A formula, markup of two kinds and a terminal escape; a name may hold no control."""


class House:
    """Administrator, lead and trainee in one cohort; another lead outside it."""

    def __init__(self, folder: Path, name: str = "小王") -> None:
        self.records = open_records(str(folder / "house.db"), served=True)
        caller = self.records.sign_in.first_administrator("admin", "管理员", PASSWORD)
        self.admin = self.records.acting_as(caller.person_id)
        self.people: dict[str, str] = {}
        for login, title, role in (
            ("lead", "李组长", "lead"), ("other", "外组长", "lead"), ("wang", name, "trainee"),
        ):  # fmt: skip
            person, code = self.admin.people.add(login, title, role)  # type: ignore[arg-type]
            self.records.sign_in.with_code(login, code, PASSWORD)
            self.people[login] = person.id
        self.cohort = self.admin.cohorts.add("十一月班").id
        self.admin.cohorts.join(self.cohort, self.people["lead"], leads=True)
        self.admin.cohorts.join(self.cohort, self.people["wang"])

    def as_(self, login: str) -> Records:
        """The records as this person sees them."""
        return self.records.acting_as(self.people[login])

    def play(
        self, *messages: str, mode: Any = "practise", seed: int = 1,
        before: Callable[[int], object] = lambda _number: None,
    ) -> str:  # fmt: skip
        """The trainee plays a session to its end; its id. `before` each message it is told."""
        from scenarios.drill.load import load_drill
        from simulator.drill.sitting import begin

        drill, sop = load_drill("price-drop-gift")
        sitting = begin(self.as_("wang"), self.people["wang"], drill, sop, seed, mode=mode)
        for number, text in enumerate(messages or ("您好，请稍等",), 1):
            sitting.advance(number * 10_000_000 - 1)
            before(number)
            sitting.message(text, number * 10_000_000)
        sitting.close(200_000_000)
        sitting.finish()
        return sitting.kept.id


async def settled(app: ShapanApp, pilot: Any) -> None:
    """Wait for what is read beside the screen."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
