"""Routing: which waiting contact goes to which agent, one at a time (F7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.record import TICKET
from simulator.peak.reference.agent import Agent
from simulator.peak.reference.clock import ASSIGN
from simulator.peak.reference.queue import Queue

if TYPE_CHECKING:
    from simulator.peak.reference.house import House


class Routing:
    """Assigns when asked to look again, at the turn of assignments (F17)."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._requested = False
        self._live = [q for q in house.queues if q.channel != TICKET]
        self._tickets = [q for q in house.queues if q.channel == TICKET]

    def request(self) -> None:
        """Something has changed: look again at this instant."""
        if self._requested:
            return
        for queue in self._house.queues:
            if queue.waiting:
                self._requested = True
                self._house.clock.after(0, ASSIGN, then=self._assign)
                return

    def _assign(self, _: object) -> None:
        self._requested = False
        if self._assign_one(self._live) or self._assign_one(self._tickets):
            self.request()

    def _assign_one(self, queues: list[Queue]) -> bool:
        for queue in sorted((q for q in queues if q.waiting), key=Queue.rank):
            agent = self._agent_for(queue)
            if agent is not None:
                contact = queue.first()
                queue.leave(contact)
                agent.take(contact)
                return True
        return False

    def _agent_for(self, queue: Queue) -> Agent | None:
        waited = self._house.now - queue.first().joined
        for group, after in queue.skills:
            if waited >= after:
                agent = group.best_for(queue.channel)
                if agent is not None:
                    return agent
        return None
