"""How customers behave on each channel (F6, F8)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scenarios.peak.law import Constant, TimeLaw
from scenarios.peak.strict import Probability, Strict
from sops.language import N_, _

ChannelName = Literal["phone", "chat", "ticket"]
CHANNELS: tuple[ChannelName, ...] = ("phone", "chat", "ticket")
_TITLES = {"phone": N_("电话"), "chat": N_("在线"), "ticket": N_("工单")}


def channel_title(channel: str) -> str:
    """A channel's name for people."""
    return _(_TITLES[channel])


def _nothing() -> TimeLaw:
    return Constant(law="constant", mean_seconds=0.0)


class Phone(Strict):
    """``patience`` runs from joining the queue until assigned; absent: endless."""

    patience: TimeLaw | None = None


class Chat(Strict):
    """``patience`` runs from joining until the first reply is sent; absent: endless."""

    patience: TimeLaw | None = None
    silent_share: Probability = 0.0
    """Share of the impatient who leave without closing the window (F6)."""
    ghost_wait: TimeLaw = Field(default_factory=_nothing)
    """How long a slot is held after the first reply to somebody who has silently left."""
    idle_close: TimeLaw = Field(default_factory=_nothing)
    """How long the slot is held after the last reply (F8)."""
    reply_patience: TimeLaw | None = None
    """From a later message until its reply; absent: endless (F8)."""


class Channels(Strict):
    """Customer behaviour by channel."""

    phone: Phone = Phone()
    chat: Chat = Field(default_factory=Chat)
