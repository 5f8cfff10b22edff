"""Targets that mean something: right channel, right direction, one level each (2.4, 2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.peak.finding import Finding
from scenarios.peak.queue import Queue
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.target import Target
from sops.language import _

_HIGH = ("service_level", "service_level_net", "platform_rate", "ticket_on_time")
"""KPIs of which more is better; they are shares, as abandonment is."""
_CHAT = ("platform_rate", "mean_first_response_s", "mean_reply_s")
_LIVE = ("service_level", "service_level_net", "abandonment", "mean_wait_s")


def check_targets(scenario: PeakScenario) -> Iterator[Finding]:
    """Targets over no queue, over the wrong channel, in the wrong direction, or clashing."""
    for index, target in enumerate(scenario.targets):
        yield from _direction(index, target)
        yield from _scope(scenario, index, target)
    yield from _clashes(scenario)


def _direction(index: int, target: Target) -> Iterator[Finding]:
    high = target.kpi in _HIGH
    wrong = "at_most" if high else "at_least"
    if getattr(target, wrong) is not None:
        message = (
            _("{kpi} 越高越好：目标应写 at_least")
            if high
            else _("{kpi} 越低越好：目标应写 at_most")
        )
        yield Finding(("targets", index, wrong), message.format(kpi=target.kpi))
    if (high or target.kpi == "abandonment") and target.level > 1.0:
        key = "at_least" if target.at_least is not None else "at_most"
        message = _("{kpi} 是比例，应在 0 到 1 之间（80% 写 0.8），现在是 {value:g}")
        text = message.format(kpi=target.kpi, value=target.level)
        yield Finding(("targets", index, key), text)


def _scope(scenario: PeakScenario, index: int, target: Target) -> Iterator[Finding]:
    named = [queue for queue in scenario.queues if queue.name in (target.queues or ())]
    if target.queues is not None and len(named) < len(set(target.queues)):
        return  # An unknown queue is told elsewhere.
    wrong = list(_wrong_channels(index, target, named))
    if wrong:
        yield from wrong
        return
    queues = named if target.queues is not None else list(scenario.queues)
    if target.channel is not None:
        queues = [queue for queue in queues if queue.channel == target.channel]
    if target.shops is not None:
        wanted = set(target.shops)
        queues = [q for q in queues if q.shops is None or wanted & set(q.shops)]
    fitting = [queue for queue in queues if queue.channel in _channels(target)]
    if not fitting:
        message = _("目标没有对上任何能算 {kpi} 的队列")
        yield Finding(("targets", index), message.format(kpi=target.kpi))
    elif len(fitting) < len(queues) and target.kpi in _LIVE and target.queues is None:
        message = _("{kpi} 不用于工单，这里却连工单一起算；请写 channel 或 queues")
        yield Finding(("targets", index), message.format(kpi=target.kpi))


def _wrong_channels(index: int, target: Target, named: list[Queue]) -> Iterator[Finding]:
    allowed = _channels(target)
    if target.channel is not None and target.channel not in allowed:
        message = _("{kpi} 不能用在 {channel} 渠道上")
        path: tuple[str | int, ...] = ("targets", index, "channel")
        yield Finding(path, message.format(kpi=target.kpi, channel=target.channel))
    places = {name: number for number, name in enumerate(target.queues or ())}
    for queue in named:
        path = ("targets", index, "queues", places[queue.name])
        if queue.channel not in allowed:
            message = _("{kpi} 不能用在 {channel} 队列 {name} 上")
            words = {"kpi": target.kpi, "channel": queue.channel, "name": queue.name}
            yield Finding(path, message.format(**words))
        elif target.channel is not None and queue.channel != target.channel:
            message = _("队列 {name} 不在 {channel} 渠道上")
            yield Finding(path, message.format(name=queue.name, channel=target.channel))


def _channels(target: Target) -> tuple[str, ...]:
    if target.kpi in _CHAT:
        return ("chat",)
    return ("phone", "chat") if target.kpi in _LIVE else ("ticket",)


def _clashes(scenario: PeakScenario) -> Iterator[Finding]:
    """The same KPI over the same contacts and period with two levels."""
    first: dict[tuple[object, ...], int] = {}
    for index, target in enumerate(scenario.targets):
        scope = (
            target.kpi,
            target.within_seconds,
            target.per,
            target.probability,
            target.channel,
            frozenset(target.queues or ()),
            frozenset(target.shops or ()),
        )
        earlier = first.setdefault(scope, index)
        if earlier != index:
            message = _("和目标 {name} 管的是同一件事；只留一个")
            text = message.format(name=scenario.targets[earlier].name)
            yield Finding(("targets", index), text)
