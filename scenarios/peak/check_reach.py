"""Every contact that can occur has a queue to join, and work for whoever takes it (F5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenarios.peak.channel import CHANNELS
from scenarios.peak.finding import Finding, in_words
from scenarios.peak.reach import Kind, channels_of, queue_for, reachable, takes
from scenarios.peak.scenario import PeakScenario
from sops.language import _


def check_reach(scenario: PeakScenario) -> Iterator[Finding]:
    """Contacts without a queue or without work, and queues that others leave nothing for."""
    kinds = reachable(scenario)
    joined = {kind: queue_for(scenario, kind) for kind in kinds}
    yield from _missing_work(scenario, kinds)
    yield from _missing_queue(scenario, [kind for kind in kinds if joined[kind] is None])
    yield from _empty_queues(scenario, joined)
    yield from _second_queue(scenario, joined, "escalates_to")
    yield from _second_queue(scenario, joined, "message_queue")
    yield from _message_work(scenario, joined)


def _missing_work(scenario: PeakScenario, kinds: dict[Kind, bool]) -> Iterator[Finding]:
    switched = {(kind.intent, kind.channel) for kind in kinds}
    for index, intent in enumerate(scenario.intents):
        arriving = channels_of(intent)
        if not arriving:
            yield Finding(("intents", index, "channels"), _("渠道的权重不可全为 0"))
        for channel in CHANNELS:
            if getattr(intent, channel) is not None:
                continue
            if channel in arriving:
                message = _("{channel} 渠道有权重，却没有写 {channel} 的工作量")
                path = ("intents", index, "channels", channel)
                yield Finding(path, message.format(channel=channel))
            elif (intent.name, channel) in switched:
                message = _("顾客可能换到 {channel} 渠道再来（returns.switch），却没有写它的工作量")
                yield Finding(("intents", index), message.format(channel=channel))


def _missing_queue(scenario: PeakScenario, homeless: list[Kind]) -> Iterator[Finding]:
    """One finding per channel: several contacts without a queue mostly have one cause."""
    for channel in CHANNELS:
        kinds = [kind for kind in homeless if kind.channel == channel]
        if kinds:
            message = _("{channel} 渠道有进线没有队列接（entry: customers）：{kinds}")
            words = in_words(_short(kinds))
            yield Finding(("queues",), message.format(channel=channel, kinds=words))


def _empty_queues(scenario: PeakScenario, joined: dict[Kind, int | None]) -> Iterator[Finding]:
    used = set(joined.values())
    for index, queue in enumerate(scenario.queues):
        if queue.entry != "customers" or index in used:
            continue
        earlier = {
            scenario.queues[first].name: None
            for kind, first in joined.items()
            if first is not None and queue.channel == kind.channel and takes(queue, kind)
        }
        if earlier:
            message = _("这个队列永远轮不到：它的进线都被前面的 {names} 先接走了（先写的队列优先）")
            yield Finding(("queues", index), message.format(names=in_words(earlier)))


def _second_queue(
    scenario: PeakScenario, joined: dict[Kind, int | None], key: str
) -> Iterator[Finding]:
    """The queue that `key` names must list what may be handed to it."""
    by_name = {queue.name: queue for queue in scenario.queues}
    escalated = {intent.name for intent in scenario.intents if intent.escalated > 0.0}
    for index, queue in enumerate(scenario.queues):
        second = by_name.get(getattr(queue, key) or "")
        if second is None:
            continue
        refused = [
            kind
            for kind, first in joined.items()
            if first == index
            and not takes(second, kind)
            and (key == "message_queue" or kind.intent in escalated)
        ]
        if refused:
            message = _("队列 {name} 不接这些进线：{kinds}")
            text = message.format(name=second.name, kinds=in_words(_short(refused)))
            yield Finding(("queues", index, key), text)


def _message_work(scenario: PeakScenario, joined: dict[Kind, int | None]) -> Iterator[Finding]:
    places = {intent.name: index for index, intent in enumerate(scenario.intents)}
    needed: dict[str, str] = {}
    for kind, first in joined.items():
        if first is not None and scenario.queues[first].message_queue is not None:
            needed.setdefault(kind.intent, scenario.queues[first].name)
    for name, queue in needed.items():
        intent = scenario.intents[places[name]]
        if intent.ticket is None:
            message = _("队列 {queue} 会把它转成留言工单，却没有写 ticket 的工作量")
            yield Finding(("intents", places[name]), message.format(queue=queue))


def _short(kinds: Iterable[Kind]) -> list[str]:
    return [f"{kind.shop}/{kind.intent}/{kind.tier}" for kind in kinds]
