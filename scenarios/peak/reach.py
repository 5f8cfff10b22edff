"""Which kinds of contact a scenario can produce, and which queue takes them (F2, F5, F13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scenarios.peak.channel import CHANNELS, ChannelName
from scenarios.peak.demand import DirectDemand
from scenarios.peak.intent import Intent
from scenarios.peak.queue import Queue
from scenarios.peak.scenario import PeakScenario


class Kind(NamedTuple):
    """A kind of contact, by names."""

    shop: str
    channel: ChannelName
    intent: str
    tier: str


def channels_of(intent: Intent) -> tuple[ChannelName, ...]:
    """The channels on which first attempts of an intent arrive."""
    return tuple(channel for channel in CHANNELS if getattr(intent.channels, channel) > 0.0)


def takes(queue: Queue, kind: Kind) -> bool:
    """Whether a queue lists a kind of contact, whatever its entry and channel."""
    return (
        (queue.shops is None or kind.shop in queue.shops)
        and (queue.intents is None or kind.intent in queue.intents)
        and (queue.tiers is None or kind.tier in queue.tiers)
    )


def queue_for(scenario: PeakScenario, kind: Kind) -> int | None:
    """Index of the queue that a new contact joins: the first fitting one of the file."""
    for index, queue in enumerate(scenario.queues):
        if queue.entry == "customers" and queue.channel == kind.channel and takes(queue, kind):
            return index
    return None


def reachable(scenario: PeakScenario) -> dict[Kind, bool]:
    """Every kind of contact that can occur; True where only a return that switched channel can.

    Weights of zero in a mix or in contacts per order count as never; volumes do not matter.
    """
    found: dict[Kind, bool] = {}
    tiers = [tier.name for tier in scenario.tiers]
    for shop, channel, intent in dict.fromkeys(_first_attempts(scenario)):
        for tier in tiers:
            found[Kind(shop, channel, intent, tier)] = False
    for kind in list(found):
        for channel in _switched(scenario, kind.channel):
            found.setdefault(kind._replace(channel=channel), True)
    return found


def _first_attempts(scenario: PeakScenario) -> Iterator[tuple[str, ChannelName, str]]:
    intents = {intent.name: intent for intent in scenario.intents}
    shops = tuple(shop.name for shop in scenario.shops)
    orders = scenario.demand.orders
    for name, contacts in (orders.intents if orders else {}).items():
        if contacts.contacts_per_order > 0.0 and name in intents:
            yield from _spread(intents[name], shops, CHANNELS)
    for direct in scenario.demand.direct:
        for name, weight in direct.mix.items():
            if weight > 0.0 and name in intents:
                yield from _spread_direct(intents[name], direct, shops)


def _spread_direct(
    intent: Intent, direct: DirectDemand, shops: tuple[str, ...]
) -> Iterator[tuple[str, ChannelName, str]]:
    chosen = tuple(shop for shop in direct.shops if shop in shops) if direct.shops else shops
    yield from _spread(intent, chosen, direct.channels or CHANNELS)


def _spread(
    intent: Intent, shops: tuple[str, ...], channels: tuple[ChannelName, ...]
) -> Iterator[tuple[str, ChannelName, str]]:
    for shop in shops:
        for channel in channels_of(intent):
            if channel in channels:
                yield shop, channel, intent.name


def _switched(scenario: PeakScenario, start: ChannelName) -> set[ChannelName]:
    """The channels on which a case that began on `start` may come back."""
    returns = scenario.returns
    causes = ("after_abandonment", "after_refusal", "after_bot", "after_service")
    rules = [getattr(returns, cause) for cause in causes]
    if returns.max_attempts < 2 or not any(rule and rule.probability > 0.0 for rule in rules):
        return set()
    found: set[ChannelName] = {start}
    while True:
        more = {
            to
            for source in found
            for to, chance in returns.switch.get(source, {}).items()
            if chance > 0.0
        }
        if more <= found:
            return found - {start}
        found |= more
