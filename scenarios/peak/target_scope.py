"""Which contacts a target is about, in words."""

from __future__ import annotations

from scenarios.peak.channel import channel_title
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.target import Target
from sops.language import _, localized
from sops.problem import printable


def target_scope(scenario: PeakScenario, target: Target) -> str:
    """`在线、淘宝店`: its channel, queues and shops; all contacts where it names none."""
    titles = {q.name: localized(q.title) for q in scenario.queues}
    shops = {s.name: localized(s.title) for s in scenario.shops}
    parts = [channel_title(target.channel)] if target.channel else []
    parts += [titles[name] for name in target.queues or ()]
    parts += [shops[name] for name in target.shops or ()]
    return _("、").join(printable(part, None) for part in parts) or _("全部")
