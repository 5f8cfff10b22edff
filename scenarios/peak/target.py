"""What the plan must reach (2.6)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.channel import ChannelName
from scenarios.peak.strict import Name, NonNegative, Probability, Seconds, Strict, Title
from sops.language import _
from sops.model_errors import Misfit

TargetKpi = Literal[
    "service_level",
    "service_level_net",
    "abandonment",
    "platform_rate",
    "mean_wait_s",
    "mean_first_response_s",
    "mean_reply_s",
    "ticket_on_time",
]


class Target(Strict):
    """A KPI over the contacts of the listed queues (or a channel, or shops), that must be at least
    or at most a value: per interval, per calendar day or over the horizon. With ``probability`` it
    must hold in that share of replications; without, for the ratio of sums over all of them."""

    name: Name
    title: Title
    kpi: TargetKpi
    within_seconds: Annotated[Seconds, Field(gt=0.0)] | None = None
    at_least: NonNegative | None = None
    at_most: NonNegative | None = None
    per: Literal["interval", "day", "horizon"] = "day"
    probability: Probability | None = None
    channel: ChannelName | None = None
    queues: tuple[Name, ...] | None = None
    shops: tuple[Name, ...] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Target:
        if (self.at_least is None) == (self.at_most is None):
            raise Misfit(_("at_least 和 at_most 须恰好写一个"), "at_most")
        needs = self.kpi in ("service_level", "service_level_net")
        if needs != (self.within_seconds is not None):
            raise Misfit(_("service_level 须写 within_seconds，其他指标不写"), "within_seconds")
        if self.kpi == "platform_rate" and not self.shops:
            raise Misfit(_("platform_rate 须写 shops：各平台的算法不同"), "shops")
        if self.kpi in ("mean_first_response_s", "mean_reply_s") and self.channel not in (
            "chat",
            None,
        ):
            raise Misfit(_("首响、平响只用于在线会话"), "channel")
        return self

    @property
    def level(self) -> float:
        """The value to reach."""
        return self.at_least if self.at_least is not None else (self.at_most or 0.0)
