"""The door to people: which queue a contact joins, and whether it may (F5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.draw import ROUNDS, TICKET
from simulator.peak.floor import W_ROUNDS, W_TICKET
from simulator.peak.record import CHAT
from simulator.peak.record import TICKET as TICKET_CHANNEL
from simulator.peak.reference.bot import Bot
from simulator.peak.reference.clock import OVERFLOW
from simulator.peak.reference.contact import Contact
from simulator.peak.reference.queue import Queue

if TYPE_CHECKING:
    from simulator.peak.reference.house import House


class Door:
    """Where contacts for people come in."""

    def __init__(self, house: House) -> None:
        self._house = house

    def knock(self, contact: Contact) -> Queue | Bot | None:
        """The queue that the contact may wait in, the bot it must try first, or None: refused."""
        house, row = self._house, contact.row
        queue = house.entry_queue(contact)
        row.message = 0
        if not queue.is_open(house.now) and queue.message_queue >= 0:
            queue = house.queues[queue.message_queue]
            row.message = 1
        bot = None if contact.tried_bot else house.bot_if_forced(contact)
        if queue.is_open(house.now):
            if bot is not None and queue.wants_bot:
                return bot
            if not queue.is_capped:
                return queue
        return None

    def admit(self, contact: Contact, queue: Queue) -> None:
        """Join a queue at the contact's stage; an escalation joins unchecked."""
        house, now = self._house, self._house.now
        laws = house.work_laws(contact)
        contact.queue, contact.joined, contact.replies = queue, now, 0
        contact.row.note_joined(contact.stage, queue.id, now)
        if queue.channel == CHAT:
            contact.message_since = now
            contact.rounds = house.draws.rounds(contact, laws[W_ROUNDS], ROUNDS, contact.index)
            contact.row.rounds += contact.rounds
        elif queue.channel == TICKET_CHANNEL:
            contact.work_left = house.draws.time(contact, laws[W_TICKET], TICKET, contact.index)
        queue.enter(contact)
        for after in queue.overflows:
            house.clock.after(after, OVERFLOW, contact.id, then=lambda _: house.routing.request())
        house.routing.request()
