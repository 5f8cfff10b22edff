"""Changing one bot of a scenario."""

from __future__ import annotations

from typing import Any, Literal

from scenarios.peak.bot import Bot
from scenarios.peak.scenario import PeakScenario

Lever = Literal["understood", "resolved"]
"""匹配率, or 解决率 of the understood."""


def with_seats(scenario: PeakScenario, bot: int, seats: int | None, waits: bool) -> PeakScenario:
    """The bot with so many seats (None: without limit); ``waits``: who finds none waits for one."""
    changes: dict[str, Any] = {"seats": seats}
    if waits:
        changes |= {"when_full": "wait", "patience": None}
    return _with(scenario, bot, scenario.bots[bot].model_copy(update=changes))


def with_points(scenario: PeakScenario, bot: int, lever: Lever, points: float) -> PeakScenario:
    """The bot with ``lever`` so many percentage points higher for every intent, at most 100 %."""
    old = scenario.bots[bot]
    intents = {
        name: skill
        if getattr(skill, lever) is None
        else skill.model_copy(update={lever: _raised(getattr(skill, lever), points)})
        for name, skill in old.intents.items()
    }
    changes = {lever: _raised(getattr(old, lever), points), "intents": intents}
    return _with(scenario, bot, old.model_copy(update=changes))


def _raised(share: float, points: float) -> float:
    return min(1.0, max(0.0, share + points / 100.0))


def _with(scenario: PeakScenario, bot: int, new: Bot) -> PeakScenario:
    bots = tuple(new if b == bot else each for b, each in enumerate(scenario.bots))
    return scenario.model_copy(update={"bots": bots})
