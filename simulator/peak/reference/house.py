"""The house: everything that stands on one floor in one run, and what holds for all of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.clock import DAY_US
from simulator.peak.draw import ESCALATE, RESOLVE
from simulator.peak.floor import Floor
from simulator.peak.record import IN_PROGRESS, NO_OUTCOME, SERVED, WAITING
from simulator.peak.reference import words
from simulator.peak.reference.agent import Agent
from simulator.peak.reference.bot import Bot
from simulator.peak.reference.clock import ARRIVAL, Clock, Story, Telling
from simulator.peak.reference.contact import Contact, Row
from simulator.peak.reference.customer import visit
from simulator.peak.reference.door import Door
from simulator.peak.reference.draws import Draws
from simulator.peak.reference.group import Group
from simulator.peak.reference.queue import Queue
from simulator.peak.reference.returns import Returns
from simulator.peak.reference.routing import Routing


class House:
    """Queues, groups, agents, bots and contacts of a run, around one clock."""

    def __init__(self, floor: Floor, arrivals: NDArray[np.void]) -> None:
        self.floor = floor
        self.clock = Clock(floor.start)
        self.draws = Draws(floor)
        self.groups = [Group(floor, g) for g in range(len(floor.groups))]
        self.agents = [
            Agent(self, group.first_agent + k, group)
            for group, row in zip(self.groups, floor.groups, strict=True)
            for k in range(int(row["agents"]))
        ]
        for agent in self.agents:
            agent.group.agents.append(agent)
        self.queues = [Queue(floor, q, self.groups) for q in range(len(floor.queues))]
        self.bots = [Bot(floor, b, self.draws) for b in range(len(floor.bots))]
        self.routing = Routing(self)
        self.door = Door(self)
        self.returns = Returns(self)
        self.behaviour: list[int] = floor.behaviour.tolist()
        self.silent_share = floor.silent_share
        self.contacts = [_first_attempt(n, arrival) for n, arrival in enumerate(arrivals)]
        self._work: list[list[int]] = floor.work.tolist()
        self._escalated: list[float] = floor.escalated.tolist()
        self._resolved: list[float] = floor.resolved.tolist()

    @property
    def now(self) -> int:
        """µs from the scenario's origin."""
        return int(self.clock._now)

    def work_laws(self, contact: Contact) -> list[int]:
        """The law rows of the contact's intent."""
        return self._work[contact.row.intent]

    def entry_queue(self, contact: Contact) -> Queue:
        """The first queue of the file that takes the contact (F5)."""
        row = contact.row
        return self.queues[self.floor.entry_queue[row.shop, row.intent, row.channel, row.tier]]

    def bot_for_all(self, contact: Contact) -> Bot | None:
        """The bot that everybody meets first (F4)."""
        return self._bot(self.floor.first_bot, contact)

    def bot_if_forced(self, contact: Contact) -> Bot | None:
        """The bot that a queue may send its newcomers to (F5 b)."""
        return self._bot(self.floor.any_bot, contact)

    def _bot(self, routes: NDArray[np.int64], contact: Contact) -> Bot | None:
        number = routes[contact.row.shop, contact.row.intent, contact.row.channel]
        return None if number < 0 else self.bots[number]

    def tell(self, contact: Contact, word: int) -> None:
        """Say a word to the customer, whose story goes on within this step."""
        assert contact.word is not None
        contact.word.say(word)

    def end_service(self, contact: Contact, group: Group) -> int:
        """Service ends: SERVED, or ESCALATED to the second line, which the customer joins at once
        (F13)."""
        queue = contact.queue
        assert queue is not None
        contact.session = None
        chance = self._escalated[contact.row.intent] * group.escalation
        escalates = (
            contact.stage == 0
            and queue.escalates_to >= 0
            and self.draws.holds(contact, ESCALATE, chance)
        )
        word = words.ESCALATED if escalates else words.SERVED
        if not escalates:
            resolution = group.resolution[self.now // DAY_US]
            chance = min(1.0, self._resolved[contact.row.intent] * resolution)
            resolved = self.draws.holds(contact, RESOLVE, chance, contact.index)
            contact.row.resolved = int(resolved)
        self.tell(contact, word)
        return word

    def end(self, contact: Contact, outcome: int, cause: int = -1) -> None:
        """The contact is over for the customer, who may come back from ``cause`` if unresolved
        (F13)."""
        contact.row.outcome = outcome
        contact.row.ended = self.now
        if cause >= 0 and not (outcome == SERVED and contact.row.resolved):
            self.returns.decide(contact, cause)

    def expect(self, row: Row) -> int:
        """A return will arrive at ``row.arrived``; its number."""
        contact = Contact(len(self.contacts), row)
        self.contacts.append(contact)
        self.clock.at(
            row.arrived,
            ARRIVAL,
            contact.id,
            then=lambda _: self.welcome(contact),
        )
        return contact.id

    def welcome(self, contact: Contact) -> None:
        """A contact arrives."""
        Story(self.clock, visit(self, contact))

    def first_attempts(self) -> Telling:
        """First attempts arrive one after another (F2)."""
        for contact in self.contacts[:]:
            yield self.clock.at(contact.row.arrived, ARRIVAL, contact.id)
            self.welcome(contact)

    def close(self) -> None:
        """Name what is left at the end (F15)."""
        for contact in self.contacts:
            if contact.row.outcome == NO_OUTCOME:
                in_line = contact.waiting or contact.in_line is not None
                contact.row.outcome = WAITING if in_line else IN_PROGRESS


def _first_attempt(number: int, arrival: np.void) -> Contact:
    row = Row()
    row.key = arrival["key"]
    row.arrived = int(arrival["time"])
    row.case = number
    row.shop, row.intent = int(arrival["shop"]), int(arrival["intent"])
    row.channel, row.tier = int(arrival["channel"]), int(arrival["tier"])
    return Contact(number, row)
