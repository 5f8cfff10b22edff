"""Customers who come back (F13)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.peak.channel import ChannelName
from scenarios.peak.law import TimeLaw
from scenarios.peak.strict import Probability, Strict
from sops.language import _
from sops.model_errors import Misfit


class Return(Strict):
    """Chance of coming back, and after how long."""

    probability: Probability
    delay: TimeLaw


class Returns(Strict):
    """Returns by what went wrong. Absent: nobody comes back from it."""

    max_attempts: Annotated[int, Field(ge=1, le=20)] = 5
    after_abandonment: Return | None = None
    """Abandoned in the queue, silently or not, or left while a reply took too long."""
    after_refusal: Return | None = None
    after_bot: Return | None = None
    """Contained without a solution, or left the bot."""
    after_service: Return | None = None
    """Served by a person, not resolved."""
    switch: dict[ChannelName, dict[ChannelName, Probability]] = Field(default_factory=dict)
    """From channel → to channel: chance that a return changes channel; the rest stays."""

    @model_validator(mode="after")
    def _at_most_one(self) -> Returns:
        for source, targets in self.switch.items():
            if sum(targets.values()) > 1.0 + 1e-9:
                message = _("从 {c} 换渠道的概率之和不可超过 1").format(c=source)
                raise Misfit(message, "switch", source)
            if source in targets:
                message = _("{c}：换渠道不可换到自己").format(c=source)
                raise Misfit(message, "switch", source, source)
        return self
