"""Work for a pair of hands (F8–F11): calls, replies, wrap-ups, tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.draw import HOLD, REPLY, TALK, WRAP_UP
from simulator.peak.floor import (
    W_CHAT_WRAP,
    W_FIRST_REPLY,
    W_HOLD,
    W_PHONE_WRAP,
    W_REPLY,
    W_TALK,
)
from simulator.peak.record import PHONE
from simulator.peak.reference.contact import Contact

if TYPE_CHECKING:
    from simulator.peak.reference.agent import Agent
    from simulator.peak.reference.session import Session


def at_speed(base: int, speed: float) -> int:
    """How long base work takes at a speed, µs."""
    return int(base / speed + 0.5)


class WaitingTask:
    """Live work of a session, waiting since a time; hands take the lowest class first."""

    hands_take: int
    """Rank of its class (F8)."""

    def __init__(self, session: Session, since: int) -> None:
        self.session = session
        self.contact: Contact = session.contact
        self.since = since

    def order(self) -> tuple[int, int, int, int]:
        """Hands choose the smallest (F8)."""
        return self.hands_take, self.since, self.contact.id, self.session.index

    def begin(self, speed: float) -> int:
        """Hands turn to it: how long will it take, µs?"""
        self.session.task = None
        return self.length(speed)

    def length(self, speed: float) -> int:
        """Time that it takes at a speed, µs."""
        raise NotImplementedError

    def done(self) -> None:
        """Hands have finished it."""
        raise NotImplementedError

    def dropped(self, elapsed: int) -> None:
        """Work on it was cut short: nothing of it is kept."""


class Call(WaitingTask):
    """Talking on the phone, with the time on hold (F9)."""

    hands_take = 0

    def length(self, speed: float) -> int:
        """Talk by speed, hold as it is."""
        house, contact = self.session.agent.house, self.contact
        laws = house.work_laws(contact)
        talk = house.draws.time(contact, laws[W_TALK], TALK, contact.index)
        return at_speed(talk, speed) + house.draws.time(contact, laws[W_HOLD], HOLD, contact.index)

    def done(self) -> None:
        """Service ends (F9)."""
        house = self.session.agent.house
        house.end_service(self.contact, self.session.agent.group)
        self.session.wrap_up()


class Reply(WaitingTask):
    """Replying to a message: the first of the stage or a later one."""

    def __init__(self, session: Session, since: int) -> None:
        super().__init__(session, since)
        self.hands_take = 1 if self.contact.replies == 0 else 2

    def length(self, speed: float) -> int:
        """Base work of this reply by speed."""
        house, contact = self.session.agent.house, self.contact
        law = house.work_laws(contact)[W_FIRST_REPLY if contact.replies == 0 else W_REPLY]
        index = contact.index + contact.replies
        return at_speed(house.draws.time(contact, law, REPLY, index), speed)

    def done(self) -> None:
        """The reply is sent."""
        self.session.send_reply(self.since)


class WrapUp(WaitingTask):
    """Work after the contact; ``base`` µs at speed 1 (F11)."""

    hands_take = 3

    def __init__(self, session: Session, since: int, base: int) -> None:
        super().__init__(session, since)
        self.base = base

    def length(self, speed: float) -> int:
        """Base work by speed."""
        return at_speed(self.base, speed)

    def done(self) -> None:
        """The slot is free."""
        self.session.close()


def wrap_up_base(session: Session) -> int:
    """Base work of a session's wrap-up, µs; 0 means none."""
    house, contact = session.agent.house, session.contact
    column = W_PHONE_WRAP if session.channel == PHONE else W_CHAT_WRAP
    return house.draws.time(contact, house.work_laws(contact)[column], WRAP_UP, session.index)


class Ticket:
    """A ticket in an agent's hand (F10): interruptible, its progress is kept."""

    def __init__(self, contact: Contact, agent: Agent) -> None:
        self.contact = contact
        self.agent = agent
        self._speed = 1.0

    def begin(self, speed: float) -> int:
        """Hands turn to it: how long will the rest take, µs?"""
        self._speed = speed
        self.contact.row.note_answered(self.contact.stage, self.agent.house.now)
        return at_speed(self.contact.work_left, speed)

    def done(self) -> None:
        """Service ends, the hand is empty (F13)."""
        agent, contact = self.agent, self.contact
        agent.ticket = None
        contact.row.released = agent.house.now
        agent.house.end_service(contact, agent.group)
        agent.restand()

    def dropped(self, elapsed: int) -> None:
        """Interrupted: what was done is kept."""
        left = self.contact.work_left - int(elapsed * self._speed)
        self.contact.work_left = max(0, left)
