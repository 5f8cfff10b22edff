"""Every name stands once, and every reference names something that is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scenarios.peak.channel import CHANNELS
from scenarios.peak.demand import Outlook, Pulse
from scenarios.peak.finding import Finding, keys, references, repeated, unknown
from scenarios.peak.scenario import PeakScenario
from sops.language import _
from sops.platform import platform_names


def check_names(scenario: PeakScenario) -> Iterator[Finding]:
    """Names that stand twice, and references to nothing."""
    yield from _doubles(scenario)
    for index, shop in enumerate(scenario.shops):
        if shop.platform not in platform_names():
            place = ("shops", index, "platform")
            yield unknown(place, _("平台"), shop.platform, platform_names())
    yield from _in_demand(scenario)
    yield from _in_queues(scenario)
    for index, bot in enumerate(scenario.bots):
        yield from _shops(scenario, ("bots", index, "shops"), bot.shops)
        yield from keys(("bots", index, "intents"), bot.intents, _("业务类型"), _intents(scenario))
    for index, seats in enumerate(scenario.floor.seats):
        path = ("floor", "seats", index, "groups")
        yield from references(path, seats.groups, _("班组"), _names(scenario.groups))
    for index, target in enumerate(scenario.targets):
        queues = _names(scenario.queues)
        yield from references(("targets", index, "queues"), target.queues, _("队列"), queues)
        yield from _shops(scenario, ("targets", index, "shops"), target.shops)


def _doubles(scenario: PeakScenario) -> Iterator[Finding]:
    for key in ("shops", "tiers", "intents", "queues", "groups", "bots", "targets"):
        yield from repeated((key,), _names(getattr(scenario, key)))
    for key in ("direct", "pulses", "outlooks"):
        yield from repeated(("demand", key), _names(getattr(scenario.demand, key)))


def _in_demand(scenario: PeakScenario) -> Iterator[Finding]:
    demand = scenario.demand
    intents = _intents(scenario)
    if demand.orders is not None:
        for index, day in enumerate(demand.orders.days):
            path = ("demand", "orders", "days", index, "profile")
            yield from _profile(scenario, path, day.profile)
        yield from keys(
            ("demand", "orders", "intents"), demand.orders.intents, _("业务类型"), intents
        )
    for index, direct in enumerate(demand.direct):
        place = ("demand", "direct", index)
        yield from _profile(scenario, (*place, "profile"), direct.profile)
        for number, each in enumerate(direct.days):
            yield from _profile(scenario, (*place, "days", number, "profile"), each.profile)
        yield from keys((*place, "mix"), direct.mix, _("业务类型"), intents)
        yield from _shops(scenario, (*place, "shops"), direct.shops)
        yield from references((*place, "channels"), direct.channels, _("渠道"), CHANNELS)
    yield from _surges(scenario, "pulses", demand.pulses)
    yield from _surges(scenario, "outlooks", demand.outlooks)


def _surges(
    scenario: PeakScenario, key: str, listed: Sequence[Pulse | Outlook]
) -> Iterator[Finding]:
    """What of demand a pulse or an outlook is about."""
    for index, each in enumerate(listed):
        place = ("demand", key, index)
        yield from references((*place, "intents"), each.intents, _("业务类型"), _intents(scenario))
        yield from _shops(scenario, (*place, "shops"), each.shops)
        yield from references((*place, "channels"), each.channels, _("渠道"), CHANNELS)


def _in_queues(scenario: PeakScenario) -> Iterator[Finding]:
    queues = _names(scenario.queues)
    groups = _names(scenario.groups)
    for index, queue in enumerate(scenario.queues):
        place = ("queues", index)
        yield from _shops(scenario, (*place, "shops"), queue.shops)
        path = (*place, "intents")
        yield from references(path, queue.intents, _("业务类型"), _intents(scenario))
        tiers = _names(scenario.tiers)
        yield from references((*place, "tiers"), queue.tiers, _("客户等级"), tiers)
        for number, skill in enumerate(queue.groups):
            if skill.group not in groups:
                yield unknown((*place, "groups", number, "group"), _("班组"), skill.group, groups)
        skills = [skill.group for skill in queue.groups]
        yield from repeated((*place, "groups"), skills, "group")
        for key in ("message_queue", "escalates_to"):
            name = getattr(queue, key)
            if name is not None and name not in queues:
                yield unknown((*place, key), _("队列"), name, queues)


def _profile(
    scenario: PeakScenario, path: tuple[str | int, ...], name: str | None
) -> Iterator[Finding]:
    if name is not None and name not in scenario.demand.profiles:
        yield unknown(path, _("曲线"), name, tuple(scenario.demand.profiles))


def _shops(
    scenario: PeakScenario, path: tuple[str | int, ...], names: tuple[str, ...] | None
) -> Iterator[Finding]:
    yield from references(path, names, _("店铺"), _names(scenario.shops))


def _intents(scenario: PeakScenario) -> tuple[str, ...]:
    return _names(scenario.intents)


def _names(items: Any) -> tuple[str, ...]:
    return tuple(item.name for item in items)
