"""What a KPI is before it is a number: a sentence, a numerator and a denominator (2.4, F16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS, ChannelName
from sops.language import _

if TYPE_CHECKING:
    from simulator.peak.kpi.cells import Cells

Unit = Literal["share", "seconds", "hours", "yuan", "count", "points"]
View = Literal["total", "interval", "day", "queue", "channel", "shop", "group"]
Source = Literal["people", "demand", "time"]
Better = Literal["more", "less", "neither"]
Sum = Callable[["Cells"], NDArray[np.float64]]
"""From a selection of cells to [replication, cell]."""

LIVE: tuple[ChannelName, ...] = ("phone", "chat")
CHAT: tuple[ChannelName, ...] = ("chat",)
TICKET: tuple[ChannelName, ...] = ("ticket",)

VIEWS: Mapping[Source, tuple[View, ...]] = MappingProxyType(
    {
        "people": ("total", "interval", "day", "queue", "channel", "shop"),
        "demand": ("total", "interval", "day", "channel", "shop"),
        "time": ("total", "interval", "day", "group"),
    }
)
"""By what each table of sums can be told apart."""

PER_INTERVAL: Mapping[str, str] = MappingProxyType({"waits": "interval_waits"})
"""Histograms that a result also keeps by interval, over all replications."""

ALL_VIEWS: tuple[View, ...] = ("total", "interval", "day", "queue", "channel", "shop", "group")

SUFFIX: Mapping[Unit, str] = MappingProxyType(
    {"share": "share", "seconds": "s", "hours": "h", "yuan": "yuan", "count": "count",
     "points": "points"}
)  # fmt: skip
"""What a key in JSON or CSV ends with."""


def nothing(_cells: Cells) -> NDArray[np.float64]:
    """The numerator of a KPI that is no ratio of sums."""
    raise TypeError("a percentile has no sums")


@dataclass(frozen=True)
class Percentile:
    """A percentile of a histogram of Result, linear within its bins."""

    share: float
    histogram: Literal["waits", "answered_waits", "reply_waits"]


@dataclass(frozen=True)
class Kpi:
    """A figure and its definition. With a denominator it is a ratio of sums; without, a sum per
    replication; with ``percentile``, a percentile per replication."""

    id: str
    title_text: str
    """Message of the catalogue, formatted with ``words``."""
    definition_text: str
    """Message of the catalogue: numerator, denominator, interval it is counted in, rule."""
    unit: Unit
    sources: tuple[Source, ...]
    numerator: Sum = nothing
    denominator: Sum | None = None
    percentile: Percentile | None = None
    channels: tuple[ChannelName, ...] = CHANNELS
    """Queues of these channels are counted."""
    first_line_only: bool = False
    """Counted in the first-line queue for both lines; says nothing of a second-line queue."""
    better: Better = "neither"
    assumed: bool = False
    """A prediction that rests on assumed coefficients of the scenario."""
    hidden_in: tuple[View, ...] = ()
    """Views in which the figure exists but says nothing; summaries leave it out there."""
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people read."""
        return _(self.title_text).format(**self.words)

    @property
    def definition(self) -> str:
        """The definition, in the current language; predictions say that they are."""
        text = _(self.definition_text).format(**self.words)
        return _("{text}（预测：系数是场景里的假设）").format(text=text) if self.assumed else text

    @property
    def key(self) -> str:
        """The name in JSON and CSV, with its unit."""
        return f"{self.id}_{SUFFIX[self.unit]}"

    @property
    def views(self) -> tuple[View, ...]:
        """By what the figure can be told apart."""
        views = tuple(v for v in ALL_VIEWS if all(v in VIEWS[s] for s in self.sources))
        if self.percentile is not None and self.percentile.histogram not in PER_INTERVAL:
            return tuple(v for v in views if v not in ("interval", "day"))
        return views
