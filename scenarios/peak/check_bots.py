"""At most one bot stands in front of a shop's channel (F4)."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.peak.channel import CHANNELS
from scenarios.peak.finding import Finding, references
from scenarios.peak.scenario import PeakScenario
from sops.language import _


def check_bots(scenario: PeakScenario) -> Iterator[Finding]:
    """Bots without a channel, and two bots for the same shop and channel."""
    shops = tuple(shop.name for shop in scenario.shops)
    taken: dict[tuple[str, str], str] = {}
    for index, bot in enumerate(scenario.bots):
        path = ("bots", index, "channels")
        if not bot.channels:
            yield Finding(path, _("至少写一个渠道"))
        yield from references(path, bot.channels, _("渠道"), CHANNELS)
        clashes = {}
        for channel in bot.channels:
            for shop in bot.shops or shops:
                other = taken.setdefault((shop, channel), bot.name)
                if other != bot.name:
                    clashes[shop, channel] = other
        for (shop, channel), other in list(clashes.items())[:1]:
            message = _("店铺 {shop} 的 {channel} 渠道已经有机器人 {other}；同一处只能有一个")
            text = message.format(shop=shop, channel=channel, other=other)
            yield Finding(("bots", index), text)
