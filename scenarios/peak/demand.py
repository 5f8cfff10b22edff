"""Where first attempts come from (F2)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.channel import ChannelName
from scenarios.peak.law import TimeLaw
from scenarios.peak.strict import (
    Day,
    Minutes,
    Moment,
    Name,
    NonNegative,
    Positive,
    Probability,
    Strict,
    Title,
)
from sops.language import _
from sops.model_errors import Misfit

Profile = Annotated[tuple[NonNegative, ...], Field(min_length=1, max_length=1440)]
"""Relative weights of equal parts of a day: 1, 24, 48, 96 or 1440 of them."""


class OrderDay(Strict):
    """Orders of one calendar day and how they spread over it."""

    date: Day
    orders: NonNegative
    profile: Name


class OrderContacts(Strict):
    """How an intent follows from orders."""

    contacts_per_order: NonNegative
    lag: TimeLaw
    before_order: bool = False
    """The question comes before the order: the lag counts backwards."""


class OrderDemand(Strict):
    """Demand that follows an order curve over the campaign calendar."""

    days: Annotated[tuple[OrderDay, ...], Field(min_length=1)]
    intents: dict[Name, OrderContacts]


class DirectDay(Strict):
    """Contacts of one calendar day and how they spread over it."""

    date: Day
    contacts: NonNegative
    profile: Name


class DirectDemand(Strict):
    """Daily volume × intraday profile × a mix of intents."""

    name: Name
    contacts_per_day: NonNegative | None = None
    profile: Name | None = None
    days: tuple[DirectDay, ...] = ()
    mix: Annotated[dict[Name, NonNegative], Field(min_length=1)]
    shops: tuple[Name, ...] | None = None
    channels: tuple[ChannelName, ...] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> DirectDemand:
        every_day = self.contacts_per_day is not None and self.profile is not None
        either = self.contacts_per_day is not None or self.profile is not None
        if every_day == bool(self.days) or (either and not every_day):
            message = _("要么写 contacts_per_day 和 profile（每天一样），要么写 days")
            raise Misfit(message, *(("contacts_per_day",) if either else ()))
        if sum(self.mix.values()) <= 0.0:
            raise Misfit(_("mix 的权重之和须大于 0"), "mix")
        return self


class Pulse(Strict):
    """A named surge: the rate is multiplied by 1 + (size − 1)·shape, shape rising from 0 to 1 over
    ``ramp_minutes``, staying for ``hold_minutes``, then falling as exp(−t/``decay_minutes``)."""

    name: Name
    on: Literal["orders", "contacts"] = "contacts"
    start: Moment
    ramp_minutes: Minutes = 0.0
    hold_minutes: Minutes = 0.0
    decay_minutes: Minutes = 0.0
    size: NonNegative
    """Factor at the top: 3 is three times the usual rate, 0 is none at all."""
    intents: tuple[Name, ...] | None = None
    shops: tuple[Name, ...] | None = None
    channels: tuple[ChannelName, ...] | None = None


class Busyness(Strict):
    """Gamma factor of mean 1 per calendar day (and intent), equal over shops and channels."""

    cv: Annotated[NonNegative, Field(le=5.0)] = 0.0
    correlation: Probability = 1.0
    """Between the intents of a day (Gaussian copula); 1: one factor for all."""


class Outlook(Strict):
    """One way the forecast may turn out: a replication draws one by ``weight``, and its first
    attempts (of what is listed; absent: of all) are multiplied by ``factor`` over the horizon."""

    name: Name
    title: Title
    weight: Positive
    factor: Annotated[NonNegative, Field(le=100.0)]
    intents: tuple[Name, ...] | None = None
    shops: tuple[Name, ...] | None = None
    channels: tuple[ChannelName, ...] | None = None


class Demand(Strict):
    """First attempts: order-driven, direct, or both; ``scale`` multiplies them all."""

    scale: NonNegative = 1.0
    profiles: dict[Name, Profile] = Field(default_factory=dict)
    orders: OrderDemand | None = None
    direct: tuple[DirectDemand, ...] = ()
    pulses: tuple[Pulse, ...] = ()
    busyness: Busyness = Busyness()
    outlooks: Annotated[tuple[Outlook, ...], Field(max_length=50)] = ()
    """None: the forecast is right but for ``busyness``. Weights need not sum to 1."""

    @model_validator(mode="after")
    def _profiles_divide_the_day(self) -> Demand:
        for name, weights in self.profiles.items():
            if 1440 % len(weights) or sum(weights) <= 0.0:
                message = _("权重个数须整除 1440（如 24、48、96），且和大于 0")
                raise Misfit(message, "profiles", name)
        return self
