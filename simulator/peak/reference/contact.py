"""A contact: its row in the records, and where it stands in its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.peak.draw import STAGE
from simulator.peak.record import NO_OUTCOME

if TYPE_CHECKING:
    from simulator.peak.reference.bot import Bot
    from simulator.peak.reference.clock import Word
    from simulator.peak.reference.queue import Queue
    from simulator.peak.reference.session import Session


class Row:
    """One contact's record (CONTACT_DTYPE) as it fills up; what never happens keeps its default."""

    key: np.uint64
    arrived: int = -1
    bot_started: int = -1
    bot_ended: int = -1
    joined: int = -1
    assigned: int = -1
    answered: int = -1
    second_joined: int = -1
    second_assigned: int = -1
    second_answered: int = -1
    ended: int = -1
    released: int = -1
    work: int = 0
    reply_wait_sum: int = 0
    return_delay: int = -1
    case: int = -1
    next: int = -1
    agent: int = -1
    second_agent: int = -1
    intent: int = -1
    shop: int = -1
    tier: int = -1
    queue: int = -1
    second_queue: int = -1
    group: int = -1
    second_group: int = -1
    bot: int = -1
    rounds: int = 0
    replies: int = 0
    handovers: int = 0
    channel: int = 0
    attempt: int = 0
    bot_leaf: int = 0
    understood: int = 0
    outcome: int = NO_OUTCOME
    resolved: int = 0
    message: int = 0
    return_channel: int = -1

    def note_joined(self, stage: int, queue: int, now: int) -> None:
        """It stands before a queue of this line."""
        if stage == 0:
            self.joined, self.queue = now, queue
        else:
            self.second_joined, self.second_queue = now, queue

    def note_assigned(self, stage: int, agent: int, group: int, now: int) -> None:
        """The first assignment's time stays; agent and group are the last ones."""
        if stage == 0:
            self.agent, self.group = agent, group
            if self.assigned < 0:
                self.assigned = now
        else:
            self.second_agent, self.second_group = agent, group
            if self.second_assigned < 0:
                self.second_assigned = now

    def note_answered(self, stage: int, now: int) -> None:
        """Call taken, first reply sent, or ticket begun; the first time counts."""
        if stage == 0:
            if self.answered < 0:
                self.answered = now
        elif self.second_answered < 0:
            self.second_answered = now


class Contact:
    """Where a contact stands. ``joined``, ``rounds``, ``replies`` and ``work_left`` belong to the
    stage it is in."""

    __slots__ = (
        "ghost",
        "id",
        "in_line",
        "joined",
        "message_since",
        "queue",
        "replies",
        "reply_waits",
        "rounds",
        "row",
        "session",
        "stage",
        "tried_bot",
        "waiting",
        "word",
        "work_left",
    )

    def __init__(self, number: int, row: Row) -> None:
        self.id = number
        self.row = row
        self.stage = 0
        self.tried_bot = False
        self.in_line: Bot | None = None
        """The bot in whose line it stands."""
        self.queue: Queue | None = None
        """The queue it has joined, also while it is served from there."""
        self.waiting = False
        """Whether it waits in that queue."""
        self.session: Session | None = None
        """The slot it is served in at this stage."""
        self.joined = -1
        self.rounds = 0
        self.replies = 0
        self.message_since: int | None = None
        """When the message was written that nobody has replied to yet."""
        self.ghost = False
        """Left silently: the window is open, nobody is there (F6)."""
        self.work_left = 0
        """Base work of a ticket still to be done, µs."""
        self.word: Word | None = None
        """What the customer listens to."""
        self.reply_waits: list[int] = []

    @property
    def index(self) -> int:
        """First index of draws at this stage (F3)."""
        return self.stage * STAGE
