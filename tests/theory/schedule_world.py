"""A small scenario, labour rules and plans for tests of shifts."""

from __future__ import annotations

from typing import Any

import numpy as np

from scenarios.labour.labour import Labour
from scenarios.peak.clock import Clock
from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak.sizing.sized import SizedPlan


def world(days: int = 1, interval: int = 30) -> PeakScenario:
    """One group at 30 yuan an hour; only clock and pay matter for covering."""
    scenario = load("minimal-chat")
    clock = Clock.model_validate({
        "start": "2025-11-10T00:00", "end": f"2025-11-{10 + days}T00:00",
        "interval_minutes": interval,
    })  # fmt: skip
    return scenario.model_copy(update={"clock": clock})


def labour(*kinds: dict[str, Any], **more: Any) -> Labour:
    """Rules with these kinds of shifts."""
    named = [
        {"name": f"s{k}", "title": {"zh": "班", "en": "Shift"}, **kind}
        for k, kind in enumerate(kinds)
    ]
    return Labour.model_validate(
        {"kind": "labour", "name": "test", "title": {"zh": "试", "en": "Test"}, "shifts": named,
         **more}
    )  # fmt: skip


def plan_of(scenario: PeakScenario, people: np.ndarray) -> SizedPlan:
    """A plan that asks for these people [group, interval], without checks."""
    return SizedPlan(
        scenario=scenario, people=people, seed=1, replications=4, verified_on=0, checks=(),
        binds=np.full_like(people, -2), certified=False, capped=(), uncovered=(), simulations=0,
    )  # fmt: skip
