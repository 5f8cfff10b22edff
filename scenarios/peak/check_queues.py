"""Queues that hand contacts on: to a second line, to 留言, to a bot (F5, F13)."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.peak.finding import Finding, in_words
from scenarios.peak.queue import Queue
from scenarios.peak.scenario import PeakScenario
from sops.language import _


def check_queues(scenario: PeakScenario) -> Iterator[Finding]:
    """Second lines and message queues of the wrong kind, and triggers without a bot."""
    by_name = {queue.name: queue for queue in scenario.queues}
    for index, queue in enumerate(scenario.queues):
        yield from _escalation(index, queue, by_name.get(queue.escalates_to or ""))
        message = by_name.get(queue.message_queue or "")
        if message is not None and message.entry != "message":
            text = _("{name} 不是留言队列（entry: message）").format(name=message.name)
            yield Finding(("queues", index, "message_queue"), text)
        yield from _bot_triggers(scenario, index, queue)


def _escalation(index: int, queue: Queue, second: Queue | None) -> Iterator[Finding]:
    if second is None:
        return
    path = ("queues", index, "escalates_to")
    if queue.entry == "escalation":
        yield Finding(path, _("二线队列不能再往上升级"))
    if second.entry != "escalation":
        yield Finding(path, _("{name} 不是二线队列（entry: escalation）").format(name=second.name))
    if second.channel != queue.channel:
        message = _("升级不能换渠道：{name} 是 {other} 队列，这里是 {channel}")
        text = message.format(name=second.name, other=second.channel, channel=queue.channel)
        yield Finding(path, text)


def _bot_triggers(scenario: PeakScenario, index: int, queue: Queue) -> Iterator[Finding]:
    paths: list[tuple[str | int, ...]] = []
    if queue.cap is not None and queue.cap.then == "bot":
        paths.append(("queues", index, "cap", "then"))
    if queue.bot_first_above is not None:
        paths.append(("queues", index, "bot_first_above"))
    bots = [bot for bot in scenario.bots if queue.channel in bot.channels]
    alone = [
        shop
        for shop in queue.shops or tuple(shop.name for shop in scenario.shops)
        if not any(bot.shops is None or shop in bot.shops for bot in bots)
    ]
    if alone:
        message = _("这些店铺在 {channel} 渠道没有机器人：{shops}")
        text = message.format(channel=queue.channel, shops=in_words(alone))
        yield from (Finding(path, text) for path in paths)
