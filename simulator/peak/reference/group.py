"""A group of agents, and whom of them routing takes (F7)."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from simulator.peak.floor import Floor
from simulator.peak.record import CHAT, PHONE
from simulator.peak.reference.ledger import GroupBooks

if TYPE_CHECKING:
    from simulator.peak.reference.agent import Agent

Standing = tuple[int, bool, int, int]
"""(open sessions, has a ticket in hand, idle since, agent id): the smaller, the sooner taken."""


class Group:
    """A group: agents, those ready for new work in order of preference, who shall leave (F12)."""

    def __init__(self, floor: Floor, number: int) -> None:
        row = floor.groups[number]
        self.id = number
        self.concurrency = int(row["concurrency"])
        self.hands_free_tickets = bool(row["hands_free_tickets"])
        self.escalation = float(row["escalation"])
        self.speed: list[float] = floor.speed[number].tolist()
        self.resolution: list[float] = floor.resolution[number].tolist()
        self.agents: list[Agent] = []
        self.first_agent = int(row["first_agent"])
        self.ready: list[Standing] = []
        self.marked: list[Agent] = []
        """Agents who leave when their sessions are done, in order of marking."""
        self.owed = 0
        """How many leave as soon as they end their last session."""
        self.books = GroupBooks(floor)

    def reorder(self, old: Standing | None, new: Standing | None) -> None:
        """An agent's standing has changed; None: not ready for new work."""
        if old is not None:
            del self.ready[bisect_left(self.ready, old)]
        if new is not None:
            insort(self.ready, new)

    def best_for(self, channel: int) -> Agent | None:
        """The agent whom routing takes for a contact of a queue of this channel, if any."""
        if channel == PHONE:
            return self._for_call()
        return self._for_chat() if channel == CHAT else self._for_ticket()

    def _agent(self, standing: Standing) -> Agent:
        return self.agents[standing[3] - self.first_agent]

    def _for_call(self) -> Agent | None:
        if self.ready and self.ready[0][0] == 0:
            return self._agent(self.ready[0])
        return None

    def _for_chat(self) -> Agent | None:
        for standing in self.ready:
            if standing[0] >= self.concurrency:
                return None
            agent = self._agent(standing)
            if not agent.on_call and not agent.last_call:
                return agent
        return None

    def _for_ticket(self) -> Agent | None:
        for standing in self.ready:
            if standing[0] > 0 and not self.hands_free_tickets:
                return None
            agent = self._agent(standing)
            if agent.ticket is None and agent.has_nothing_to_do:
                return agent
        return None
