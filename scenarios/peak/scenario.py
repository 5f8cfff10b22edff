"""The peak scenario: everything a planner writes down, and nothing about how it is run."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.peak.basis import Basis
from scenarios.peak.bot import Bot
from scenarios.peak.channel import Channels
from scenarios.peak.clock import Clock
from scenarios.peak.demand import Demand
from scenarios.peak.floor import FloorRules
from scenarios.peak.group import Group
from scenarios.peak.intent import Intent
from scenarios.peak.opinion import Opinion
from scenarios.peak.queue import Queue
from scenarios.peak.returns import Returns
from scenarios.peak.shop import Shop, Tier
from scenarios.peak.strict import Name, Note, Strict, Title
from scenarios.peak.target import Target


class PeakScenario(Strict):
    """A campaign on the floor. Seeds, replications and cores are not part of it."""

    kind: Literal["peak"]
    name: Name
    title: Title
    note: Note | None = None
    clock: Clock
    shops: Annotated[tuple[Shop, ...], Field(min_length=1, max_length=50)]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=10)]
    intents: Annotated[tuple[Intent, ...], Field(min_length=1, max_length=200)]
    channels: Channels = Field(default_factory=Channels)
    demand: Demand
    bots: Annotated[tuple[Bot, ...], Field(max_length=20)] = ()
    queues: Annotated[tuple[Queue, ...], Field(min_length=1, max_length=200)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=200)]
    floor: FloorRules = FloorRules()
    returns: Returns = Returns()
    targets: tuple[Target, ...] = ()
    opinion: Opinion = Opinion()
    basis: tuple[Basis, ...] = ()
