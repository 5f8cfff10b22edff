"""The Double 11 day of the library, larger or smaller: the same floor at another scale."""

from __future__ import annotations

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario

SCENARIO = "double11"
_CALM = "demand.busyness.cv=0"
"""Days alike, so that sizes can be compared by their expected number of contacts."""


def scaled(factor: float) -> PeakScenario:
    """The day with everything that counts people, seats or places times `factor` (rounded)."""
    base = load(SCENARIO)
    sets = [_CALM, f"demand.scale={base.demand.scale * factor!r}"]
    sets.append(f"floor.staff_scale={base.floor.staff_scale * factor!r}")
    for group in base.groups:
        if group.available is not None:
            sets.append(f"groups.{group.name}.available={round(group.available * factor)}")
    for bot in base.bots:
        if bot.seats is not None:
            sets.append(f"bots.{bot.name}.seats={round(bot.seats * factor)}")
    for queue in base.queues:
        if queue.cap is not None:
            sets.append(f"queues.{queue.name}.cap.length={round(queue.cap.length * factor)}")
        if queue.bot_first_above is not None:
            above = round(queue.bot_first_above * factor)
            sets.append(f"queues.{queue.name}.bot_first_above={above}")
    return load(SCENARIO, sets)
