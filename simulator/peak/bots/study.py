"""A study of a scenario's bots: the seats of each, and what its levers are worth (2.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scenarios.peak.scenario import PeakScenario
from simulator.peak.bots.seats import Limit, Seats, least_seats
from simulator.peak.bots.worth import BotWorth, Price, bot_worth, price_of
from simulator.peak.parallel import Workers

Told = Callable[[str, int, int], None]
"""Hears a stage (``price``, ``seats``, ``worth``), steps done, in all."""


@dataclass(frozen=True)
class BotStudy:
    """One bot: its seats, and what its levers are worth."""

    bot: int
    seats: Seats
    worth: BotWorth


@dataclass(frozen=True)
class Study:
    """All that was looked at."""

    scenario: PeakScenario
    seed: int
    replications: int
    limit: Limit
    price: Price
    bots: tuple[BotStudy, ...]


def study(
    scenario: PeakScenario,
    which: Sequence[int],
    limit: Limit,
    points: Sequence[float],
    *,
    seed: int = 1,
    replications: int = 10,
    workers: Workers | None = None,
    told: Told = lambda stage, done, total: None,
) -> Study:
    """Look at these bots. The scenario must not have named shifts: people in plenty are assumed."""
    told("price", 0, 1)
    price = price_of(scenario, seed, replications, workers or Workers())
    found = []
    for bot in which:
        seats = least_seats(
            scenario, bot, price.plan, limit, seed=seed, replications=replications,
            workers=workers, told=lambda done, total: told("seats", done, total),
        )  # fmt: skip
        worth = bot_worth(
            scenario, bot, price, points, seed=seed, replications=replications,
            workers=workers, told=lambda done, total: told("worth", done, total),
        )  # fmt: skip
        found.append(BotStudy(bot, seats, worth))
    return Study(scenario, seed, replications, limit, price, tuple(found))
