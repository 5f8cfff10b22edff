"""Expected first attempts of a scenario, by interval and by intent, channel, shop or tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.peak.channel import channel_title
from sops.language import N_, _, localized

if TYPE_CHECKING:
    from scenarios.peak.scenario import PeakScenario

DIMENSIONS = ("intent", "channel", "shop")
DIMENSION_TITLES = {"intent": N_("业务类型"), "channel": N_("渠道"), "shop": N_("店铺")}


@dataclass(frozen=True)
class Part:
    """One intent, channel or shop; `contacts` [interval] are expected first attempts."""

    name: str
    title: str
    contacts: tuple[float, ...]

    @property
    def total(self) -> float:
        """Over the horizon."""
        return sum(self.contacts)

    @property
    def busiest(self) -> int:
        """The interval with most contacts."""
        return max(range(len(self.contacts)), key=self.contacts.__getitem__)


@dataclass(frozen=True)
class Volume:
    """Expected first attempts per interval: in all, and by each dimension (largest part first)."""

    total: Part
    parts: dict[str, tuple[Part, ...]]


def volume_of(scenario: PeakScenario) -> Volume:
    """Demand of a scenario, before busyness and returns (F2)."""
    import numpy as np

    from simulator.peak.demand import streams_of

    streams = streams_of(scenario)
    intervals, length = scenario.clock.intervals, scenario.clock.interval_minutes
    rate = streams.rate.reshape(intervals, length, -1).sum(axis=1)
    parts = {}
    for dimension, names in _names(scenario).items():
        where = getattr(streams, dimension)
        found = [
            Part(name, title, tuple(rate[:, where == i].sum(axis=1).tolist()))
            for i, (name, title) in enumerate(names)
        ]
        parts[dimension] = tuple(
            sorted((p for p in found if p.total > 0.0), key=lambda p: -p.total)
        )
    return Volume(Part("total", _("合计"), tuple(np.sum(rate, axis=1).tolist())), parts)


def _names(scenario: PeakScenario) -> dict[str, list[tuple[str, Any]]]:
    from scenarios.peak.channel import CHANNELS

    return {
        "intent": [(i.name, localized(i.title)) for i in scenario.intents],
        "channel": [(c, channel_title(c)) for c in CHANNELS],
        "shop": [(s.name, localized(s.title)) for s in scenario.shops],
    }
