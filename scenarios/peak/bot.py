"""Bots in front of people (F4)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scenarios.peak.channel import ChannelName
from scenarios.peak.law import TimeLaw
from scenarios.peak.strict import Count, Name, NonNegative, Probability, Strict, Title


class BotTimes(Strict):
    """Length of a bot dialogue by how it ends."""

    demands_person: TimeLaw
    leaves: TimeLaw
    resolved: TimeLaw
    transferred: TimeLaw
    contained: TimeLaw


class BotSkill(Strict):
    """What the bot can do for one intent; absent values fall back to the bot's own."""

    demands_person: Probability | None = None
    leaves: Probability | None = None
    understood: Probability | None = None
    resolved: Probability | None = None
    transferred: Probability | None = None


class Bot(Strict):
    """A bot. Drawn in this order: demands a person → leaves → understood → resolved; whoever is
    left is transferred with the given chance, else contained without a solution."""

    name: Name
    title: Title
    channels: tuple[ChannelName, ...]
    shops: tuple[Name, ...] | None = None
    entry: Literal["always", "on_trigger"] = "always"
    """``on_trigger``: only when a queue forces its contacts to the bot (F5)."""
    seats: Count | None = None
    """Dialogues at a time; absent: without limit."""
    when_full: Literal["wait", "people"] = "wait"
    patience: TimeLaw | None = None
    demands_person: Probability = 0.0
    leaves: Probability = 0.0
    understood: Probability
    """匹配率."""
    resolved: Probability
    """解决率, of the understood."""
    transferred: Probability
    """Of those neither resolved nor gone."""
    intents: dict[Name, BotSkill] = Field(default_factory=dict)
    times: BotTimes
    yuan_per_session: NonNegative = 0.0
