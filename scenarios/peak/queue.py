"""Queues for people (F5, F7)."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.peak.channel import ChannelName
from scenarios.peak.strict import Count, Minutes, Name, Seconds, Strict, TimeOfDay, Title
from sops.language import _
from sops.model_errors import Misfit


class Skill(Strict):
    """A group that may serve a queue, ``after_seconds`` of waiting (overflow)."""

    group: Name
    after_seconds: Seconds = 0.0


class Hours(Strict):
    """A daily opening window."""

    opens: TimeOfDay
    closes: TimeOfDay

    @model_validator(mode="after")
    def _forward(self) -> Hours:
        if self.closes <= self.opens:
            raise Misfit(_("关闭时刻须晚于开放时刻"), "closes")
        return self


class Cap(Strict):
    """At ``length`` waiting, a newcomer is refused or sent to the bot."""

    length: Count
    then: Literal["refuse", "bot"] = "refuse"


class Queue(Strict):
    """A queue takes the contacts whose shop, intent and tier it lists (absent: all), on its
    channel. The first fitting queue of the file wins. ``groups`` stand in order of preference."""

    name: Name
    title: Title
    channel: ChannelName
    entry: Literal["customers", "escalation", "message"] = "customers"
    """``escalation``: only by ``escalates_to``; ``message``: only 留言 by ``message_queue``."""
    shops: tuple[Name, ...] | None = None
    intents: tuple[Name, ...] | None = None
    tiers: tuple[Name, ...] | None = None
    priority: Annotated[int, Field(ge=0, le=99)] = 10
    """Lower goes first."""
    groups: Annotated[tuple[Skill, ...], Field(min_length=1)]
    hours: tuple[Hours, ...] = ()
    """Open always when empty. Outside: a chat goes to ``message_queue``, others are refused."""
    message_queue: Name | None = None
    cap: Cap | None = None
    bot_first_above: Count | None = None
    """With more than this many waiting, a newcomer who has met no bot meets one first."""
    due_minutes: Annotated[Minutes, Field(gt=0.0)] | None = None
    """Tickets: due this long after joining."""
    escalates_to: Name | None = None

    @model_validator(mode="after")
    def _channel_fits(self) -> Queue:
        if (self.channel == "ticket") != (self.due_minutes is not None):
            raise Misfit(_("工单队列须写 due_minutes，其他队列不写"), "due_minutes")
        if self.entry == "message" and self.channel != "ticket":
            raise Misfit(_("留言队列（entry: message）须是工单队列"), "entry")
        if self.message_queue is not None and self.channel != "chat":
            raise Misfit(_("只有在线会话队列可以写 message_queue"), "message_queue")
        windows = sorted((h.opens, h.closes) for h in self.hours)
        if any(a[1] > b[0] for a, b in pairwise(windows)):
            raise Misfit(_("开放时段不可重叠"), "hours")
        return self
