"""An agent: a pair of hands, slots for sessions, perhaps a ticket in hand (F7–F12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.peak.clock import DAY_US
from simulator.peak.record import PHONE, TICKET
from simulator.peak.reference.clock import BORDER, HANDS, Moment
from simulator.peak.reference.contact import Contact
from simulator.peak.reference.group import Group, Standing
from simulator.peak.reference.session import Session
from simulator.peak.reference.task import Ticket, WaitingTask

if TYPE_CHECKING:
    from simulator.peak.reference.house import House


class Agent:
    """An agent. On shift from coming to leaving; present while on shift and not in a break."""

    def __init__(self, house: House, number: int, group: Group) -> None:
        self.house = house
        self.id = number
        self.group = group
        self.sessions: list[Session] = []
        self.ticket: Ticket | None = None
        self.work: Moment | None = None
        """End of the work in hands."""
        self.working_on: WaitingTask | Ticket | None = None
        self.bell = Moment(house.clock)
        """What the hands listen to while they are free."""
        self.rung = False
        self.on_shift = False
        self.present = False
        self.leaving = False
        self.last_call = False
        self.break_due = 0
        """Length of breaks that wait for open sessions to end, µs."""
        self.break_ends: Moment | None = None
        self.break_end = -1
        self.idle_since = -1
        self._standing: Standing | None = None

    @property
    def on_call(self) -> bool:
        """Whether one of its sessions is a call."""
        return bool(self.sessions) and self.sessions[0].channel == PHONE

    @property
    def has_nothing_to_do(self) -> bool:
        """Hands free and nothing waiting for them."""
        return self.work is None and all(s.task is None for s in self.sessions)

    @property
    def speed(self) -> float:
        """Speed of today (F14)."""
        return self.group.speed[self.house.now // DAY_US]

    def take(self, contact: Contact) -> None:
        """Be assigned a contact: it gets a slot, or becomes the ticket in hand."""
        house, queue = self.house, contact.queue
        assert queue is not None
        contact.row.note_assigned(contact.stage, self.id, self.group.id, house.now)
        if queue.channel == TICKET:
            self.ticket = Ticket(contact, self)
        else:
            session = Session(self, contact)
            self.sessions.append(session)
            self.group.books.open.change(house.now, +1)
            session.begin()
            if not self.may_work_on_ticket:
                self.interrupt_ticket()
        self.restand()
        self.ring()

    @property
    def may_work_on_ticket(self) -> bool:
        """Whether the ticket in hand may be worked on, if no live work waits (F10)."""
        return self.present and (self.group.hands_free_tickets or not self.sessions)

    def live_work_appears(self) -> None:
        """A call, reply or wrap-up waits for the hands (F10)."""
        self.interrupt_ticket()
        self.ring()

    def interrupt_ticket(self) -> None:
        """Stop working on the ticket; it stays in hand."""
        if self.work is not None and self.working_on is self.ticket:
            self.work.cut()

    def close(self, session: Session) -> None:
        """A session is over: its slot is free, and perhaps it was the last one awaited."""
        now = self.house.now
        self.sessions.remove(session)
        self.group.books.open.change(now, -1)
        self.idle_since = now
        session.contact.row.released = now
        if not self.sessions:
            if self.leaving:
                self.leave()
            elif self.group.owed:
                self.group.owed -= 1
                self.leave()
            elif self.break_due:
                self.start_break()
        self.settle()

    def choose(self) -> WaitingTask | Ticket | None:
        """What free hands turn to (F8)."""
        waiting = [s.task for s in self.sessions if s.task is not None]
        if waiting:
            return min(waiting, key=WaitingTask.order)
        return self.ticket if self.may_work_on_ticket else None

    def ring(self) -> None:
        """Free hands shall choose, at this instant, when it is their turn (F17)."""
        if self.work is None and not self.rung:
            self.rung = True
            self.house.clock.schedule(self.bell, (HANDS, -1, self.id))

    def restand(self) -> None:
        """Stand in the group's order of preference as things are now."""
        ready = self.present and not self.leaving and not self.break_due
        standing = (
            (len(self.sessions), self.ticket is not None, self.idle_since, self.id)
            if ready
            else None
        )
        if standing != self._standing:
            self.group.reorder(self._standing, standing)
            self._standing = standing

    def settle(self) -> None:
        """Something has changed: let hands choose and routing look again."""
        self.restand()
        self.ring()
        self.house.routing.request()

    def come(self) -> None:
        """Come on duty."""
        self.on_shift = True
        self.leaving = self.last_call = False
        self.idle_since = self.house.now
        self._be_present(True)
        self.settle()

    def stay(self) -> None:
        """Not leave after all."""
        self.leaving = self.last_call = False
        self.settle()

    def leave(self) -> None:
        """Leave duty; a ticket in hand goes back to its queue (F10)."""
        if self in self.group.marked:
            self.group.marked.remove(self)
        self.on_shift = self.leaving = False
        self._be_present(False)
        self._put_ticket_back()
        self.settle()

    def _put_ticket_back(self) -> None:
        ticket = self.ticket
        if ticket is not None:
            self.interrupt_ticket()
            self.ticket = None
            assert ticket.contact.queue is not None
            ticket.contact.queue.enter(ticket.contact)

    def hand_over(self) -> None:
        """Give the ticket, and chats that still have a reply to come, back to their queues
        (F12)."""
        for session in list(self.sessions):
            if session.has_reply_to_come:
                session.hand_back()
        if self.ticket is not None:
            self._put_ticket_back()
            self.settle()

    def rest(self, length: int) -> None:
        """A break falls due: it begins when no session is open, or prolongs the break under way."""
        if self.break_ends is not None:
            self.break_ends.cancel()
            self._rest_until(self.break_end + length)
            return
        self.break_due += length
        if not self.sessions:
            self.start_break()
        self.restand()

    def start_break(self) -> None:
        """Begin the breaks that are due."""
        length, self.break_due = self.break_due, 0
        self._be_present(False)
        self.interrupt_ticket()
        self._rest_until(self.house.now + length)

    def end_shift(self) -> None:
        """Leave, at once if no session is open; a break ends (F12)."""
        if self.break_ends is not None:
            self.break_ends.cancel()
            self.break_ends = None
        self.break_due = 0
        self.leaving = True
        if self.sessions:
            self.restand()
        else:
            self.leave()

    def _rest_until(self, time: int) -> None:
        self.break_end = time
        self.break_ends = self.house.clock.at(time, BORDER, agent=self.id, then=self._back)

    def _back(self, _: object) -> None:
        self.break_ends = None
        self.idle_since = self.house.now
        self._be_present(True)
        self.settle()

    def _be_present(self, present: bool) -> None:
        if present != self.present:
            self.present = present
            self.group.books.on_duty.change(self.house.now, 1 if present else -1)
