"""What lies on the planning desk: the chosen scenario, the form, runs, and what is running."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sops.language import _
from sops.problem import printable
from tui.app.planning.process import Helper, Run
from tui.planning.headline import headline

KINDS = ("simulate", "plan", "whatif")


@dataclass
class Done:
    """A run that has ended: `outcome` is plain data, `numbers` what its headline says."""

    key: str
    outcome: dict[str, Any]
    title: str
    numbers: dict[str, float | None]
    name: str = ""
    """Under which it was saved."""
    plan_id: str | None = None

    @property
    def job(self) -> dict[str, Any]:
        """What was asked."""
        return dict(self.outcome["job"])

    @property
    def headline(self) -> str:
        """What came out, in a few words."""
        return headline(self.numbers)

    @property
    def label(self) -> str:
        """Its name, else scenario and changes, in one safe line."""
        job = self.job
        changes = " ".join((*job["sets"], *(f"+{lever}" for lever in job["levers"])))
        told = self.name or " ".join(part for part in (job["source"], changes) if part)
        return f"{self.key} {kind_title(job['kind'])} {printable(told, 120)}"


def kind_title(kind: str) -> str:
    """What a kind of run is called."""
    return {
        "simulate": _("推演"), "plan": _("测算"), "whatif": _("逐个试杠杆"),
    }[kind]  # fmt: skip


@dataclass
class Desk:
    """Kept while the app is open, so that leaving the desk loses nothing but what is running."""

    helper: Helper = field(default_factory=Helper)
    source: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """What was typed, by name of field; only what differs from the scenario."""
    levers: list[str] = field(default_factory=list)
    checked: dict[str, Any] | None = None
    """The last answer about the form; None while one is awaited."""
    runs: list[Done] = field(default_factory=list)
    shown: Done | None = None
    marked: list[str] = field(default_factory=list)
    """Keys of the runs to compare, the yardstick first."""
    running: Run | None = None
    began: float = 0.0
    progress: tuple[str, int, int] = ("", 0, 0)

    def choose(self, source: str) -> None:
        """Take a scenario; what was typed for another one is forgotten."""
        if source != self.source:
            self.source, self.values, self.levers, self.checked = source, {}, [], None

    def begin(self, run: Run) -> None:
        """A run starts."""
        self.running, self.began, self.progress = run, time.monotonic(), ("read", 0, 0)

    async def take(self, outcome: dict[str, Any], name: str = "", plan: str | None = None) -> Done:
        """An outcome comes in: from a run that has ended, or from a saved plan."""
        key = f"#{len(self.runs) + 1}"
        held = await self.helper.ask("hold", key=key, outcome=outcome)
        done = Done(key, outcome, held["title"], held["numbers"], name, plan)
        self.runs.append(done)
        self.shown = done
        return done

    def run_of(self, key: str) -> Done | None:
        """A run by its key."""
        return next((each for each in self.runs if each.key == key), None)

    def mark(self, key: str, most: int) -> bool:
        """Mark a run for comparing, or take the mark away; False where there are enough."""
        if key in self.marked:
            self.marked.remove(key)
        elif len(self.marked) >= most:
            return False
        else:
            self.marked.append(key)
        return True

    async def close(self) -> None:
        """Leave nothing running."""
        if self.running is not None:
            await self.running.close()
        await self.helper.close()
